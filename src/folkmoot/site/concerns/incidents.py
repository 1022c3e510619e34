"""What is known about incidents: for everyone, for staff, and as the history of an organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from folkmoot.site.concerns.incident_models import Appraisal, Incident, IncidentVersion, Summary
from folkmoot.site.concerns.incident_states import BANDS, STATES, Band, Clock, State, clock
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class PublicIncident:
    """An incident as everyone sees it. `title` and `text` are None while no summary is published: then only its clock is shown."""

    number: int
    organisation: Any
    initiative: Any
    found_on: date
    near_miss: bool
    people: str
    state: str
    is_open: bool
    clock: Clock
    people_told_on: date | None
    title: Texts | None
    text: Texts | None
    published_on: date | None

    @property
    def touches_people(self) -> bool:
        """Whether it is about anybody, as far as is known."""
        return self.people != BANDS[Band.NOBODY]


@dataclass(frozen=True)
class PastIncident:
    """One incident in an organisation's history. `clock` is "told", "told late", "not told, with a reason", "running" or "overdue"."""

    number: int
    near_miss: bool
    found_on: date
    people: str
    likelihood: str
    severity: str
    state: State
    clock: str
    recurs: bool
    appraised_by: Any


@dataclass(frozen=True)
class IncidentHistory:
    """All incidents of an organisation, as was recorded by a moment, the newest first."""

    organisation: Any
    at: datetime
    incidents: tuple[PastIncident, ...]

    @property
    def open(self) -> tuple[PastIncident, ...]:
        """Those that are not closed."""
        return tuple(one for one in self.incidents if one.state != State.CLOSED)

    @property
    def breaches(self) -> int:
        """How many were no near misses."""
        return sum(not one.near_miss for one in self.incidents)

    @property
    def told_late(self) -> int:
        """Of how many the Commissioner was told after 72 hours, or has not been told by then."""
        return sum(one.clock in {"told late", "overdue"} for one in self.incidents)

    @property
    def recurrences(self) -> int:
        """How many happened again after an earlier one."""
        return sum(one.recurs for one in self.incidents)


def by_number(number: int) -> Incident | None:
    """The incident with a number, or None."""
    return Incident.objects.select_related("organisation", "initiative").filter(pk=number).first()


def facts_of(incident: Incident, at: datetime | None = None) -> IncidentVersion:
    """The facts of an incident as they had been written by a moment (now)."""
    return _by(incident.versions.all(), at)[-1]


def state_of(incident: Incident, at: datetime | None = None) -> State:
    """Where an incident is, as was recorded by a moment (now)."""
    return State(_by(incident.steps.all(), at)[-1].state)


def _by(rows: Iterable[Any], at: datetime | None) -> list[Any]:
    """Those of an incident's rows that were recorded by a moment (now), in their order: read with the incident where `_whole` was asked."""
    moment = at or timezone.now()
    return [row for row in rows if row.recorded_at <= moment]


def _whole(found: Any) -> Any:
    """Incidents with all that lists show of them, in as many questions to the database however many there are."""
    summaries = Prefetch("summaries", Summary.objects.select_related("published", "written_by"))
    return found.select_related("organisation", "initiative__lead").prefetch_related(
        "versions", "steps", "appraisals__organisation", "appraisals__by", summaries
    )


def clock_of(incident: Incident, at: datetime | None = None) -> Clock:
    """The 72 hours of an incident at a moment (now)."""
    now = at or timezone.now()
    facts = facts_of(incident, now)
    reason = bool(facts.ico_why_not)
    return clock(found_at=facts.found_at, near_miss=facts.near_miss, told_at=facts.ico_told_at, has_reason=reason, now=now)


def missing(incident: Incident, state: State) -> list[str]:
    """What an incident lacks for a state, as names in NEEDS."""
    facts = facts_of(incident)
    has = {
        "ico": bool(facts.ico_told_at or facts.ico_why_not),
        "people": bool(facts.people_told_at or facts.people_why_not),
        "appraisal": incident.appraisals.exists(),
        "summary": incident.summaries.filter(published__isnull=False).exists(),
    }
    return [need for need in STATES[state].needs if not (has[need] if need in has else getattr(facts, need))]


def summaries_of(incident: Incident) -> list[Summary]:
    """Its summaries, the newest first. For staff alone: some are drafts."""
    return list(incident.summaries.all())[::-1]


def appraisals_of(incident: Incident) -> list[Appraisal]:
    """What second organisations made of it. For staff."""
    return list(incident.appraisals.all())


def of_organisations(organisations: list[Any]) -> list[Incident]:
    """All incidents of some organisations, the newest first. For their staff."""
    return list(_whole(Incident.objects.filter(organisation__in=organisations)))


def to_appraise(user: Any) -> list[Incident]:
    """Incidents that are put right and that someone of another organisation may appraise now."""
    if not organisations_where(user, "concerns.appraise"):
        return []
    found = _whole(Incident.objects.filter(appraisals__isnull=True))
    theirs = {membership.organisation_id for membership in user.memberships.all()}
    return [one for one in found if one.organisation_id not in theirs and state_of(one) == State.REMEDIED]


def public_incidents(*, organisation: str = "", initiative: str = "") -> list[PublicIncident]:
    """What everyone may see (of one organisation or initiative, by slug), open ones first, then the newest.

    An incident is public once its summary is published, the Commissioner was told, or telling the Commissioner is overdue.
    """
    found = _whole(Incident.objects.all())
    if organisation:
        found = found.filter(organisation__slug=organisation)
    if initiative:
        found = found.filter(initiative__slug=initiative)
    shown = [public for one in found if (public := public_incident(one)) is not None]
    return sorted(shown, key=lambda one: (not one.is_open, -one.number))


def public_incident(incident: Incident) -> PublicIncident | None:
    """One incident as everyone sees it, or None while it is not public."""
    facts, state, running = facts_of(incident), state_of(incident), clock_of(incident)
    summary = next((one for one in summaries_of(incident) if hasattr(one, "published")), None)
    if summary is None and running.state not in {"told", "told late", "overdue"}:
        return None
    return PublicIncident(
        number=incident.pk,
        organisation=incident.organisation,
        initiative=incident.initiative,
        found_on=timezone.localdate(facts.found_at),
        near_miss=facts.near_miss,
        people=BANDS[Band(facts.people)],
        state=STATES[state].name,
        is_open=state != State.CLOSED,
        clock=running,
        people_told_on=timezone.localdate(facts.people_told_at) if facts.people_told_at else None,
        title=summary.title if summary else None,
        text=summary.text if summary else None,
        published_on=timezone.localdate(summary.published.published_at) if summary else None,
    )


def incident_history(organisation: Any, at: datetime | None = None) -> IncidentHistory:
    """Every incident of an organisation as was recorded by a moment (now), with what a judgement of its maturity looks at."""
    moment = at or timezone.now()
    rows = _whole(Incident.objects.filter(organisation=organisation, recorded_at__lte=moment))
    return IncidentHistory(organisation, moment, tuple(_past(one, moment) for one in rows))


def _past(incident: Incident, at: datetime) -> PastIncident:
    facts = facts_of(incident, at)
    appraisals = _by(incident.appraisals.all(), at)
    return PastIncident(
        number=incident.pk,
        near_miss=facts.near_miss,
        found_on=timezone.localdate(facts.found_at),
        people=BANDS[Band(facts.people)],
        likelihood=facts.likelihood,
        severity=facts.severity,
        state=state_of(incident, at),
        clock=clock_of(incident, at).state,
        recurs=facts.recurrence_of_id is not None,
        appraised_by=appraisals[-1].organisation if appraisals else None,
    )
