"""What part citizens have at each stage, as it stands and as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.site.engagement import queries as engagement
from folkmoot.site.involvement.models import CitizensPart
from folkmoot.site.involvement.stages import LEVELS, STAGES, Level, Stage
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class Part:
    """What was said of one stage since a day. `asked` is the engagement in which citizens take part, as lists show it."""

    level: Level
    name: str
    promise: Texts
    words: Texts
    on: date
    asked: engagement.EngagementSummary | None


@dataclass(frozen=True)
class AtStage:
    """A stage with what is said of it, and what was said before, the latest first; `now` is None before anything was said."""

    stage: Stage
    words: Texts
    now: Part | None
    before: tuple[Part, ...]


def stages_of(initiative: Any) -> tuple[AtStage, ...]:
    """Every stage of an initiative, in the order of time."""
    said: dict[str, list[Part]] = {}
    for row in CitizensPart.objects.filter(initiative=initiative).select_related("engagement").order_by("-id"):
        said.setdefault(row.stage, []).append(_part(row))
    return tuple(AtStage(stage, words, *_newest(said.get(stage.value, []))) for stage, words in STAGES.items())


def in_a_sentence(stages: Sequence[AtStage]) -> str:
    """At how many stages citizens have a part, in words."""
    said = [at for at in stages if at.now is not None]
    if not said:
        return "It has not been said yet what part citizens have."
    have = sum(at.now.level != Level.NONE for at in said if at.now is not None)
    left = len(stages) - len(said)
    return f"Citizens have a part at {have} of {len(stages)} stages{f'; of {left} nothing was said yet' if left else ''}."


def _newest(parts: list[Part]) -> tuple[Part | None, tuple[Part, ...]]:
    return (parts[0], tuple(parts[1:])) if parts else (None, ())


def _part(row: CitizensPart) -> Part:
    level = Level(row.level)
    asked = row.engagement if row.engagement is not None and row.engagement.state != "draft" else None
    return Part(
        level, LEVELS[level].name, LEVELS[level].promise, row.words, row.on, engagement.summary(asked) if asked is not None else None
    )
