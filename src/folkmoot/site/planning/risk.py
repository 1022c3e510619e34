"""How much public engagement a use of records needs at least: the more risk to people, the more. One table, ours: the law sets no numbers.

"Different levels of public engagement depending on risks" was asked for by local authorities (Involve, 2019, section 3).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.site.involvement.stages import LEVELS, Level
from folkmoot.site.planning.methods import DELIBERATIVE, WAYS
from folkmoot.site.renditions import Texts, plain


class Band(StrEnum):
    """How much could go wrong for people, the least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"


@dataclass(frozen=True, kw_only=True)
class Least:
    """The least a band asks for: the level of participation, days open, rounds, and whether people must have time to weigh reasons."""

    name: str
    level: Level
    days: int
    rounds: int
    deliberative: bool
    words: Texts


LEAST: dict[Band, Least] = {
    Band.LOW: Least(
        name="Low",
        level=Level.INFORM,
        days=14,
        rounds=0,
        deliberative=False,
        words=plain("Little could go wrong for people.", easy="Little can go wrong."),
    ),
    Band.MEDIUM: Least(
        name="Medium",
        level=Level.CONSULT,
        days=28,
        rounds=1,
        deliberative=False,
        words=plain("Some people could lose by it.", easy="Some people could lose."),
    ),
    Band.HIGH: Least(
        name="High",
        level=Level.INVOLVE,
        days=42,
        rounds=2,
        deliberative=True,
        words=plain("It uses what people most want kept private, or it reaches particular people.", easy="It uses very private things."),
    ),
    Band.VERY_HIGH: Least(
        name="Very high",
        level=Level.COLLABORATE,
        days=56,
        rounds=2,
        deliberative=True,
        words=plain("It uses very private records to act on particular people.", easy="It uses very private things about one person."),
    ),
}

ORDER = tuple(Band)
PROMISES = tuple(level for level in Level if level is not Level.NONE)


@dataclass(frozen=True)
class Proposed:
    """The band that the record speaks for, with the reasons."""

    band: Band
    reasons: tuple[str, ...]


def propose(*, sensitivities: Collection[str], kind: str, holders: int) -> Proposed:
    """The risk band of an initiative from what is on record: how sensitive its datasets are, whether it acts on particular people,
    and how many organisations' records it joins. It starts low, and each of the three reasons lifts it by one band."""
    reasons = []
    if {"special", "criminal"} & set(sensitivities):
        reasons.append("Some of the records are of a kind that the law guards most: health, beliefs, crime and the like.")
    if kind == "operational":
        reasons.append("It is meant to help particular people, so it acts on them.")
    if holders > 1:
        reasons.append(f"It joins the records of {holders} organisations.")
    return Proposed(ORDER[len(reasons)], tuple(reasons) or ("Nothing on record lifts the risk.",))


def at_least(level: str, least: Level) -> bool:
    """Whether a promised level is as much as the least one, or more."""
    return PROMISES.index(Level(level)) >= PROMISES.index(least)


def falls_short(band: str, *, level: str, methods: Collection[str]) -> list[str]:
    """What a plan lacks of what its band asks for, in words; [] when nothing. `methods` holds one key for each round."""
    least, missing = LEAST[Band(band)], []
    if not at_least(level, least.level):
        missing.append(
            f"The risk is {least.name.lower()}, so people must have at least this part: "
            f"“{LEVELS[least.level].name}”. Choose that level or a higher one."
        )
    if len(methods) < least.rounds:
        missing.append(f"The risk is {least.name.lower()}, so there must be {least.rounds} rounds or more. Add another round.")
    if least.deliberative and not any(WAYS[key].scales["depth"] >= DELIBERATIVE for key in methods):
        ways = ", ".join(way.name.lower() for way in WAYS.values() if way.scales["depth"] >= DELIBERATIVE)
        missing.append(f"The risk is {least.name.lower()}, so in one round people must have time to weigh reasons: use one of {ways}.")
    return missing
