"""Everything that can be done with an incident: recorded, corrected, moved on, appraised, told to everyone."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.concerns import incidents
from folkmoot.site.concerns.incident_models import Appraisal, Incident, IncidentStep, IncidentVersion, Summary, SummaryPublished
from folkmoot.site.concerns.incident_states import NEEDS, STATES, State
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import memberships_at, require
from folkmoot.site.renditions import Texts

LONGEST = 5000  # characters of one fact
TEXTS = ("happened", "cause", "data_affected", "effects", "remedial", "ico_why_not", "ico_outcome", "people_why_not", "lessons")
TIMES = ("began_at", "found_at", "ico_told_at", "people_told_at")
FACTS = (*TIMES, *TEXTS, "near_miss", "people", "likelihood", "severity", "recurrence_of")


def record_incident(*, by: Any, organisation: Any, initiative: Any = None, found_at: datetime, **facts: Any) -> Incident:
    """An incident at an organisation, in one of its initiatives or in none, with the facts as far as they are known (names in FACTS).

    Raises PermissionDenied without `concerns.record` in the organisation, ValidationError for facts that cannot be, or an initiative
    that the organisation is not in.
    """
    require(by, "concerns.record", organisation)
    if initiative is not None and organisation not in initiatives.organisations_of(initiative):
        raise ValidationError({"initiative": f"{organisation} is not in this use of data."})
    now = timezone.now()
    with transaction.atomic():
        made = Incident.objects.create(organisation=organisation, initiative=initiative, recorded_by=by, recorded_at=now)
        _write_version(by, made, 1, {"found_at": found_at, **facts})
        IncidentStep.objects.create(incident=made, state=State.OPEN, on=timezone.localdate(now), by=by, recorded_at=now)
        record(by=by, verb="incident.recorded", subject=made, detail={"organisation": organisation.slug})
    return made


def correct_incident(*, by: Any, incident: Incident, **facts: Any) -> IncidentVersion:
    """A new version of the facts: those that are given replace the ones before, the others stay. The older version is kept."""
    require(by, "concerns.record", incident.organisation)
    with transaction.atomic():
        held = _held(incident)
        before = incidents.facts_of(held)
        known = {name: getattr(before, name) for name in FACTS}
        made = _write_version(by, held, before.version + 1, known | facts)
        record(by=by, verb="incident.corrected", subject=held, detail={"version": made.version})
    return made


def move_incident(*, by: Any, incident: Incident, state: str, on: date | None = None) -> IncidentStep:
    """The next state of an incident, on a day (today). Raises NotNow, in words, when it is not the next or the facts lack what it needs."""
    require(by, "concerns.record", incident.organisation)
    today = timezone.localdate()
    day = on or today
    with transaction.atomic():
        held = _held(incident)
        last = held.steps.order_by("-id")[:1].get()
        if STATES[State(last.state)].then != state:
            raise NotNow("This incident is not at that point. Load its page again to see where it is.")
        missing = incidents.missing(held, State(state))
        if missing:
            raise NotNow(" ".join(NEEDS[need] for need in missing))
        if day > today or day < timezone.localdate(incidents.facts_of(held).found_at):
            raise ValidationError({"on": "Give a day from the day it was found up to today."})
        made = IncidentStep.objects.create(incident=held, state=state, on=day, by=by, recorded_at=timezone.now())
        record(by=by, verb="incident.moved", subject=held, detail={"state": state, "on": day.isoformat()})
    return made


def appraise(*, by: Any, incident: Incident, organisation: Any, history: str, mitigation: str) -> Appraisal:
    """A written judgement of the history behind an incident and of how it was put right, by a member of a second organisation.

    Raises PermissionDenied without `concerns.appraise` in `organisation`, when that is the organisation of the incident, or for someone
    with any role there; NotNow before it is put right.
    """
    require(by, "concerns.appraise", organisation)
    theirs = {membership.organisation for membership in memberships_at(by, timezone.localdate())}
    if incident.organisation in {organisation, *theirs}:
        raise PermissionDenied("Someone without a role in the organisation where it happened must appraise it.")
    history, mitigation = _tidy("history", history), _tidy("mitigation", mitigation)
    if not history or not mitigation:
        raise ValidationError("Write about both: the history behind it, and how it was put right.")
    with transaction.atomic():
        held = _held(incident)
        if held.steps.order_by("-id")[:1].get().state != State.REMEDIED:
            raise NotNow("It is appraised once it is put right, and before it is reviewed.")
        made = Appraisal.objects.create(
            incident=held, organisation=organisation, history=history, mitigation=mitigation, by=by, recorded_at=timezone.now()
        )
        record(by=by, verb="incident.appraised", subject=held, detail={"organisation": organisation.slug})
    return made


def write_summary(*, by: Any, incident: Incident, title: Texts, text: Texts) -> Summary:
    """An incident in words for everyone, in renditions; a second person publishes it."""
    require(by, "concerns.record", incident.organisation)
    with transaction.atomic():
        held = _held(incident)
        version = held.summaries.count() + 1
        made = Summary(incident=held, version=version, title=title, text=text, written_by=by, written_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="incident.summary_written", subject=held, detail={"version": version})
    return made


def publish_summary(*, by: Any, summary: Summary) -> SummaryPublished:
    """Show everyone the newest summary. Raises PermissionDenied for whoever wrote it, NotNow when it is public or not the newest."""
    require(by, "concerns.publish", summary.incident.organisation)
    if summary.written_by_id == by.pk:
        raise PermissionDenied("You wrote this summary, so someone else must read it and publish it.")
    with transaction.atomic():
        held = _held(summary.incident)
        if held.summaries.order_by("-version")[:1].get() != summary:
            raise NotNow("There is a newer summary. Read that one.")
        if SummaryPublished.objects.filter(summary=summary).exists():
            raise NotNow("It is published already.")
        made = SummaryPublished.objects.create(summary=summary, written_by=summary.written_by, published_by=by, published_at=timezone.now())
        record(by=by, verb="incident.summary_published", subject=held, detail={"version": summary.version})
    return made


def _held(incident: Incident) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=incident.pk)


def _write_version(by: Any, incident: Incident, version: int, facts: dict[str, Any]) -> IncidentVersion:
    unknown = sorted(set(facts) - set(FACTS))
    if unknown:
        raise ValueError(f"There is no fact {unknown[0]!r} of an incident.")
    facts |= {name: _tidy(name, facts.get(name, "")) for name in TEXTS}
    _check_times(facts)
    for told, reason, words in (
        ("ico_told_at", "ico_why_not", "the Commissioner was told"),
        ("people_told_at", "people_why_not", "people were told"),
    ):
        if facts.get(told) and facts[reason]:
            raise ValidationError({reason: f"Give the time when {words}, or the reason why not. Not both."})
    recurrence = facts.get("recurrence_of")
    if recurrence is not None and (recurrence.organisation_id != incident.organisation_id or recurrence.pk >= incident.pk):
        raise ValidationError({"recurrence_of": "Choose an earlier incident of the same organisation."})
    made = IncidentVersion(incident=incident, version=version, written_by=by, recorded_at=timezone.now(), **facts)
    made.full_clean()
    made.save()
    return made


def _check_times(facts: dict[str, Any]) -> None:
    now = timezone.now()
    for name in TIMES:
        if facts.get(name) is not None and facts[name] > now:
            raise ValidationError({name: "Give a time that has come."})
    if facts.get("began_at") and facts["began_at"] > facts["found_at"]:
        raise ValidationError({"began_at": "It cannot have been found before it began."})
    for name in ("ico_told_at", "people_told_at"):
        if facts.get(name) and facts[name] < facts["found_at"]:
            raise ValidationError({name: "Nobody can be told before it was found."})


def _tidy(name: str, words: str) -> str:
    words = "\n".join(line.rstrip() for line in words.splitlines()).strip()
    if len(words) > LONGEST:
        raise ValidationError({name: f"That is too long. Write at most {LONGEST} characters."})
    return words
