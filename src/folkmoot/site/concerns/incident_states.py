"""The way of an incident and its clock, as data and pure functions that the rules, the pages, the docs and the tests read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

TELL_WITHIN = timedelta(hours=72)  # UK GDPR Article 33(1): the Commissioner is told within 72 hours of our finding it


class State(StrEnum):
    """Where an incident is."""

    OPEN = "open"
    CONTAINED = "contained"
    NOTIFIED = "notified"
    REMEDIED = "remedied"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Band(StrEnum):
    """About how many people an incident touched. Bands, so that no small number of people is ever kept or shown."""

    UNKNOWN = "unknown"
    NOBODY = "nobody"
    FEW = "few"
    TENS = "tens"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"
    MANY = "many"


BANDS = {
    Band.UNKNOWN: "Not known yet",
    Band.NOBODY: "Nobody",
    Band.FEW: "Fewer than 10",
    Band.TENS: "10 to 99",
    Band.HUNDREDS: "100 to 999",
    Band.THOUSANDS: "1,000 to 9,999",
    Band.MANY: "10,000 or more",
}

LEVELS = {"low": "Low", "medium": "Medium", "high": "High"}
"""How likely harm to people is, and how bad it would be."""

NEEDS = {
    "happened": "Say what happened.",
    "data_affected": "Say what data was affected.",
    "ico": "Say when the Information Commissioner was told, or why not.",
    "people": "Say when the people it is about were told, or why not.",
    "cause": "Say what caused it.",
    "effects": "Say what effects it had.",
    "remedial": "Say what was done about it.",
    "appraisal": "A member of a second organisation must appraise it first.",
    "lessons": "Say what was learnt.",
    "summary": "Publish a summary for everyone first.",
}
"""What an incident may lack for its next state, in words."""


@dataclass(frozen=True)
class StateFacts:
    """A state in words, what staff press to reach it, what it needs (of NEEDS), and what comes next (None: nothing)."""

    name: str
    take: str
    needs: tuple[str, ...]
    then: State | None


STATES: dict[State, StateFacts] = {
    State.OPEN: StateFacts("Open", "", (), State.CONTAINED),
    State.CONTAINED: StateFacts("Contained", "Say that it is contained", ("happened", "data_affected"), State.NOTIFIED),
    State.NOTIFIED: StateFacts("Notified", "Say that everyone who must be told was told", ("ico", "people"), State.REMEDIED),
    State.REMEDIED: StateFacts("Remedied", "Say that it is put right", ("cause", "effects", "remedial"), State.REVIEWED),
    State.REVIEWED: StateFacts("Reviewed", "Say that it was reviewed", ("appraisal",), State.CLOSED),
    State.CLOSED: StateFacts("Closed", "Close it", ("lessons", "summary"), None),
}


@dataclass(frozen=True)
class Clock:
    """The 72 hours: until when, whether it is "told", "told late", "not told, with a reason", "running" or "overdue", and that in words."""

    until: datetime
    state: str
    words: str


def clock(*, found_at: datetime, near_miss: bool, told_at: datetime | None, has_reason: bool, now: datetime) -> Clock:
    """Where the clock of an incident is at `now`. Near misses have none to run, and a written reason stops it."""
    until = found_at + TELL_WITHIN
    if told_at is not None:
        late = told_at > until
        hours = ceil((told_at - found_at) / timedelta(hours=1))
        words = f"The Information Commissioner was told within {hours} hour{'' if hours == 1 else 's'} of its being found"
        return Clock(until, "told late" if late else "told", f"{words}: later than the 72 hours of the law." if late else f"{words}.")
    if near_miss:
        return Clock(until, "not told, with a reason", "It was a near miss, so the Information Commissioner need not be told.")
    if has_reason:
        return Clock(until, "not told, with a reason", "The Information Commissioner was not told. The reason is on record.")
    if now > until:
        hours = (now - until) // timedelta(hours=1)
        by = f"{hours} hour{'' if hours == 1 else 's'} overdue" if hours else "overdue"
        return Clock(until, "overdue", f"Telling the Information Commissioner is {by}.")
    hours = ceil((until - now) / timedelta(hours=1))
    return Clock(until, "running", f"{hours} hour{'' if hours == 1 else 's'} left to tell the Information Commissioner.")
