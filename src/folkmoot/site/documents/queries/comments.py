"""Drafts out for comment, what people said, and what waits for staff. Words come from the vault, and only those that were let through."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot.site.documents.comment_rules import OUTCOME_WORDS, REFUSAL_WORDS, Outcome, Refusal
from folkmoot.site.documents.models import Comment, CommentRound, CommentWords, Document, DocumentVersion
from folkmoot.site.people import queries as people
from folkmoot.site.people.rules import organisations_where
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class ShownComment:
    """A comment as everyone reads it: `words` are "" once they were erased; the answer is None while there is none."""

    number: int
    clause: str
    words: str
    name: str
    received_on: date
    outcome: str
    answer: Texts | None
    answered_on: date | None

    @property
    def outcome_words(self) -> str:
        """What came of it, in words."""
        return OUTCOME_WORDS[Outcome(self.outcome)] if self.outcome else ""


@dataclass(frozen=True)
class RoundShown:
    """A draft out for comment with the comments that were let through, how many there are in all, how many nobody has read yet, and how
    many were refused, by reason in words."""

    row: CommentRound
    open: bool
    comments: tuple[ShownComment, ...]
    received: int
    unread: int
    refused: tuple[tuple[str, int], ...]

    def on(self, clause: str) -> list[ShownComment]:
        """Those on a clause ("": on all of it)."""
        return [one for one in self.comments if one.clause == clause]


@dataclass(frozen=True)
class Written:
    """A comment as staff read it."""

    row: Comment
    words: str
    name: str
    contact: str
    looks: tuple[Any, ...]
    answers: tuple[Any, ...]

    @property
    def shown(self) -> bool:
        """Whether everyone may read it."""
        return bool(self.looks) and self.looks[-1].show


def is_open(put_out: CommentRound) -> bool:
    """Whether people can comment today."""
    return timezone.localdate() <= put_out.closes_on


def rounds(document: Document) -> list[CommentRound]:
    """Every draft that was out for comment, the first one first."""
    return list(document.rounds.order_by("number"))


def last_round(document: Document) -> CommentRound | None:
    """The last draft that was put out, or None."""
    return document.rounds.order_by("-number").first()


def heard_since(document: Document, version: DocumentVersion | None) -> list[CommentRound]:
    """The drafts that were put out after a version was published (all of them, before the first)."""
    found = document.rounds.order_by("number")
    return list(found.filter(opened_at__gt=version.published_at) if version else found)


def round_shown(put_out: CommentRound) -> RoundShown:
    """A draft with all that people said of it and may be read."""
    rows = list(put_out.comments.prefetch_related("looks", "answers"))
    words = {one.receipt: one for one in CommentWords.objects.filter(receipt__in=[row.receipt for row in rows if _is_shown(row)])}
    refused = Counter(looks[-1].reason for row in rows if (looks := list(row.looks.all())) and not looks[-1].show)
    return RoundShown(
        row=put_out,
        open=is_open(put_out),
        comments=tuple(_shown(row, words.get(row.receipt)) for row in rows if _is_shown(row)),
        received=len(rows),
        unread=sum(1 for row in rows if not row.looks.all()),
        refused=tuple((REFUSAL_WORDS[reason], refused[reason]) for reason in Refusal if refused[reason]),
    )


def comments_summary(heard: Iterable[CommentRound]) -> dict[str, Any]:
    """What a version says of the comments on the drafts before it: numbers, and the answers to those that changed it. No word of theirs."""
    numbers, changed, kept = [], [], 0
    for put_out in heard:
        shown = round_shown(put_out)
        numbers.append(
            {
                "draft": put_out.number,
                "hash": put_out.hash,
                "opened_on": put_out.opened_on.isoformat(),
                "closed_on": put_out.closes_on.isoformat(),
                "received": shown.received,
                "shown": len(shown.comments),
                "refused": sum(count for _, count in shown.refused),
            }
        )
        for one in shown.comments:
            if one.outcome == Outcome.CHANGED:
                changed.append({"draft": put_out.number, "comment": one.number, "clause": one.clause, "answer": one.answer})
            else:
                kept += 1
    return {"drafts": numbers, "changed": changed, "not_changed": kept}


def waiting_in(put_out: CommentRound) -> int:
    """How many comments on a draft nobody has read, or let through and not answered."""
    return sum(_waits(row) for row in put_out.comments.prefetch_related("looks", "answers"))


def waiting_comments(user: Any) -> list[tuple[Comment, str]]:
    """The comments that wait for a member of staff, the oldest first, each with what to do."""
    owners = organisations_where(user, "documents.answer")
    rows = Comment.objects.filter(round__document__owner__in=owners).select_related("round__document__owner")
    rows = rows.prefetch_related("looks", "answers").order_by("received_at", "pk")
    return [(row, "Answer it" if row.looks.all() else "Read it, then let it through or refuse it") for row in rows if _waits(row)]


def comment(key: int) -> Comment | None:
    """The comment with a key, or None."""
    return Comment.objects.select_related("round__document__owner", "participant").filter(pk=key).first()


def written(row: Comment) -> Written:
    """A comment with what the vault holds of it. For staff alone: the caller checks."""
    kept = CommentWords.objects.filter(receipt=row.receipt).first()
    return Written(
        row=row,
        words=kept.words if kept else "",
        name=kept.name if kept else "",
        contact=people.contact_of(row.participant.pseudonym) if row.participant else "",
        looks=tuple(row.looks.select_related("looked_by")),
        answers=tuple(row.answers.select_related("answered_by")),
    )


def is_kept(row: Comment) -> bool:
    """Whether the vault still holds what was written."""
    return CommentWords.objects.filter(receipt=row.receipt).exists()


def _is_shown(row: Comment) -> bool:
    looks = list(row.looks.all())
    return bool(looks) and looks[-1].show


def _waits(row: Comment) -> bool:
    return not row.looks.all() or (_is_shown(row) and not row.answers.all())


def _shown(row: Comment, words: CommentWords | None) -> ShownComment:
    answers = list(row.answers.all())
    last = answers[-1] if answers else None
    return ShownComment(
        number=row.number,
        clause=row.clause,
        words=words.words if words else "",
        name=words.name if words else "",
        received_on=timezone.localdate(row.received_at),
        outcome=last.outcome if last else "",
        answer=last.words if last else None,
        answered_on=timezone.localdate(last.answered_at) if last else None,
    )
