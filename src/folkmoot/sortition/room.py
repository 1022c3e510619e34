"""Room: which counts can differ at all among the solutions of quotas and cuts. The others are held by them, and are constants."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from folkmoot.sortition.linear_program import Floats, LinearProgram

_ROOM = 1e-8  # less room than this is none
_ENOUGH = 1e-3
_PRICED = 1e-9


@dataclass(frozen=True, eq=False)
class Room:
    """row_least, row_most: (R,) equal for a row that is always met with equality. least, most: (N,) equal for a count that is held."""

    row_least: Floats
    row_most: Floats
    least: Floats
    most: Floats


def room(rows: Any, limits: Room) -> Room:
    """The same limits, but equal where all solutions are at one of them. Some solution is then strictly between all others.

    rows: (R, N) scipy sparse. Raises ArithmeticError when there is no solution, or rounding hides it.
    """
    limits = _hold(rows, limits, rising=True)
    return _hold(rows, limits, rising=False)


def _hold(rows: Any, limits: Room, *, rising: bool) -> Room:
    """Hold what cannot leave its lower limit (rising), or its upper, and the rows that cannot leave theirs.

    The programme: the greatest distance that all open counts and rows can have at once. When it is 0, its dual names some that have none.
    """
    from scipy.sparse import csr_matrix, hstack, vstack

    side = 1.0 if rising else -1.0
    least, most, row_least, row_most = limits.least.copy(), limits.most.copy(), limits.row_least.copy(), limits.row_most.copy()
    while True:
        open_, ranged = most > least, row_most > row_least
        base = np.where(open_, least if rising else most, least)
        sums = np.asarray(rows @ open_.astype(float)).ravel()
        push = csr_matrix(np.append(side * sums - ranged, (side * sums + ranged)[ranged])[:, None])
        matrix = hstack([vstack([rows, rows[np.flatnonzero(ranged)]]) * side, push]).tocsr()
        done = rows @ base
        low = np.append(row_least, np.full(ranged.sum(), -np.inf)) - np.append(done, done[ranged])
        high = np.append(np.where(ranged, np.inf, row_most), row_most[ranged]) - np.append(done, done[ranged])
        count = len(least)
        prices = np.append(np.zeros(count), 1.0)
        programme = LinearProgram(matrix, low, high, np.zeros(count + 1), np.append(np.where(open_, most - least, 0.0), _ENOUGH), prices)
        if not programme.solve():
            raise ArithmeticError("The quotas leave no room for chances.")
        if programme.value > _ROOM:
            return Room(row_least, row_most, least, most)
        held = open_ & (programme.column_prices[:count] < -_PRICED)
        row_prices = programme.row_prices
        at_least, at_most = ranged & (row_prices[: len(ranged)] < -_PRICED), np.zeros(len(ranged), bool)
        at_most[ranged] = row_prices[len(ranged) :] > _PRICED
        if not (held.any() or at_least.any() or at_most.any()):
            raise ArithmeticError("Rounding hides which counts the quotas hold.")
        least[held] = most[held] = base[held]
        row_most[at_least] = row_least[at_least]
        row_least[at_most & ~at_least] = row_most[at_most & ~at_least]
