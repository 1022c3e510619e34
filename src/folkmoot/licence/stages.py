"""The five stages of an initiative, and which may follow which: one table."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where an initiative is in its life, in this order."""

    SCOPE = "scope"
    JOIN = "join"
    ANALYSE = "analyse"
    PUBLISH = "publish"
    CLOSE = "close"


@dataclass(frozen=True)
class StageFacts:
    """A stage: its name, what happens in it, what doing it is called, and what may follow. `licensed`: it touches records."""

    name: str
    words: str
    doing: str
    then: tuple[Stage, ...]
    licensed: bool = False


STAGES: dict[Stage, StageFacts] = {
    Stage.SCOPE: StageFacts(
        "Scope",
        "It is being described and people are being asked. No records are joined.",
        "describing it",
        then=(Stage.JOIN, Stage.CLOSE),
    ),
    Stage.JOIN: StageFacts(
        "Join",
        "Names come off, then records are put together.",
        "joining records",
        then=(Stage.ANALYSE, Stage.CLOSE),
        licensed=True,
    ),
    Stage.ANALYSE: StageFacts(
        "Analyse",
        "Trained people look at the joined records to learn from them.",
        "analysing the joined records",
        then=(Stage.PUBLISH, Stage.CLOSE),
        licensed=True,
    ),
    Stage.PUBLISH: StageFacts(
        "Publish",
        "What was found is checked and shown to everyone.",
        "publishing what was found",
        then=(Stage.ANALYSE, Stage.CLOSE),
        licensed=True,
    ),
    Stage.CLOSE: StageFacts("Close", "It has ended. The joined records can no longer be used.", "closing it", then=()),
}

LICENSED: tuple[Stage, ...] = tuple(stage for stage, facts in STAGES.items() if facts.licensed)
"""The stages that touch records, and so need a licence."""

_ORDER = {stage: at for at, stage in enumerate(Stage)}


def may_move(now: Stage, then: Stage) -> bool:
    """Whether an initiative in stage `now` may move to `then`, as the table says."""
    return then in STAGES[now].then


def reaches(stage: Stage, before: Stage) -> bool:
    """Whether doing `stage` is already too late for what must happen before `before`."""
    return _ORDER[stage] >= _ORDER[before]
