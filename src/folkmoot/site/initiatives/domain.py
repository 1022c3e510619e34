"""Everything that can be done to an initiative, each with its rule, its row and its audit event in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot import record as notices
from folkmoot.licence.stages import STAGES, Stage, may_move
from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.governance import queries as governance
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.models import Dataset, DecidingCommittee, Draft, Initiative, Party, Publication, PublicationKind
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts, check

COMMITTEE = "committee"  # the kind of Organisation that decides


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
    partners: Sequence[tuple[Any, Texts]] = (),
    committees: Sequence[Any] = (),
    on: date | None = None,
) -> Initiative:
    """A new initiative in its first stage, public at once; `partners` are organisations (the lead too) with their part in words,
    `committees` those that decide on it.

    Raises PermissionDenied unless `by` may propose in `lead`, and ValidationError for texts or choices that will not do.
    """
    require(by, "initiatives.propose", lead)
    day = _not_to_come(on, "An initiative cannot be proposed on a day to come.")
    initiative = Initiative(slug=slug, title=title, summary=summary, lead=lead, kind=kind, topic=topic, area=area, proposed_on=day)
    initiative.full_clean()
    with transaction.atomic():
        initiative.save()
        record(by=by, verb="initiative.proposed", subject=initiative, detail={"on": day.isoformat()})
        for organisation, role in partners:
            add_party(by=by, initiative=initiative, organisation=organisation, role=role, starts=day)
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


def add_party(*, by: Any, initiative: Initiative, organisation: Any, role: Texts, starts: date | None = None) -> Party:
    """Another organisation in an initiative, with its part in words, from a day (today). The next notice names it."""
    require(by, "initiatives.propose", initiative.lead)
    day = starts or timezone.localdate()
    if any(party.organisation_id == organisation.pk for party in queries.part_rows(initiative, day)):
        raise ValidationError(f"{organisation} is in this initiative already.")
    if organisation in queries.committees_of(initiative):
        raise ValidationError(f"{organisation} was named to decide on this initiative, so it cannot take part in it.")
    party = Party(initiative=initiative, organisation=organisation, role=role, starts=day)
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
    party.ends = ends or timezone.localdate()
    party.full_clean()
    with transaction.atomic():
        party.save(update_fields=["ends"])
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
    dataset = Dataset(
        initiative=initiative,
        holder=holder,
        title=title,
        fields_used=fields_used,
        people_covered=people_covered,
        sensitivity=sensitivity,
    )
    dataset.full_clean()
    with transaction.atomic():
        dataset.save()
        record(by=by, verb="dataset.described", subject=initiative, detail={"dataset": dataset.pk, "organisation": holder.slug})
    return dataset


def draft_publication(*, by: Any, initiative: Initiative, fields: Mapping[str, Any], kind: str = PublicationKind.NOTICE) -> Draft:
    """The draft of the next version, in place of any draft before it. It may have gaps; publishing may not.

    `fields` answer the questions of `folkmoot.record.FIELDS` by id. Raises ValidationError for an unknown field or a text not well formed.
    """
    require(by, "initiatives.propose", initiative.lead)
    if kind not in PublicationKind.values:
        raise ValidationError(f"There is no publication called {kind!r}.")
    _check_answers(fields)
    with transaction.atomic():
        queries.held(initiative)
        content = queries.notice_document(initiative, dict(fields))
        digest = notices.content_hash(content)
        before = queries.draft_of(initiative, kind)
        hands = sorted({by.pk, *(before.hands if before else [])})
        values = {"content": content, "hash": digest, "drafted_by": by, "drafted_at": timezone.now(), "hands": hands}
        draft, _ = Draft.objects.update_or_create(initiative=initiative, kind=kind, defaults=values)
        record(by=by, verb="publication.drafted", subject=initiative, detail={"kind": str(kind), "hash": digest})
    return draft


def publish_publication(*, by: Any, draft: Draft, seen: str | None = None, at: datetime | None = None) -> Publication:
    """The draft as the next version, for good, by a second person. `seen` is the hash of what they read, if they say.

    `at` is when it was published, for what was public before this installation had it; it is now unless given.

    Raises PermissionDenied for anyone who wrote in it, ValidationError with every gap in words, and NotNow when the draft is not what
    they read, no longer fits the initiative, or says nothing new.
    """
    initiative = draft.initiative
    require(by, "initiatives.publish", initiative.lead)
    moment = at or timezone.now()
    if moment > timezone.now():
        raise ValidationError("Nothing can be published at a time to come.")
    with transaction.atomic():
        queries.held(initiative)
        kept = Draft.objects.filter(pk=draft.pk).first()
        if kept is None:
            raise NotNow("This draft was published already.")
        if by.pk in kept.hands:
            raise PermissionDenied("You wrote in this draft. Someone else must read it and publish it.")
        if seen is not None and seen != kept.hash:
            raise NotNow("The draft changed while you read it. Read it again, then publish it.")
        if notices.content_hash(queries.notice_document(initiative, kept.content["fields"])) != kept.hash:
            raise NotNow("The organisations or datasets changed after this was drafted. Save the draft again first.")
        gaps = notices.missing(kept.content)
        if gaps:
            raise ValidationError(gaps)
        latest = initiative.publications.filter(kind=kept.kind).order_by("-version").first()
        if latest and latest.hash == kept.hash:
            raise NotNow(f"This says the same as version {latest.version}. There is nothing new to publish.")
        if latest and moment <= latest.published_at:
            raise ValidationError(f"Version {latest.version} was published later than that.")
        publication = Publication.objects.create(
            initiative=initiative,
            kind=kept.kind,
            version=latest.version + 1 if latest else 1,
            content=kept.content,
            hash=kept.hash,
            drafted_by=kept.drafted_by,
            published_by=by,
            published_at=moment,
        )
        kept.delete()
        detail = {"kind": publication.kind, "version": publication.version, "hash": publication.hash}
        detail["on"] = timezone.localdate(moment).isoformat()
        record(by=by, verb="publication.published", subject=initiative, detail=detail)
    return publication


def change_stage(*, by: Any, initiative: Initiative, stage: Stage | str) -> Initiative:
    """The initiative in its next stage. Raises NotNow when the table of stages or the licence does not allow it."""
    require(by, "initiatives.propose", initiative.lead)
    then = Stage(stage)
    with transaction.atomic():
        kept = queries.held(initiative)
        now = Stage(kept.stage)
        if not may_move(now, then):
            raise NotNow(f"From the stage “{STAGES[now].name}” an initiative cannot move to “{STAGES[then].name}”.")
        if STAGES[then].licensed:
            governance.require_licence(kept, then)
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


def _check_answers(fields: Mapping[str, Any]) -> None:
    known = {field.id: field for field in notices.FIELDS}
    for key, answer in fields.items():
        field = known.get(key)
        if field is None:
            raise ValidationError(f"A notice has no field called {key!r}.")
        if field.kind is notices.Kind.CHOICE:
            if answer not in dict(field.options):
                raise ValidationError(f"“{field.question}” has no answer called {answer!r}.")
        elif field.kind is notices.Kind.PARTY:
            if not isinstance(answer, Mapping):
                raise ValidationError(f"“{field.question}” is answered by organisation.")
            for texts in answer.values():
                check(texts)
        else:
            check(answer)
