"""How far a panel misses its quotas after some members dropped out and alternates took seats, as well as they can, scenario by scenario."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.integer_program import IntegerProgram
from folkmoot.sortition.linear_program import Floats, Ints, LinearProgram
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas

_WHOLE = 1e-6  # a count this close to a whole number is one


class Misrepresentation:
    """The misrepresentation of one scenario, in people: over all quotas, how many are missing to the minimum or too many for the maximum,
    when the alternates who take seats are chosen best, and no more of them than members who dropped out.

    scenarios: (S, 1 + Q) different ones, the open seats and the members who stay by quota; shares: (S,) how often each occurs, sum 1.
    """

    def __init__(self, pool: Pool, quotas: Quotas, panel: Ints, dropped: NDArray[np.bool_], counts: Any) -> None:
        """dropped: (N, members of the panel). counts: (Q, T) sparse 0/1, which types of alternates each quota counts."""
        has = np.array([pool.has(quota.feature, quota.level)[panel] for quota in quotas], np.int64).reshape(len(quotas), len(panel))
        outcomes = np.column_stack([dropped.sum(1), (~dropped).astype(np.int64) @ has.T])
        self.scenarios, self._place, times = np.unique(outcomes, axis=0, return_inverse=True, return_counts=True)
        self._place = self._place.ravel()
        self.shares = times / len(dropped)
        self._least = np.array([quota.min for quota in quotas]) - self.scenarios[:, 1:]
        self._most = np.array([quota.max for quota in quotas]) - self.scenarios[:, 1:]
        self.counts = counts.tocsr()
        self.rows = recourse_rows(self.counts)
        self._program = self._linear(self.rows, counts.shape[1])

    def limits(self, scenario: int) -> tuple[Floats, Floats]:
        """(1 + Q,) and (1 + Q,): least and most of the rows of `recourse_rows` in a scenario."""
        least = np.append(0.0, self._least[scenario])
        return least, np.append(float(self.scenarios[scenario, 0]), self._most[scenario])

    def relaxed(self, alternates: Floats, *, most_seats: float = np.inf) -> tuple[Floats, Floats]:
        """(S,) the misrepresentation when alternates (T,) may take seats in part, and (S, T) how it changes with each more of them.

        most_seats: they take no more than so many. Never more than `exact`. For any other alternates it is at least
        value + change . (other - alternates): the linear programme is convex in them.
        """
        count = len(alternates)
        self._program.bound(np.arange(count), np.zeros(count), alternates)
        values, changes = np.zeros(len(self.shares)), np.zeros((len(self.shares), count))
        for scenario in range(len(self.shares)):
            self._solve(self._program, scenario, most_seats)
            values[scenario] = -self._program.value
            changes[scenario] = -np.maximum(0, self._program.column_prices[:count])
        return values, changes

    def exact(self, alternates: Ints) -> Floats:
        """(S,) the misrepresentation of these alternates (T,) in whole people."""
        some = np.flatnonzero(alternates)
        rows = recourse_rows(self.counts[:, some])
        program = self._linear(rows, len(some))
        program.bound(np.arange(len(some)), np.zeros(len(some)), alternates[some].astype(float))
        values = np.zeros(len(self.shares))
        for scenario in range(len(self.shares)):
            self._solve(program, scenario)
            taken = program.solution[: len(some)]
            values[scenario] = np.round(-program.value) if np.abs(taken - np.round(taken)).max(initial=0) < _WHOLE else np.nan
            if np.isnan(values[scenario]):
                values[scenario] = self._whole(rows, alternates[some], scenario)
        return values

    def each(self, values: Floats) -> Floats:
        """(N,) in the order of `dropped` from (S,)."""
        result: Floats = values[self._place]
        return result

    def _linear(self, rows: Any, count: int) -> LinearProgram:
        misses = rows.shape[1] - count
        prices = np.append(np.zeros(count), np.full(misses, -1.0))
        most = np.append(np.zeros(count), np.full(misses, np.inf))
        return LinearProgram(rows, np.zeros(rows.shape[0]), np.zeros(rows.shape[0]), np.zeros(rows.shape[1]), most, prices)

    def _solve(self, program: LinearProgram, scenario: int, most_seats: float = np.inf) -> None:
        for row, (least, most) in enumerate(zip(*(each.tolist() for each in self.limits(scenario)), strict=True)):
            program.bound_row(row, least, most if row else min(most, most_seats))
        if not program.solve():
            raise ArithmeticError("The linear programme of the alternates found no solution.")

    def _whole(self, rows: Any, alternates: Ints, scenario: int) -> float:
        misses = rows.shape[1] - len(alternates)
        costs = np.append(np.zeros(len(alternates)), np.ones(misses))
        most = np.append(alternates.astype(float), np.full(misses, np.inf))
        solved = IntegerProgram(rows, *self.limits(scenario), np.zeros(rows.shape[1]), most, costs, costs == 0).solve()
        if solved is None:
            raise ArithmeticError("The integer programme of the alternates found no solution.")
        return float(np.round(solved.cost))


def recourse_rows(counts: Any) -> Any:
    """(1 + Q, T + 2Q) the seats that alternates take, then each quota with what is missing to its minimum and too many for its maximum."""
    from scipy.sparse import bmat, csr_matrix, eye

    quotas, types = counts.shape
    return bmat([[csr_matrix(np.ones((1, types))), csr_matrix((1, quotas)), csr_matrix((1, quotas))], [counts, eye(quotas), -eye(quotas)]])
