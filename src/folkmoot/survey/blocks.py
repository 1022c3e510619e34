"""Rows that are alike in stratum and raking cell: what every sum of the variance is taken over, so that tables need few passes."""

from dataclasses import dataclass

import numpy as np
import scipy  # which loads its parts when they are first used
from numpy.typing import NDArray

from folkmoot.survey.margins import Calibration
from folkmoot.survey.profiles import Integers, Key


@dataclass(frozen=True, eq=False)
class Structure:
    """A design's strata and units, coded 0, 1, ... with none left out."""

    stratum: NDArray[np.int64]  # (n,) of each row
    unit: NDArray[np.int64] | None  # (n,) of each row, numbered over all strata; None when each row is its own unit
    unit_stratum: NDArray[np.int64]  # (units,)
    sizes: NDArray[np.int64]  # (strata,) units in each stratum
    unsampled: NDArray[np.float64]  # (strata,) finite population factor


@dataclass(frozen=True, eq=False)
class Blocks:
    """The occupied combinations of stratum and cell (cell 0 for all rows where there are no margins)."""

    code: Integers  # (n,) the block of each row
    stratum: NDArray[np.int64]  # (blocks,)
    cell: NDArray[np.int64]  # (blocks,)
    w: NDArray[np.float64]  # (blocks,) sum of weights
    w2: NDArray[np.float64]  # (blocks,) sum of squared weights


def make_blocks(weights: NDArray[np.float64], structure: Structure, calibration: Calibration | None) -> Blocks:
    """The blocks of a design's rows."""
    strata = structure.sizes.size
    if calibration is None:
        key, stratum = Key(structure.stratum, strata), np.arange(strata)
        cell = np.zeros_like(stratum)
    elif strata == 1:
        key, cell = calibration.key, np.arange(calibration.counts.size)
        stratum = np.zeros_like(cell)
    else:
        cells = calibration.counts.size
        pairs, code = np.unique(structure.stratum * cells + calibration.cells, return_inverse=True)
        key, stratum, cell = Key(code.astype(np.int64), pairs.size), pairs // cells, pairs % cells
    if key.places == 1:
        return Blocks(key.rows, stratum, cell, np.array([weights.sum()]), np.array([weights @ weights]))
    alike = key.alike(weights)  # as after raking equal weights: then counting the rows is enough
    if alike is None:
        return Blocks(key.rows, stratum, cell, key.weigh(weights), key.weigh(weights**2))
    return Blocks(key.rows, stratum, cell, key.counts * alike, key.counts * alike**2)


def add_rows(group: Integers, rows: NDArray[np.float64], groups: int) -> NDArray[np.float64]:
    """(groups, k) the sums of rows by group."""
    if groups == 1:
        return np.asarray(rows.sum(0, keepdims=True), np.float64)
    chosen = scipy.sparse.csr_array((np.ones(group.size), (group, np.arange(group.size))), shape=(groups, group.size))
    return np.asarray(chosen @ rows, np.float64)
