"""All that is shown about the same answers as one system of equations, and how closely a number of people follows from it.

The unknowns are the people of each cell of what was answered by what group they are in. Groups of different columns (age, home) are
crossed with the answers and not with each other: a table for each, which agree on how many people gave each answer. That says as much as
one large table would, since two tables that agree on what they share are always the margins of one (Vorob'ev 1962), and stays small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from folkmoot.weigh.analyses.counted import Cell, Counted
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.answers import NONE, Codes, Floats
from folkmoot.weigh.hiding import Mask, clusters

MOST_CELLS = 5_000
"""Unknowns of a system that is solved."""
_USED = 1e-7

type Sum = npt.NDArray[np.bool_]
"""(unknowns,) which cells of one of the tables are added up."""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of the file that hang together: each combination of them that somebody has, told apart as far as any cell asks.

    columns: their names. kinds: (combinations, columns) the codes of one of each kind. of: (people,) the kind of each person."""

    columns: tuple[str, ...]
    kinds: Codes
    of: Codes

    def inside(self, cell: Cell) -> Mask:
        """(kinds,) whether a kind is inside a cell, as far as these columns say."""
        return _inside(self.columns, self.kinds, cell)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The people by blocks. blocks: the answers first. start: of its cells, its first place among the unknowns. people: of each."""

    blocks: tuple[Block, ...]
    start: int
    people: Codes

    @property
    def columns(self) -> frozenset[str]:
        """All the columns of its blocks."""
        return frozenset(name for block in self.blocks for name in block.columns)

    def inside(self, cell: Cell) -> Mask:
        """(cells,) which of its cells are inside."""
        found: Mask = np.ones(1, np.bool_)
        for block in self.blocks:
            found = np.kron(found, block.inside(cell))
        return found


@dataclass(frozen=True, slots=True)
class System:
    """tables: every one with the answers' blocks first. agree: (k, unknowns) sums that are zero, because the tables agree."""

    tables: tuple[CrossTable, ...]
    people: Codes
    agree: csr_array

    @classmethod
    def of(cls, given: Given, counted: Sequence[Counted], inside: Mask) -> "System | None":
        """Of the people `inside`; nothing when it would be too large."""
        cells = [cell for one in counted for cell in (*one.cells, one.asked)]
        answers = {name for one in counted for name in one.of}
        named = list(dict.fromkeys(name for cell in cells for name in cell))
        blocks = [_block(given, tuple(cluster), cells, inside) for cluster in clusters(given.plan, named)]
        core = tuple(block for block in blocks if answers & set(block.columns))
        crossed = _crossed([block for block in blocks if block not in core], cells)
        shapes = [(*core, *groups) for groups in crossed or [()]]
        sizes = [prod(len(block.kinds) for block in shape) for shape in shapes]
        if sum(sizes) > MOST_CELLS:
            return None
        tables, start = [], 0
        for shape, size in zip(shapes, sizes, strict=True):
            place = np.zeros(int(inside.sum()), np.int64)
            for block in shape:
                place = place * len(block.kinds) + block.of
            tables.append(CrossTable(shape, start, np.bincount(place, minlength=size)))
            start += size
        shared = prod(len(block.kinds) for block in core)
        return cls(tuple(tables), np.concatenate([table.people for table in tables]), _agree(tables, shared, start))

    def sums(self, cells: Sequence[Cell]) -> dict[int, Sum]:
        """By the place of each table that has all of these cells' columns, the cells of it that are added up."""
        named = {name for cell in cells for name in cell}
        found = {}
        for at, table in enumerate(self.tables):
            if named <= table.columns:
                mask = np.zeros(self.people.size, np.bool_)
                for cell in cells:
                    mask[table.start : table.start + table.people.size] |= table.inside(cell)
                found[at] = mask
        return found

    def count(self, mask: Sum) -> int:
        """How many people a sum is of."""
        return int(self.people[mask].sum())

    def range_of(self, wanted: Floats, shown: csr_array, slack: Floats) -> "Range":
        """The least and the most people that a sum can be of, given those that are shown.

        wanted: (unknowns,) how often each is added. shown: (k, unknowns). slack: (k,) how far each may be from the number shown."""
        rounded = np.flatnonzero(slack)
        extra = coo_array((np.ones(rounded.size), (rounded, np.arange(rounded.size))), shape=(shown.shape[0], rounded.size))
        none = csr_array((self.agree.shape[0], rounded.size))
        rules = vstack([_beside(shown, extra), _beside(self.agree, none)]).tocsr()
        known = np.concatenate([shown @ self.people, np.zeros(self.agree.shape[0])])
        aim = np.concatenate([wanted, np.zeros(rounded.size)])
        everybody = self.tables[0].people.sum()
        bounds = [*[(0, everybody)] * self.people.size, *((-most, most) for most in slack[rounded])]
        ends = [linprog(sign * aim, A_eq=rules, b_eq=known, bounds=bounds, method="highs") for sign in (1, -1)]
        if any(end.status != 0 for end in ends):  # what cannot be shown to be safe is hidden
            return Range(0, np.ones(shown.shape[0], np.bool_), np.empty((0, self.people.size)))
        rests = np.logical_or.reduce([np.abs(end.eqlin.marginals[: shown.shape[0]]) > _USED for end in ends])
        return Range(round(float(-ends[1].fun - ends[0].fun)), rests, np.array([end.x[: self.people.size] for end in ends]))


@dataclass(frozen=True, slots=True)
class Range:
    """width: how far apart the two ends are. rests: (k,) the shown sums that hold either up. ends: (2, unknowns) people that fit all that
    is shown, with the least and the most."""

    width: int
    rests: Mask
    ends: Floats


def codes_of(given: Given, column: str) -> Codes:
    """(n,) a column's codes; of a number column 0 for every number."""
    if column in given.answers.codes:
        return given.answers.codes[column].astype(np.int64)
    return np.where(np.isnan(given.numbers(column)), NONE, 0).astype(np.int64)


def inside_of(given: Given, cell: Cell) -> Mask:
    """(n,) the people of a cell."""
    columns = tuple(cell)
    return _inside(
        columns, np.column_stack([np.zeros(given.answers.n, np.int64), *(codes_of(given, name) for name in columns)])[:, 1:], cell
    )


def _inside(columns: Sequence[str], codes: Codes, cell: Cell) -> Mask:
    found: Mask = np.ones(len(codes), np.bool_)
    for at, name in enumerate(columns):
        if name in cell:
            found &= np.isin(codes[:, at], list(cell[name]))
    return found


def _block(given: Given, columns: tuple[str, ...], cells: Sequence[Cell], inside: Mask) -> Block:
    """The kinds of people by some columns: those that no cell tells apart are one."""
    patterns, of = np.unique(np.column_stack([codes_of(given, name)[inside] for name in columns]), axis=0, return_inverse=True)
    told = np.unique([_inside(columns, patterns, cell) for cell in cells], axis=0).T
    _, first, kind = np.unique(told, axis=0, return_index=True, return_inverse=True)
    return Block(columns, patterns[first], kind.ravel()[of.ravel()].astype(np.int64))


def _crossed(blocks: Sequence[Block], cells: Sequence[Cell]) -> list[tuple[Block, ...]]:
    """The blocks in sets, those that a cell names at once together."""
    made: list[tuple[Block, ...]] = [(block,) for block in blocks]
    for cell in cells:
        touched = [group for group in made if any(set(cell) & set(block.columns) for block in group)]
        if len(touched) > 1:
            made = [group for group in made if group not in touched]
            made.append(tuple(block for group in touched for block in group))
    return made


def _agree(tables: Sequence[CrossTable], shared: int, unknowns: int) -> csr_array:
    """(k, unknowns) what each table has of every answer, less what the first has."""
    sums = [_by_answer(table, shared, unknowns) for table in tables]
    return vstack([sums[0] - other for other in sums[1:]]).tocsr() if len(sums) > 1 else csr_array((0, unknowns))


def _by_answer(table: CrossTable, shared: int, unknowns: int) -> csr_array:
    size = table.people.size
    rows = np.repeat(np.arange(shared), size // shared)
    return coo_array((np.ones(size), (rows, table.start + np.arange(size))), shape=(shared, unknowns)).tocsr()


def _beside(left: csr_array, right: csr_array | coo_array) -> csr_array:
    return hstack([left, right]).tocsr()
