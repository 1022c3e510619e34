"""From chances to panels: weights of real panels that give every type exactly its chance, or a cut that shows that none do."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.column_generation import Master, generate_columns
from folkmoot.sortition.cuts import Cut
from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.panel_weights import panel_matrix, panel_weights
from folkmoot.sortition.person_types import PersonTypes
from folkmoot.sortition.residual_panels import ResidualPanels

_TRIES = (1.15, 1.25, 1.4, 1.7, 2.1, 2.7, 3.5)  # panels for each dimension of those that may take part
_MANY = 1000  # with so many dimensions, weighing hardly enough panels takes longer than finding more of them
_FEW = 2
_REACHED = 3e-8  # counts this near are reached: the levels they come from are settled no better


@dataclass(frozen=True, eq=False)
class Decomposition:
    """panels: (P, seats) types, each row rising. weights: (P,) above 0, sum 1."""

    panels: Ints
    weights: Floats


class Decomposer:
    """Decomposes chances of the same types again and again, as cuts change them; panels once found are kept."""

    def __init__(self, types: PersonTypes, whole: PanelSearch, first: Ints, random: np.random.Generator) -> None:
        """first: (T,) any panel, as counts."""
        self._types, self._whole, self._first, self._random = types, whole, first, random
        self._master: Master | None = None

    def decompose(self, chances: Floats, progress: Callable[[int, int], None] | None = None) -> Decomposition | Cut:
        """chances: (T,) of each person of a type; progress: called with panels found and the most that may be needed."""
        target = chances * self._types.people
        near = ResidualPanels(self._types, target, self._random)
        if self._master is None:
            result = self._by_projection(near, target, progress)
            if result is not None:
                return result
            self._master = Master(self._types.count)
            self._master.add(self._first)
            for panel in near.panels:
                self._master.add(np.bincount(panel, minlength=self._types.count))
        cut = generate_columns(self._master, target, near.search, self._whole, self._random)
        if cut is not None:
            return cut
        weights = self._master.weights
        kept = np.flatnonzero(weights > 0)
        seats = [np.repeat(np.arange(self._types.count), panel) for panel in self._master.panels[kept]]
        return Decomposition(np.array(seats, np.int64), weights[kept] / weights[kept].sum())

    def _by_projection(self, near: ResidualPanels, target: Floats, progress: Callable[[int, int], None] | None) -> Decomposition | None:
        for more in _TRIES[2:] if near.dimension > _MANY else _TRIES:
            wanted = int(more * near.dimension) + _FEW
            while len(near.panels) < wanted and not near.exhausted:
                near.grow(min(wanted, len(near.panels) + 100))
                if progress:
                    progress(len(near.panels), wanted)
            panels = near.panels
            if not len(panels):
                return None
            found = panel_weights(panel_matrix(panels, self._types.count), target, near.shares)
            if found.distance < _REACHED:
                kept = np.flatnonzero(found.weights > 0)
                return Decomposition(panels[kept], found.weights[kept] / found.weights[kept].sum())
            if near.exhausted:
                return None
            near.aim(found.missing)
        return None
