"""Panels for given chances, or a cut that shows that no lottery has these chances: column generation.

The master programme chooses weights of the panels known so far that miss the chances by as little as possible in total (L1). Its dual
prices the types; a panel whose price is above zero is added. When branch and bound proves that there is none and something is still
missed, the dual is an inequality that every panel meets and these chances do not.
"""

import numpy as np

from folkmoot.sortition.cuts import Cut
from folkmoot.sortition.linear_program import Floats, Ints, LinearProgram
from folkmoot.sortition.panel_search import PanelSearch

_NOTHING = 1e-10  # a total miss of this much is none
_IMPROVES = 1e-9  # a panel priced this far above zero improves the master
_PERTURBED = 0.05
_NEAR = 3  # perturbed prices tried before the true ones


class Master:
    """The master programme. `panels`: (P, T) all panels it knows."""

    def __init__(self, count: int) -> None:
        from scipy.sparse import csr_matrix, eye, hstack, vstack

        miss = hstack([eye(count), -eye(count)])
        rows = vstack([miss, csr_matrix((1, 2 * count))])
        zeros = np.zeros(count + 1)
        self._program = LinearProgram(rows, zeros, zeros, np.zeros(2 * count), np.full(2 * count, np.inf), np.full(2 * count, -1.0))
        self._program.bound_row(count, 1.0, 1.0)
        self._count = count
        self._known: set[bytes] = set()
        self._panels: list[Ints] = []

    @property
    def panels(self) -> Ints:
        """(P, T) the panels, in the order they were added."""
        return np.array(self._panels, np.int64).reshape(-1, self._count)

    def add(self, panel: Ints) -> bool:
        """Add a panel (T,). Says whether it is new."""
        key = np.asarray(panel, np.int64).tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self._panels.append(np.asarray(panel, np.int64))
        chosen = np.flatnonzero(panel)
        self._program.add_column(0.0, np.inf, np.append(chosen, self._count), np.append(panel[chosen].astype(float), 1.0))
        return True

    def aim(self, target: Floats) -> None:
        """The average panel that is wanted, (T,)."""
        for kind, value in enumerate(target.tolist()):
            self._program.bound_row(kind, value, value)

    def solve(self) -> tuple[float, Floats, float]:
        """What is missed in total, the price of each type, and the price of a panel as such."""
        if not self._program.solve():
            raise ArithmeticError("The master programme of the lottery found no solution.")
        prices = -self._program.row_prices
        return -self._program.value, prices[: self._count], float(prices[self._count])

    @property
    def weights(self) -> Floats:
        """(P,) of the last solution."""
        return np.maximum(self._program.solution[2 * self._count :], 0)


def generate_columns(master: Master, target: Floats, face: PanelSearch, whole: PanelSearch, random: np.random.Generator) -> Cut | None:
    """Add panels to the master until its weights reach the target; a cut if they cannot.

    face: searches only panels that meet with equality the quotas that the target does. whole: searches all panels.
    """
    master.aim(target)
    while True:
        missed, prices, base = master.solve()
        if missed <= _NOTHING:
            return None
        if _add_near(master, prices, base, face, random):
            continue
        found = whole.best(prices, enough=lambda _: -np.inf, above=-base + _IMPROVES)
        if found.panel is not None and master.add(found.panel):
            continue
        best = whole.best(prices)
        if prices @ target - best.bound < _IMPROVES:
            return None  # what is missed is less than can be told from nothing
        return Cut(prices, best.bound, best.nodes)


def _add_near(master: Master, prices: Floats, base: float, face: PanelSearch, random: np.random.Generator) -> bool:
    """Add improving panels found with prices near the true ones. Says whether there were any."""
    added = 0
    for turn in range(_NEAR):
        tilted = prices + (random.normal(0, _PERTURBED, len(prices)) if turn else 0)
        found = face.best(tilted, most_nodes=200)
        if found.panel is not None and prices @ found.panel + base > _IMPROVES:
            added += master.add(found.panel)
    return added > 0
