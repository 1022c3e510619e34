"""Rows that are alike, counted once: sums by profile, from which every table, test and model of a survey of factors is made.

A profile is a combination of levels that somebody has, within a block (stratum and raking cell). One pass over the rows gives, for
each profile and each answer, how many rows there are and the sums of their weights and squared weights. For a design without clusters
nothing else is needed, so after that pass no cost depends on the number of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy  # which loads its parts when they are first used
from numpy.typing import NDArray

from folkmoot.survey.blocks import Blocks, add_rows
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.options import chosen
from folkmoot.survey.profile_matrix import RowMatrix
from folkmoot.survey.profiles import Key, joint_key
from folkmoot.survey.variance import Variance


@dataclass(frozen=True, eq=False)
class Sums:
    """Rows, weights and squared weights, added up by the same groups: `values` is (groups, 3, k)."""

    values: Floats

    @property
    def n(self) -> Floats:
        """(groups, k) rows."""
        return self.values[:, 0]

    @property
    def w(self) -> Floats:
        """(groups, k) weights."""
        return self.values[:, 1]

    @property
    def w2(self) -> Floats:
        """(groups, k) squared weights."""
        return self.values[:, 2]

    def grouped(self, group: NDArray[np.int64], groups: int) -> "Sums":
        """The sums of fewer, larger groups. group: which of `groups` each group goes to."""
        add = scipy.sparse.csc_array((np.ones(group.size), group, np.arange(group.size + 1)), shape=(groups, group.size))
        return Sums(np.asarray(add @ self.values.reshape(group.size, -1)).reshape(groups, 3, -1))


@dataclass(frozen=True, eq=False)
class Cube:
    """The sums of a design without clusters.

    codes: (profiles, factors) the level of each factor, -1 for none. block: (profiles,) its block of the design's, raked or plain.
    answers: (profiles, levels of all outcomes, one outcome after another) of the rows that answered and weigh something.
    """

    design: Design
    variance: Variance
    outcomes: tuple[Factor, ...]
    factors: tuple[Factor, ...]
    codes: NDArray[np.int64]
    block: NDArray[np.int64]
    answers: Sums

    @property
    def blocks(self) -> Blocks:
        """The strata and raking cells that the profiles keep apart."""
        return self.design.raked_blocks if self.variance == "raked" else self.design.plain_blocks

    def columns_of(self, outcome: int) -> slice:
        """Where the levels of an outcome are among the columns of `answers`."""
        start = sum(len(other.levels) for other in self.outcomes[:outcome])
        return slice(start, start + len(self.outcomes[outcome].levels))

    def by_block(self, factor: int | None) -> Sums:
        """The answers by block, then level of the factor (None: one level, everybody): (blocks * levels, levels of all outcomes).
        A row without a level is in none."""
        if factor not in self._by_block:
            blocks = self.blocks.stratum.size
            if factor is None:
                self._by_block[factor] = self.answers.grouped(self.block, blocks)
            else:
                levels, codes = len(self.factors[factor].levels), self.codes[:, factor]
                group = np.where(codes < 0, blocks * levels, self.block * levels + codes)
                self._by_block[factor] = Sums(self.answers.grouped(group, blocks * levels + 1).values[:-1])
        return self._by_block[factor]

    @cached_property
    def _by_block(self) -> dict[int | None, Sums]:
        return {}


def make_cube(design: Design, outcomes: Sequence[Factor], factors: Sequence[Factor], *, variance: Variance = "weights") -> Cube:
    """Add up the answers to the outcomes by every combination of the factors' levels.

    variance: "raked" keeps the cells of the margins apart, which the raked variance needs.

    Raises ValueError when a factor's rows are not the design's, or the design has clusters (whose rows are not alike)."""
    chosen("variance", variance, Variance)
    if not outcomes:
        raise ValueError("There is no outcome. Give at least one.")
    if design.psu is not None:
        raise ValueError("A cube holds rows that are alike; rows of different clusters are not. Use the estimates of single tables.")
    for factor in (*outcomes, *factors):
        if factor.n != design.n:
            raise ValueError(f"{factor.name} has {factor.n} rows and the design {design.n}. They must be the same responses.")
    blocks = design.raked_blocks if variance == "raked" else design.plain_blocks
    columns = [(factor.codes, len(factor.levels), factor.has_missing) for factor in factors]
    key, levels = joint_key(design.n, columns, drop_empty=False)
    block = np.zeros(key.places, np.int64) if blocks.stratum.size == 1 else key.alike(blocks.code)
    if block is None:  # the factors themselves do not tell the block
        key, levels = joint_key(design.n, [(blocks.code, blocks.stratum.size, False), *columns], drop_empty=False)
        block, levels = levels[:, 0], levels[:, 1:]
    weight = key.alike(design.weights)  # as after raking equal weights: then counting the rows is enough
    sums = Sums(np.concatenate([_answers(design, outcome, key, weight) for outcome in outcomes], axis=2))
    return Cube(design, variance, tuple(outcomes), tuple(factors), levels, block.astype(np.int64), sums)


def _answers(design: Design, outcome: Factor, key: Key, weight: Floats | None) -> Floats:
    """(profiles, 3, levels of the outcome); weight: (profiles,) where the rows of a profile weigh the same."""
    levels = len(outcome.levels)
    state = np.where(design.weights > 0, outcome.codes, -1) if design.has_zero_weights else outcome.codes
    n = key.count_states(state, levels)
    if weight is not None:
        return n[:, None, :] * np.column_stack([np.ones(weight.size), weight, weight**2])[:, :, None]
    return np.stack([n, key.count_states(state, levels, design.weights), key.count_states(state, levels, design.squares)], axis=1)


def cell_covariance(design: Design, cells: Floats, block: NDArray[np.int64], scores: Floats, *, variance: Variance) -> Floats:
    """(k, k) the covariance of estimates whose linearised variables are the same for all rows of a cell.

    cells: (cells, 3) rows, weights and squared weights. block: (cells,) the block of each. scores: (cells, k), as in
    `linearised_covariance`; rows in no cell have scores of zero. It is `linearised_covariance` on the rows, at a cost that does not
    depend on their number."""
    blocks = design.raked_blocks if variance == "raked" else design.plain_blocks
    spread, sizes = design.spread, design.structure.sizes
    strata = sizes.size
    stratum = blocks.stratum[block]
    counted = (spread.multiplier[stratum] * cells[:, 2])[:, None]
    total = add_rows(stratum, cells[:, 1:2] * scores, strata)
    covariance = RowMatrix(scores).information(counted[:, 0])
    calibration = design.calibration if variance == "raked" else None
    if calibration is not None:
        rows = cells[:, 1:2] if calibration.of_weighted else cells[:, :1]
        fit = calibration.fitted(add_rows(blocks.cell[block], rows * scores, len(calibration.cell_levels)))[blocks.cell]
        crossed = (counted * scores).T @ fit[block]
        covariance += fit.T @ ((spread.multiplier[blocks.stratum] * blocks.w2)[:, None] * fit) - crossed - crossed.T
        total -= add_rows(blocks.stratum, blocks.w[:, None] * fit, strata)
    about = np.where(spread.from_zero, 0, spread.multiplier / sizes)[:, None]
    return np.asarray(covariance - total.T @ (about * total), np.float64)
