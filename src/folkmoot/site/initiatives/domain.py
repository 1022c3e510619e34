"""Everything that can be done to an initiative, each with its rule, its row and its audit event in one transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.licence.stages import STAGES, Stage, may_move
from folkmoot.record.documents import LONGEST_SUMMARY, english
from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.models import Dataset, DecidingCommittee, Initiative, Party
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import require
from folkmoot.site.progress import queries as progress
from folkmoot.site.renditions import Texts

COMMITTEE = "committee"  # the kind of Organisation that decides
NO_COMPANY = (
    "No company is ever given records that show who people are, so a company's duty in law here is “none”. If it would work on such "
    "records, this use of data cannot be done in this way."
)


def propose_initiative(
    *,
    by: Any,
    slug: str,
    title: Texts,
    summary: Texts,
    lead: Any,
    kind: str,
    topic: str,
    area: str,
    partners: Sequence[tuple[Any, Texts, str]] = (),
    committees: Sequence[Any] = (),
    on: date | None = None,
) -> Initiative:
    """A new initiative in its first stage, public at once; `partners` are organisations (the lead too) with their part in words
    and their duty in law (a value of Party.Duty), `committees` those that decide on it.

    Raises PermissionDenied unless `by` may propose in `lead`, and ValidationError for texts or choices that will not do, or a summary of
    more than 100 words.
    """
    require(by, "initiatives.propose", lead)
    day = _not_to_come(on, "An initiative cannot be proposed on a day to come.")
    if people.is_company(lead):
        raise ValidationError("A company cannot lead a use of data, because it is never given records that show who people are.")
    initiative = Initiative(slug=slug, title=title, summary=summary, lead=lead, kind=kind, topic=topic, area=area, proposed_on=day)
    if queries.by_slug(slug) is not None:
        raise ValidationError({"slug": "Another initiative has this address. Choose another."})
    initiative.full_clean()
    words = len(english(summary).split())
    if words > LONGEST_SUMMARY:
        raise ValidationError({"summary": f"That is {words} words. Say it in {LONGEST_SUMMARY} words at most."})
    with transaction.atomic():
        initiative.save()
        record(by=by, verb="initiative.proposed", subject=initiative, detail={"on": day.isoformat()})
        for organisation, role, duty in partners:
            add_party(by=by, initiative=initiative, organisation=organisation, role=role, duty=duty, starts=day)
        for committee in committees:
            name_committee(by=by, initiative=initiative, committee=committee, on=day)
    return initiative


def name_committee(*, by: Any, initiative: Initiative, committee: Any, on: date | None = None) -> DecidingCommittee:
    """A committee that may decide on an initiative, from a day (today) and for good: only those that are named may.

    Raises PermissionDenied unless `by` may propose in the lead, and ValidationError for a body that is no committee, takes part in the
    initiative, or is named already.
    """
    require(by, "initiatives.propose", initiative.lead)
    day = _not_to_come(on, "A committee cannot be named on a day to come.")
    if committee.kind != COMMITTEE:
        raise ValidationError(f"{committee} is not a committee, so it cannot decide.")
    with transaction.atomic():
        queries.held(initiative)
        if committee in queries.organisations_of(initiative):
            raise ValidationError(f"{committee} takes part in this initiative, so it cannot decide on it.")
        if committee in queries.committees_of(initiative):
            raise ValidationError(f"{committee} is named already.")
        named = DecidingCommittee.objects.create(initiative=initiative, committee=committee, named_on=day)
        record(by=by, verb="committee.named", subject=initiative, detail={"on": day.isoformat(), "organisation": committee.slug})
    return named


def add_party(
    *, by: Any, initiative: Initiative, organisation: Any, role: Texts, duty: str = Party.Duty.CONTROLLER, starts: date | None = None
) -> Party:
    """Another organisation in an initiative, with its part in words and its duty in law, from a day (today). The next notice names it."""
    require(by, "initiatives.propose", initiative.lead)
    if people.is_company(organisation) and duty != Party.Duty.NONE:
        raise ValidationError({"duty": NO_COMPANY})
    day = starts or timezone.localdate()
    in_it = initiative.parties.filter(Q(ends__isnull=True) | Q(ends__gte=day), organisation=organisation)
    if in_it.exists():
        raise ValidationError(f"{organisation} is in this initiative already.")
    if organisation in queries.committees_of(initiative):
        raise ValidationError(f"{organisation} was named to decide on this initiative, so it cannot take part in it.")
    party = Party(initiative=initiative, organisation=organisation, role=role, duty=duty, starts=day, recorded_at=timezone.now())
    party.full_clean()
    with transaction.atomic():
        party.save()
        record(by=by, verb="party.added", subject=initiative, detail={"on": day.isoformat(), "organisation": organisation.slug})
    return party


def end_party(*, by: Any, party: Party, ends: date | None = None) -> Party:
    """The organisation's part ends after a day (today)."""
    require(by, "initiatives.propose", party.initiative.lead)
    if party.ends is not None:
        raise NotNow("That organisation's part has ended already.")
    party.ends, party.ended_at = ends or timezone.localdate(), timezone.now()
    party.full_clean()
    with transaction.atomic():
        party.save(update_fields=["ends", "ended_at"])
        detail = {"on": party.ends.isoformat(), "organisation": party.organisation.slug}
        record(by=by, verb="party.ended", subject=party.initiative, detail=detail)
    return party


def describe_dataset(
    *, by: Any, initiative: Initiative, holder: Any, title: Texts, fields_used: Texts, people_covered: Texts, sensitivity: str
) -> Dataset:
    """Records that `holder` (an organisation in the initiative) keeps and the initiative would use."""
    require(by, "initiatives.propose", initiative.lead)
    if holder not in queries.organisations_of(initiative):
        raise ValidationError(f"{holder} is not in this initiative. Add it first, with its part in words.")
    if people.is_company(holder):
        raise ValidationError(f"{holder} is a company, so it has no records about people here. Choose who holds them.")
    if initiative.parties.filter(organisation=holder, duty=Party.Duty.NONE, ends=None).exists():
        raise ValidationError(f"{holder} has no records about people here: its duty in law is “none”. Choose who holds them.")
    dataset = Dataset(
        initiative=initiative,
        holder=holder,
        title=title,
        fields_used=fields_used,
        people_covered=people_covered,
        sensitivity=sensitivity,
        described_at=timezone.now(),
    )
    dataset.full_clean()
    with transaction.atomic():
        dataset.save()
        record(by=by, verb="dataset.described", subject=initiative, detail={"dataset": dataset.pk, "organisation": holder.slug})
    return dataset


def change_stage(*, by: Any, initiative: Initiative, stage: Stage | str) -> Initiative:
    """The initiative in its next stage. Raises NotNow when the table of stages or the licence does not allow it, or when it is to be
    closed and what came of it is not all on record."""
    require(by, "initiatives.propose", initiative.lead)
    then = Stage(stage)
    with transaction.atomic():
        kept = queries.held(initiative)
        now = Stage(kept.stage)
        if not may_move(now, then):
            raise NotNow(f"From the stage “{STAGES[now].name}” an initiative cannot move to “{STAGES[then].name}”.")
        if STAGES[then].licensed:
            governance.require_licence(kept, then)
        if then is Stage.CLOSE and (gaps := progress.closing_gaps(kept)):
            raise NotNow(f"It cannot be closed yet. {' '.join(gaps)}")
        kept.stage = then.value
        if now is Stage.JOIN and then is Stage.ANALYSE:
            kept.joined_at = timezone.now()
        if then is Stage.CLOSE:
            kept.closed_at = timezone.now()
        kept.save(update_fields=["stage", "joined_at", "closed_at"])
        record(by=by, verb="initiative.stage_changed", subject=kept, detail={"from": now.value, "to": then.value})
    return kept


def _not_to_come(day: date | None, words: str) -> date:
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError(words)
    return day or today
