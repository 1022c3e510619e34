"""Raking with bounds on how far a weight may move (Deville and Sarndal 1992, the truncated exponential method)."""

from collections.abc import Sequence

import numpy as np
import scipy  # which loads its parts when they are first used
from numpy.typing import NDArray

from folkmoot.survey.iterative_fitting import Fit, margin_errors, margin_totals
from folkmoot.survey.margins import Calibration

type Floats = NDArray[np.float64]

_RUNAWAY = 200.0  # a log factor this far beyond any bound only ever comes of margins that cannot be met together


def fit_cells_within(
    base: Floats, calibration: Calibration, targets: Sequence[Floats], bounds: tuple[float, float], tolerance: float, max_iterations: int
) -> Fit:
    """The factors clip(exp(sum of one number per level), lower, upper) that meet the margins, by solving one margin at a time.

    Each step is the exact maximum of the dual over one margin's levels, so the result depends on nothing but the input."""
    lower, upper = bounds
    columns = [calibration.cell_levels[:, margin] for margin in range(len(targets))]
    scores = [np.zeros(target.size) for target in targets]
    log_factor = np.zeros_like(base)
    for iteration in range(1, max_iterations + 1):
        for margin, (column, target) in enumerate(zip(columns, targets, strict=True)):
            rest = log_factor - scores[margin][column]
            scores[margin] = _solve_margin(base, rest, column, target, bounds, tolerance)
            log_factor = rest + scores[margin][column]
        factors = np.clip(np.exp(log_factor), lower, upper)
        fit = Fit(factors, iteration, margin_errors(base * factors, calibration, targets))
        if fit.largest_error <= tolerance or np.abs(log_factor).max() > _RUNAWAY:
            break
    return fit


def _solve_margin(
    base: Floats, rest: Floats, column: NDArray[np.int64], target: Floats, bounds: tuple[float, float], tolerance: float
) -> Floats:
    """For each level the score s at which the sum of base * clip(exp(rest + s), bounds) is its target: Newton, kept in a bracket."""
    lower, upper = bounds
    levels = target.size
    log_lower, log_upper = (np.log(lower) if lower > 0 else -np.inf), np.log(upper)
    # Without a clip the score is known; clipping from above can only raise it, from below only lower it.
    free = np.log(np.maximum(target, 1e-300) / np.maximum(np.bincount(column, base * np.exp(rest), levels), 1e-300))
    highest, lowest = np.full(levels, -np.inf), np.full(levels, np.inf)
    np.maximum.at(highest, column, rest)
    np.minimum.at(lowest, column, rest)
    empty = np.isinf(highest)  # a level nobody has, whose score is not used
    highest[empty], lowest[empty] = 0.0, 0.0
    low = log_lower - highest if lower > 0 else free.copy()
    high = log_upper - lowest if np.isfinite(upper) else free.copy()
    score = np.clip(free, low, high)
    for _ in range(100):
        value = np.exp(rest + score[column])
        reached = np.bincount(column, base * np.clip(value, lower, upper), levels)
        gap = target - reached
        if (np.abs(gap) <= 0.1 * tolerance * target).all():
            break
        low, high = np.where(gap > 0, score, low), np.where(gap < 0, score, high)
        slope = np.bincount(column, base * value * ((value > lower) & (value < upper)), levels)
        newton = score + np.divide(gap, slope, out=np.full(levels, np.inf), where=slope > 0)
        score = np.where((newton > low) & (newton < high), newton, (low + high) / 2)
    return score


def closest_within(
    base: Floats, calibration: Calibration, targets: Sequence[Floats], bounds: tuple[float, float], *, together: bool
) -> tuple[int, int, float] | None:
    """The margin, level and nearest total of the level that bounds keep furthest from its target, or None when all can be met.

    First each level alone; with `together` then all at once: the smallest sum of relative misses, a linear programme (HiGHS)."""
    lower, upper = bounds
    for margin, target in enumerate(targets):
        alone = margin_totals(base, calibration, margin)
        nearest = np.clip(target, lower * alone, upper * alone)
        missed = np.abs(nearest - target)
        if (missed > 1e-9 * target).any():
            level = int(np.argmax(missed / np.maximum(target, 1e-300)))
            return margin, level, float(nearest[level])
    if not together:
        return None
    wanted = np.concatenate(targets)
    share = calibration.indicators.T.multiply(base[None, :]).tocsr()
    rows = share.multiply(1 / np.maximum(wanted, 1e-300)[:, None])
    slack = scipy.sparse.csr_array((np.ones(wanted.size), (np.arange(wanted.size), np.arange(wanted.size))))
    within: list[tuple[float, float | None]] = [(lower, upper if np.isfinite(upper) else None)] * base.size
    result = scipy.optimize.linprog(
        np.concatenate([np.zeros(base.size), np.ones(2 * wanted.size)]),
        A_eq=scipy.sparse.hstack([rows, slack, -slack]).tocsr(),
        b_eq=(wanted > 0).astype(float),
        bounds=[*within, *[(0.0, None)] * (2 * wanted.size)],
        method="highs",
    )
    if result.status != 0 or result.fun <= 1e-7:
        return None
    reached = share @ result.x[: base.size]
    worst = int(np.argmax(np.abs(reached - wanted) / np.maximum(wanted, 1e-300)))
    starts = np.cumsum([0, *calibration.sizes])
    margin = int(np.searchsorted(starts, worst, side="right")) - 1
    return margin, worst - int(starts[margin]), float(reached[worst])
