"""Variance by Taylor linearisation with ultimate clusters (Binder 1983; Woodruff 1971), and its correction for raking.

A level's estimate has the linearised variable u = scale * (y - centre) on the level's rows and 0 on all others. Raking removes the
part of u that the margins explain: the residual of its least-squares projection on their indicators over all rows, each row counting
once. That is R's `rake` (survey 4.1, svyrecvar); R's `calibrate` weights the projection instead, which can differ by a few per cent.
The variance is that of the units' totals of w * u within strata.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy  # which loads its parts when they are first used
from numpy.typing import NDArray

from folkmoot.survey.blocks import Blocks, add_rows
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.options import chosen
from folkmoot.survey.profiles import Integers

Variance = Literal["raked", "weights"]

_ROUNDING = 1e-13  # what is left of a sum of squares, under this share of it, is a zero that was rounded


def variance_tag(design: Design, variance: Variance) -> str:
    """How the variance treats the weights, for a result's method: "raked" or "calibrated" where it takes account of what the weights
    were made to meet, otherwise "weights", which takes them as given."""
    return design.calibration.tag if variance == "raked" and design.calibration is not None else "weights"


@dataclass(frozen=True, eq=False)
class BlockSums:
    """(groups, levels) sums over the rows in the base; a group is a block of rows, or a sampling unit. y: of the values; w2y: of squared
    weight times value."""

    n: Floats
    y: Floats
    w: Floats
    wy: Floats
    w2: Floats
    w2y: Floats


@dataclass(frozen=True, eq=False)
class LevelSums:
    """What the estimates and variances of all levels are made of. Values are held less `shift`, which keeps the sums exact."""

    n: Codes  # (levels,) rows in the base, those of zero weight left out
    w: Floats
    wy: Floats
    wyy: Floats
    w2: Floats
    shift: float
    blocks: BlockSums
    block_stratum: Codes
    units: BlockSums | None  # only where the design has clusters
    rows: tuple[Floats, Codes] | None = None  # (n,) values and level of each row; None where the values are 0 and 1


def level_sums(
    design: Design, values: Floats, level: Codes | None, levels: int, variance: Variance, *, binary: bool, centred: bool = False
) -> LevelSums:
    """Sum over the base (rows with a value, a level and a weight) by block and level.

    binary: values are 0, 1 or NaN, which lets counts stand in for sums. centred: hold the values less their mean."""
    chosen("variance", variance, Variance)
    absent = np.isnan(values)
    if design.has_zero_weights:
        absent |= design.weights == 0
    place = np.zeros(design.n, np.int64) if level is None else level
    shift = float(values[~absent].mean()) if centred and not absent.all() else 0.0
    held = values - shift if centred else values
    if absent.any() or place.min() < 0:
        place = np.where(absent | (place < 0), levels, place)  # one level more than there are takes what is left out
        held = np.where(absent, 0.0, held)
    blocks = blocks_of(design, variance)
    add = _binary_sums if binary else _sums
    by_block = add(design, held, blocks.code, blocks.stratum.size, place, levels)
    unit = design.structure.unit
    by_unit = None if unit is None else add(design, held, unit, design.structure.unit_stratum.size, place, levels)
    wyy = by_block.wy.sum(0) if binary else np.bincount(place, design.weights * held**2, levels + 1)[:levels]
    n = by_block.n.sum(0).astype(np.int64)
    rows = None if binary else (held, place)
    return LevelSums(n, by_block.w.sum(0), by_block.wy.sum(0), wyy, by_block.w2.sum(0), shift, by_block, blocks.stratum, by_unit, rows)


def _binary_sums(design: Design, values: Floats, group: Integers, groups: int, place: Codes, levels: int) -> BlockSums:
    key = _joint(group, groups, place, levels) * 2 + values.astype(np.int64)

    def add(weights: Floats | None) -> NDArray[np.float64]:
        return np.bincount(key, weights, groups * (levels + 1) * 2).reshape(groups, levels + 1, 2)[:, :levels].astype(np.float64)

    n, w, w2 = add(None), add(design.weights), add(design.squares)
    return BlockSums(n.sum(2), n[:, :, 1], w.sum(2), w[:, :, 1], w2.sum(2), w2[:, :, 1])


def _sums(design: Design, values: Floats, group: Integers, groups: int, place: Codes, levels: int) -> BlockSums:
    key = _joint(group, groups, place, levels)

    def add(weights: Floats | None) -> NDArray[np.float64]:
        return np.bincount(key, weights, groups * (levels + 1)).reshape(groups, levels + 1)[:, :levels].astype(np.float64)

    wy = design.weights * values
    return BlockSums(add(None), add(values), add(design.weights), add(wy), add(design.squares), add(design.weights * wy))


def _joint(group: Integers, groups: int, place: Codes, levels: int) -> Codes:
    return place if groups == 1 else np.multiply(group, levels + 1, dtype=np.int64) + place


def linearised_variance(design: Design, sums: LevelSums, centre: Floats, scale: Floats, variance: Variance) -> Floats:
    """(levels,) the variance of the estimates whose linearised variable is scale * (y - centre)."""
    blocks = blocks_of(design, variance)
    structure, spread, part = design.structure, design.spread, sums.blocks
    fitted, strata = fitted_levels(design, sums, centre, scale, variance), structure.sizes.size
    if sums.units is not None:
        z = unit_totals(design, sums.units, centre, scale, fitted, variance)
        about = z - _stratum_means(design, add_rows(structure.unit_stratum, z, strata))[structure.unit_stratum]
        return np.asarray(spread.multiplier[structure.unit_stratum] @ about**2, np.float64)
    fit = fitted[blocks.cell]
    z = scale * (part.wy - centre * part.w) - fit * blocks.w[:, None]
    total = add_rows(blocks.stratum, z, strata)
    if sums.rows is not None:
        return _from_rows(design, blocks, sums, (centre, scale, fit), _stratum_means(design, total))
    within = scale**2 * (part.w2y - 2 * centre * part.w2y + centre**2 * part.w2)  # the square of 0 or 1 is itself
    crossed = fit * scale * (part.w2y - centre * part.w2)
    squares = add_rows(blocks.stratum, within - 2 * crossed + fit**2 * blocks.w2[:, None], strata)
    about = squares - np.where(spread.from_zero[:, None], 0, total**2 / structure.sizes[:, None])
    about[about <= _ROUNDING * squares] = 0.0
    return np.asarray((spread.multiplier[:, None] * about).sum(0), np.float64)


def blocks_of(design: Design, variance: Variance) -> Blocks:
    """The rows that are alike in what the variance keeps apart."""
    return design.raked_blocks if variance == "raked" else design.plain_blocks


def fitted_levels(design: Design, sums: LevelSums, centre: Floats, scale: Floats, variance: Variance) -> Floats:
    """(cells, levels) what the margins explain of each level's linearised variable; one cell of nothing where there are no margins."""
    calibration, part = design.calibration, sums.blocks
    if variance != "raked" or calibration is None:
        return np.zeros((1, centre.size))
    y, n = (part.wy, part.w) if calibration.of_weighted else (part.y, part.n)
    u, one_stratum = scale * (y - centre * n), design.structure.sizes.size == 1  # then the blocks are the cells
    return calibration.fitted(u if one_stratum else add_rows(design.raked_blocks.cell, u, len(calibration.cell_levels)))


def unit_totals(design: Design, units: BlockSums, centre: Floats, scale: Floats, fitted: Floats, variance: Variance) -> Floats:
    """(units, levels) the weighted total of each level's linearised variable in each sampling unit, less what the margins explain."""
    z, structure = scale * (units.wy - centre * units.w), design.structure
    if variance != "raked" or design.calibration is None or structure.unit is None:
        return np.asarray(z, np.float64)
    shape = (structure.unit_stratum.size, len(fitted))
    return np.asarray(z - scipy.sparse.csr_array((design.weights, (structure.unit, design.calibration.cells)), shape=shape) @ fitted)


def _stratum_means(design: Design, total: Floats) -> Floats:
    """(strata, levels) the mean total of a stratum's units, or zero where the rule measures from there."""
    means = total / design.structure.sizes[:, None]
    means[design.spread.from_zero] = 0.0
    return np.asarray(means, np.float64)


def _from_rows(design: Design, blocks: Blocks, sums: LevelSums, linear: tuple[Floats, Floats, Floats], means: Floats) -> Floats:
    """(levels,) the same for rows that are each a unit, from each row's distance to its stratum's mean: squares of large numbers that
    differ little would lose all their digits. linear: centre and scale (levels,), and the margins' fit (blocks, levels)."""
    if sums.rows is None:
        raise ValueError("These sums hold no rows.")
    (values, place), (centre, scale, fit), multiplier = sums.rows, linear, design.spread.multiplier
    base = place < centre.size
    level, stratum, block = place[base], design.structure.stratum[base], blocks.code[base]
    z = design.weights[base] * (scale[level] * (values[base] - centre[level]) - fit[block, level])
    inside = np.bincount(level, multiplier[stratum] * (z - means[stratum, level]) ** 2, centre.size)
    n = np.bincount(blocks.code, minlength=blocks.stratum.size)[:, None] - sums.blocks.n
    w, w2 = blocks.w[:, None] - sums.blocks.w, np.maximum(blocks.w2[:, None] - sums.blocks.w2, 0)
    mean = means[blocks.stratum]  # rows outside a level have a total of -w fit
    outside = np.maximum(fit**2 * w2 + 2 * fit * mean * w + mean**2 * n, 0)
    return np.asarray(inside + multiplier[blocks.stratum] @ outside, np.float64)
