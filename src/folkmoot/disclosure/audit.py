"""What an attacker can work out of a published table: the exact range of every hidden count."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

type Counts = NDArray[np.int64]
type Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Audit:
    """low, high: (groups, answers) the smallest and largest count that fits all that is published; both the count itself where it
    is shown. hidden: (groups, answers) which counts are not shown."""

    low: Counts
    high: Counts
    hidden: Mask

    @property
    def width(self) -> Counts:
        """(groups, answers) how far apart they are: 0 means an attacker knows the count."""
        return self.high - self.low


def checked_table(table: ArrayLike) -> Counts:
    """The table as whole numbers. Raises ValueError when it is not a two-way table of counts."""
    counts = np.asarray(table)
    if counts.ndim != 2 or counts.shape[0] < 1 or counts.shape[1] < 2:
        raise ValueError("The table must have a row for each group and two answers or more, those who did not give the answer included.")
    if counts.dtype.kind not in "iu" or (counts < 0).any():
        raise ValueError("The table must hold counts of people: whole numbers of zero or more, unweighted.")
    return counts.astype(np.int64)


def published_rules(hidden: Mask, *, totals: bool) -> csr_array:
    """One row per published sum over hidden cells: each group with one, and each answer where totals are published. Columns are
    the hidden cells in the order of np.argwhere(hidden)."""
    group, answer = np.nonzero(hidden)
    cells = np.arange(group.size)
    parts = [csr_array((np.ones(group.size), (np.unique(group, return_inverse=True)[1], cells)))]
    if totals:
        parts.append(csr_array((np.ones(group.size), (np.unique(answer, return_inverse=True)[1], cells))))
    return vstack(parts).tocsr()


def audit(table: ArrayLike, hidden: ArrayLike, *, totals: bool = True) -> Audit:
    """The range of each hidden count, given every shown count, the size of each group and, with `totals`, the total of each answer.

    The attacker is taken to know the size of every group, since bases stand in other tables, and that counts are not negative.
    Two linear programmes per cell (HiGHS). The rules form a transport problem, so the bounds are whole numbers and every whole
    number between them fits (Hoffman and Kruskal 1956): the range is exact, not only safe.

    table: (groups, answers) unweighted counts, every person in one cell. hidden: the same shape, True where not shown.
    """
    counts = checked_table(table)
    mask = np.asarray(hidden, np.bool_)
    if mask.shape != counts.shape:
        raise ValueError(f"hidden has shape {mask.shape} and the table {counts.shape}. They must be the same.")
    low, high = counts.copy(), counts.copy()
    attack = Attack(counts, mask, totals=totals)
    for group, answer in np.argwhere(mask):
        low[group, answer], high[group, answer] = attack.range_of(int(group), int(answer))
    return Audit(low, high, mask)


class Attack:
    """What follows for one hidden count at a time."""

    def __init__(self, counts: Counts, hidden: Mask, *, totals: bool) -> None:
        self.place = np.where(hidden, np.cumsum(hidden).reshape(hidden.shape) - 1, -1)
        self.cells = int(hidden.sum())
        if self.cells:
            self.rules = published_rules(hidden, totals=totals)
            self.known = self.rules @ counts[hidden]

    def range_of(self, group: int, answer: int) -> tuple[int, int]:
        """The smallest and largest value of one hidden count."""
        aim = np.zeros(self.cells)
        aim[self.place[group, answer]] = 1.0
        return round(self._least(aim)), -round(self._least(-aim))

    def _least(self, aim: NDArray[np.float64]) -> float:
        result = linprog(aim, A_eq=self.rules, b_eq=self.known, bounds=(0, None), method="highs")
        if result.status != 0:  # the table itself fits its own totals, so this is a fault of the solver
            raise RuntimeError(f"The audit's linear programme did not solve: {result.message}")
        return float(result.fun)
