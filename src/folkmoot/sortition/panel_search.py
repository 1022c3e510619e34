"""The best panel for given weights: branch and bound on linear programmes, with a proven bound."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from folkmoot.sortition.linear_program import Floats, Ints, LinearProgram
from folkmoot.sortition.person_types import Limits, PersonTypes

_WHOLE = 1e-6  # a count this close to a whole number is one: the constraints are then checked on whole numbers
_SAME = 1e-9  # values this close are one
_MOSTLY = 0.6  # counts with at least this fraction are rounded up together
_TOGETHER = 6  # at most this many at once


@dataclass(frozen=True, eq=False)
class Found:
    """panel: (T,) how many of each type, None when none was found. value: its weight. bound: no panel weighs more (proven). nodes:
    linear programmes solved."""

    panel: Ints | None
    value: float
    bound: float
    nodes: int


class PanelSearch:
    """Finds panels within limits; every search starts where the last one ended.

    nodes: linear programmes solved so far. row_prices: (R,) what the rows cost in the relaxation of the last search.
    """

    def __init__(self, types: PersonTypes, limits: Limits | None = None, columns: Any = None) -> None:
        """limits: those of the types when None. columns: (R, N) scipy sparse in place of the types' rows, with limits of N counts."""
        rows, limits = types.rows if columns is None else columns, limits or types.limits
        self._rows, self._limits = rows, limits
        self._least, self._most = limits.least.astype(float), limits.most.astype(float)
        row_least, row_most = limits.row_least.astype(float), limits.row_most.astype(float)
        self._program = LinearProgram(rows, row_least, row_most, self._least, self._most)
        self._now = self._least, self._most
        self.nodes = 0
        self.row_prices = np.zeros(len(row_least))

    def best(
        self, weights: Floats, *, enough: Callable[[float], float] | None = None, above: float = -np.inf, most_nodes: int | None = None
    ) -> Found:
        """The panel with the greatest weights . panel.

        weights: (T,). enough: stop at a panel that weighs this much, given the weight of the relaxation. above: look only for panels that
        weigh more. most_nodes: give up after so many linear programmes. `bound` holds for every panel whichever way the search ends.
        Depth first on the linear relaxation, rounding several nearly whole counts up at once, and the other ways after.
        """
        scale = float(np.abs(weights).max(initial=0)) or 1.0
        prices = weights / scale
        self._program.price(prices)
        best, panel, nodes, bound, stop = above / scale, None, 0, -np.inf, np.inf
        waiting = [(self._least, self._most, np.inf)]
        while waiting:
            least, most, promise = waiting.pop()
            if promise <= best + _SAME:
                bound = max(bound, promise)
                continue
            if nodes == most_nodes:
                waiting.append((least, most, promise))
                break
            nodes += 1
            if not self._solve(least, most):
                continue
            value = self._program.value
            if nodes == 1:
                stop = enough(value * scale) if enough else np.inf
                self.row_prices = self._program.row_prices * scale
            if value <= best + _SAME:
                bound = max(bound, value)
                continue
            counts = self._program.solution
            whole = np.round(counts)
            if np.abs(counts - whole).max(initial=0) < _WHOLE and self._meets(whole):
                panel, best = whole.astype(np.int64), float(prices @ whole)
                bound = max(bound, value)  # the rounded panel may weigh a hair less than its programme
                if best * scale >= stop:
                    break
                continue
            waiting += _branches(counts, least, most, value)
        bound = max([bound, best if panel is not None else -np.inf, *(promise for _, _, promise in waiting)])
        self.nodes += nodes
        return Found(panel, best * scale if panel is not None else -np.inf, bound * scale, nodes)

    def _solve(self, least: Floats, most: Floats) -> bool:
        changed = np.flatnonzero((least != self._now[0]) | (most != self._now[1]))
        self._program.bound(changed, least[changed], most[changed])
        self._now = least, most
        return self._program.solve()

    def _meets(self, panel: Floats) -> bool:
        counts = self._rows @ panel
        return bool((counts >= self._limits.row_least).all() and (counts <= self._limits.row_most).all())


def _branches(counts: Floats, least: Floats, most: Floats, value: float) -> list[tuple[Floats, Floats, float]]:
    """The parts of a node that hold all its panels, the one to look at first last."""
    down = np.floor(counts + _WHOLE)
    fraction = counts - down
    open_ = np.flatnonzero(np.abs(counts - np.round(counts)) >= _WHOLE)
    if not len(open_):  # whole but for rounding, yet no panel: split at the least sure count that can still change
        open_ = np.flatnonzero(most > least)
        if not len(open_):
            return []
        down = np.minimum(down, most - 1)
    high = open_[fraction[open_] >= _MOSTLY]
    if len(high):
        chosen = high[np.argsort(-fraction[high], kind="stable")[:_TOGETHER]]
    else:
        chosen = open_[[np.argmin(np.abs(fraction[open_] - 0.5))]]
    parts = []
    for place, kind in enumerate(chosen):
        part_least, part_most = least.copy(), most.copy()
        part_least[chosen[:place]] = down[chosen[:place]] + 1
        part_most[kind] = down[kind]
        parts.append((part_least, part_most, value))
    up = least.copy()
    up[chosen] = down[chosen] + 1
    return [*parts[::-1], (up, most, value)]
