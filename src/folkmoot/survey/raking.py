"""Raking: weights that make a sample match the population on several margins at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.bounded_raking import closest_within, fit_cells_within
from folkmoot.survey.design import Design
from folkmoot.survey.iterative_fitting import Fit, fit_cells, margin_totals
from folkmoot.survey.margins import Calibration, Margin, common_totals, joint_cells

type Floats = NDArray[np.float64]

_FEW_ROUNDS = 50  # bounded raking that takes more is usually impossible, which a linear programme tells sooner than more rounds


class RakingError(ValueError):
    """The margins cannot be met, in plain words: which margin and level, and what to do."""


@dataclass(frozen=True, eq=False)
class Raking:
    """A raked design and how it got there.

    design: the design with the raked weights and the margins they meet.
    cell_factors: raked weight over base weight, for each cell of the design's calibration.
    largest_error: the largest relative distance of a level from its target. weight_range: smallest and largest weight.
    """

    design: Design
    cell_factors: Floats
    iterations: int
    converged: bool
    largest_error: float
    bounds: tuple[float, float] | None
    kish_deff: float
    n_effective: float
    weight_range: tuple[float, float]

    @property
    def weights(self) -> Floats:
        """(n,) raked weights."""
        return self.design.weights

    @cached_property
    def factors(self) -> Floats:
        """(n,) raked weight over base weight."""
        return self._calibration.key.spread(self.cell_factors)

    @property
    def at_lower(self) -> int:
        """How many rows are at the lower bound."""
        return 0 if self.bounds is None else int(self._calibration.counts[self.cell_factors <= self.bounds[0]].sum())

    @property
    def at_upper(self) -> int:
        """How many rows are at the upper bound."""
        return 0 if self.bounds is None else int(self._calibration.counts[self.cell_factors >= self.bounds[1]].sum())

    @property
    def _calibration(self) -> Calibration:
        if self.design.calibration is None:
            raise ValueError("A raking's design holds the margins it was raked to.")
        return self.design.calibration


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
    # who weighs nothing is not raked, and takes no part in the variance
    calibration = joint_cells(margins, weighed=design.weights > 0 if design.has_zero_weights else None)
    one, other = design.weight_range
    base = np.asarray(calibration.counts * one, np.float64) if one == other else calibration.key.weigh(design.weights)
    _refuse_empty(margins, base, calibration)
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
    one, other = design.weight_range
    if one == other:  # equal base weights: then each cell has one weight
        by_cell = one * fit.factors
        counts, weights = calibration.counts, calibration.key.spread(by_cell)
        held = by_cell[counts > 0]
        total, squares = float(counts @ by_cell), float(counts @ by_cell**2)
        weight_range = (float(held.min()), float(held.max()))
    else:
        weights = design.weights * calibration.key.spread(fit.factors)
        total, squares = float(weights.sum()), float(weights @ weights)
        weight_range = (float(weights.min()), float(weights.max()))
    n_effective = total**2 / squares
    return Raking(
        design=replace(design, weights=weights, calibration=calibration),
        cell_factors=fit.factors,
        iterations=fit.iterations,
        converged=fit.largest_error <= tolerance,
        largest_error=fit.largest_error,
        bounds=bounds,
        kish_deff=design.n / n_effective,
        n_effective=n_effective,
        weight_range=weight_range,
    )


def _checked(design: Design, margins: Sequence[Margin], bounds: tuple[float, float] | None) -> list[Floats]:
    """The targets on one common total, after refusing what no raking could meet."""
    if not margins:
        raise RakingError("There is no margin to rake to. Give at least one.")
    if design.calibration is not None:
        raise RakingError("These weights are raked already. Rake the base weights, to all margins at once.")
    if bounds is not None and not 0 <= bounds[0] < bounds[1]:
        raise RakingError(f"The bounds {bounds[0]:g} to {bounds[1]:g} leave no room. The lower must be zero or more, and below the upper.")
    for margin in margins:
        if margin.codes.size != design.n:
            raise RakingError(f"{margin.name}: {margin.codes.size} rows, and the design has {design.n}. They must be the same people.")
    try:
        return common_totals(margins)
    except ValueError as error:
        raise RakingError(str(error)) from None


def _refuse_empty(margins: Sequence[Margin], base: Floats, calibration: Calibration) -> None:
    for place, margin in enumerate(margins):
        held = margin_totals(base, calibration, place)
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
