"""What a second person does with a draft that was sent: publish it for good, put it out for comment, or send it back."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.record import content_hash
from folkmoot.site.audit.domain import record
from folkmoot.site.documents import content, queries
from folkmoot.site.documents.comment_rules import LONGEST_DAYS, SHORTEST_DAYS
from folkmoot.site.documents.kinds import KINDS, Kind
from folkmoot.site.documents.models import CommentRound, Document, DocumentDraft, DocumentParty, DocumentVersion, Withheld
from folkmoot.site.errors import NotNow
from folkmoot.site.ordered_json import canonical
from folkmoot.site.people.queries import by_slugs
from folkmoot.site.people.rules import require

APPROVE = "documents.approve"
LONGEST_RETURNED = 2000


def publish_draft(*, by: Any, document: Document, seen: str | None = None) -> DocumentVersion:
    """The draft that was sent as the next version, for good. `seen` is the hash of what the approver read, if they say.

    Raises PermissionDenied without `documents.approve` in the owner or for anyone who wrote in it; NotNow when it was not sent, changed
    meanwhile, says nothing new, people must be asked first, or comments wait; ValidationError naming all that is missing.
    """
    require(by, APPROVE, document.owner)
    with transaction.atomic():
        held, draft = _approved(by, document, seen)
        last = queries.current(held)
        heard = queries.heard_since(held, last)
        _check_comments(held, heard)
        made, sealed = content.published(draft.content, facts=queries.facts_of(held, draft.content), before=queries.sealed_by(last))
        if last is not None and made == {key: value for key, value in last.content.items() if key != "comments"}:
            raise NotNow(f"This says the same as version {last.number}. There is nothing new to publish.")
        made["comments"] = queries.comments_summary(heard)
        version = DocumentVersion.objects.create(
            document=held,
            number=last.number + 1 if last else 1,
            content=made,
            hash=content_hash(made),
            drafted_by=draft.drafted_by,
            approved_by=by,
            published_at=timezone.now(),
        )
        parties = by_slugs(draft.content["parties"])
        DocumentParty.objects.bulk_create(DocumentParty(version=version, organisation=parties[slug]) for slug in draft.content["parties"])
        Withheld.objects.bulk_create(
            Withheld(version=version, clause=one.clause, text=canonical(dict(one.text)), salt=one.salt) for one in sealed
        )
        draft.delete()
        detail = {"version": version.number, "hash": version.hash, "on": timezone.localdate().isoformat()}
        record(by=by, verb="document.published", subject=held, detail=detail)
    return version


def open_for_comment(*, by: Any, document: Document, until: date, seen: str | None = None) -> CommentRound:
    """Put the draft that was sent out for comment, until and with a day. The draft stays, to be changed by what people say.

    Raises as `publish_draft` does, and ValidationError for a day that is too near or too far; NotNow while another is out.
    """
    require(by, APPROVE, document.owner)
    today = timezone.localdate()
    if not SHORTEST_DAYS <= (until - today).days <= LONGEST_DAYS:
        raise ValidationError({"until": f"Give a day between {SHORTEST_DAYS} and {LONGEST_DAYS} days from now, so that people have time."})
    with transaction.atomic():
        held, draft = _approved(by, document, seen)
        last = queries.last_round(held)
        if last is not None and queries.is_open(last):
            raise NotNow("A draft of this is out for comment already. Wait until that ends.")
        made, _ = content.published(draft.content, facts=queries.facts_of(held, draft.content), before={}, sealing=False)
        put_out = CommentRound.objects.create(
            document=held,
            number=last.number + 1 if last else 1,
            content=made,
            hash=content_hash(made),
            opened_at=timezone.now(),
            closes_on=until,
            drafted_by=draft.drafted_by,
            opened_by=by,
        )
        draft.sent_at = None
        draft.save(update_fields=["sent_at"])
        detail = {"draft": put_out.number, "hash": put_out.hash, "until": until.isoformat()}
        record(by=by, verb="document.out_for_comment", subject=held, detail=detail)
    return put_out


def return_draft(*, by: Any, document: Document, reason: str, seen: str | None = None) -> DocumentDraft:
    """Send the draft back to its writers with a reason in words, which colleagues read.

    Raises ValidationError without a reason, NotNow when it was not sent or changed meanwhile.
    """
    require(by, APPROVE, document.owner)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Say what must change, so that it can be put right."})
    if len(reason) > LONGEST_RETURNED:
        raise ValidationError({"reason": f"That is too long. Write at most {LONGEST_RETURNED} characters."})
    with transaction.atomic():
        held, draft = _sent(document, seen)
        draft.sent_at, draft.returned = None, reason
        draft.save(update_fields=["sent_at", "returned"])
        record(by=by, verb="document.returned", subject=held, detail={"hash": draft.hash})
    return draft


def _sent(document: Document, seen: str | None) -> tuple[Document, DocumentDraft]:
    held = queries.held(document)
    draft = queries.draft_of(held)
    if draft is None:
        raise NotNow("This draft was published or thrown away already.")
    if draft.sent_at is None:
        raise NotNow("This draft was not sent for approval, or was changed after that. Ask its writer to send it.")
    if seen is not None and seen != draft.hash:
        raise NotNow("The draft changed while you read it. Read it again first.")
    return held, draft


def _approved(by: Any, document: Document, seen: str | None) -> tuple[Document, DocumentDraft]:
    """The document and its draft, held, once everything that every approval needs is so."""
    held, draft = _sent(document, seen)
    if by.pk in draft.hands:
        raise PermissionDenied("You wrote in this draft. Someone else must read it and approve it.")
    missing = [*content.gaps(KINDS[Kind(held.kind)], draft.content), *queries.unknown_quotes(held, draft.content)]
    if missing:
        raise ValidationError(missing)
    return held, draft


def _check_comments(document: Document, heard: list[CommentRound]) -> None:
    facts = KINDS[Kind(document.kind)]
    if facts.asks_comments and not heard:
        raise NotNow(f"People are asked before a {facts.name.lower()} is published. Put this draft out for comment first.")
    for put_out in heard:
        if queries.is_open(put_out):
            raise NotNow(f"People can comment on this draft until {date_words(put_out.closes_on)}. Publish it after that.")
        waiting = queries.waiting_in(put_out)
        if waiting:
            raise NotNow(f"{waiting} comment{'s' if waiting > 1 else ''} on draft {put_out.number} must be read and answered first.")
