"""Quick searches for a good panel among very many types: only the types that look best are searched."""

from collections.abc import Callable

import numpy as np

from folkmoot.sortition.linear_program import Floats
from folkmoot.sortition.panel_search import Found, PanelSearch
from folkmoot.sortition.person_types import Limits, PersonTypes

_FAILURES = 4  # after so many searches without a panel, all types are searched once
_COLUMNS = 1000  # types that are searched
MANY = 1500  # fewer types than this are searched all


class NarrowSearch:
    """Finds good panels within limits, without proof that there is none better. nodes: linear programmes solved, large ones as many."""

    def __init__(self, types: PersonTypes, limits: Limits) -> None:
        self._types, self._limits, self._columns = types, limits, types.rows.tocsc()
        self._by_type = types.rows.T.tocsr()
        self.whole = PanelSearch(types, limits)
        self._row_prices: Floats | None = None
        self.nodes = self._failures = 0

    def find(self, weights: Floats, enough: Callable[[float], float], most_nodes: int) -> Found:
        """A panel as PanelSearch.best finds it, first among the types whose weight most exceeds what their rows cost in the last search."""
        if self._row_prices is not None:
            spare = weights - self._by_type @ self._row_prices
            spare[self._limits.least > 0] = np.inf
            chosen = np.sort(np.argpartition(-spare, _COLUMNS)[:_COLUMNS])
            limits = Limits(self._limits.row_least, self._limits.row_most, self._limits.least[chosen], self._limits.most[chosen])
            search = PanelSearch(self._types, limits, self._columns[:, chosen])
            found = search.best(weights[chosen], enough=enough, most_nodes=most_nodes)
            self.nodes += found.nodes
            if found.panel is not None:
                self._row_prices = search.row_prices
                panel = np.zeros(len(weights), np.int64)
                panel[chosen] = found.panel
                return Found(panel, found.value, np.inf, found.nodes)
            if self._failures < _FAILURES:
                self._failures += 1
                return Found(None, -np.inf, np.inf, found.nodes)
        self._failures = 0
        found = self.whole.best(weights, enough=enough, most_nodes=most_nodes)
        self.nodes += found.nodes
        if len(weights) >= MANY:
            self._row_prices = self.whole.row_prices
        return found
