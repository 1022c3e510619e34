"""Weighted medians and other quantiles, overall and by group, with Woodruff's intervals (1952).

The quantile of a share p is the smallest value that at least the share p of the weight is at or below: the rule "definition". The
rules "math" (the default) and "school" are those that R's `svyquantile` has had since survey 4.1; before, `oldsvyquantile` drew
straight lines between the values. "math" is the definition but for one case, which both rules have from R: where the smallest row
alone weighs more than the share p they take the second smallest. That makes low quantiles and low ends of intervals of very small
groups too high. "school" takes the mean of two neighbouring rows where the share is reached exactly between them.

A cumulative share within 1e-12 of p counts as reaching it, so that the same weights in other units give the same quantile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.answering_base import read_answers
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.estimates import Estimates, proportions
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import check_df_method, estimate_sentences, places
from folkmoot.survey.intervals import DfMethod, quantile
from folkmoot.survey.variance import Variance, variance_tag

QuantileRule = Literal["math", "school", "definition"]
Centre = Literal["estimate", "asked"]
_REACHED = 1e-12


@dataclass(frozen=True, eq=False, kw_only=True)
class Quantiles(Estimates):
    """One quantile in each level of a factor, or of everybody as one level without a name.

    share: which, 0.5 for the median. share_below: (levels,) the weighted share at or below the estimate, more than `share` where many
    gave the same value. low, high: NaN where the interval of the share goes beyond 0 or 1: too few people are that far out. se: the
    interval's width over twice the t it was made with, as R gives it. deff: of share_below."""

    share: float
    share_below: Floats
    what: str
    by: str | None
    levels: tuple[str, ...]
    confidence: float

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found in each group, for people to read. A group of too few people to publish has no estimate in words."""
        name = "weighted median" if self.share == 0.5 else f"at least {100 * self.share:.4g}% of the weight lies at or below"
        return tuple(
            sentence
            for place, level in enumerate(self.levels)
            for sentence in estimate_sentences(
                f"{self.by}, {level}: {self.what}" if self.by else self.what,
                name,
                "quantile",
                (float(self.estimate[place]), float(self.low[place]), float(self.high[place])),
                int(self.n[place]),
                self.confidence,
            )
        )


def quantiles(
    design: Design,
    values: ArrayLike,
    shares: Sequence[float] = (0.5,),
    *,
    by: Factor | None = None,
    what: str = "the values",
    rule: QuantileRule = "math",
    centre: Centre = "estimate",
    confidence: float = 0.95,
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
) -> tuple[Quantiles, ...]:
    """The quantile of each of the shares in each level of `by` (as R's `svyquantile(interval.type = "mean")`).

    values: (n,) numbers, NaN for no answer. rule: as above, of estimates and of the ends of intervals. The interval runs between the
    quantiles of the two ends of a Wald interval for the share of people at or below the estimate; `variance` and `df_method` are of
    that share, as in `proportions`.
    centre: "estimate" puts that interval around the share found at or below the estimate, as R does. With many equal values (a scale
    of five points) that share can be far above the one asked for, and the interval then lies too high: "asked" puts it around the share
    asked for, as Woodruff's paper (and `oldsvyquantile`) does.

    Raises ValueError when an array does not fit the design or a share is not between 0 and 1."""
    _check(shares, rule, centre, df_method)
    numbers = read_answers(design, values, what)
    place, levels = places(design, by)
    distribution = _Distribution.of(numbers, design.weights, place, levels)
    return tuple(
        _quantile(design, numbers, place, distribution, share, by, what, rule, centre, confidence, df_method, variance) for share in shares
    )


def _quantile(
    design: Design,
    numbers: Floats,
    place: Codes,
    distribution: "_Distribution",
    share: float,
    by: Factor | None,
    what: str,
    rule: QuantileRule,
    centre: Centre,
    confidence: float,
    df_method: DfMethod,
    variance: Variance,
) -> Quantiles:
    levels = distribution.total.size
    estimate = distribution.at(np.full(levels, share), rule)
    below = np.where(np.isnan(numbers) | (place < 0), np.nan, numbers <= estimate[place])
    found = proportions(
        design,
        below,
        by=place,
        levels=levels,
        confidence=confidence,
        interval="wald",
        df_method=df_method,
        variance=variance,
    )
    moved = 0.0 if centre == "estimate" else share - found.estimate
    low, high = (_ends(distribution, end + moved, rule) for end in (found.low, found.high))
    t = quantile(found.df, confidence)
    raked = variance_tag(design, variance)
    held = {field.name: getattr(found, field.name) for field in fields(Estimates)}
    held |= {"estimate": estimate, "se": (high - low) / (2 * t), "low": low, "high": high}
    held["method"] = (
        f"quantile {share:g}; rule={rule}; variance=taylor,{raked}; interval=woodruff,centred on the {centre},{confidence:g}; "
        f"df={df_method}; missing=domain"
    )
    return Quantiles(
        **held,
        share=share,
        share_below=found.estimate,
        what=what,
        by=None if by is None else by.name,
        levels=("",) if by is None else by.levels,
        confidence=confidence,
    )


def _ends(distribution: "_Distribution", shares: Floats, rule: QuantileRule) -> Floats:
    """The quantiles of an interval's ends; NaN where the share is beyond 0 or 1, by more than rounding."""
    inside = (shares >= -_REACHED) & (shares <= 1 + _REACHED)
    found = distribution.at(np.where(inside, shares, 0.5), rule)
    return np.where(inside, found, np.nan)


@dataclass(frozen=True, eq=False)
class _Distribution:
    """The rows that have a value, a level and a weight, by level and then by value. values: (m,). cumulative: (m,) weight up to and
    with the row, within its level. starts: (levels + 1,) where each level begins. total: (levels,) its weight."""

    values: Floats
    cumulative: Floats
    starts: Codes
    total: Floats

    @classmethod
    def of(cls, values: Floats, weights: Floats, place: Codes, levels: int) -> "_Distribution":
        rows = np.flatnonzero(~np.isnan(values) & (place >= 0) & (weights > 0))
        rows = rows[np.lexsort((values[rows], place[rows]))]
        starts = np.searchsorted(place[rows], np.arange(levels + 1))
        cumulative, total = np.empty(rows.size), np.zeros(levels)
        for level in range(levels):
            own = slice(starts[level], starts[level + 1])
            cumulative[own] = np.cumsum(weights[rows[own]])
            if starts[level + 1] > starts[level]:
                total[level] = cumulative[starts[level + 1] - 1]
        return cls(values[rows], cumulative, starts, total)

    def at(self, shares: Floats, rule: QuantileRule) -> Floats:
        """(levels,) the quantile of each level's own share; NaN where the level is empty."""
        found = np.full(self.total.size, np.nan)
        for level in np.flatnonzero(self.total > 0):
            start, end, total = self.starts[level], self.starts[level + 1], self.total[level]
            wanted = shares[level] * total
            row = min(start + int(np.searchsorted(self.cumulative[start:end], wanted - _REACHED * total)), end - 1)
            if rule != "definition" and row == start and self.cumulative[row] > wanted + _REACHED * total:
                row = min(row + 1, end - 1)  # as R: no row is at or below the share, and the one after the first is taken
            found[level] = self.values[row]
            if rule == "school" and row + 1 < end and self.cumulative[row] <= wanted + _REACHED * total:
                found[level] += (self.values[row + 1] - self.values[row]) / 2
        return found


def _check(shares: Sequence[float], rule: str, centre: str, df_method: str) -> None:
    check_df_method(df_method)
    for share in shares:
        if not 0 < share < 1:
            raise ValueError(f"The share {share:g} is not between 0 and 1. Give 0.5 for the median.")
    for name, value, known in (("rule", rule, get_args(QuantileRule)), ("centre", centre, get_args(Centre))):
        if value not in known:
            raise ValueError(f"{name} is {value!r}. Use one of: {', '.join(known)}.")
