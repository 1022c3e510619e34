"""Chances that minimise a smooth sum over people, over all counts of types that meet the quotas and cuts, whole or not.

Nash: the greatest product of the chances of everyone who can be drawn (the least sum of -log). Even: the least sum of squares among those
with the greatest smallest chance. Both are unique.
"""

from collections.abc import Callable

import numpy as np

from folkmoot.sortition.cuts import Cut, cut_rows
from folkmoot.sortition.interior_point import minimise
from folkmoot.sortition.linear_program import Floats
from folkmoot.sortition.marginals import Level, Marginals, leximin_marginals
from folkmoot.sortition.person_types import PersonTypes
from folkmoot.sortition.room import Room, room

_POSITIVE = 1e-10  # a chance above this is one


def nash_marginals(types: PersonTypes, cuts: list[Cut]) -> Marginals:
    """The Nash chances (T,); people who cannot be drawn have 0 and do not count. Levels: those of 0. Raises ArithmeticError when rounding
    defeats the method."""
    found = leximin_marginals(types, cuts, until=_POSITIVE)
    levels = tuple(level for level in found.levels if level.chance <= _POSITIVE)
    return Marginals(_minimise(types, cuts, levels, 0.0, lambda chances: (-1 / chances, 1 / chances**2)), levels)


def even_marginals(types: PersonTypes, cuts: list[Cut]) -> Marginals:
    """The chances (T,) with the greatest smallest chance of anyone who can be drawn, and then the least sum of squares. Levels: those up
    to the smallest chance. Raises ArithmeticError as nash_marginals."""
    found = leximin_marginals(types, cuts, until=_POSITIVE)
    chance = found.levels[-1].chance
    return Marginals(_minimise(types, cuts, found.levels, chance, lambda chances: (chances, np.ones_like(chances))), found.levels)


def _minimise(
    types: PersonTypes, cuts: list[Cut], levels: tuple[Level, ...], chance: float, slope: Callable[[Floats], tuple[Floats, Floats]]
) -> Floats:
    """(T,) chances: those of the levels as they are, all others at least `chance`.

    slope: the first and second derivatives for one person, by chance.
    """
    from scipy.sparse import csr_matrix, hstack, vstack

    rows = vstack([types.rows, csr_matrix(cut_rows(cuts, types.count))]).tocsr() if cuts else types.rows
    lower = np.append(types.limits.row_least.astype(float), np.full(len(cuts), -float(types.seats + 1)))
    upper = np.append(types.limits.row_most.astype(float), [cut.most for cut in cuts])
    most = types.limits.most.astype(float)
    least = np.minimum(chance * types.people, most)
    for level in levels:
        least[level.types] = most[level.types] = np.minimum(level.chance * types.people, most)[level.types]
    space = room(rows, Room(lower, upper, least, most))
    open_, ranged = np.flatnonzero(space.most > space.least), np.flatnonzero(space.row_most > space.row_least)
    counts, people, count = np.where(space.most > space.least, 0.0, space.least), types.people[open_].astype(float), len(open_)
    if not count:
        return counts / types.people

    def slopes(x: Floats) -> tuple[Floats, Floats]:
        first, second = slope(x[:count] / people)
        return np.append(first, np.zeros(len(ranged))), np.append(second / people, np.zeros(len(ranged)))

    slack = csr_matrix((-np.ones(len(ranged)), (ranged, np.arange(len(ranged)))), shape=(rows.shape[0], len(ranged)))
    right = np.where(space.row_most > space.row_least, 0.0, space.row_least) - rows @ counts
    within = [np.append(side[open_], row_side[ranged]) for side, row_side in ((space.least, space.row_least), (space.most, space.row_most))]
    equations = hstack([rows[:, open_], slack]).tocsr()
    says = np.flatnonzero(np.diff(equations.indptr))  # a row whose counts are all held says nothing more
    counts[open_] = minimise(slopes, equations[says], right[says], *within)[:count]
    return counts / types.people
