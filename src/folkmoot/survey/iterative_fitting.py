"""Iterative proportional fitting on the joint cells (Deming and Stephan 1940): the cost does not depend on the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.margins import Calibration

_RUNAWAY = 1e100  # a factor beyond this only ever comes of margins that cannot be met together


@dataclass(frozen=True, eq=False)
class Fit:
    """factors: (cells,) what each cell's weights are multiplied by; errors: relative, one array of levels per margin."""

    factors: NDArray[np.float64]
    iterations: int
    errors: tuple[NDArray[np.float64], ...]

    @property
    def largest_error(self) -> float:
        """The largest relative distance of any level from its target."""
        return max(float(np.abs(error).max()) for error in self.errors)


def margin_totals(cells: NDArray[np.float64], calibration: Calibration, margin: int) -> NDArray[np.float64]:
    """(levels,) the sum of a number held by each cell over one margin's levels."""
    return np.bincount(calibration.cell_levels[:, margin], cells, calibration.sizes[margin])


def margin_errors(
    cells: NDArray[np.float64], calibration: Calibration, targets: Sequence[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], ...]:
    """The relative error of each level of each margin; a target of zero (which only an empty level has) is met."""
    errors = []
    for margin, target in enumerate(targets):
        reached = margin_totals(cells, calibration, margin)
        errors.append(np.divide(reached - target, target, out=np.zeros_like(target), where=target > 0))
    return tuple(errors)


def fit_cells(
    base: NDArray[np.float64], calibration: Calibration, targets: Sequence[NDArray[np.float64]], tolerance: float, max_iterations: int
) -> Fit:
    """Scale each margin in turn until all are met to `tolerance` (relative), or `max_iterations` rounds are done.

    base: (cells,) base weight in each cell. targets: one array of levels per margin, with one common total."""
    factors = np.ones_like(base)
    columns = [calibration.cell_levels[:, margin] for margin in range(len(targets))]
    live = base > 0
    scale = float(targets[0].sum() / base.sum())  # the factor of weights that need no raking
    errors: tuple[NDArray[np.float64], ...] = ()
    for iteration in range(1, max_iterations + 1):
        for column, target in zip(columns, targets, strict=True):
            reached = np.bincount(column, base * factors, target.size)
            factors = factors * np.divide(target, reached, out=np.ones_like(target), where=reached > 0)[column]
        errors = margin_errors(base * factors, calibration, targets)
        fit = Fit(factors, iteration, errors)
        if fit.largest_error <= tolerance or not (factors[live].min() > scale / _RUNAWAY and factors[live].max() < scale * _RUNAWAY):
            break
    return Fit(factors, iteration, errors)
