"""The weights closest to the base weights that meet given totals: Newton's method on the dual (Deville and Sarndal 1992, section 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from folkmoot.survey.weights.distances import FactorFunction

type Floats = NDArray[np.float64]

_SINGULAR = 1e-11  # eigenvalues this small (relative) are of totals that follow from the others
_LOST = 1e-14  # of a total, in rounding
_ENOUGH = 1e-4  # the share of the promised gain a step must bring (Armijo)


@dataclass(frozen=True, eq=False)
class Closest:
    """factors: (cells,) weight over base weight. reached: (p,) the totals they give.
    errors: (p,) distance from the totals, relative to their scale."""

    factors: Floats
    iterations: int
    reached: Floats
    errors: Floats

    @property
    def largest_error(self) -> float:
        """The largest of the errors."""
        return float(np.abs(self.errors).max())


def closest_weights(
    columns: csr_array | Floats,
    base: Floats,
    totals: Floats,
    function: FactorFunction,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> Closest:
    """The factors F(columns @ multipliers) for which the weighted sums of the columns are the totals.

    columns: (cells, p) what each row of a cell adds to each total. base: (cells,) sum of base weights. totals: (p,).
    tolerance: on the largest error, each total's being relative to its size or, where that is larger, to the sum of the absolute
    values it is made of times 1e-6 (so that a total near zero has a scale). Columns that follow from others are allowed.

    It stops after max_iterations whether or not the totals are met: see `largest_error`."""
    transposed = columns.T.tocsr() if isinstance(columns, csr_array) else columns.T
    size = np.sqrt(_sums(_squared(columns), base))
    size[size == 0] = 1.0
    scale = np.maximum(np.abs(totals), 1e-6 * _sums(abs(columns), base))
    scale[scale == 0] = 1.0

    def reach(factors: Floats) -> Floats:
        return np.asarray(transposed @ (base * factors), np.float64)

    def curvature(slopes: Floats) -> Floats:
        # Columns are scaled to the size of one, so that ages and incomes weigh alike in what counts as singular.
        weighted = _row_scaled(columns, base * slopes)
        product = transposed @ weighted
        dense = product.toarray() if isinstance(product, csr_array) else product
        return np.asarray(dense / np.outer(size, size), np.float64)

    def gain(length: float, multipliers: Floats, u: Floats, step: Floats, along: Floats) -> float:
        return float(totals @ (multipliers + length * step) - base @ function.areas(u + length * along))

    multipliers = np.zeros(totals.size)
    u = np.zeros(base.size)
    whole = curvature(np.ones(base.size))
    rounding = _LOST * float(np.abs(totals / size).max(initial=0.0))
    polished = False
    for iteration in range(1, max_iterations + 1):
        factors = function.factors(u)
        gap = totals - reach(factors)
        found = Closest(factors, iteration - 1, totals - gap, -gap / scale)
        if found.largest_error <= tolerance:
            if polished:
                break
            polished = True  # one step more is cheap and takes the error from the tolerance to rounding
        step = _newton_step(curvature(function.slopes(u)), whole, gap / size, rounding) / size
        along = np.asarray(columns @ step, np.float64)
        # So near the end what a step gains is lost in rounding, and a whole step of Newton's is the right one.
        near = found.largest_error <= tolerance
        length = 1.0 if near else _length(partial(gain, multipliers=multipliers, u=u, step=step, along=along), float(gap @ step))
        if length is None:
            break
        multipliers, u = multipliers + length * step, u + length * along
    factors = function.factors(u)
    reached = reach(factors)
    last = Closest(factors, iteration, reached, (reached - totals) / scale)
    return last if last.largest_error <= found.largest_error else found


def _newton_step(curvature: Floats, whole: Floats, gap: Floats, rounding: float) -> Floats:
    """The Newton step; where too many rows are at a bound for the curvature to say how far to go, some of the curvature without
    bounds is added. Totals that follow from others differ from them by rounding, and no step closes that part of the gap."""
    for share in (0.0, 1e-4, 1e-2, 1.0):
        matrix = curvature + share * whole
        values, vectors = np.linalg.eigh(matrix)
        known = values > _SINGULAR * max(float(values[-1]), 1e-6 * float(np.trace(whole)))
        step = np.asarray(vectors[:, known] @ ((vectors[:, known].T @ gap) / values[known]), np.float64)
        if np.abs(matrix @ step - gap).max() <= max(1e-6 * np.abs(gap).max(), rounding):
            return step
    return step


def _length(gain: Callable[[float], float], promised: float) -> float | None:
    """How far to go along a step that promises this gain at first: far enough to bring a share of it, twice as far and more while that
    still gains (as it does where all rows are at bounds). None when every length loses."""
    now, length = gain(0.0), 1.0
    lost_in_rounding = 1e-14 * (abs(now) + 1)
    while gain(length) < now + _ENOUGH * length * promised - lost_in_rounding:
        length /= 2
        if length < 1e-12:
            return None
    while length < 1e6 and gain(2 * length) > gain(length) + lost_in_rounding:
        length *= 2
    return length


def _sums(columns: csr_array | Floats, base: Floats) -> Floats:
    return np.asarray(columns.T @ base, np.float64)


def _squared(columns: csr_array | Floats) -> csr_array | Floats:
    return columns.power(2) if isinstance(columns, csr_array) else columns**2


def _row_scaled(columns: csr_array | Floats, by: Floats) -> csr_array | Floats:
    return columns.multiply(by[:, None]).tocsr() if isinstance(columns, csr_array) else columns * by[:, None]
