"""Panels that lead an average to given chances: each new panel has the people whom the panels so far have too seldom.

This is herding (Welling 2009) on the marginals: the next panel is one with a large sum of residuals, so that the average of r panels
is about 1/r from the target. A panel comes by exchanges from the one before, or by branch and bound when these lead nowhere.
"""

import numpy as np

from folkmoot.sortition.exchanges import Exchanges
from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.narrow_search import MANY, NarrowSearch
from folkmoot.sortition.person_types import Limits, PersonTypes

_TIGHT = 1e-9  # a count this close to its limit is at it
_TILT = 0.05
_ROUNDS = 6
_GOOD = 0.5
_WORTH = 0.5  # exchanges that gain less than this share of the last search's gain lead nowhere
_NODES, _MANY_NODES = 60, 3000
_CHEAP = 800  # searches with fewer linear programmes, times their columns, than this take no longer than exchanges
_STRESS = 10.0
_STALE = 20  # this many panels in a row that are known already: there are hardly any others


def tight_limits(types: PersonTypes, target: Floats) -> Limits:
    """The limits of panels whose average can be the target: what the target meets with equality, every one of them must."""
    old, counts = types.limits, types.rows @ target
    low, high = counts <= old.row_least + _TIGHT, counts >= old.row_most - _TIGHT
    row_most = np.where(low, old.row_least, old.row_most)
    row_least = np.where(high & ~low, old.row_most, old.row_least)
    never, always = target <= _TIGHT * types.people, target >= old.most - _TIGHT
    return Limits(row_least, row_most, np.where(always, old.most, old.least), np.where(never & ~always, 0, old.most))


class ResidualPanels:
    """A growing list of panels near a target, (T,) the wanted average.

    search: finds the best panels that meet with equality what the target does. dimension: of the space they are in.
    """

    def __init__(self, types: PersonTypes, target: Floats, random: np.random.Generator) -> None:
        limits = tight_limits(types, target)
        self._types, self._target, self._random = types, target, random
        self._quick = NarrowSearch(types, limits)
        self._exchanges = Exchanges(types, limits, random)
        self._sum = np.zeros(types.count)
        self._drawn = self._since = self._stale = self._searches = 0
        self._gain = 0.0
        self._spare: Ints | None = None
        self._start: Ints | None = None
        self._times: dict[bytes, int] = {}
        self._panels = np.zeros((0, types.seats), np.int64)
        many = types.count >= MANY  # a search then takes much longer than exchanges
        self._most_exchanges, self._patience = (types.count // 10, types.count // 40) if many else (types.count // 25, 0)
        self.search = self._quick.whole
        free = np.flatnonzero(limits.most > limits.least)
        held = types.rows[np.flatnonzero(limits.row_most == limits.row_least)][:, free].toarray()
        self.dimension = len(free) - (int(np.linalg.matrix_rank(held)) if held.size else 0)

    @property
    def panels(self) -> Ints:
        """(P, seats) the types of the people of each panel, each row rising; no panel twice."""
        return self._panels[: len(self._times)]

    @property
    def exhausted(self) -> bool:
        """Whether new panels have all but ceased to come."""
        return self._stale >= _STALE

    @property
    def shares(self) -> Floats:
        """(P,) how often each panel came, as shares."""
        return np.array(list(self._times.values())) / max(1, self._drawn)

    def grow(self, count: int) -> None:
        """More panels, until there are so many or they are exhausted."""
        while len(self._times) < count and not self.exhausted:
            wish = self._target * (self._drawn + 1) - self._sum
            panel = self._by_exchanges(wish)
            if panel is None:
                panel = self._by_search(wish)
            if panel is None:
                continue
            self._keep(panel)
            if self._start is None or wish[panel].sum() > wish[self._start].sum():
                self._start = panel

    def aim(self, missing: Floats) -> None:
        """Aim at what the best weights of the panels miss, (T,), as if every panel so far had missed it, several times over."""
        self._sum = self._drawn * (self._target - _STRESS * missing)
        self._gain, self._since = 0.0, self._most_exchanges

    def _by_exchanges(self, wish: Floats) -> Ints | None:
        """From the last good panel, or from the one that is best now. None when a search is due."""
        cheap = self._quick.nodes * self._types.count <= _CHEAP * self._searches
        if cheap or self._start is None or self._since >= self._most_exchanges:
            return None
        self._since += 1
        middle, most, self._spare = float(wish @ self._target), -np.inf, None
        for turn in range(2):
            start = self.panels[wish[self.panels].sum(1).argmax()] if turn else self._start
            panel = np.sort(self._exchanges.toward(start, wish, _ROUNDS))
            gain = float(wish[panel].sum()) - middle
            if panel.tobytes() in self._times:
                continue
            if gain >= _WORTH * self._gain or (gain > 0 and self._since <= self._patience):
                return panel
            if gain > most:
                self._spare, most = panel, gain
        return None

    def _by_search(self, wish: Floats) -> Ints | None:
        """By branch and bound; when that is long in coming, the best that exchanges found."""
        self._since = 0
        self._searches += 1
        tilted = wish + _TILT * np.abs(wish).mean() * self._random.random(len(wish))
        middle = float(tilted @ self._target)
        found = self._quick.find(tilted, lambda most: middle + _GOOD * (most - middle), _NODES)
        if found.panel is None and found.bound > -np.inf:
            if self._spare is not None:
                return self._spare
            found = self.search.best(tilted, enough=lambda _: -np.inf, most_nodes=_MANY_NODES)
        if found.panel is None:
            self._stale = _STALE if found.bound == -np.inf else self._stale + 1  # there is none at all, or none in sight
            return None
        self._gain = max(0.0, float(wish @ found.panel - wish @ self._target))
        return np.repeat(np.arange(len(wish)), found.panel)

    def _keep(self, panel: Ints) -> None:
        key = panel.tobytes()
        self._stale = self._stale + 1 if key in self._times else 0
        if key not in self._times:
            if len(self._times) == len(self._panels):
                self._panels = np.concatenate([self._panels, np.zeros((len(self._panels) + 64, len(panel)), np.int64)])
            self._panels[len(self._times)] = panel
        self._times[key] = self._times.get(key, 0) + 1
        self._sum += np.bincount(panel, minlength=len(self._sum))
        self._drawn += 1
