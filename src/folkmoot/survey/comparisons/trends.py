"""One question across waves: each wave's share, its change from the wave before and from the first, and the straight line through them.

Waves of different kinds of sample are kept apart: a panel's wave is compared with the panel's own earlier waves only. The p values stand
each for itself: whoever looks at several adjusts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan

import numpy as np

from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.comparisons.waves import Wave, people_in_both, wave_covariance
from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.estimates import Estimates, proportions
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.sentences import SampleKind

_WHO: dict[SampleKind, str] = {
    "probability": "people picked at random",
    "panel": "the panel's members",
    "volunteer": "people who chose to take part",
}


@dataclass(frozen=True)
class Change:
    """The later wave's share less the earlier one's. n_both: people who answered in both. df: of Student's t. NaN throughout where a
    wave has no answers, and interval, statistic and p where the change has no spread."""

    earlier: str
    later: str
    kind: SampleKind
    estimate: float
    se: float
    low: float
    high: float
    df: float
    statistic: float
    p: float
    n: tuple[int, int]
    n_both: int

    @property
    def sentence(self) -> str:
        """What changed, in words."""
        bases = f"{self.n[0]:,} and {self.n[1]:,} answered" + (f", {self.n_both:,} of them both times" if self.n_both else "")
        start = f"Among {_WHO[self.kind]}, from {self.earlier} to {self.later}"
        if isnan(self.estimate):
            return f"{start}: no change can be given, because nobody answered in one of them."
        points = f"{abs(100 * self.estimate):.1f} percentage points"
        went = f"the share went {'up' if self.estimate > 0 else 'down'} by {points}" if self.estimate else "the share did not change"
        interval = "" if isnan(self.low) else f" ({100 * self.low:+.1f} to {100 * self.high:+.1f})"
        return f"{start}, {went}{interval}. {could_be_chance(self.p)} {bases}."


@dataclass(frozen=True)
class LinearTrend:
    """The straight line through the shares of one kind's waves, each wave counting once. slope: change in the share in
    one `unit` of time."""

    kind: SampleKind
    waves: tuple[str, ...]
    slope: float
    se: float
    low: float
    high: float
    df: float
    statistic: float
    p: float
    n: int
    unit: str

    @property
    def sentence(self) -> str:
        """Which way the line goes, in words."""
        way = "up" if self.slope > 0 else "down"
        line = f"the straight line through the {len(self.waves)} waves goes {way} by {abs(100 * self.slope):.2f} percentage points"
        interval = "" if isnan(self.low) else f" ({100 * self.low:+.2f} to {100 * self.high:+.2f})"
        return f"Among {_WHO[self.kind]}, {line} a {self.unit}{interval}. {could_be_chance(self.p)} It rests on {self.n:,} answers."


@dataclass(frozen=True, eq=False)
class Trend:
    """waves: their names in order of time. kinds: of each. estimates: a row for each wave, by its own design. covariance, n_both: (waves,
    waves). from_previous, from_first: the changes, each wave with the wave before and the first of its own kind. lines: one for each kind
    with three waves that have answers, or more."""

    waves: tuple[str, ...]
    kinds: tuple[SampleKind, ...]
    estimates: tuple[Estimates, ...]
    covariance: Floats
    n_both: Codes
    from_previous: tuple[Change, ...]
    from_first: tuple[Change, ...]
    lines: tuple[LinearTrend, ...]
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each wave, each change from the wave before, each line, and what may not be compared."""
        said = []
        for name, kind, one in zip(self.waves, self.kinds, self.estimates, strict=True):
            if one.n[0] == 0:
                said.append(f"{name}: nobody answered.")
            else:
                interval = "" if isnan(one.low[0]) else f" (from {one.low[0]:.0%} to {one.high[0]:.0%})"
                said.append(f"{name}: {one.estimate[0]:.0%}{interval} said yes among {_WHO[kind]}; {one.n[0]:,} answered.")
        said += [change.sentence for change in self.from_previous]
        said += [line.sentence for line in self.lines]
        if len(set(self.kinds)) > 1:
            said.append("Waves with different kinds of sample are not compared: a difference could come from who was asked, and how.")
        return tuple(said)


def trend(waves: Sequence[Wave], *, unit: str = "year", confidence: float = 0.95) -> Trend:
    """The trend of a yes/no question. unit: what the waves' times are counted in, as one word.

    Changes are tested with the covariance of `wave_covariance`, and Student's t on the units less the strata of the waves compared.
    Raises ValueError when there are fewer than two waves, two have the same name, or two of a kind the same time; and when
    `wave_covariance` does."""
    ordered = sorted(waves, key=lambda wave: wave.when)
    names = [wave.name for wave in ordered]
    if len(ordered) < 2:
        raise ValueError("A trend needs two waves or more.")
    if len(set(names)) != len(names):
        raise ValueError("Two waves have the same name. Name each wave once.")
    for kind in _WHO:
        times = [wave.when for wave in ordered if wave.kind == kind]
        if len(set(times)) != len(times):
            raise ValueError("Two waves of the same kind of sample have the same time. Give each its own.")
    V, together = wave_covariance(ordered)
    both = people_in_both(ordered)
    estimates = tuple(proportions(wave.design, wave.outcome, confidence=confidence) for wave in ordered)
    p = np.array([float(one.estimate[0]) for one in estimates])
    found = _Compared(ordered, p, V, together, both, confidence, unit)
    previous, first, lines = [], [], []
    for kind in _WHO:
        places = [place for place, wave in enumerate(ordered) if wave.kind == kind]
        previous += [found.change(a, b) for a, b in pairwise(places)]
        first += [found.change(places[0], b) for b in places[1:]]
        answered = [place for place in places if both[place, place] > 0]
        if len(answered) >= 3:
            lines.append(found.line(answered))
    tied = len(set(together.tolist())) < len(ordered)
    stacked = "stacked where they share people, a person (or psu) as one unit" if tied else "independent"
    return Trend(
        tuple(names), tuple(wave.kind for wave in ordered), estimates, V, both, tuple(previous), tuple(first), tuple(lines),
        f"trend; covariance=taylor; waves={stacked}; interval=t,{confidence:g}; line=equal weight by wave; p values unadjusted",
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Compared:
    waves: Sequence[Wave]
    p: Floats
    V: Floats
    together: Codes
    both: Codes
    confidence: float
    unit: str

    def change(self, earlier: int, later: int) -> Change:
        contrast = np.zeros(len(self.waves))
        contrast[[earlier, later]] = -1.0, 1.0
        estimate, se, low, high, df, statistic, p = self._tested(contrast, [earlier, later])
        n = (int(self.both[earlier, earlier]), int(self.both[later, later]))
        a, b = self.waves[earlier], self.waves[later]
        return Change(a.name, b.name, a.kind, estimate, se, low, high, df, statistic, p, n, int(self.both[earlier, later]))

    def line(self, places: list[int]) -> LinearTrend:
        times = np.array([self.waves[place].when for place in places])
        about = times - times.mean()
        contrast = np.zeros(len(self.waves))
        contrast[places] = about / (about @ about)
        names = tuple(self.waves[place].name for place in places)
        n = int(sum(self.both[place, place] for place in places))
        return LinearTrend(self.waves[places[0]].kind, names, *self._tested(contrast, places), n, self.unit)

    def _tested(self, contrast: Floats, places: list[int]) -> tuple[float, float, float, float, float, float, float]:
        """The contrast, its standard error, interval, degrees of freedom, t and two-sided p."""
        c, V = contrast[places], self.V[np.ix_(places, places)]
        estimate = float(c @ self.p[places])
        if isnan(estimate):
            return (nan,) * 7
        se = float(np.sqrt(max(float(c @ V @ c), 0.0)))
        df = _degrees_of_freedom([self.waves[place] for place in places], self.together[places])
        if not se or not df:
            return estimate, se, nan, nan, df, nan, nan
        half = float(quantile(np.array([df]), self.confidence)[0]) * se
        t = estimate / se
        return estimate, se, estimate - half, estimate + half, df, t, float(two_sided(np.array(t), df))


def _degrees_of_freedom(waves: Sequence[Wave], together: Codes) -> float:
    """Units that answered, those in several waves counted once, less strata. Codes mean the same only in waves that stand together."""
    rows = []
    for wave, group in zip(waves, together.tolist(), strict=True):
        design, answered = wave.design, wave.answered
        stratum = np.zeros(design.n, np.int64) if design.strata is None else design.strata
        person = np.arange(design.n) if wave.people is None else wave.people
        unit = person if design.psu is None else design.psu
        rows.append(np.column_stack([np.full(int(answered.sum()), group), stratum[answered], unit[answered]]))
    stacked = np.vstack(rows)
    return float(max(len(np.unique(stacked, axis=0)) - len(np.unique(stacked[:, :2], axis=0)), 0))
