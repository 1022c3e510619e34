"""What weighting costs (Kish 1965, section 11.2C)."""

import numpy as np
from numpy.typing import ArrayLike


def kish_deff(weights: ArrayLike) -> float:
    """Kish's design effect of unequal weights, 1 + the squared coefficient of variation of the weights: n times the sum of
    squares over the squared sum. 1 when all weights are equal."""
    w = _checked(weights)
    return float(w.size * (w @ w) / w.sum() ** 2)


def n_effective(weights: ArrayLike) -> float:
    """Kish's effective sample size: the squared sum of the weights over their sum of squares."""
    w = _checked(weights)
    return float(w.sum() ** 2 / (w @ w))


def _checked(weights: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    w = np.asarray(weights, np.float64).ravel()
    if w.size == 0 or not np.isfinite(w).all() or (w < 0).any() or not w.any():
        raise ValueError("Weights must be numbers of zero or more, with at least one above zero.")
    return w
