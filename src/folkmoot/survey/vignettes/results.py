"""What an analysis of vignettes gives: one row per level, with its uncertainty, its n and a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.design import Floats
from folkmoot.survey.intervals import logit_interval, quantile, two_sided
from folkmoot.survey.vignettes.words import Numbers

_ROUNDING = 1e-12  # of the outcome's size: a smaller standard error is a 0 that was rounded


@dataclass(frozen=True, kw_only=True)
class VignetteRow:
    """One estimate. attribute, level: what was shown. reference: the level it is compared with; None for a marginal mean.

    where: the level of another attribute, or the group of people, that the row is about; empty for all. estimate: a difference in
    the outcome's own units (0.19 is 19 percentage points), or a mean. statistic: t on df, of no difference; NaN for a mean, whose
    zero means nothing. n_profiles: profiles that show the level or its reference (and `where`); n: people who were shown them;
    n_weighted: the profiles' weights added up; n_effective: Kish's effective number of people. reference_mean: the mean at the
    reference level, the other attributes as they were shown; NaN where there is none. flag: why there is no number, or how it is to
    be read; empty when there is nothing to say. NaN, with a flag, is what a row has that the profiles cannot tell.
    """

    attribute: str
    level: str
    reference: str | None
    where: str
    estimate: float
    se: float
    low: float
    high: float
    statistic: float
    p: float
    df: float
    n_profiles: int
    n: int
    n_weighted: float
    n_effective: float
    reference_mean: float
    flag: str
    sentence: str


@dataclass(frozen=True, eq=False)
class VignetteResult:
    """rows: in the order of the attributes and levels. covariance: (rows, rows) of the estimates, NaN where a row has none.

    n_profiles: profiles in the analysis; n: people who were shown them. method: how, as tags."""

    rows: tuple[VignetteRow, ...]
    covariance: Floats
    n_profiles: int
    n: int
    confidence: float
    method: str

    def row(self, attribute: str, level: str, where: str = "") -> VignetteRow:
        """The row of a level. Raises ValueError when there is none."""
        for row in self.rows:
            if (row.attribute, row.level) == (attribute, level) and where in ("", row.where):
                return row
        raise ValueError(f"There is no row for {attribute}, {level}{', ' + where if where else ''}.")

    @property
    def estimate(self) -> Floats:
        """(rows,) the estimates."""
        return np.array([row.estimate for row in self.rows])

    @property
    def se(self) -> Floats:
        """(rows,) their standard errors."""
        return np.array([row.se for row in self.rows])

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What each row says, for people to read."""
        return tuple(row.sentence for row in self.rows)


@dataclass(frozen=True)
class Uncertainty:
    """Of one estimate: what can be said of it, as `VignetteRow` names it."""

    estimate: float
    se: float
    low: float
    high: float
    statistic: float
    p: float
    df: float

    def numbers(self, base: AnsweringBase, confidence: float) -> Numbers:
        """What a sentence needs."""
        return Numbers(self.estimate, self.low, self.high, confidence, base.n, base.n_rows)


def uncertainties(estimate: Floats, covariance: Floats, df: Floats, confidence: float, *, test: bool) -> list[Uncertainty]:
    """Wald intervals and, with `test`, t tests of zero. df: (k,). An estimate whose answers were all alike has a standard error of 0,
    which is no measure of its uncertainty: it has no interval and no test."""
    se = np.sqrt(np.diag(covariance))
    measured = se > 0
    half = np.where(measured, quantile(df, confidence) * se, np.nan)
    t = p = np.full_like(se, np.nan)
    if test:
        t = np.divide(estimate, se, out=t.copy(), where=measured)
        p = two_sided(t, df)
    columns = (estimate, se, estimate - half, estimate + half, t, p, df)
    return [Uncertainty(*map(float, values)) for values in zip(*columns, strict=True)]


def share_intervals(known: Sequence[Uncertainty], bases: Sequence[AnsweringBase], confidence: float) -> list[Uncertainty]:
    """The same with the intervals of shares, which stay between 0 and 1, on people's effective number where all answered alike."""
    estimate, se, df = (np.array([getattr(one, name) for one in known]) for name in ("estimate", "se", "df"))
    n = np.array([base.n for base in bases], np.int64)
    n_effective = np.array([base.n_effective for base in bases])
    low, high = logit_interval(estimate, se, df, confidence, n, n_effective)
    return [replace(one, low=float(a), high=float(b)) for one, a, b in zip(known, low, high, strict=True)]


def flagged(sentence: str, flags: Iterable[str], smallest: int | None) -> tuple[str, str]:
    """The row's sentence and flag, a warning of a small base added to both. smallest: people on the side that has fewer; None where
    there is no number to warn of."""
    quality = BaseQuality.SUFFICIENT if smallest is None else base_quality(smallest)
    warnings = [flag for flag in flags if flag] + ([quality.meaning] if quality.shorthand else [])
    return " ".join([sentence, *warnings]), " ".join(warnings)


def settled(estimate: Floats, covariance: Floats, scale: float) -> tuple[Floats, Floats]:
    """The estimates and covariance with what is only rounding set to 0, and NaN in the rows and columns of estimates that are not
    known. scale: the size of the outcome."""
    absent = np.isnan(estimate)
    still = np.diag(covariance) <= (_ROUNDING * scale) ** 2
    covariance = np.where(still[:, None] | still, 0.0, covariance)
    estimate = np.where(still & (np.abs(estimate) <= _ROUNDING * scale), 0.0, estimate)
    return estimate, np.where(absent[:, None] | absent, np.nan, covariance)
