"""Means and shares of every group at once, with the covariance between the groups, so that any two can be compared."""

from dataclasses import dataclass, fields
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.answering_base import read_answers
from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.estimates import Estimates, ratios_of_sums
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import DfMethod, Interval, degrees_of_freedom, wald_interval
from folkmoot.survey.level_covariance import level_covariance, pair_degrees_of_freedom
from folkmoot.survey.options import chosen
from folkmoot.survey.people import people
from folkmoot.survey.variance import LevelSums, Variance, level_sums, variance_tag

Kind = Literal["mean", "share", "ratio"]
_ROUNDING = 1e-26  # a variance under this share of the largest squared value is a zero that was rounded


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupEstimates(Estimates):
    """Estimates of the levels of a factor, or of everybody as one level without a name.

    what: what was estimated, for people to read. kind: a mean, a share from 0 to 1, or a ratio of two totals. by: the factor, None for
    everybody. covariance: (levels, levels), NaN where a level is empty. pair_df: (levels, levels) units less strata that hold somebody
    of either level; base_df: of any level; design_df: of the whole design. confidence: of low and high."""

    what: str
    kind: Kind
    by: str | None
    levels: tuple[str, ...]
    covariance: Floats
    pair_df: Floats
    base_df: float
    design_df: float
    confidence: float

    @classmethod
    def of(
        cls,
        found: Estimates,
        design: Design,
        sums: LevelSums,
        covariance: Floats,
        *,
        what: str,
        kind: Kind,
        by: Factor | None,
        confidence: float,
        largest: float,
    ) -> Self:
        """The estimates with what comparing them needs. largest: the largest size of a value, beside which a variance can be nothing."""
        held = covariance.copy()
        none = np.diag(held) <= _ROUNDING * largest**2
        held[none] = held[:, none] = 0.0
        empty = np.isnan(found.estimate)
        held[empty] = held[:, empty] = np.nan
        structure, strata = design.structure, design.structure.sizes.size
        if sums.units is None:
            units, occupied = float(sums.n.sum()), np.unique(sums.block_stratum[sums.blocks.n.sum(1) > 0])
        else:
            some = sums.units.n.sum(1) > 0
            units, occupied = float(some.sum()), np.unique(structure.unit_stratum[some])
        return cls(
            **{field.name: getattr(found, field.name) for field in fields(Estimates)},
            what=what,
            kind=kind,
            by=None if by is None else by.name,
            levels=("",) if by is None else by.levels,
            covariance=held,
            pair_df=pair_degrees_of_freedom(design, sums),
            base_df=max(units - occupied.size, 0.0),
            design_df=float(structure.unit_stratum.size - strata),
            confidence=confidence,
        )

    def place(self, level: str) -> int:
        """Which of the levels it is. Raises ValueError when there is none of that name."""
        if level not in self.levels:
            raise ValueError(f"{self.by or 'The table'} has no level “{level}”. Use one of: {', '.join(self.levels)}.")
        return self.levels.index(level)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found in each group, for people to read. A group of too few people to publish has no estimate in words."""
        return tuple(
            sentence
            for place, level in enumerate(self.levels)
            for sentence in estimate_sentences(
                f"{self.by}, {level}: {self.what}" if self.by else self.what,
                f"weighted {self.kind}",
                self.kind,
                (float(self.estimate[place]), float(self.low[place]), float(self.high[place])),
                int(self.n[place]),
                self.confidence,
            )
        )


def group_means(
    design: Design,
    values: ArrayLike,
    *,
    by: Factor | None = None,
    what: str = "the values",
    confidence: float = 0.95,
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
) -> GroupEstimates:
    """The weighted mean of `values` in each level of `by`, as `means` gives it, with the covariance between the levels.

    values: (n,) numbers, NaN where there is no answer. Raises ValueError when the rows are not the design's."""
    numbers = read_answers(design, values, what)
    level, levels = places(design, by)
    counted = ~np.isnan(numbers) & (level >= 0)
    shift = float(numbers[counted].mean()) if counted.any() else 0.0  # values far from zero keep their last figures
    group, held = np.where(counted, level, levels), np.where(counted, numbers - shift, 0.0)
    w, wy = (np.bincount(group, weights, levels + 1)[:levels] for weights in (design.weights * counted, design.weights * held))
    scale = np.divide(1, w, out=np.zeros(levels), where=w > 0)
    centre = wy * scale
    return of_residuals(
        design,
        np.where(w > 0, centre + shift, np.nan),
        np.where(counted, held - np.append(centre, 0.0)[group], np.nan),
        scale,
        what=what,
        kind="mean",
        by=by,
        confidence=confidence,
        df_method=df_method,
        variance=variance,
        largest=float(np.abs(numbers[counted]).max(initial=0.0)),
    )


def group_shares(
    design: Design,
    outcome: ArrayLike,
    *,
    by: Factor | None = None,
    what: str = "yes",
    confidence: float = 0.95,
    interval: Interval = "logit",
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
) -> GroupEstimates:
    """The weighted share with outcome 1 in each level of `by`, as `proportions` gives it, with the covariance between the levels.

    outcome: (n,) of 0 and 1, NaN where there is no answer. Raises ValueError when the rows are not the design's or hold another number."""
    values = read_answers(design, outcome, what)
    wrong = ~((values == 0) | (values == 1) | np.isnan(values))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{what}: row {row + 1} is {values[row]:g}. Give 1 for yes, 0 for no and NaN for no answer.")
    level, levels = places(design, by)
    check_df_method(df_method)
    sums = level_sums(design, values, level, levels, variance, binary=True)
    found = ratios_of_sums(design, sums, "proportion", confidence, interval, df_method, variance, "domain")
    held = sums.w > 0
    per_weight, centre = (np.divide(over, sums.w, out=np.zeros_like(sums.w), where=held) for over in (1.0, sums.wy))  # exactly 1 if all yes
    covariance = level_covariance(design, sums, centre, per_weight, variance)
    return GroupEstimates.of(found, design, sums, covariance, what=what, kind="share", by=by, confidence=confidence, largest=1.0)


def of_residuals(
    design: Design,
    estimate: Floats,
    residual: Floats,
    scale: Floats,
    *,
    what: str,
    kind: Kind,
    by: Factor | None,
    confidence: float,
    df_method: DfMethod,
    variance: Variance,
    largest: float,
) -> GroupEstimates:
    """Estimates whose linearised variable is scale * residual on the rows of their level, with Wald intervals.

    estimate, scale: (levels,); scale is zero where there is no estimate. residual: (n,) NaN outside the base. The sums are taken over
    the residuals themselves, so that a group whose answers are all alike has no spread, however far it is from the others."""
    check_df_method(df_method)
    level, levels = places(design, by)
    sums = level_sums(design, residual, level, levels, variance, binary=False)
    covariance = level_covariance(design, sums, np.zeros(levels), scale, variance)
    variances = np.where(np.isnan(estimate), np.nan, np.maximum(np.diag(covariance), 0))
    simple = sums.wyy * sums.w * scale**2 / np.maximum(sums.n - 1, 1)
    deff = np.divide(variances, simple, out=np.full(levels, np.nan), where=(sums.n > 1) & (simple > 0))
    df = degrees_of_freedom(design, sums, df_method)
    low, high = wald_interval(estimate, np.sqrt(variances), df, confidence)
    n_effective = np.divide(sums.w**2, sums.w2, out=np.zeros(levels), where=sums.w2 > 0)
    raked = variance_tag(design, variance)
    method = f"{kind}; variance=taylor,{raked}; interval=wald,{confidence:g}; df={df_method}; missing=domain"
    found = Estimates(estimate, np.sqrt(variances), low, high, sums.n, sums.w, n_effective, df, deff, method)
    return GroupEstimates.of(found, design, sums, covariance, what=what, kind=kind, by=by, confidence=confidence, largest=largest)


def places(design: Design, by: Factor | None) -> tuple[Codes, int]:
    """(n,) the level of each row, -1 for none, and how many levels; one level for everybody where there is no factor. Raises
    ValueError when the factor's rows are not the design's."""
    if by is None:
        return np.zeros(design.n, np.int64), 1
    if by.n != design.n:
        raise ValueError(f"{by.name} has {by.n} rows and the design {design.n}. They must be the same responses.")
    return by.codes.astype(np.int64), len(by.levels)


def check_df_method(df_method: str) -> None:
    """Raises ValueError when it is none of those there are."""
    chosen("df_method", df_method, DfMethod)


def estimate_sentences(what: str, name: str, kind: str, estimate: tuple[float, float, float], n: int, confidence: float) -> tuple[str, ...]:
    """An estimate, its low and its high in words, with its base. name: such as “weighted mean”. Nothing is said of one whose base is too
    small to publish, nor of one that is not there."""
    quality = base_quality(n)
    who = people(n)
    if quality.withheld:
        return (f"{what}: {who} answered. {quality.meaning}",)
    value, low, high = estimate
    if np.isnan(value):
        return (f"{what}: {who} answered, and no estimate can be worked out.",)
    between = f"{confidence * 100:g}% interval {shown(low, kind)} to {shown(high, kind)}"
    interval = "no interval can be given" if np.isnan(low) or np.isnan(high) else between
    said = f"{what}: {name} {shown(value, kind)} ({interval}; {who} answered)."
    return (said, f"{what}: {quality.meaning}") if quality is BaseQuality.CAUTION else (said,)


def shown(value: float, kind: str) -> str:
    """A number as people read it: a share in per cent, anything else to four figures."""
    if kind == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
