"""The greedy draw that many organisers used before fairness was computed, for comparison: LEGACY.

After its description in Flanigan et al., Nature 596, 2021 (Methods): seats are filled one at a time. Each time the level with the greatest
need, which is the places its minimum still lacks over the people left who have it, decides: one of these people joins at random. Everyone
whose level is now full, or whose household is taken, leaves. When a minimum can no longer be met, the draw starts again.
"""

from collections.abc import Iterable

import numpy as np

from folkmoot.sortition.infeasible_reasons import infeasible_quotas
from folkmoot.sortition.linear_program import Ints
from folkmoot.sortition.lottery import Lottery
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quotas

_STARTS = 1000


def legacy(
    pool: Pool,
    quotas: Quotas,
    size: int,
    *,
    seed: int = 0,
    fixed: Iterable[int] = (),
    excluded: Iterable[int] = (),
    draws: int = 1000,
) -> Lottery:
    """The lottery that the greedy draw amounts to, estimated from so many draws: each is a panel with the same weight.

    A chance p has a standard error of about sqrt(p (1 - p) / draws). Other parameters as in leximin.
    Raises ValueError for mistakes in what is given, InfeasibleQuotas when no panel meets the quotas, and ArithmeticError when the greedy
    draw fails 1,000 times in a row although there are panels.
    """
    if draws < 1:
        raise ValueError(f"The number of draws must be at least 1, not {draws}.")
    fixed, excluded = tuple(sorted(fixed)), tuple(sorted(excluded))
    types = person_types(pool, quotas, size, fixed=fixed, excluded=excluded)
    if PanelSearch(types).best(np.zeros(types.count)).panel is None:
        raise infeasible_quotas(pool, quotas, size, fixed=fixed, excluded=excluded)
    random = np.random.Generator(np.random.PCG64(seed))
    greedy = _Greedy(types)
    panels = np.array([np.sort(np.append(greedy.draw(random), types.fixed)) for _ in range(draws)], np.int64)
    distinct, times = np.unique(panels, axis=0, return_counts=True)
    probabilities = np.bincount(panels.ravel(), minlength=pool.n) / draws
    method = f"Greedy draws by the most needed level, {draws:,} of them."
    return Lottery(distinct, times / draws, probabilities, "legacy", method, None, fixed, excluded)


class _Greedy:
    """Draws panels of people from types. A row is the seats, a quota or a shared household, as in PersonTypes."""

    def __init__(self, types: PersonTypes) -> None:
        self._people = np.concatenate(types.members) if types.members else np.zeros(0, np.int64)
        kinds = np.repeat(np.arange(types.count), types.people)
        self._has = np.asarray(types.rows.todense(), bool)[:, kinds]
        self._limits, self._seats = types.limits, types.seats

    def draw(self, random: np.random.Generator) -> Ints:
        """(seats,) people. Raises ArithmeticError when the draw fails too often."""
        for _ in range(_STARTS):
            panel = self._try(random)
            if panel is not None:
                return self._people[panel]
        raise ArithmeticError(f"The greedy draw failed {_STARTS:,} times in a row. Juries that meet these quotas are rare: use leximin.")

    def _try(self, random: np.random.Generator) -> Ints | None:
        left = ~self._has[self._limits.row_most == 0].any(0)
        lacks, room = self._limits.row_least.copy(), self._limits.row_most.copy()
        panel = np.zeros(self._seats, np.int64)
        for seat in range(self._seats):
            available = self._has[:, left].sum(1)
            if (lacks > available).any() or not left.any():
                return None
            need = np.divide(lacks, available, out=np.zeros(len(lacks)), where=available > 0)
            need[0] = 0  # the seats as such say nothing of who is needed
            neediest = int(need.argmax())
            candidates = np.flatnonzero(left & self._has[neediest]) if need[neediest] > 0 else np.flatnonzero(left)
            person = panel[seat] = random.choice(candidates)
            left[person] = False
            rows = self._has[:, person]
            lacks[rows] = np.maximum(lacks[rows] - 1, 0)
            room[rows] -= 1
            left &= ~self._has[rows & (room == 0)].any(0)
        return panel if not lacks[1:].any() else None
