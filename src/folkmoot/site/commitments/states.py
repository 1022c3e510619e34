"""How a commitment can stand, and what may follow: one table, read by the rules, the pages, the docs and the tests."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a commitment stands."""

    PROMISED = "promised"
    UNDER_WAY = "under_way"
    DONE = "done"
    PART_DONE = "part_done"
    DROPPED = "dropped"
    REFUSED = "refused"


@dataclass(frozen=True)
class StateFacts:
    """A state in words, the states that may follow, and whether it is over (and so can no longer be late)."""

    words: str
    then: tuple[State, ...]
    over: bool = False


STATES: dict[State, StateFacts] = {
    State.PROMISED: StateFacts("Promised", (State.UNDER_WAY, State.DONE, State.PART_DONE, State.DROPPED)),
    State.UNDER_WAY: StateFacts("Under way", (State.UNDER_WAY, State.DONE, State.PART_DONE, State.DROPPED)),
    State.DONE: StateFacts("Done", (State.UNDER_WAY,), over=True),  # under way again when it turns out not to be done
    State.PART_DONE: StateFacts("Done in part", (State.UNDER_WAY, State.DONE, State.DROPPED), over=True),
    State.DROPPED: StateFacts("Dropped", (State.UNDER_WAY,), over=True),
    State.REFUSED: StateFacts("Refused", (), over=True),
}
