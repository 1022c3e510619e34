"""The best set of alternates for given scenarios of dropouts: greedy, then swaps pruned by a proven bound, then, when small, exact."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.integer_program import IntegerProgram
from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.misrepresentation import Misrepresentation, recourse_rows
from folkmoot.sortition.person_types import PersonTypes

_SAME = 1e-9  # losses this close are one
_NODES = 2_000  # of the integer programme: it nearly always ends at the first; the bound is proven wherever it stops


@dataclass(frozen=True, eq=False)
class AlternateSet:
    """alternates: (T,) of each type. bound: no set of as many has a smaller loss in these scenarios."""

    alternates: Ints
    bound: float


class AlternateSearch:
    """Looks for the set of `types.seats` alternates with the smallest mean misrepresentation.

    Every set that was tried leaves a cut: a linear function of the alternates that no set's loss lies below (Benders). A swap whose cuts
    promise no gain is not tried.
    """

    def __init__(self, types: PersonTypes, loss: Misrepresentation, quotas: int) -> None:
        self._types, self._loss = types, loss
        self._homes = types.rows[1 + quotas :].tocsr()
        self._cuts: list[Floats] = []  # the slopes, then the value at no alternates
        self._known: dict[bytes, float] = {}

    def value(self, alternates: Ints) -> float:
        """The mean misrepresentation, alternates taking seats in part where that helps: never more than that in whole people."""
        key = alternates.tobytes()
        if key not in self._known:
            values, changes = self._loss.relaxed(alternates.astype(float))
            slopes, value = self._loss.shares @ changes, float(self._loss.shares @ values)
            self._cuts.append(np.append(slopes, value - slopes @ alternates))
            self._known[key] = value
        return self._known[key]

    def greedy(self) -> Ints:
        """One alternate after another, each of the type with the steepest gain at that point (ties: the first type)."""
        chosen = np.zeros(self._types.count, np.int64)
        for _ in range(self._types.seats):
            self.value(chosen)
            slopes = np.where(self._may_join(chosen), self._cuts[-1][:-1], np.inf)
            chosen[int(np.argmin(np.round(slopes, 12)))] += 1
        return chosen

    def improved(self, chosen: Ints, most_tried: int) -> Ints:
        """Swaps of one alternate for another while they help, the most promising first; at most so many sets are tried."""
        chosen, value = chosen.copy(), self.value(chosen)
        for _ in range(most_tried):
            swap = self._most_promising(chosen, value)
            if swap is None:
                break
            other = chosen.copy()
            other[swap[0]] -= 1
            other[swap[1]] += 1
            if self.value(other) < value - _SAME:
                chosen, value = other, self.value(other)
        return chosen

    def exact(self) -> AlternateSet:
        """The best set by one integer programme over all scenarios; in it alternates may take seats in part, as in `value`."""
        from scipy.sparse import bmat, csr_matrix, eye, kron, vstack

        types, loss, count = self._types, self._loss, self._types.count
        scenarios = len(loss.shares)
        recourse = recourse_rows(loss.counts)
        width = recourse.shape[1]
        chosen = vstack([types.rows[:1], self._homes])
        least, most = (np.concatenate(each) for each in zip(*(loss.limits(each) for each in range(scenarios)), strict=True))
        taken = csr_matrix((np.ones(count), (np.arange(count), np.arange(count))), shape=(count, width))
        only_chosen = kron(csr_matrix(-np.ones((scenarios, 1))), eye(count))
        rows = bmat([[chosen, None], [None, kron(eye(scenarios), recourse)], [only_chosen, kron(eye(scenarios), taken)]])
        row_least = np.concatenate([[types.seats], np.full(self._homes.shape[0], -np.inf), least, np.full(scenarios * count, -np.inf)])
        row_most = np.concatenate([[types.seats], np.ones(self._homes.shape[0]), most, np.zeros(scenarios * count)])
        costs = np.zeros((scenarios, width))
        costs[:, count:] = loss.shares[:, None]
        ends = np.concatenate([types.limits.most, np.full(scenarios * width, np.inf)])
        whole = np.arange(len(ends)) < count
        costs_ = np.append(np.zeros(count), costs)
        program = IntegerProgram(rows, row_least, row_most, np.zeros(len(ends)), ends, costs_, whole, most_nodes=_NODES)
        solved = program.solve()
        if solved is None:
            raise ArithmeticError("The integer programme of the alternates found no solution.")
        return AlternateSet(solved.values[:count].astype(np.int64), solved.bound)

    def bound(self) -> float:
        """No set has a smaller loss than if the best alternates could be chosen anew in every scenario."""
        values, _ = self._loss.relaxed(self._types.limits.most.astype(float), most_seats=self._types.seats)
        return float(self._loss.shares @ values)

    def _may_join(self, chosen: Ints) -> NDArray[np.bool_]:
        full = self._homes.T @ (self._homes @ chosen)  # above 0 in a household that has an alternate
        result: NDArray[np.bool_] = (chosen < self._types.limits.most) & (full == 0)
        return result

    def _most_promising(self, chosen: Ints, value: float) -> tuple[int, int] | None:
        """The swap (out, in) with the lowest proven bound, if that lies below the value and the set has not been tried."""
        cuts = np.array(self._cuts)
        slopes, here = cuts[:, :-1], cuts[:, :-1] @ chosen + cuts[:, -1]
        best, swap = value - _SAME, None
        for out in np.flatnonzero(chosen).tolist():
            fewer = chosen.copy()
            fewer[out] -= 1
            promise = (here[:, None] - slopes[:, [out]] + slopes).max(0)
            promise[~self._may_join(fewer)] = np.inf
            promise[out] = np.inf
            enter = int(np.argmin(np.round(promise, 12)))
            if promise[enter] < best:
                best, swap = float(promise[enter]), (out, enter)
        return swap
