"""Raking every replicate again to the same margins, all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Floats
from folkmoot.survey.margins import Calibration, Margin, common_totals, joint_cells
from folkmoot.survey.profiles import pieces
from folkmoot.survey.replication.replicates import Replicates

_AT_ONCE = 1 << 20  # cells times replicates that are raked together


@dataclass(frozen=True, eq=False)
class ReplicateWeights:
    """The weights of every replicate, made piece by piece so that they need not be held.

    calibration and factors (replicates, cells): what raking multiplies each cell's weights by; None when they are not raked.
    usable: (replicates,) false where the margins cannot be met, because a level holds nobody in the replicate."""

    replicates: Replicates
    calibration: Calibration | None
    factors: Floats | None
    usable: NDArray[np.bool_]

    def rows(self, start: int, end: int, piece: slice) -> Floats:
        """(end - start, rows of the piece) the weights of some of the replicates."""
        weights = self.replicates.rows(start, end, piece) * self.replicates.design.weights[piece]
        if self.calibration is not None and self.factors is not None:
            weights *= np.take(self.factors[start:end], self.calibration.cells[piece], axis=1)
        return weights


def replicate_weights(
    replicates: Replicates, margins: Sequence[Margin] | None, *, tolerance: float = 1e-10, max_iterations: int = 1000
) -> ReplicateWeights:
    """The replicates' weights, raked to the margins where they are given (by iterative proportional fitting, to a relative error of
    `tolerance` in every level)."""
    if margins is None:
        return ReplicateWeights(replicates, None, None, np.ones(replicates.count, np.bool_))
    calibration = joint_cells(margins)
    targets = common_totals(margins)
    factors = np.empty((replicates.count, calibration.counts.size))
    usable = np.empty(replicates.count, np.bool_)
    step = max(16, _AT_ONCE // calibration.counts.size)
    for start in range(0, replicates.count, step):
        end = min(start + step, replicates.count)
        base = _cell_totals(replicates, calibration, start, end)
        factors[start:end], usable[start:end] = _rake(base, calibration, targets, tolerance, max_iterations)
    return ReplicateWeights(replicates, calibration, factors, usable)


def _cell_totals(replicates: Replicates, calibration: Calibration, start: int, end: int) -> Floats:
    """(end - start, cells) base weights of each replicate in each cell."""
    design, cells = replicates.design, calibration.counts.size
    equal = design.weight_range[0] == design.weight_range[1]
    totals = np.zeros((end - start, cells))
    for piece in pieces(design.n, cells):
        place = calibration.cells[piece].astype(np.intp)
        for row, times in enumerate(replicates.rows(start, end, piece)):
            totals[row] += np.bincount(place, times if equal else times * design.weights[piece], cells)
    return totals * design.weight_range[0] if equal else totals


def _rake(
    base: Floats, calibration: Calibration, targets: Sequence[Floats], tolerance: float, max_iterations: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """(replicates, cells) factors, and whether each replicate met every target."""
    margins = [calibration.cell_levels[:, margin] for margin in range(len(targets))]
    indicators = [(np.arange(target.size)[:, None] == column).astype(np.float64) for column, target in zip(margins, targets, strict=True)]
    start = np.ascontiguousarray(base.T)
    reached, largest = start.copy(), np.full(len(base), np.inf)
    for _ in range(max_iterations):
        largest = np.zeros(len(base))
        for column, indicator, target in zip(margins, indicators, targets, strict=True):
            held = indicator @ reached
            wanted = np.broadcast_to(target[:, None], held.shape)
            step = np.divide(wanted, held, out=np.ones_like(held), where=held > 0)
            missed = np.abs(np.divide(held, wanted, out=np.ones_like(held), where=wanted > 0) - 1)
            largest = np.maximum(largest, missed.max(0))
            reached *= step[column]
        if (largest <= tolerance).all():  # no margin was further off before its turn
            break
    factors = np.divide(reached, start, out=np.ones_like(start), where=start > 0)
    return np.ascontiguousarray(factors.T), largest <= tolerance
