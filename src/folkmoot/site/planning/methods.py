"""The ways to ask people as one table (methods.toml), and which of them suit a need. Nothing is hidden: a way that fits badly says why."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from folkmoot.site.renditions import Texts, plain

SCALES = ("reach", "depth", "framing", "stands_for", "hard_to_reach")


@dataclass(frozen=True)
class Way:
    """One method of engagement as plans compare it. Scales run from 1 (little) to 4 (much); `people` are the least and the most."""

    key: str
    name: str
    what: Texts
    source: str
    people: tuple[int, int]
    days: str
    pounds: int
    weeks: int
    scales: Mapping[str, int]
    good: tuple[str, ...]
    bad: tuple[str, ...]

    @property
    def size(self) -> str:
        """How many people take part, in words."""
        least, most = self.people
        return (
            "One person at a time" if most == 1 else f"{least:,} to {most:,} people{' in each meeting' if self.key == 'dialogue' else ''}"
        )


@dataclass(frozen=True)
class Need:
    """Something a plan may need: how it is asked, the scale it looks at, and what is said of a way that has much or little of it."""

    ask: str
    scale: str
    much: str
    little: str


@dataclass(frozen=True)
class Ranked:
    """A way with its fit (higher is better), why it suits, and what stands against it."""

    way: Way
    fit: int
    suits: tuple[str, ...]
    against: tuple[str, ...]


NEEDS: dict[str, Need] = {
    "numbers": Need(
        "Numbers that stand for everyone",
        "stands_for",
        "Its numbers can stand for everyone.",
        "It says nothing of how many people think so.",
    ),
    "reasons": Need("People’s reasons, in depth", "depth", "It tells why people think what they think.", "It tells little of why."),
    "many": Need("Many people, in many places", "reach", "Many people can take part.", "Few people can take part."),
    "unheard": Need(
        "People who are seldom heard",
        "hard_to_reach",
        "It reaches people who are seldom heard.",
        "People who are seldom heard rarely take part.",
    ),
    "control": Need(
        "The same questions and write-ups everywhere",
        "framing",
        "What is asked and written down is in our hands.",
        "What is asked and written down is in others’ hands.",
    ),
    "autonomy": Need(
        "People shape the talk themselves", "framing", "People shape the talk themselves.", "We set the questions, not the people."
    ),
}
DELIBERATIVE = 3  # the depth from which people hear reasons and each other

_TABLE = tomllib.loads(files("folkmoot.site.planning").joinpath("methods.toml").read_text("utf-8"))


def _way(key: str, row: dict[str, Any]) -> Way:
    return Way(
        key=key,
        name=row["name"],
        what=plain(row["what"], easy=row["easy"]),
        source=_TABLE["source"][row["source"]],
        people=(row["people"][0], row["people"][1]),
        days=row["days"],
        pounds=row["pounds"],
        weeks=row["weeks"],
        scales={scale: row[scale] for scale in SCALES},
        good=tuple(row["for"]),
        bad=tuple(row["against"]),
    )


WAYS: dict[str, Way] = {key: _way(key, row) for key, row in _TABLE["method"].items()}


def rank(*, needs: Collection[str], pounds: int | None = None, weeks: int | None = None) -> list[Ranked]:
    """Every way, the one that suits best first; of equals the cheaper first.

    A need adds what the way has of it, from -3 to 3 (for `autonomy` the other way round); a way that costs more money or takes longer
    than there is loses 4 for each, more than any one need can give, and so comes late but is still shown.
    """
    ranked = [_fit(way, needs, pounds, weeks) for way in WAYS.values()]
    return sorted(ranked, key=lambda one: (-one.fit, one.way.pounds, one.way.key))


def _fit(way: Way, needs: Collection[str], pounds: int | None, weeks: int | None) -> Ranked:
    fit, suits, against = 0, [], []
    for key, need in NEEDS.items():
        if key not in needs:
            continue
        has = 2 * way.scales[need.scale] - 5  # 1..4 becomes -3, -1, 1, 3
        has = -has if key == "autonomy" else has
        fit += has
        (suits if has > 0 else against).append(need.much if has > 0 else need.little)
    if pounds is not None and way.pounds > pounds:
        fit -= 4
        against.append(f"It costs about £{way.pounds:,}; you have £{pounds:,}.")
    if weeks is not None and way.weeks > weeks:
        fit -= 4
        against.append(f"It takes about {way.weeks} weeks; you have {weeks}.")
    return Ranked(way, fit, tuple(suits), tuple(against))
