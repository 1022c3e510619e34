"""When a round's engagement may open: what was learnt in the rounds before must be on record first. One pure rule."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

RESPONSE_WEEKS = 12
"""Weeks from closing within which a response is due (the government's consultation principles of 2018)."""


@dataclass(frozen=True)
class RoundFacts:
    """What the rule needs of a round: its number, and what was decided after it (None: nothing yet; True: go on; False: stop)."""

    number: int
    goes_on: bool | None


def may_open(rounds: Sequence[RoundFacts], number: int) -> str:
    """Why the engagements of round `number` may not open, in words; "" when they may.

    After each earlier round it must be on record what was learnt and what changes, and none of those decisions may be to stop.
    """
    for earlier in sorted((one for one in rounds if one.number < number), key=lambda one: one.number):
        if earlier.goes_on is None:
            return (
                f"Round {number} may not open yet. First record what was learnt in round {earlier.number}, what changes because of it, "
                "and who decided to go on."
            )
        if not earlier.goes_on:
            return f"Round {number} may not open. After round {earlier.number} it was decided to stop."
    return ""


def response_due(closed: dt.date) -> dt.date:
    """The day by which it must be said what came of an engagement that closed on a day."""
    return closed + dt.timedelta(weeks=RESPONSE_WEEKS)
