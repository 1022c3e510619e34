"""How a population's answers moved between two steps asked of the same people, with the uncertainty of the design."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.estimates import Estimates, proportions
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import DfMethod, two_sided, wald_interval
from folkmoot.survey.options import chosen
from folkmoot.survey.people import people
from folkmoot.survey.shift.no_change_test import NoChange, no_change_test
from folkmoot.survey.shift.paired_base import PairedBase, measured, one_hot
from folkmoot.survey.shift.people_test import times
from folkmoot.survey.shift.steps import step_codes
from folkmoot.survey.variance import Variance, variance_tag

ShiftDf = Literal["domain", "design", "svyttest", "normal"]


@dataclass(frozen=True, eq=False)
class Shift:
    """The change in the share of each answer, (groups, levels): after less before, of the people who answered both times.

    groups: the levels of `by`, or one without a name for everybody. estimate: the change, from -1 to 1. se, low, high: its standard
    error and interval. statistic, p: Student's t and its two-sided p that the answer's share did not change. share_before,
    share_after: the shares. covariance: (groups, levels, levels) of the changes. n, n_weighted, n_effective, df: (groups,) people who
    answered both times, the sum of their weights, Kish's effective number, and the degrees of freedom. no_change: the test that no
    share changed. moved: the share of people whose answer changed at all; up and down: to a later or an earlier level, None where the
    levels have no order. method: how, as tags."""

    by: str | None
    groups: tuple[str, ...]
    levels: tuple[str, ...]
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    statistic: Floats
    p: Floats
    share_before: Floats
    share_after: Floats
    covariance: Floats
    n: Codes
    n_weighted: Floats
    n_effective: Floats
    df: Floats
    no_change: NoChange
    moved: Estimates
    up: Estimates | None
    down: Estimates | None
    confidence: float
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found in each group, for people to read. A group of too few people to publish has no estimates in words."""
        return tuple(sentence for group in range(len(self.groups)) for sentence in self._group(group))

    def _group(self, group: int) -> tuple[str, ...]:
        who, n = f"{self.by}, {self.groups[group]}: " if self.by else "", int(self.n[group])
        quality = base_quality(n)
        if quality.withheld:
            return (f"{who}{people(n)} answered both times. {quality.meaning} Count who moved instead.",)
        said = [f"{who}{self._level(group, level)}" for level in range(len(self.levels))]
        p = float(self.no_change.p[group])
        if not np.isnan(p):
            said.append(f"{who}If no answer's share had changed, changes at least so large taken together would come up {times(p)}.")
        return (*said, f"{who}{quality.meaning}") if quality is BaseQuality.CAUTION else tuple(said)

    def _level(self, group: int, level: int) -> str:
        place = group, level
        change = f"{abs(self.estimate[place]):.1%}".rstrip("%")
        way = "no change" if not float(change) else f"{'up' if self.estimate[place] > 0 else 'down'} {change} percentage points"
        interval = (
            "no interval, because the design has too few units"
            if np.isnan(self.low[place])
            else f"{self.confidence * 100:g}% interval {100 * self.low[place]:+.1f} to {100 * self.high[place]:+.1f}"
        )
        return (
            f"Of {people(int(self.n[group]))} who answered both times, the weighted share who said “{self.levels[level]}” went from "
            f"{self.share_before[place]:.1%} to {self.share_after[place]:.1%}: {way} ({interval})."
        )


def shift(
    design: Design,
    before: Factor,
    after: Factor,
    *,
    by: Factor | None = None,
    ordered: bool = True,
    confidence: float = 0.95,
    df_method: ShiftDf = "domain",
    variance: Variance = "raked",
) -> Shift:
    """The change in the share of each answer, overall or in every group of `by` at once.

    People who missed a step, have no group or weigh nothing are not in the base; the design keeps all its rows, as R's
    `svymean(subset(design, ...))` of (after == level) - (before == level). Paired by person, so that what a person's two answers share
    cancels out. Taylor linearisation, clusters and strata as the design says; variance: as `proportions`.

    ordered: whether the levels are in order, so that a move is up or down. df_method: of t and the intervals: units less strata that
    hold somebody of the base ("domain", as R's `degf` of a subset), of the whole "design", "svyttest" for the domain's less one (as R's
    `svyttest`), or "normal". no_change always has the domain's.

    Raises ValueError when the steps differ in levels or rows, or the rows are not the design's."""
    chosen("df_method", df_method, ShiftDf)
    codes = step_codes([before, after])
    base = PairedBase.of(design, codes, by)
    levels = len(before.levels)
    first, then = one_hot(base.codes[:, 0], levels), one_hot(base.codes[:, 1], levels)
    changes = measured(design, base, then - first, variance)
    df = np.where(base.n > 0, _degrees_of_freedom(base, df_method), 0.0)
    se = np.sqrt(np.maximum(np.diagonal(changes.covariance, axis1=1, axis2=2), 0))
    low, high = wald_interval(changes.estimate, se, df[:, None], confidence)
    statistic = np.divide(changes.estimate, se, out=np.full_like(se, np.nan), where=se > 0)
    share_before = base.mean(design, first)

    def share(moved: NDArray[np.bool_]) -> Estimates:
        values = np.where((codes >= 0).all(axis=1), moved, np.nan)
        kind: DfMethod = "domain" if df_method == "svyttest" else df_method
        groups = {} if by is None else {"by": by.codes, "levels": len(by.levels)}
        return proportions(design, values, confidence=confidence, df_method=kind, variance=variance, **groups)  # type: ignore[arg-type]

    raked = variance_tag(design, variance)
    return Shift(
        by=None if by is None else by.name,
        groups=("",) if by is None else by.levels,
        levels=before.levels,
        estimate=changes.estimate,
        se=se,
        low=low,
        high=high,
        statistic=statistic,
        p=two_sided(statistic, df[:, None]),
        share_before=share_before,
        share_after=base.mean(design, then),
        covariance=changes.covariance,
        n=base.n,
        n_weighted=base.n_weighted,
        n_effective=base.n_effective,
        df=df,
        no_change=no_change_test(changes.estimate, changes.covariance, changes.products, base.df),
        moved=share(codes[:, 1] != codes[:, 0]),
        up=share(codes[:, 1] > codes[:, 0]) if ordered else None,
        down=share(codes[:, 1] < codes[:, 0]) if ordered else None,
        confidence=confidence,
        method=f"shift, paired; variance=taylor,{raked}; interval=wald,{confidence:g}; df={df_method}; missing=domain, answered both times",
    )


def _degrees_of_freedom(base: PairedBase, method: ShiftDf) -> Floats:
    """(groups,) of Student's t."""
    if method == "normal":
        return np.full_like(base.df, np.inf)
    if method == "design":
        return np.full_like(base.df, base.design_df)
    return np.maximum(base.df - (method == "svyttest"), 0.0)
