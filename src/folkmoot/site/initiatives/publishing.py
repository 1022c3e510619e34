"""Drafting and publishing the notice and the business case: written by some, published by a second person, and then for good."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot import record
from folkmoot.site.audit.domain import record as record_event
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.models import Draft, Initiative, NoticeEdit, Publication, PublicationKind
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import check


def draft_publication(*, by: Any, initiative: Initiative, answers: Mapping[str, Any], kind: str = PublicationKind.NOTICE) -> Draft:
    """The draft of the next version, in place of any draft before it. It may have gaps; publishing may not.

    `answers` answer the questions of `folkmoot.record.QUESTIONS` by id. Changing a word of a notice that is public takes its licence out of
    force until it is published again or changed back. Raises ValidationError for an unknown question or an answer not well formed.
    """
    require(by, "initiatives.propose", initiative.lead)
    if kind not in PublicationKind.values:
        raise ValidationError(f"There is no publication called {kind!r}.")
    check_answers(kind, answers)
    with transaction.atomic():
        queries.held(initiative)
        content = queries.document(initiative, kind, dict(answers))
        digest = record.content_hash(content)
        before = queries.draft_of(initiative, kind)
        hands = sorted({by.pk, *(before.hands if before else [])})
        values = {"content": content, "hash": digest, "drafted_by": by, "drafted_at": timezone.now(), "hands": hands}
        draft, _ = Draft.objects.update_or_create(initiative=initiative, kind=kind, defaults=values)
        _note_edit(initiative, kind, digest)
        record_event(by=by, verb="publication.drafted", subject=initiative, detail={"kind": str(kind), "hash": digest})
    return draft


def discard_draft(*, by: Any, draft: Draft) -> None:
    """Throw a draft away: what is public stays as it is, and counts again."""
    initiative = draft.initiative
    require(by, "initiatives.propose", initiative.lead)
    with transaction.atomic():
        queries.held(initiative)
        kept = Draft.objects.filter(pk=draft.pk).first()
        if kept is None:
            raise NotNow("This draft was published or thrown away already.")
        notice = queries.current(initiative, kept.kind)
        kept.delete()
        _note_edit(initiative, kept.kind, notice.hash if notice else "")
        record_event(by=by, verb="publication.discarded", subject=initiative, detail={"kind": kept.kind, "hash": kept.hash})


def publish_publication(*, by: Any, draft: Draft, seen: str | None = None) -> Publication:
    """The draft as the next version, for good, by a second person. `seen` is the hash of what they read, if they say.

    Raises PermissionDenied for anyone who wrote in it, NotNow when it changed meanwhile, and ValidationError naming all that is missing.
    """
    initiative = draft.initiative
    require(by, "initiatives.publish", initiative.lead)
    with transaction.atomic():
        queries.held(initiative)
        kept = Draft.objects.filter(pk=draft.pk).first()
        if kept is None:
            raise NotNow("This draft was published or thrown away already.")
        if by.pk in kept.hands:
            raise PermissionDenied("You wrote in this draft. Someone else must read it and publish it.")
        if seen is not None and seen != kept.hash:
            raise NotNow("The draft changed while you read it. Read it again, then publish it.")
        if record.content_hash(queries.document(initiative, kept.kind, kept.content["answers"])) != kept.hash:
            raise NotNow("The organisations or datasets changed after this was drafted. Save the draft again first.")
        gaps = record.missing(kept.content)
        if gaps:
            raise ValidationError(gaps)
        latest = initiative.publications.filter(kind=kept.kind).order_by("-version").first()
        if latest and latest.hash == kept.hash:
            raise NotNow(f"This says the same as version {latest.version}. There is nothing new to publish.")
        publication = Publication.objects.create(
            initiative=initiative,
            kind=kept.kind,
            version=latest.version + 1 if latest else 1,
            content=kept.content,
            hash=kept.hash,
            drafted_by=kept.drafted_by,
            published_by=by,
            published_at=timezone.now(),
        )
        kept.delete()
        detail = {"kind": publication.kind, "version": publication.version, "hash": publication.hash}
        detail["on"] = timezone.localdate().isoformat()
        record_event(by=by, verb="publication.published", subject=initiative, detail=detail)
    return publication


def _note_edit(initiative: Initiative, kind: str, digest: str) -> None:
    if kind == PublicationKind.NOTICE:
        NoticeEdit.objects.create(initiative=initiative, at=timezone.now(), hash=digest)


def check_answers(kind: str, answers: Mapping[str, Any]) -> None:
    """Raises ValidationError, in words, for an answer to a question that this publication does not ask, or not well formed."""
    for key, answer in answers.items():
        question = record.QUESTIONS.get(key)
        if question is None or question.publication != kind:
            raise ValidationError(f"A {record.PUBLICATIONS[kind]} has no question called {key!r}.")
        try:
            record.check_answer(question, answer, check)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
