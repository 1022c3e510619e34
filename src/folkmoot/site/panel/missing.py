"""Who is missing from an engagement: each level's share of the population, of the panel, of those invited and of those who answered."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement.answered import answered_by_level
from folkmoot.site.panel.members import members_now
from folkmoot.site.panel.models import Panel, Wave, shares_of
from folkmoot.site.panel.rules import MemberNow
from folkmoot.site.panel.ways import LANGUAGES, SUPPORT, english
from folkmoot.site.share_interval import METHOD, wilson

HOW = f"{METHOD}, as if those who answered were drawn at random. It is a guide to whom to invite, and no finding."


@dataclass(frozen=True)
class Counted:
    """How many of `of` people are in a level."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, from 0 to 1; None of nobody."""
        return self.n / self.of if self.of else None

    def __str__(self) -> str:
        return f"{_percent(self.n / self.of)} ({self.n:,} of {self.of:,})" if self.of else "nobody yet"


@dataclass(frozen=True)
class LevelRow:
    """One level of one attribute. `low` and `high` are the ends of the interval of its share among those who answered."""

    attribute: str
    level: str
    population: float
    joined: Counted | None
    invited: Counted | None
    answered: Counted
    low: float = 0.0
    high: float = 1.0

    @property
    def difference(self) -> float | None:
        """The share of answers less the share of the population, in percentage points."""
        return None if self.answered.share is None else 100 * (self.answered.share - self.population)

    @property
    def behind(self) -> bool:
        """Whether so few have answered that chance alone does not explain it."""
        return self.answered.of > 0 and self.high < self.population

    @property
    def points(self) -> str:
        """The difference as a table shows it."""
        return "" if self.difference is None else f"{self.difference:+.1f}"

    @property
    def words(self) -> str:
        """What follows for whom to invite, in a sentence."""
        start = f"{self.attribute[:1].upper()}{self.attribute[1:]}, {self.level}: {_percent(self.population)} of the population"
        if not self.answered.of:
            return f"{start}. Nobody has answered yet."
        said = f"{start} and {_percent(self.answered.share or 0)} of answers so far"
        if self.behind:
            return f"{said}: invite more of them."
        return f"{said}: enough of them." if self.low > self.population else f"{said}: no more apart than chance explains."


@dataclass(frozen=True)
class Missing:
    """All of it, the levels furthest behind first. `people` have answered so far, of `invited` who were drawn."""

    rows: Sequence[LevelRow]
    people: int
    invited: int
    languages: Sequence[tuple[str, int]]
    support: Sequence[tuple[str, int]]
    members: int

    @property
    def behind(self) -> list[LevelRow]:
        """The levels of which more should be invited, those alone that the panel knows of."""
        return [row for row in self.rows if row.behind and row.joined is not None]


def who_is_missing(panel: Panel, engagement: Any) -> Missing:
    """Who is missing from an engagement for which a panel is (or could be) drawn, by its sample's targets."""
    targets = engagement.sample.targets
    people, answered = answered_by_level(engagement, targets)
    waves = list(Wave.objects.filter(panel=panel, engagement=engagement))
    members = [member for member in members_now(panel) if member.counts]
    rows = [
        _row(name, level, share, answered[name], _joined(members, panel, name, level), _invited(waves, panel, name, level))
        for name, target in targets.items()
        for level, share in shares_of(target).items()
    ]
    rows.sort(key=lambda row: row.difference if row.difference is not None else -100 * row.population)
    return Missing(
        rows=rows,
        people=people,
        invited=sum(wave.drawn for wave in waves),
        languages=_needs(LANGUAGES, [member.language for member in members]),
        support=_needs(SUPPORT, [need for member in members for need in member.support]),
        members=len(members),
    )


def _row(name: str, level: str, share: float, answered: Mapping[str, int], joined: Counted | None, invited: Counted | None) -> LevelRow:
    so_far = Counted(answered.get(level, 0), sum(answered.values()))
    ends = wilson(so_far.n, so_far.of) if so_far.of else (0.0, 1.0)
    return LevelRow(name, level, share, joined, invited, so_far, *ends)


def _joined(members: Sequence[MemberNow], panel: Panel, name: str, level: str) -> Counted | None:
    if level not in panel.levels.get(name, ()):
        return None
    said = [member.attributes[name] for member in members if name in member.attributes]
    return Counted(said.count(level), len(said))


def _invited(waves: Sequence[Wave], panel: Panel, name: str, level: str) -> Counted | None:
    if level not in panel.levels.get(name, ()):
        return None
    return Counted(sum(wave.levels[name][level] for wave in waves), sum(sum(wave.levels[name].values()) for wave in waves))


def _needs(listed: Mapping[str, Any], said: Sequence[str]) -> list[tuple[str, int]]:
    counts = Counter(said)
    return [(english(texts), counts[key]) for key, texts in listed.items()]


def to_recruit(members: int, shares: Sequence[float], held: Sequence[int], size: int) -> list[int]:
    """How many of each level must join for a panel of `size` (at least `members`, how many there are) to have the population's shares;
    0 for a level that has enough."""
    return [max(0, math.ceil(share * max(size, members) - 1e-9) - have) for share, have in zip(shares, held, strict=True)]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if share == 0 or share >= 0.01 else f"{100 * share:.1f}%"
