"""Groups by local search in whole numbers: exchanges of two units while they help, then small shakes, from seats drawn by the seed."""

import numpy as np

from folkmoot.sortition.generator import Generator
from folkmoot.sortition.group_rules import BROKEN, GroupRules
from folkmoot.sortition.pool import Ints

_TRIES = 200  # to seat units of different sizes at random
_SHAKEN = 3  # exchanges at random before each new descent


class Seating:
    """One arrangement: `group` (U,) of each unit, its whole-number `cost`, and exchanges that change it.

    pairs: (U, U) what it costs when two units meet.
    """

    def __init__(self, rules: GroupRules, pairs: Ints, group: Ints) -> None:
        self.rules, self.pairs, self.group = rules, pairs + BROKEN * rules.apart, group.copy()
        member = (group[:, None] == np.arange(len(rules.sizes))).astype(np.int64)
        self._counts = member.T @ rules.counts
        self._met = self.pairs @ member
        self._columns = np.arange(rules.counts.shape[1])

    @property
    def cost(self) -> int:
        """Of all groups."""
        return int(self._price().sum() + self._met[np.arange(len(self.group)), self.group].sum() // 2)

    def descend(self) -> None:
        """The best exchange of each unit in turn, until none helps."""
        better = True
        while better:
            better = False
            for unit in range(len(self.group)):
                others = np.flatnonzero((self.group != self.group[unit]) & (self.rules.unit_sizes == self.rules.unit_sizes[unit]))
                if not len(others):
                    continue
                gains = self._changes(unit, others)
                best = int(np.argmin(gains))
                if gains[best] < 0:
                    self.exchange(unit, int(others[best]))
                    better = True

    def exchange(self, unit: int, other: int) -> None:
        """The two units change places."""
        here, there = self.group[unit], self.group[other]
        moved = self.rules.counts[other] - self.rules.counts[unit]
        self._counts[here] += moved
        self._counts[there] -= moved
        paired = self.pairs[:, other] - self.pairs[:, unit]
        self._met[:, here] += paired
        self._met[:, there] -= paired
        self.group[unit], self.group[other] = there, here

    def _price(self) -> Ints:
        """(G,) what the counts of each group cost."""
        result: Ints = self.rules.table[np.arange(len(self.rules.sizes))[:, None], self._columns, self._counts].sum(1)
        return result

    def _changes(self, unit: int, others: Ints) -> Ints:
        """(V,) what an exchange with each of the others adds to the cost."""
        here, there = int(self.group[unit]), self.group[others]
        moved = self.rules.counts[others] - self.rules.counts[unit]
        table, price = self.rules.table, self._price()
        added: Ints = table[here][self._columns, self._counts[here] + moved].sum(1) - price[here] - price[there]
        added += table[there[:, None], self._columns, self._counts[there] - moved].sum(1)
        met = self._met[others, here] + self._met[unit, there] - 2 * self.pairs[unit, others]
        added += met - self._met[unit, here] - self._met[others, there]
        return added


def drawn_seats(rules: GroupRules, generator: Generator) -> Ints | None:
    """(U,) a random group for each unit, largest units first; None when they do not fit in any try."""
    for _ in range(_TRIES):
        left, group = rules.sizes.copy(), np.full(len(rules.units), -1, np.int64)
        order = sorted(generator.shuffled(range(len(group))), key=lambda unit: -int(rules.unit_sizes[unit]))
        for unit in order:
            room = np.flatnonzero(left >= rules.unit_sizes[unit])
            if not len(room):
                break
            places = np.cumsum(left[room])  # each free place as likely
            chosen = int(room[int(np.searchsorted(places, generator.below(int(places[-1])), side="right"))])
            group[unit] = chosen
            left[chosen] -= rules.unit_sizes[unit]
        if (group >= 0).all():
            return group
    return None


def searched(rules: GroupRules, pairs: Ints, starts: list[Ints], generator: Generator, *, shakes: int, enough: int) -> Ints:
    """(U,) the cheapest groups found from these starts and `shakes` shaken copies of the best so far; stops at a cost of `enough`."""
    best, cost = starts[0], None
    for turn in range(len(starts) + shakes):
        seating = Seating(rules, pairs, starts[turn] if turn < len(starts) else best)
        if turn >= len(starts):
            _shake(seating, generator)
        seating.descend()
        if cost is None or seating.cost < cost:
            best, cost = seating.group, seating.cost
        if cost <= enough:
            break
    return best


def _shake(seating: Seating, generator: Generator) -> None:
    for _ in range(_SHAKEN):
        unit = generator.below(len(seating.group))
        same = seating.rules.unit_sizes == seating.rules.unit_sizes[unit]
        others = np.flatnonzero((seating.group != seating.group[unit]) & same).tolist()
        if others:
            seating.exchange(unit, generator.choice(others))
