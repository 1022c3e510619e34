"""Student's t tests under a design: two groups' means or shares, or one against a number (as R's `svyttest`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.comparisons.pairwise import PairDf, degrees_of_freedom, pairwise_by_design
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import GroupEstimates, group_means, group_shares, shown
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.people import people
from folkmoot.survey.variance import Variance


@dataclass(frozen=True, eq=False, kw_only=True)
class TTest:
    """A difference and whether it could be chance.

    what: what was estimated. kind: a mean, share or ratio. groups: the two groups, or the one that is set against a number.
    against: that number, NaN for two groups. group_estimate, group_n: of each group. estimate: the second group's less the first's, or
    the group's less the number. se, low, high: its standard error and interval. statistic, df, p: Student's t (z where df is infinite)
    and its two-sided p; NaN where there is no spread or no degree of freedom to test with. n, n_weighted, n_effective: the people
    compared, the sum of their weights and Kish's effective number. method: how, as tags."""

    what: str
    kind: str
    groups: tuple[str, ...]
    against: float
    group_estimate: Floats
    group_n: Codes
    estimate: float
    se: float
    low: float
    high: float
    statistic: float
    df: float
    p: float
    n: int
    n_weighted: float
    n_effective: float
    confidence: float
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read. Nothing is said of an estimate whose base is too small to publish."""
        sizes = [people(n) for n in self.group_n]
        named = [f"{name} ({size})" if name else size for name, size in zip(self.groups, sizes, strict=True)]
        worst = base_quality(int(self.group_n.min()))
        if worst.withheld:
            return (f"{self.what}: {' and '.join(named)} answered. {worst.meaning}",)
        if np.isnan(self.estimate):
            return (f"{self.what}: {' and '.join(named)} answered, and the two cannot be compared.",)
        first = f"{self.what}: weighted {self.kind} {shown(float(self.group_estimate[0]), self.kind)} among {named[0]}"
        second = (
            f"set against {shown(self.against, self.kind)}"
            if len(self.groups) == 1
            else f"and {shown(float(self.group_estimate[1]), self.kind)} among {named[1]}"
        )
        interval = "no interval can be given"
        if not np.isnan(self.low):
            interval = f"{self.confidence * 100:g}% interval {self._change(self.low)} to {self._change(self.high)}"
        unit = " percentage points" if self.kind == "share" else ""
        said = (f"{first}, {second}: a difference of {self._change(self.estimate)}{unit} ({interval}).", could_be_chance(self.p))
        return (*said, worst.meaning) if worst is BaseQuality.CAUTION else said

    def _change(self, value: float) -> str:
        if self.kind == "share":
            return f"{100 * value:+.1f}"
        return f"{'+' if value > 0 else ''}{shown(value, self.kind)}"


def difference(groups: GroupEstimates, first: str, second: str, *, df_method: PairDf = "svyttest", confidence: float = 0.95) -> TTest:
    """The second level's estimate less the first's, of any table of means, shares or ratios, with the covariance between the two.

    df_method: as `pairwise_by_design`. Raises ValueError when the two levels are one, or the table does not have them."""
    at, to = groups.place(first), groups.place(second)
    if at == to:
        raise ValueError(f"“{first}” is set against itself. Name two levels.")
    pairs = pairwise_by_design(groups, df_method=df_method)
    place = to, at
    values = pairs.estimate[place], pairs.se[place], pairs.statistic[place], pairs.df[place], pairs.p[place]
    return _result(groups, (at, to), float("nan"), values, confidence, f"t test of two groups; {pairs.method}; {groups.method}")


def against(groups: GroupEstimates, number: float, level: str = "", *, df_method: PairDf = "svyttest", confidence: float = 0.95) -> TTest:
    """The estimate of one level (or of everybody) less a number that was known beforehand.

    df_method: of the level's own people, "svyttest" being units less strata less one. Raises ValueError when the table does not have the
    level or the number is not finite."""
    at = groups.place(level)
    if not np.isfinite(number):
        raise ValueError(f"The number to set the {groups.kind} against is {number:g}. Give a finite number.")
    df = degrees_of_freedom(groups.pair_df[at : at + 1, at], groups.design_df, df_method)
    found = groups.estimate[at] - number
    se = float(np.sqrt(groups.covariance[at, at]))
    statistic = np.array([found / se if se > 0 else np.nan])
    values = found, se, statistic[0], df[0], two_sided(statistic, df)[0]
    return _result(groups, (at,), number, values, confidence, f"t test against {number:g}; spread=design; df={df_method}; {groups.method}")


def difference_of_means(
    design: Design,
    values: ArrayLike,
    by: Factor,
    *,
    first: str | None = None,
    second: str | None = None,
    what: str = "the values",
    df_method: PairDf = "svyttest",
    confidence: float = 0.95,
    variance: Variance = "raked",
) -> TTest:
    """The mean of the second level less that of the first, as R's `svyttest(values ~ by)` of the people in the two.

    first, second: the levels, needed where `by` has other than two. Raises ValueError when the rows are not the design's."""
    groups = group_means(design, values, by=by, what=what, variance=variance, confidence=confidence)
    return difference(groups, *_two(by, first, second), df_method=df_method, confidence=confidence)


def difference_of_shares(
    design: Design,
    outcome: ArrayLike,
    by: Factor,
    *,
    first: str | None = None,
    second: str | None = None,
    what: str = "yes",
    df_method: PairDf = "svyttest",
    confidence: float = 0.95,
    variance: Variance = "raked",
) -> TTest:
    """The same for shares. outcome: (n,) of 0 and 1, NaN where there is no answer."""
    groups = group_shares(design, outcome, by=by, what=what, variance=variance, confidence=confidence)
    return difference(groups, *_two(by, first, second), df_method=df_method, confidence=confidence)


def _two(by: Factor, first: str | None, second: str | None) -> tuple[str, str]:
    if first is not None and second is not None:
        return first, second
    if first is not None or second is not None or len(by.levels) != 2:
        raise ValueError(f"{by.name} has {len(by.levels)} levels: {', '.join(by.levels)}. Name the first and the second to compare.")
    return by.levels[0], by.levels[1]


def _result(
    groups: GroupEstimates, places: tuple[int, ...], number: float, values: tuple[float, ...], confidence: float, method: str
) -> TTest:
    estimate, se, statistic, df, p = (float(value) for value in values)
    half = float(quantile(np.array([df]), confidence)[0]) * se
    at = list(places)
    n_weighted = float(groups.n_weighted[at].sum())
    w2 = sum(float(groups.n_weighted[place]) ** 2 / float(groups.n_effective[place]) for place in at if groups.n_effective[place] > 0)
    return TTest(
        what=groups.what,
        kind=groups.kind,
        groups=tuple(groups.levels[place] for place in at),
        against=number,
        group_estimate=groups.estimate[at],
        group_n=groups.n[at],
        estimate=estimate,
        se=se,
        low=estimate - half,
        high=estimate + half,
        statistic=statistic,
        df=df,
        p=p,
        n=int(groups.n[at].sum()),
        n_weighted=n_weighted,
        n_effective=n_weighted**2 / w2 if w2 else 0.0,
        confidence=confidence,
        method=method,
    )
