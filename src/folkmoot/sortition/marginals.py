"""The fairest chances over all counts of types that meet the quotas, whole or not: an upper bound on every lottery over panels.

Leximin level by level: maximise the smallest chance; the types whose dual weight is above zero can have no more in any solution, so they
keep it; then the smallest chance of the rest, and so on (the lexicographic max-min of Flanigan et al., Nature 596, 2021, taken on the
marginals instead of the panels). One type is one variable, so the programmes have as many rows as there are quotas and cuts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.cuts import Cut, cut_rows
from folkmoot.sortition.linear_program import Floats, Ints, LinearProgram
from folkmoot.sortition.person_types import PersonTypes

_WEIGHT = 1e-7  # dual weights above this (their sum is 1) bind
_OVER = 1e-10  # a chance this far above its limit is above it
_SETTLED = 1e-9  # a settled level gives way by a billionth: at a low level, rounding can be worth a thousand times as much higher up
_GIVE = 1e-11  # and by this much more when rounding made the programme infeasible
_AT_LIMIT = 1e-6  # a row or a chance this close to its limit is at it
_MET = 1e-10  # a row is met to this
_RANK = 1e-12  # rows that others imply have singular values below this


@dataclass(frozen=True, eq=False)
class Level:
    """One level: `types` can have no more than `chance` when all earlier levels keep theirs.

    row_prices (R,) and cut_prices (C,): the dual solution that proves it, without a solver (see certificate.py).
    """

    chance: float
    types: Ints
    row_prices: Floats
    cut_prices: Floats


@dataclass(frozen=True, eq=False)
class Marginals:
    """chances: (T,) of each person of a type. levels: from the lowest chance up, as many as were asked for."""

    chances: Floats
    levels: tuple[Level, ...]


class _Levels:
    """The programme: chance of a type = level + extra, where the level of all open types is one variable, the last."""

    def __init__(self, types: PersonTypes, cuts: list[Cut]) -> None:
        from scipy.sparse import csr_matrix, hstack, vstack

        rows = vstack([types.rows, csr_matrix(cut_rows(cuts, types.count))]).tocsr() if cuts else types.rows
        self.per_chance = rows.multiply(types.people[None, :]).tocsc()
        self.sums = np.asarray(self.per_chance.sum(1)).ravel()
        self.shift = np.zeros(len(self.sums))
        self.least = np.append(types.limits.row_least.astype(float), np.full(len(cuts), -np.inf))
        self.most = np.append(types.limits.row_most.astype(float), [cut.most for cut in cuts])
        self.cap = types.limits.most / types.people
        self.cap_row = np.full(types.count, -1)
        self.level = np.zeros(types.count)
        self.open = np.ones(types.count, bool)
        matrix = hstack([self.per_chance, csr_matrix(self.sums[:, None])])
        count = types.count
        extra = np.full(count + 1, np.inf)
        self.program = LinearProgram(matrix, self.least, self.most, np.zeros(count + 1), extra, np.append(np.zeros(count), 1.0))

    def raise_level(self) -> tuple[float, Floats]:
        """The greatest level, and the chances of one solution. Caps on chances are added when a solution breaks them."""
        count = len(self.level)
        while True:
            if not self.program.solve():
                self._give_way()
                continue
            solution = self.program.solution
            level, chances = solution[count], np.where(self.open, solution[count], self.level) + solution[:count]
            over = np.flatnonzero((chances > self.cap + _OVER) & (self.cap_row < 0) & self.open)
            if not len(over):
                return max(0.0, float(level)), chances
            for kind in over:
                self.cap_row[kind] = self.program.add_row(np.array([kind, count]), np.ones(2), -np.inf, self.cap[kind])

    def close(self, kinds: Ints, level: float) -> None:
        """These types keep this level; they may have more later only if it costs nobody."""
        count, level = len(self.level), max(0.0, level - _SETTLED)
        self.level[kinds], self.open[kinds] = level, False
        self.program.bound(kinds, np.zeros(len(kinds)), np.maximum(0, self.cap[kinds] - level))
        for row in self.cap_row[kinds]:
            if row >= 0:
                self.program.bound_row(row, -np.inf, np.inf)
        closed = np.asarray(self.per_chance[:, kinds].sum(1)).ravel()
        for row in np.flatnonzero(closed).tolist():
            self.sums[row] -= closed[row]
            self.shift[row] += closed[row] * level
            self.program.set(row, count, self.sums[row] if self.open.any() else 0.0)
            self.program.bound_row(row, self.least[row] - self.shift[row], self.most[row] - self.shift[row])

    def at_levels(self, levels: list[Level], chances: Floats, people: Ints) -> Floats:
        """(T,) the chances nearest to the levels that meet exactly the rows that `chances`, one solution, all but meets with equality.

        The billionths by which settled levels gave way add up to more in a row of many people: in `chances` a few people have them all,
        or a row is a hair from the limit that every panel has to keep. Here everyone bears an equal share. Nearest: least squares.
        """
        wanted = np.zeros(len(self.level))
        for level in levels:
            wanted[level.types] = level.chance
        sums = self.per_chance @ chances
        low = sums - self.least < _AT_LIMIT
        tight = np.flatnonzero(low | (self.most - sums < _AT_LIMIT))
        none, all_ = chances < _AT_LIMIT, chances > self.cap - _AT_LIMIT
        wanted, free = np.where(none, 0.0, np.where(all_, self.cap, wanted)), np.flatnonzero(~none & ~all_)
        scale = np.sqrt(people[free])
        lacks = np.where(low, self.least, self.most)[tight] - self.per_chance[tight] @ wanted
        wanted[free] += np.linalg.lstsq(self.per_chance[tight][:, free].toarray() / scale, lacks, _RANK)[0] / scale
        sums = self.per_chance @ wanted
        met = (sums > self.least - _MET).all() and (sums < self.most + _MET).all()
        return wanted if met and (wanted >= 0).all() and (wanted <= self.cap).all() else chances

    def _give_way(self) -> None:
        self.program.forget()
        if self.program.solve():
            return
        closed = np.flatnonzero(~self.open)
        if not len(closed) or self.level[closed].max() <= 0:
            raise ArithmeticError("The quotas can be met, but the linear programme of the chances found no solution.")
        self.level[closed] = np.maximum(0, self.level[closed] - _GIVE)
        self.shift = np.asarray(self.per_chance @ np.where(self.open, 0, self.level)).ravel()
        for row in range(len(self.shift)):
            self.program.bound_row(row, self.least[row] - self.shift[row], self.most[row] - self.shift[row])


def leximin_marginals(
    types: PersonTypes, cuts: list[Cut], *, until: float | None = None, progress: Callable[[int, int], None] | None = None
) -> Marginals:
    """The leximin chances of the types under quotas and cuts, with the dual solution of each level.

    until: stop at the first level above it (the chances are then those of one solution). progress: called with types done and all types.
    Raises ArithmeticError when rounding defeats the linear programmes.
    """
    programme, rows = _Levels(types, cuts), types.rows.shape[0]
    levels: list[Level] = []
    chances = np.zeros(types.count)
    while programme.open.any() and not (levels and until is not None and levels[-1].chance > until):
        level, chances = programme.raise_level()
        binding = np.flatnonzero((np.abs(programme.program.column_prices[: types.count]) > _WEIGHT) & programme.open)
        if not len(binding):  # held by their caps alone
            prices = programme.program.row_prices
            binding = np.flatnonzero(programme.open & (programme.cap_row >= 0))
            binding = binding[prices[programme.cap_row[binding]] > _WEIGHT]
        if not len(binding):
            raise ArithmeticError(f"No type binds at the level {level:.12g}.")
        prices = programme.program.row_prices
        levels.append(Level(level, binding, prices[:rows].copy(), prices[rows : rows + len(cuts)].copy()))
        programme.close(binding, level)
        if progress:
            progress(int((~programme.open).sum()), types.count)
    chances = np.clip(chances, 0, programme.cap)
    return Marginals(chances if programme.open.any() else programme.at_levels(levels, chances, types.people), tuple(levels))
