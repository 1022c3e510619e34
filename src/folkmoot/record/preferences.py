"""What a person's choices are, worked out from what was recorded and never stored: the last event by recorded time wins, withdrawn is none.

Only OBJECT is the right to object of Article 21 of the UK GDPR. HAPPY is no consent: most uses rest on a public task and ask for none.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Choice(StrEnum):
    """What someone says about uses of records in one purpose family."""

    HAPPY = "happy"
    OBJECT = "object"
    ASK = "ask"


class Recorded(StrEnum):
    """What an event of the ledger records. ERASED concerns every family at once."""

    GIVEN = "given"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    ERASED = "erased"


@dataclass(frozen=True)
class PreferenceEvent:
    """One event of one person. `number` is its place in the ledger, which decides between events of the same instant."""

    number: int
    family: str
    state: Recorded
    choice: Choice | None
    recorded_at: datetime


@dataclass(frozen=True)
class Standing:
    """A choice as it stands: `since` and `number` are those of the event that made it; `answers` the numbers of the events that
    answered it."""

    choice: Choice
    since: datetime
    number: int
    answers: tuple[int, ...]


def standing(events: Iterable[PreferenceEvent], at: datetime | None = None) -> dict[str, Standing]:
    """The choices of one person by family, after everything recorded up to and including `at` (all, when None), in whatever order it comes.

    A family without a choice, or whose choice was withdrawn, is not in it. Erasing who someone is leaves their choices on record.
    """
    stands: dict[str, Standing] = {}
    for event in _in_order(events, at):
        if event.state == Recorded.WITHDRAWN:
            stands.pop(event.family, None)
        elif event.state in {Recorded.GIVEN, Recorded.CHANGED} and event.choice is not None:
            stands[event.family] = Standing(event.choice, event.recorded_at, event.number, ())
        elif event.state == Recorded.ANSWERED and event.family in stands:
            held = stands[event.family]
            stands[event.family] = Standing(held.choice, held.since, held.number, (*held.answers, event.number))
    return stands


def current_choice(events: Iterable[PreferenceEvent], family: str, at: datetime | None = None) -> Choice | None:
    """The choice of one person in one family; None when they gave none or took it back."""
    held = standing(events, at).get(family)
    return held.choice if held else None


def is_erased(events: Iterable[PreferenceEvent], at: datetime | None = None) -> bool:
    """Whether the person had their identity details erased: an objection can then no longer be found in anyone's records."""
    return any(event.state == Recorded.ERASED for event in _in_order(events, at))


def change_to(held: Choice | None, wanted: Choice | None) -> Recorded | None:
    """What is to be recorded when a choice that stands becomes the wanted one; None when nothing changes."""
    if held == wanted:
        return None
    if wanted is None:
        return Recorded.WITHDRAWN
    return Recorded.GIVEN if held is None else Recorded.CHANGED


def counts_at(people: Iterable[Iterable[PreferenceEvent]], moments: Sequence[datetime]) -> list[Counter[tuple[str, Choice]]]:
    """How many people had which choice in which family after everything recorded up to and including each moment, in one pass over their
    events. `moments` are in order; each of `people` is the events of one person."""
    steps: list[Counter[tuple[str, Choice]]] = [Counter() for _ in moments]
    for events in people:
        held: dict[str, Choice] = {}
        for event in _in_order(events, None):
            if event.state not in {Recorded.GIVEN, Recorded.CHANGED, Recorded.WITHDRAWN}:
                continue
            step = steps[at] if (at := bisect_left(moments, event.recorded_at)) < len(moments) else Counter()
            if event.family in held:
                step[event.family, held.pop(event.family)] -= 1
            if event.choice is not None:
                held[event.family] = event.choice
                step[event.family, event.choice] += 1
    counts: list[Counter[tuple[str, Choice]]] = []
    for step in steps:
        now = Counter(counts[-1] if counts else {})
        now.update(step)
        counts.append(now)
    return counts


def _in_order(events: Iterable[PreferenceEvent], at: datetime | None) -> list[PreferenceEvent]:
    known = [event for event in events if at is None or event.recorded_at <= at]
    return sorted(known, key=lambda event: (event.recorded_at, event.number))
