"""Points to share out: each person divides 100 points among features by how much each counts for them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.choices.feature_weights import FeatureWeights
from folkmoot.survey.choices.item_utilities import item_names
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design
from folkmoot.survey.variance import Variance, variance_tag

_ROUNDING = 1e-6  # of the total: points with decimals may not add up to the last one
_STILL = 1e-12  # a standard error that is a 0 that was rounded


def allocation_weights(
    design: Design, points: ArrayLike, items: Sequence[str], *, total: float = 100.0, variance: Variance = "raked"
) -> FeatureWeights:
    """The mean share of the points that each feature was given, with the covariance of the means under the design (as R's `svymean`).

    points: (n, features), each row summing to `total`; a row of NaN throughout is somebody who did not answer, and leaves the base.

    Raises ValueError naming the row whose points are partly blank, below zero, infinite, or do not sum to the total."""
    names = item_names(items)
    given = np.array(points, np.float64)
    if given.shape != (design.n, len(names)):
        raise ValueError(f"points is {' by '.join(map(str, given.shape))}. Give {design.n} rows of {len(names)} features.")
    if not (np.isfinite(total) and total > 0):
        raise ValueError(f"total is {total:g}. Give how many points there were to share out, such as 100.")
    blank = np.isnan(given)
    answered = ~blank.all(1)
    _refuse(answered[:, None] & blank, names, "is blank. Give 0 where a feature was given no points")
    _refuse(np.isinf(given), names, "is not a number of points")
    _refuse(given < 0, names, "is below zero. Points can only be given")
    sums = np.where(answered, np.nan_to_num(given).sum(1), total)
    off = np.abs(sums - total) > _ROUNDING * total
    if off.any():
        row = int(np.argmax(off))
        raise ValueError(f"points: row {row + 1} sums to {sums[row]:g} and not to {total:g}. Correct it, or leave the row out.")
    inside = answered & (design.weights > 0)
    if not inside.any():
        raise ValueError("Nobody shared out any points. There is nothing to estimate.")
    share = np.where(inside[:, None], np.nan_to_num(given), 0.0) / sums[:, None]
    weights = np.where(inside, design.weights, 0.0)
    means = weights @ share / weights.sum()
    means = means / means.sum()
    scores = np.where(inside[:, None], share - means, 0.0) / weights.sum()
    covariance = linearised_covariance(design, scores, variance=variance)
    alike = np.diag(covariance) <= _STILL**2
    covariance = np.where(alike[:, None] | alike, 0.0, covariance)
    base = AnsweringBase.of(design, inside)
    raked = variance_tag(design, variance)
    units = "units=psu" if design.psu is not None else "units=rows"
    method = f"mean share of {total:g} points; variance=taylor,{raked}; {units}; missing=domain"
    return FeatureWeights(names, means, covariance, base.n, base.n_rows, base.n_effective, base.df, method)


def _refuse(bad: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], items: Sequence[str], what: str) -> None:
    if bad.any():
        row, item = np.argwhere(bad)[0]
        raise ValueError(f"points: row {int(row) + 1}, “{items[int(item)]}”, {what}.")
