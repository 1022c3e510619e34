"""The covariance of several estimates at once, by Taylor linearisation with ultimate clusters (Binder 1983; as R's `svyrecvar`)."""

import numpy as np

from folkmoot.survey.blocks import add_rows
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.variance import Variance


def linearised_covariance(design: Design, scores: Floats, *, variance: Variance = "weights") -> Floats:
    """(k, k) the covariance of k estimates whose linearised variables are `scores`.

    scores: (n, k); estimate j differs from its true value by about the weighted sum of scores[:, j]. A row outside the domain has
        zeros: the design keeps all its rows. For a mean it is (y - mean) / (sum of weights in the domain); for a total, y.
    variance: "raked" takes out what the margins the weights were raked to explain, as `proportions` does; "weights" does not.

    Raises ValueError when the rows are not those of the design, or a stratum has one unit and the design's rule is "fail"."""
    if scores.ndim != 2 or len(scores) != design.n:
        raise ValueError(f"scores must be {design.n} rows by the number of estimates; it is {' by '.join(map(str, scores.shape))}.")
    if variance == "raked":
        scores = residuals(design, scores)
    weighted = scores * design.weights[:, None]
    structure = design.structure
    totals = weighted if structure.unit is None else add_rows(structure.unit, weighted, structure.unit_stratum.size)
    return unit_covariance(design, totals)


def residuals(design: Design, scores: Floats) -> Floats:
    """(n, k) the scores less what the margins explain of them, where the weights were made to meet margins. A row of weight zero has no
    score."""
    calibration = design.calibration
    if calibration is None:
        return scores
    if design.has_zero_weights:
        scores = np.where(design.weights[:, None] > 0, scores, 0.0)
    rows = scores * design.weights[:, None] if calibration.of_weighted else scores
    fit = calibration.fitted(add_rows(calibration.cells, rows, len(calibration.cell_levels)))
    return np.asarray(scores - fit[calibration.cells], np.float64)


def unit_covariance(design: Design, totals: Floats) -> Floats:
    """(k, k) the covariance from the weighted totals of each sampling unit: (units, k), a row each when there are no clusters."""
    structure, spread = design.structure, design.spread
    strata = structure.sizes.size
    means = add_rows(structure.unit_stratum, totals, strata) / structure.sizes[:, None]
    means[spread.from_zero] = 0.0
    about = totals - (means if strata == 1 else means[structure.unit_stratum])
    if strata == 1:
        return np.asarray(spread.multiplier[0] * (about.T @ about), np.float64)
    return np.asarray((about * spread.multiplier[structure.unit_stratum][:, None]).T @ about, np.float64)
