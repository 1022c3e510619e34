"""The ratio of two totals, such as hours of care for each person who receives it, overall and by group (as R's `svyratio`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.answering_base import read_answers
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import GroupEstimates, of_residuals, places
from folkmoot.survey.intervals import DfMethod
from folkmoot.survey.variance import Variance

_ROUNDING = 1e-14  # what is left of a total, under this share of its parts, is a zero that was rounded


@dataclass(frozen=True, eq=False, kw_only=True)
class Ratios(GroupEstimates):
    """total_above, total_below: (levels,) the weighted totals of the numerator and the denominator among those who gave both."""

    total_above: Floats
    total_below: Floats


def ratios(
    design: Design,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    by: Factor | None = None,
    what: str = "the ratio of the totals",
    confidence: float = 0.95,
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
) -> Ratios:
    """The weighted total of the numerator over that of the denominator, in each level of `by` or of everybody, with a Wald interval.

    It is the ratio of the totals and not the mean of each row's own ratio. numerator, denominator: (n,) numbers, NaN for no answer; a
    row without both is in neither total (R's na.rm=TRUE), and the design keeps all its rows. The linearised variable is
    (y - ratio x) / (total of x) (Woodruff 1971). deff: over the variance of a simple random sample of n, with replacement. A level
    whose denominator adds up to zero has no ratio: NaN. The rest as `means`.

    Raises ValueError when an array does not fit the design."""
    above, below = read_answers(design, numerator, "numerator"), read_answers(design, denominator, "denominator")
    level, levels = places(design, by)
    counted = ~np.isnan(above) & ~np.isnan(below) & (level >= 0)
    group = np.where(counted, level, levels)

    def total(values: Floats) -> Floats:
        return np.bincount(group, design.weights * np.where(counted, values, 0.0), levels + 1)[:levels].astype(np.float64)

    total_above, total_below = total(above), total(below)
    usable = np.abs(total_below) > _ROUNDING * total(np.abs(below))
    estimate = np.divide(total_above, total_below, out=np.full(levels, np.nan), where=usable)
    held = np.where(usable, estimate, 0.0)
    found = of_residuals(
        design,
        estimate,
        np.where(counted, above - np.append(held, 0.0)[group] * below, np.nan),
        np.divide(1, total_below, out=np.zeros(levels), where=usable),
        what=what,
        kind="ratio",
        by=by,
        confidence=confidence,
        df_method=df_method,
        variance=variance,
        largest=float(np.abs(held).max()),
    )
    return Ratios(**vars(found), total_above=total_above, total_below=total_below)
