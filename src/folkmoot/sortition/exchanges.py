"""Exchanges: two people leave a panel and two others join it, so that every quota is met exactly as before.

If the people who leave swap some of their features, they become two other types; when the pool has both, these can join. A panel has
many such exchanges, and they cost a table look-up each instead of a linear programme.
"""

import numpy as np

from folkmoot.sortition.linear_program import Floats, Ints
from folkmoot.sortition.person_types import Limits, PersonTypes

_MOST_SWAPS = 127  # sets of features to swap that are known
_LOOK_UPS = 1500  # that are tried in a round, all pairs together
_ROOM = 8  # places in the look-up table for each type
_GAIN = 1e-9


class Exchanges:
    """Improves panels by exchanges, within limits."""

    def __init__(self, types: PersonTypes, limits: Limits, random: np.random.Generator) -> None:
        self._random, self._most, self._households = random, limits.most, types.households
        self._shares = 1 + int(types.households.max(initial=-1))
        must = np.append(limits.row_least[len(limits.row_least) - self._shares :] > 0, np.False_)  # the last: of people alone
        self._stays = (limits.least > 0) | must[types.households]
        features = types.levels.shape[1]
        words = [random.integers(0, 2**62, int(types.levels[:, f].max(initial=0)) + 2) for f in range(features)]
        parts = np.stack([words[f][types.levels[:, f]] for f in range(features)], 1) if features else np.zeros((types.count, 1), np.int64)
        codes = parts.sum(1)  # equal only for equal levels: sums of random 62-bit words
        self._code, first, inverse, self._variants = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
        self._first, self._by_code, self._group = np.cumsum(self._variants) - self._variants, np.argsort(inverse, kind="stable"), inverse
        self._mask = (1 << int(np.ceil(np.log2(_ROOM * max(2, len(first)))))) - 1
        self._table = np.zeros(self._mask + 1, np.int32)
        self._table[self._code & self._mask] = np.arange(len(first))
        swaps = np.arange(1, 2 ** max(0, min(features, 30) - 1))
        if len(swaps) > _MOST_SWAPS:
            swaps = np.sort(random.choice(len(swaps), _MOST_SWAPS, replace=False)) + 1
        self._swaps = (swaps[None, :] >> np.arange(max(1, features))[:, None]) & 1
        self._parts = parts

    def toward(self, panel: Ints, wish: Floats, rounds: int) -> Ints:
        """(seats,) the types of a panel after exchanges that each raise the sum of `wish` (T,). In each round people are paired at
        random, and each pair makes its best exchange."""
        panel = panel.copy()
        for _ in range(rounds):
            self._round(panel, wish)
        return panel

    def _round(self, panel: Ints, wish: Floats) -> None:
        counts = np.bincount(panel, minlength=len(wish))
        seats = self._random.permutation(np.flatnonzero(~self._stays[panel]))
        half = len(seats) // 2
        one, two = seats[:half], seats[half : 2 * half]
        leaves, leaves_too = panel[one], panel[two]
        swaps = self._swaps[:, self._random.permutation(self._swaps.shape[1])[: max(_LOOK_UPS // max(1, half), 8)]]
        code = self._parts[leaves] @ swaps + self._parts[leaves_too] @ (1 - swaps)
        group = self._table[code & self._mask]
        pair, swap = np.nonzero(self._code[group] == code)
        joins = self._variant(group[pair, swap])
        rest = self._code[self._group[leaves[pair]]] + self._code[self._group[leaves_too[pair]]] - code[pair, swap]
        group = self._table[rest & self._mask]
        joins_too = self._variant(group)
        gain = wish[joins] + wish[joins_too] - wish[leaves[pair]] - wish[leaves_too[pair]]
        possible = (self._code[group] == rest) & (gain > _GAIN) & (joins != joins_too)
        possible &= (counts[joins] < self._most[joins]) & (counts[joins_too] < self._most[joins_too])
        if self._shares:
            occupied = np.bincount(self._households[panel] + 1, minlength=self._shares + 1)
            occupied[0] = 0
            possible &= (occupied[self._households[joins] + 1] == 0) & (occupied[self._households[joins_too] + 1] == 0)
        candidates = np.flatnonzero(possible)
        candidates = candidates[np.argsort(-gain[candidates], kind="stable")]
        best = np.sort(np.unique(pair[candidates], return_index=True)[1])
        self._make(panel, one[pair], two[pair], joins, joins_too, candidates[best])

    def _variant(self, groups: Ints) -> Ints:
        """A type of each group: those of equal levels differ in their household."""
        if len(self._code) == len(self._by_code):
            return self._by_code[groups]
        return self._by_code[self._first[groups] + self._random.integers(0, 1 << 30, len(groups)) % self._variants[groups]]

    def _make(self, panel: Ints, one: Ints, two: Ints, joins: Ints, joins_too: Ints, order: Ints) -> None:
        """Makes the exchanges, best first, that bring in no type and no household twice."""
        taken: set[int] = set()  # types, and households counted from -1 down
        homes, homes_too = self._households[joins[order]].tolist(), self._households[joins_too[order]].tolist()
        rows = zip(
            one[order].tolist(), two[order].tolist(), joins[order].tolist(), joins_too[order].tolist(), homes, homes_too, strict=True
        )
        for seat, seat_too, kind, kind_too, home, home_too in rows:
            if kind in taken or kind_too in taken:
                continue
            if home >= 0 or home_too >= 0:
                if home == home_too or (home >= 0 and -1 - home in taken) or (home_too >= 0 and -1 - home_too in taken):
                    continue
                taken |= {-1 - shared for shared in (home, home_too) if shared >= 0}
            taken |= {kind, kind_too}
            panel[seat], panel[seat_too] = kind, kind_too
