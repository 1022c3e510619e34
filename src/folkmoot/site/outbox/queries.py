"""What staff see of an engagement's invitations. It says how many, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from folkmoot.site.outbox.models import Batch, Due, Kind, State, Way
from folkmoot.site.outbox.wording import BECAME, HELD
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class Row:
    """How many invitations and reminders are in a state."""

    state: str
    invitations: int
    reminders: int


@dataclass(frozen=True)
class Desk:
    """Where an engagement's invitations stand, its letters that wait to be printed, and its batches with how many letters each has."""

    rows: Sequence[Row]
    letters_waiting: int
    batches: Sequence[Batch]


def desk(engagement: Any) -> Desk:
    """Where they stand now, by state; states that none is in are left out."""
    of_it = Due.objects.filter(engagement=engagement).order_by()
    counted = {(state, kind): n for state, kind, n in of_it.values_list("state", "kind").annotate(n=Count("pk"))}
    rows = [Row(str(state.label), *(counted.get((state, kind), 0) for kind in Kind)) for state in State]
    waiting = of_it.filter(way=Way.LETTER, state=State.DUE).count()
    batches = engagement.letter_batches.annotate(letters_in=Count("letters")).order_by("-number")
    return Desk([row for row in rows if row.invitations or row.reminders], waiting, list(batches))


def batch(engagement: Any, number: int) -> Batch | None:
    """A batch of printed letters by its number."""
    found: Batch | None = engagement.letter_batches.select_related("engagement").filter(number=number).first()
    return found


def held_of(participant: Any) -> list[tuple[Texts, Texts]]:
    """What somebody was written, or is to be, for that person."""
    due = Due.objects.filter(participant=participant).order_by("pk")
    return [(HELD[Kind(one.kind), Way(one.way)], BECAME[State(one.state)]) for one in due]
