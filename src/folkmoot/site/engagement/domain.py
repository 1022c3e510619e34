"""Everything that can be done to an engagement. What people send in is in responses.py."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site import renditions
from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import saved
from folkmoot.site.engagement.counting import PARTS
from folkmoot.site.engagement.easy_read import sign_off_easy_read
from folkmoot.site.engagement.gates import why_not_open
from folkmoot.site.engagement.held import held_by
from folkmoot.site.engagement.invitations import Invited, invite_people, withdraw_invitation
from folkmoot.site.engagement.methods import METHODS
from folkmoot.site.engagement.methods.survey_plan import DESIGN_WEIGHT
from folkmoot.site.engagement.models import Engagement, Instrument, InstrumentVersion, Sample
from folkmoot.site.engagement.questionnaire import content_hash
from folkmoot.site.engagement.questionnaire_rules import read
from folkmoot.site.engagement.responses import Imported, Received, forget_invited, forget_person, import_responses, receive_response
from folkmoot.site.engagement.safeguarding import add_cohort, take_cohort_away
from folkmoot.site.engagement.states import State, may_become
from folkmoot.site.engagement.welsh import set_welsh_status
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require

__all__ = [
    "DESIGN_WEIGHT",
    "Imported",
    "Invited",
    "Received",
    "add_cohort",
    "close_engagement",
    "configure_engagement",
    "describe_sample",
    "forget_invited",
    "forget_person",
    "import_responses",
    "invite_people",
    "open_engagement",
    "receive_response",
    "set_welsh_status",
    "sign_off_easy_read",
    "take_cohort_away",
    "version_instrument",
    "withdraw_invitation",
]


def version_instrument(*, by: Any, organisation: Any, slug: str, title: renditions.Texts, questions: list[Any]) -> InstrumentVersion:
    """Make the next version of an instrument, and the instrument with its first. The same questions again give the version that has them.

    Raises ValidationError naming every mistake in the questions; PermissionDenied without `engagement.run` in the organisation.
    """
    with transaction.atomic():
        require(by, "engagement.run", organisation)
        read(questions)
        instrument = Instrument.objects.select_for_update().filter(slug=slug).first()
        if instrument is None:
            instrument = Instrument(organisation=organisation, slug=slug, title=title)
            instrument.full_clean()
            instrument.save()
        elif instrument.organisation_id != organisation.pk:
            raise ValidationError(f"Another organisation has an instrument called “{slug}”. Choose another name.")
        digest = content_hash(questions)
        same = instrument.versions.filter(hash=digest).first()
        if same is not None:
            return same
        number = (instrument.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        made = instrument.versions.create(number=number, questions=questions, hash=digest, made_by=by, made_at=timezone.now())
        record(by=by, verb="instrument.versioned", subject=made, detail={"slug": slug, "number": number, "hash": digest})
    return made


def describe_sample(
    *,
    by: Any,
    organisation: Any,
    name: str,
    method: str,
    population: str,
    how_people_came: str = "",
    targets: Mapping[str, Any] | None = None,
    population_total: float | None = None,
    design_weights: bool = False,
    drawn_from: Sample | None = None,
) -> Sample:
    """Say whom an engagement is put to, what the population they stand for is like, whether their chances of being drawn differed, and
    which Sample they were drawn from, if any.

    Raises ValidationError for an unknown method or a name that is taken; PermissionDenied without `engagement.run` in the
    organisation. Targets are checked against the questions when an engagement is configured.
    """
    with transaction.atomic():
        require(by, "engagement.run", organisation)
        sample = Sample(
            organisation=organisation,
            name=name.strip(),
            method=method,
            population=population.strip(),
            how_people_came=how_people_came.strip(),
            targets=dict(targets or {}),
            population_total=population_total,
            design_weights=design_weights,
            drawn_from=drawn_from,
        )
        sample.full_clean(exclude=["targets"])
        sample.save()
        record(by=by, verb="sample.described", subject=sample, detail={"method": method})
    return sample


def configure_engagement(
    *,
    by: Any,
    initiative: Any,
    slug: str,
    title: renditions.Texts,
    question: renditions.Texts,
    method: str,
    config: Mapping[str, Any],
    version: InstrumentVersion,
    sample: Sample,
    opens: dt.date,
    closes: dt.date,
) -> Engagement:
    """Make an engagement, a draft until it is opened.

    Raises ValidationError for everything its method, its questions and its sample do not agree on; PermissionDenied without
    `engagement.run` in the Organisation that leads the initiative.
    """
    with transaction.atomic():
        require(by, "engagement.run", initiative.lead)
        if method not in METHODS:
            raise ValidationError(f"There is no method called “{method}”. Use one of: {', '.join(METHODS)}.")
        if {version.instrument.organisation_id, sample.organisation_id} != {initiative.lead_id}:
            raise ValidationError("The instrument and the sample must belong to the organisation that leads the initiative.")
        made = Engagement(
            initiative=initiative,
            slug=slug,
            title=title,
            question=question,
            method=method,
            config={},
            version=version,
            sample=sample,
            opens=opens,
            closes=closes,
        )
        made.full_clean(exclude=["config"])
        made.config = METHODS[method].configure(config, title=title["en"]["standard"], version=version, sample=sample)
        made.save()
        detail = {"slug": slug, "method": method, "instrument": version.hash}
        record(by=by, verb="engagement.configured", subject=made, detail=detail)
    return made


def change_counting(*, by: Any, engagement: Engagement, tables: Mapping[str, Any]) -> Engagement:
    """How the answers of a draft are counted from now on, and what is published: all of counting.PARTS, one that is missing being empty.

    Raises NotNow unless it is a draft; ValidationError for tables that its method, its questions and its sample do not agree on;
    PermissionDenied as above.
    """
    with transaction.atomic():
        held = held_by(by, engagement)
        if held.state != State.DRAFT:
            raise NotNow("People can answer already, or could: how their answers are counted stays as it was said to them.")
        rest = {name: part for name, part in held.config.items() if name not in {*PARTS, "design_weights"}}
        given = {"statements": [], "recodes": {}, **rest, **tables}
        title = held.title["en"]["standard"]
        held.config = METHODS[held.method].configure(given, title=title, version=held.version, sample=held.sample)
        held.save(update_fields=["config"])
        record(by=by, verb="engagement.counting_changed", subject=held)
    return held


def open_engagement(*, by: Any, engagement: Engagement) -> Engagement:
    """Open it to answers, from its opening day.

    Raises NotNow unless it is a draft that every gate lets pass (gates.py), such as that the groups it asks are kept safe; PermissionDenied
    as above.
    """
    with transaction.atomic():
        held = _held(by, engagement, State.OPEN)
        if reasons := why_not_open(held):
            raise NotNow(" ".join(reasons))
        held.state = State.OPEN
        held.save(update_fields=["state"])
        record(by=by, verb="engagement.opened", subject=held)
    return held


def close_engagement(*, by: Any, engagement: Engagement) -> Engagement:
    """Close it for good: no answer is taken after this. Raises NotNow unless it is open; PermissionDenied as above."""
    with transaction.atomic():
        held = _held(by, engagement, State.CLOSED)
        METHODS[held.method].close(held)
        saved.drop_all(held)
        held.state, held.closed_at = State.CLOSED, timezone.now()
        held.save(update_fields=["state", "closed_at"])
        record(by=by, verb="engagement.closed", subject=held)
    return held


def _held(by: Any, engagement: Engagement, then: State) -> Engagement:
    held = held_by(by, engagement)
    if not may_become(held.state, then):
        now = State(held.state).label.lower()
        raise NotNow(f"This engagement is {now}, so it cannot become {then.label.lower()}.")
    return held
