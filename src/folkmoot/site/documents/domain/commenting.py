"""Comments on drafts that are out: received from anyone, let through or refused by staff, answered, and erased when someone asks."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import lock_chain, record
from folkmoot.site.documents import queries
from folkmoot.site.documents.comment_rules import LONGEST_CONTACT, LONGEST_NAME, LONGEST_WORDS, OUTCOME_WORDS, Outcome, Refusal
from folkmoot.site.documents.domain.quoting import refuse_quoted
from folkmoot.site.documents.models import Comment, CommentAnswer, CommentLook, CommentRound, CommentWords
from folkmoot.site.errors import NotNow
from folkmoot.site.people.domain import erase_participant, register_participant
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

ANSWER = "documents.answer"
LONGEST_LOOK = 300


@dataclass(frozen=True)
class Received:
    """The number of a comment that was received, and whether it had been received before."""

    number: int
    already: bool


def receive_comment(
    *, put_out: CommentRound, receipt: uuid.UUID, words: str, clause: str = "", name: str = "", contact: str = ""
) -> Received:
    """A comment from anyone on a clause of a draft that is out (on all of it, without one). What they wrote, the name to show and how to
    reach them go into the vault alone.

    Sending the same receipt again adds nothing. Raises NotNow when comments are closed, ValidationError by field for no words, a clause
    that is not there, anything too long, and for a receipt that belongs to something else.
    """
    with transaction.atomic():
        held = CommentRound.objects.select_for_update(of=("self",)).get(pk=put_out.pk)  # the same form sent twice at once waits for itself
        kept = Comment.objects.filter(receipt=receipt).first()
        if kept is not None and kept.round_id == held.pk:
            return Received(kept.number, already=True)
        if kept is not None:
            raise ValidationError("This form cannot be sent as it is. Load the page again, then write it there.")
        if not queries.is_open(held):
            raise NotNow("Comments on this draft have ended. You can still ask a question about it.")
        words = "\n".join(line.rstrip() for line in words.splitlines()).strip()
        name, contact = " ".join(name.split()), contact.strip()
        _check_typed(held, clause, words, name, contact)
        participant = register_participant(contact=contact) if contact else None
        made = Comment.objects.create(
            round=held,
            number=held.comments.count() + 1,
            clause=clause,
            receipt=receipt,
            participant=participant,
            received_at=timezone.now(),
        )
        record(by="participant", verb="comment.received", subject=made)
        CommentWords.objects.create(receipt=receipt, words=words, name=name)  # last, so that it holds the chain: see drop_stray_words
    return Received(made.number, already=False)


def look_at_comment(*, by: Any, comment: Comment, show: bool, reason: str = "", words: str = "") -> CommentLook:
    """Let a comment through so that everyone reads it, or refuse it (or take it back) with a reason of REFUSAL_WORDS; `words` are for
    colleagues. The last look counts.

    Raises PermissionDenied without `documents.answer` in the document's owner, ValidationError for a refusal without a reason, NotNow when
    it stands so already or what they wrote was erased.
    """
    owner = comment.round.document.owner
    require(by, ANSWER, owner)
    with transaction.atomic():
        held = _held(comment)
        last = held.looks.order_by("-id").first()
        if last is not None and (last.show, last.reason) == (show, "" if show else reason):
            raise NotNow("It is let through already." if show else "It is refused for that reason already.")
        if show and not queries.is_kept(held):
            raise NotNow("What they wrote was erased, so there is nothing to show.")
        if not show and reason not in set(Refusal):
            raise ValidationError({"reason": "Choose why it is refused. How many are refused, and why, is shown to everyone."})
        words = words.strip()
        if len(words) > LONGEST_LOOK:
            raise ValidationError({"words": f"That is too long. Write at most {LONGEST_LOOK} characters."})
        made = CommentLook(
            comment=held, show=show, reason="" if show else reason, words="" if show else words, looked_by=by, looked_at=timezone.now()
        )
        made.full_clean()
        made.save()
        record(by=by, verb="comment.shown" if show else "comment.refused", subject=held, detail={} if show else {"reason": reason})
    return made


def answer_comment(*, by: Any, comment: Comment, outcome: str, words: Texts) -> CommentAnswer:
    """What came of a comment that was let through, and why: it stands beside it. A better answer takes the place of the one before.

    Raises PermissionDenied without `documents.answer` in the document's owner, NotNow for a comment that is not let through,
    ValidationError for an unknown outcome or no words.
    """
    require(by, ANSWER, comment.round.document.owner)
    if outcome not in set(Outcome):
        raise ValidationError({"outcome": f"Choose one: {'; '.join(OUTCOME_WORDS.values())}."})
    refuse_quoted(comment.round.document.owner, words=words)
    with transaction.atomic():
        held = _held(comment)
        last = held.looks.order_by("-id").first()
        if last is None or not last.show:
            raise NotNow("Let the comment through first, so that people can read what is answered.")
        made = CommentAnswer(comment=held, outcome=outcome, words=words, answered_by=by, answered_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="comment.answered", subject=held, detail={"outcome": str(outcome)})
    return made


def erase_comment(*, by: Any, comment: Comment) -> bool:
    """Erase what someone wrote, their name and how to reach them, because they asked. That they commented, and the answer, stay.

    True when there was something to erase. Raises PermissionDenied without `documents.answer` in the document's owner.
    """
    require(by, ANSWER, comment.round.document.owner)
    with transaction.atomic():
        held = _held(comment)
        erased, _ = CommentWords.objects.filter(receipt=held.receipt).delete()
        reached = held.participant is not None and erase_participant(by="participant", pseudonym=held.participant.pseudonym)
        if erased or reached:
            record(by=by, verb="comment.erased", subject=held)
    return bool(erased) or reached


def drop_stray_words() -> int:
    """Delete words in the vault that no comment points to: what a submission left behind that did not finish. Returns how many.

    For the start of a server.
    """
    with transaction.atomic():
        lock_chain()  # a submission under way on another server holds it: wait until its row can be seen
        known = set(Comment.objects.values_list("receipt", flat=True))
        stray = [pk for pk, receipt in CommentWords.objects.values_list("pk", "receipt") if receipt not in known]
        for start in range(0, len(stray), 500):
            CommentWords.objects.filter(pk__in=stray[start : start + 500]).delete()
        if stray:
            record(by="folkmoot", verb="words.dropped", subject="vault:comments", detail={"count": len(stray)})
    return len(stray)


def _held(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("participant", "round__document__owner").get(pk=comment.pk)


def _check_typed(put_out: CommentRound, clause: str, words: str, name: str, contact: str) -> None:
    wrong = {}
    if clause and clause not in {one["id"] for one in put_out.content["clauses"]}:
        wrong["clause"] = "Choose a clause of this draft, or all of it."
    if not words:
        wrong["words"] = "Write your comment."
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = f"That is {len(words)} characters. Say it in {LONGEST_WORDS} at most."
    if len(name) > LONGEST_NAME:
        wrong["name"] = f"A name may be {LONGEST_NAME} characters at most."
    if len(contact) > LONGEST_CONTACT:
        wrong["contact"] = f"How to reach you may be {LONGEST_CONTACT} characters at most."
    if wrong:
        raise ValidationError(wrong)
