"""The covariance between the levels of one table, from the sums its estimates are made of: what a difference of two levels needs."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.blocks import add_rows
from folkmoot.survey.covariance import unit_covariance
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.variance import LevelSums, Variance, blocks_of, fitted_levels, linearised_variance, unit_totals


def level_covariance(design: Design, sums: LevelSums, centre: Floats, scale: Floats, variance: Variance) -> Floats:
    """(levels, levels) the covariance of the estimates whose linearised variables are scale * (y - centre) on the rows of their level.

    Its diagonal is `linearised_variance`. No row is in two levels, yet their estimates go together: people of one cluster are in
    several levels, raking ties all rows, and a stratum's units are drawn for all levels at once. sums: as `level_sums` made them for
    the same design and variance. The cost after those sums does not depend on the number of rows."""
    structure, part = design.structure, sums.blocks
    fitted = fitted_levels(design, sums, centre, scale, variance)
    if sums.units is not None:
        return _symmetric(unit_covariance(design, unit_totals(design, sums.units, centre, scale, fitted, variance)))
    blocks, spread = blocks_of(design, variance), design.spread
    fit = fitted[blocks.cell]
    counted = spread.multiplier[blocks.stratum][:, None]
    crossed = (counted * fit).T @ (scale * (part.w2y - centre * part.w2))
    total = add_rows(blocks.stratum, scale * (part.wy - centre * part.w) - fit * blocks.w[:, None], structure.sizes.size)
    about = np.where(spread.from_zero, 0, spread.multiplier / structure.sizes)[:, None]
    covariance = _symmetric(fit.T @ (counted * blocks.w2[:, None] * fit) - crossed - crossed.T - total.T @ (about * total))
    np.fill_diagonal(covariance, linearised_variance(design, sums, centre, scale, variance))
    none = np.diag(covariance) == 0
    covariance[none] = covariance[:, none] = 0.0
    return covariance


def pair_degrees_of_freedom(design: Design, sums: LevelSums) -> Floats:
    """(levels, levels) units less strata that hold somebody of either level: R's `degf` of the subset of both. On the diagonal, of the
    level itself."""
    strata = design.structure.sizes.size
    if sums.units is None:
        units: Codes = sums.n[:, None] + sums.n - np.diag(sums.n)
        group, held = sums.block_stratum, sums.blocks.n > 0
    else:
        group, held = design.structure.unit_stratum, sums.units.n > 0
        units = _in_either(held)
    occupied = np.zeros((strata, sums.n.size), np.bool_)
    np.logical_or.at(occupied, group, held)
    return np.asarray(np.maximum(units - _in_either(occupied), 0), np.float64)


def _in_either(held: NDArray[np.bool_]) -> Codes:
    """(k, k) how many rows of `held` (m, k) are true in either of two columns."""
    both = np.rint(held.T.astype(np.float64) @ held.astype(np.float64)).astype(np.int64)
    each = np.diag(both)
    return np.asarray(each[:, None] + each - both, np.int64)


def _symmetric(covariance: Floats) -> Floats:
    """Without the rounding that would let a pair's covariance depend on which of the two comes first."""
    return np.asarray((covariance + covariance.T) / 2, np.float64)
