"""Raking: weights that make a sample match the population on several margins at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.bounded_raking import closest_within, fit_cells_within
from folkmoot.survey.design import Design
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.iterative_fitting import Fit, fit_cells
from folkmoot.survey.margins import Calibration, Margin, joint_cells

type Floats = NDArray[np.float64]

_SAME_TOTAL = 1e-6  # published margins are rounded: totals this close (relative) count as one
_FEW_ROUNDS = 50  # bounded raking that takes more is usually impossible, which a linear programme tells sooner than more rounds


class RakingError(ValueError):
    """The margins cannot be met, in plain words: which margin and level, and what to do."""


@dataclass(frozen=True, eq=False)
class Raking:
    """A raked design and how it got there.

    design: the design with the raked weights and the margins they meet.
    weights: (n,) raked weights. factors: (n,) raked weight over base weight.
    largest_error: the largest relative distance of a level from its target.
    at_lower, at_upper: how many rows are at a bound. weight_range: smallest and largest weight.
    """

    design: Design
    weights: Floats
    factors: Floats
    iterations: int
    converged: bool
    largest_error: float
    bounds: tuple[float, float] | None
    at_lower: int
    at_upper: int
    kish_deff: float
    n_effective: float
    weight_range: tuple[float, float]


def rake(
    design: Design,
    margins: Sequence[Margin],
    *,
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
) -> Raking:
    """Rake the design's weights to the margins.

    Without bounds: iterative proportional fitting (Deming and Stephan 1940), as R's `rake`. With bounds (lower, upper) on raked
    weight over base weight: the truncated exponential of Deville and Sarndal (1992), as R's `calibrate(calfun="raking", bounds=)`.
    Margins whose totals differ by less than 1 in 1,000,000 (rounding) are scaled to the last one's total.

    tolerance: the largest relative error of any level. Raises RakingError when the margins cannot be met.
    """
    targets = _checked(design, margins, bounds)
    calibration = joint_cells(margins)
    base = np.bincount(calibration.cells, design.weights, len(calibration.cell_levels))
    if bounds is None:
        fit = fit_cells(base, calibration, targets, tolerance, max_iterations)
    else:
        _refuse_unreachable(margins, base, calibration, targets, bounds, alone=True)
        fit = fit_cells_within(base, calibration, targets, bounds, tolerance, min(_FEW_ROUNDS, max_iterations))
        if fit.largest_error > tolerance:
            _refuse_unreachable(margins, base, calibration, targets, bounds, alone=False)
            fit = fit_cells_within(base, calibration, targets, bounds, tolerance, max_iterations)
    if fit.largest_error > tolerance:
        raise RakingError(_contradiction(margins, targets, fit))
    factors = fit.factors[calibration.cells]
    weights = design.weights * factors
    at = (0, 0) if bounds is None else (int((factors <= bounds[0]).sum()), int((factors >= bounds[1]).sum()))
    return Raking(
        design=replace(design, weights=weights, calibration=calibration),
        weights=weights,
        factors=factors,
        iterations=fit.iterations,
        converged=fit.largest_error <= tolerance,
        largest_error=fit.largest_error,
        bounds=bounds,
        at_lower=at[0],
        at_upper=at[1],
        kish_deff=kish_deff(weights),
        n_effective=n_effective(weights),
        weight_range=(float(weights.min()), float(weights.max())),
    )


def _checked(design: Design, margins: Sequence[Margin], bounds: tuple[float, float] | None) -> list[Floats]:
    """The targets on one common total, after refusing what no raking could meet."""
    if not margins:
        raise RakingError("There is no margin to rake to. Give at least one.")
    if design.calibration is not None:
        raise RakingError("These weights are raked already. Rake the base weights, to all margins at once.")
    if bounds is not None and not 0 <= bounds[0] < bounds[1]:
        raise RakingError(f"The bounds {bounds[0]:g} to {bounds[1]:g} leave no room. The lower must be zero or more, and below the upper.")
    last = margins[-1]
    total = float(last.targets.sum())
    for margin in margins:
        if margin.codes.size != design.n:
            raise RakingError(f"{margin.name}: {margin.codes.size} rows, and the design has {design.n}. They must be the same people.")
        own = float(margin.targets.sum())
        if abs(own - total) > _SAME_TOTAL * total:
            raise RakingError(
                f"The margins do not describe the same population: {margin.name} sums to {own:,.10g} and {last.name} to {total:,.10g}. "
                "Give counts of the same people."
            )
        held = np.bincount(margin.codes, design.weights, len(margin.levels))
        for level, has, target in zip(margin.levels, held, margin.targets, strict=True):
            if target > 0 and has == 0:
                raise RakingError(
                    f"{margin.name}, {level}: nobody in the sample, and {target:,.10g} in the population. "
                    "Merge the level with another, in the sample and in the targets."
                )
            if target == 0 and has > 0:
                raise RakingError(
                    f"{margin.name}, {level}: there are people in the sample, and the target is 0. "
                    "Give the level its count, or merge it with another."
                )
    return [margin.targets * (total / float(margin.targets.sum())) for margin in margins]


def _refuse_unreachable(
    margins: Sequence[Margin], base: Floats, calibration: Calibration, targets: list[Floats], bounds: tuple[float, float], *, alone: bool
) -> None:
    found = closest_within(base, calibration, targets, bounds, together=not alone)
    if found is None:
        return
    margin, level, nearest = found
    message = (
        f"{margins[margin].name}, {margins[margin].levels[level]}: weights of {bounds[0]:g} to {bounds[1]:g} times the base weight "
        f"cannot reach {targets[margin][level]:,.10g}. The closest is {nearest:,.10g}. Widen the bounds, or merge the level with another."
    )
    held, total = float(base.sum()), float(targets[0].sum())
    if not bounds[0] * held <= total <= bounds[1] * held:
        message += (
            f" The base weights sum to {held:,.10g} and the population to {total:,.10g}: scale the base weights to the population first."
        )
    raise RakingError(message)


def _contradiction(margins: Sequence[Margin], targets: list[Floats], fit: Fit) -> str:
    margin = max(range(len(margins)), key=lambda m: float(np.abs(fit.errors[m]).max()))
    level = int(np.argmax(np.abs(fit.errors[margin])))
    target = targets[margin][level]
    return (
        f"The margins cannot all be met: after {fit.iterations:,} rounds {margins[margin].name}, {margins[margin].levels[level]} is at "
        f"{target * (1 + fit.errors[margin][level]):,.10g} and should be {target:,.10g}. In this sample the margins contradict each other, "
        "because some combinations of levels have nobody in them. Merge levels, or drop a margin."
    )
