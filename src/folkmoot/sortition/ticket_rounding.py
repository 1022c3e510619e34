"""Rounding a lottery to a whole number of equal panels, so that each person type gets as near as can be to its due.

The lottery gives panel j the chance w_j. Of M equal panels, floor(M w_j) are first made as j, and the rest one by one as whichever panel
brings the types nearest to their due (least squares of the gap a person). Then a local search exchanges one panel for another as long as
that lessens a weighted sum of squares; each time it stops, the types with the largest gaps are given more weight, and it goes on from
there (the breakout of Morris 1993). What is kept is the rounding with the smallest largest gap, then the smallest mean gap. Between rounds
the search for panels is asked for panels outside the lottery that have what is still missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.lottery import Floats, Ints

ROUNDS = 60  # of giving more weight to the largest gaps
EXCHANGES = 2000  # at most in one round
MOST_PANELS = 2500  # considered at once; the exchange looks at all pairs
TRIED = 200
NEW_PANELS = 15  # asked for at a time
TIMES_ASKED = 4

type Wanted = Callable[[Floats], Ints | None]


@dataclass(frozen=True, eq=False)
class Rounding:
    """panels: (P, types) members of each type. copies: (P,) how many of the M panels are each."""

    panels: Ints
    copies: Ints

    @property
    def counts(self) -> Ints:
        """(types,) places each type has over all copies."""
        return self.copies @ self.panels


@dataclass(frozen=True, eq=False)
class Due:
    """What is due. places: (types,) places each type should have over all panels, not whole. members: (types,) people of each type."""

    places: Floats
    members: Ints

    def gaps(self, counts: Ints) -> Floats:
        """(types,) the largest gap of a person: a type's places are dealt evenly, so some have floor(places / members), others one more."""
        each = self.places / self.members
        return np.maximum(np.abs(counts // self.members - each), np.abs(-(-counts // self.members) - each))

    def nearest(self) -> Floats:
        """(types,) the smallest gap there can be, with a whole number of places."""
        below = np.floor(self.places).astype(np.int64)
        return np.minimum(self.gaps(below), self.gaps(below + 1)) + 1e-9

    def badness(self, counts: Ints) -> tuple[float, float]:
        """The largest gap, then the mean gap a person; rounded, so that noise in the last digits decides nothing."""
        gaps = self.gaps(counts)
        return round(float(gaps.max()), 6), round(float(gaps @ self.members / self.members.sum()), 6)


def rounded(panels: Ints, weights: Floats, due: Due, count: int, wanted: Wanted | None = None) -> Rounding:
    """`count` equal panels for a lottery over panels given as members of each type.

    panels: (P, types). weights: (P,) chances. wanted: gives a panel (types,) worth as much as can be by a value a type, or None when it
    finds none; left out, only the lottery's own panels are used.
    """
    panels, weights = _merged(panels, weights)
    best = _exchanged_until_stuck(Rounding(panels, _first(panels, weights, due, count)), due)
    for asked in range(TIMES_ASKED if wanted else 0):
        gaps = (due.places - best.counts) / due.members
        if wanted is None or due.gaps(best.counts).max() < 1:
            break
        new = _new_panels(wanted, gaps, best.panels, asked)
        if not len(new):
            break
        grown = Rounding(np.vstack([best.panels, new]), np.append(best.copies, np.zeros(len(new), np.int64)))
        better = _exchanged_until_stuck(grown, due)
        if due.badness(better.counts) < due.badness(best.counts):
            best = better
    used = best.copies > 0
    return Rounding(best.panels[used], best.copies[used])


def _merged(panels: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Each panel once, the likeliest MOST_PANELS of them."""
    unique, inverse = np.unique(panels, axis=0, return_inverse=True)
    summed = np.bincount(inverse.ravel(), weights=weights)
    kept = np.sort(np.argsort(-summed, kind="stable")[:MOST_PANELS])
    return unique[kept], summed[kept] / summed[kept].sum()


def _first(panels: Ints, weights: Floats, due: Due, count: int) -> Ints:
    copies = np.floor(weights * count + 1e-9).astype(np.int64)
    scale = 1 / np.sqrt(due.members)
    scaled = panels * scale
    squares = (scaled**2).sum(axis=1)
    while copies.sum() < count:
        gap = (copies @ panels - due.places) * scale
        copies[_lowest(2 * scaled @ gap + squares)] += 1
    return copies


def _exchanged_until_stuck(start: Rounding, due: Due) -> Rounding:
    exchange = _Exchange(start.panels, due)
    copies = best = start.copies
    weight, nearest, least = np.ones(len(due.members)), due.nearest(), due.badness(start.counts)
    for _ in range(ROUNDS):
        copies = exchange.lessen_squares(copies, weight)
        badness = due.badness(copies @ start.panels)
        if badness < least:
            best, least = copies, badness
        gaps = due.gaps(copies @ start.panels)
        if (gaps <= nearest).all():
            break
        weight *= 1 + (gaps / gaps.max()) ** 4
        weight /= weight.mean()
    return Rounding(start.panels, exchange.lessen_gaps(best, weight))


class _Exchange:
    """Copies after one panel is exchanged for another as long as that helps.

    Taking out j and putting in k changes the weighted squares by 2 (g_k - g_j) + |s_k - s_j|^2, with s the scaled panels and g their
    products with the gap: all pairs at once from one matrix of products.
    """

    def __init__(self, panels: Ints, due: Due) -> None:
        self.panels, self.due = panels, due

    def lessen_squares(self, copies: Ints, weight: Floats) -> Ints:
        """Exchanges that lessen the weighted squares most, until none does."""
        copies = copies.copy()
        scaled, products, apart = self._scaled(weight)
        toward = scaled @ ((copies @ self.panels - self.due.places) * np.sqrt(weight / self.due.members))
        for _ in range(EXCHANGES):
            there = np.flatnonzero(copies)
            change = (2 * (toward[None, :] - toward[there][:, None]) + apart[there]).ravel()
            lowest = _lowest(change)
            if change[lowest] > -1e-7:
                break
            out, into = int(there[lowest // len(copies)]), lowest % len(copies)
            copies[out] -= 1
            copies[into] += 1
            toward += products[:, into] - products[:, out]
        return copies

    def lessen_gaps(self, copies: Ints, weight: Floats) -> Ints:
        """Of the exchanges that cost least in squares, those that lessen the largest gap, then the mean gap, until none does."""
        scaled, _, apart = self._scaled(weight)
        while True:
            counts = copies @ self.panels
            toward = scaled @ ((counts - self.due.places) * np.sqrt(weight / self.due.members))
            there = np.flatnonzero(copies)
            change = np.round(2 * (toward[None, :] - toward[there][:, None]) + apart[there], 8).ravel()
            tried = np.argsort(change, kind="stable")[:TRIED] if len(change) <= 4 * TRIED else np.argpartition(change, TRIED)[:TRIED]
            outs, intos = there[tried // len(copies)], tried % len(copies)
            found = [self.due.badness(each) for each in counts + self.panels[intos] - self.panels[outs]]
            chosen = min(range(len(found)), key=found.__getitem__)
            if found[chosen] >= self.due.badness(counts):
                return copies
            copies = copies.copy()
            copies[outs[chosen]] -= 1
            copies[intos[chosen]] += 1

    def _scaled(self, weight: Floats) -> tuple[Floats, Floats, Floats]:
        scaled = (self.panels * np.sqrt(weight / self.due.members)).astype(np.float64)
        products: Floats = scaled @ scaled.T
        squares = np.diag(products)
        apart: Floats = squares[:, None] + squares[None, :] - 2 * products
        return scaled, products, apart


def _lowest(values: Floats) -> int:
    """The first place of the lowest value; rounded, so that machines that add in another order agree."""
    return int(np.round(values, 8).argmin())


def _new_panels(wanted: Wanted, gaps: Floats, known: Ints, asked: int) -> Ints:
    """Panels with what is missing: by the gaps, by the largest of them, and by the gaps with some noise; none that is known."""
    noise = np.random.Generator(np.random.PCG64(asked))
    values = [gaps, np.sign(gaps) * gaps**2, gaps**3]
    values += [gaps + noise.normal(0, 0.3, len(gaps)) for _ in range(NEW_PANELS - len(values))]
    seen = {panel.tobytes() for panel in known}
    found = []
    for value in values:
        panel = wanted(value)
        if panel is not None and panel.tobytes() not in seen:
            seen.add(panel.tobytes())
            found.append(panel)
    return np.array(found, np.int64).reshape(len(found), len(gaps))
