"""The best grouping of few weighted points into each number of groups: k-means from several starts, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.k_means import spread_starts, squares

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

DRAWN, BY_NEAREST = 64, 6
_POINTS = 400  # of all starts together: four starts of a hundred points, more of fewer
_ROUNDS = 40
_FREE_ROUNDS = 3  # in which a start by nearest centres may have a small group
_FAR = 1e150  # where the centre is of a group that a start does not have
_TINY = 1e-300
_NOT_WORSE = 1 - 1e-12


@dataclass(frozen=True, eq=False)
class FewPoints:
    """points: (n, 2). weights: (n,) above 0. people: (n,) how many stand at each. least: how many each group needs."""

    points: Floats
    weights: Floats
    people: Ints
    least: int

    @cached_property
    def apart(self) -> Floats:
        """(n, n) squared distances."""
        return squares(self.points, self.points)


@dataclass(frozen=True, eq=False)
class Groupings:
    """Groupings side by side. number: (s,) of groups. label: (s, n). inertia: (s,) weighted sum of squared distances to the centres.

    enough: (s,) whether each group has the least people.
    """

    number: Ints
    label: Ints
    inertia: Floats
    enough: NDArray[np.bool_]

    def best(self, k: int) -> Ints | None:
        """The grouping into k with the least inertia in which each group has enough people; None where there is none."""
        inertia = np.where(self.enough & (self.number == k), self.inertia, np.inf)
        at = int(inertia.argmin())
        return self.label[at] if inertia[at] < np.inf else None


def best_groupings(few: FewPoints, numbers: Sequence[int], seed: int) -> dict[int, Ints]:
    """{number of groups: (n,) the group of each point} with the smallest inertia that is found where each group has the least people.

    numbers: ascending. Those that no start leads to are left out. k-means starts from those of 64 k-means++ starts with the least inertia
    (4 for 100 points, more for fewer), and where that leaves a group too small, from 6 that do not, points going to the nearest centre.
    """
    drawn, inertia = spread_starts(few.apart, few.weights, numbers[-1], DRAWN, seed)
    order, tried = inertia.argsort(axis=1, kind="stable"), min(max(_POINTS // len(few.points), 1), DRAWN)
    starts = [few.apart[drawn[:k, order[k - 1, :tried]]].argmin(axis=0) for k in numbers]
    found = improve(few, np.repeat(numbers, tried), np.concatenate(starts))
    labels = {k: label for k in numbers if (label := found.best(k)) is not None}
    left = [k for k in numbers if k not in labels]
    if left:
        starts = [_large_enough(few, k, few.apart[drawn[:k, order[k - 1]]].argmin(axis=0)) for k in left]
        found = improve(few, np.repeat(left, [len(start) for start in starts]), np.concatenate(starts), to_nearest=True)
        labels.update({k: label for k in left if (label := found.best(k)) is not None})
    return labels


def _large_enough(few: FewPoints, k: int, starts: Ints) -> Ints:
    """The first 6 of the starts, those with enough people in each group before the others."""
    enough = _enough(few, starts, np.full(len(starts), k))
    return np.asarray(starts[np.argsort(~enough, kind="stable")[:BY_NEAREST]])


def improve(few: FewPoints, number: Ints, label: Ints, *, to_nearest: bool = False) -> Groupings:
    """k-means from several starts side by side. number: (s,) of groups of each; label: (s, n) of the points.

    In a round, points change group where that lowers the inertia with the centres that move after them, all that do so at once (Hartigan
    1975, Clustering Algorithms, chapter 4): far fewer starts get stuck than where points go to the nearest centre. A start ends when
    nobody moves, or when that made nothing better. to_nearest: points do go to the nearest centre, and a start ends with a small group.
    """
    n, most = len(few.points), int(number.max())
    across, up = few.points.T.copy()
    tiled = np.tile([few.weights, few.weights * across, few.weights * up], len(label))
    places = np.tile(np.arange(n), len(label))
    whole = float(np.einsum("i,i", few.weights, across * across + up * up))
    ended, least = label.copy(), np.empty(len(label))
    going, before, best = np.arange(len(label)), label, np.full(len(label), np.inf)
    for turn in range(_ROUNDS):
        held = len(going)
        cells = (label * held + np.arange(held)[:, None]).reshape(-1)
        weights, *moments = tiled[:, : len(cells)]
        total, x, y = (np.bincount(cells, column, most * held) for column in (weights, *moments))
        none = total == 0
        inverse = 1 / np.maximum(total, _TINY)
        inverse[none] = 0.0
        gain = x * x + y * y
        gain *= inverse
        inertia = whole - np.add.reduce(gain.reshape(most, held))
        better = inertia < best * _NOT_WORSE
        x *= inverse
        y *= inverse
        x[none] = _FAR
        distance = _squares(across, up, x, y)
        if to_nearest:
            goes_on = better if turn < _FREE_ROUNDS else better & _enough(few, label, number[going])
        else:
            goes_on = better
            own, flat = cells * n + places[: len(cells)], distance.reshape(-1)
            whose = total[cells]
            kept = flat[own] * (whose / np.maximum(whose - weights, 1e-9 * weights)) * _NOT_WORSE
            distance /= inverse[:, None] * few.weights + 1
            flat[own] = kept
        moved = distance.reshape(most, held, n).argmin(axis=0)
        goes_on = goes_on & (moved != label).any(axis=1)
        best = np.where(better, inertia, best)
        if not goes_on.all() or turn == _ROUNDS - 1:
            ended[going], least[going] = np.where(better[:, None], label, before), best
            going, label, moved, best = going[goes_on], label[goes_on], moved[goes_on], best[goes_on]
            if not len(going):
                break
        before, label = label, moved
    return Groupings(number, ended, least, _enough(few, ended, number))


def _squares(across: Floats, up: Floats, x: Floats, y: Floats) -> Floats:
    distance = across - x[:, None]
    distance *= distance
    upward = up - y[:, None]
    upward *= upward
    distance += upward
    return distance


def _enough(few: FewPoints, label: Ints, number: Ints) -> NDArray[np.bool_]:
    """(s,) which groupings have the least people in each of their groups."""
    s, most = len(label), int(number.max())
    cells = label * s + np.arange(s)[:, None]
    people = np.bincount(cells.reshape(-1), np.tile(few.people, s), minlength=most * s).reshape(most, s)
    return np.asarray((people >= few.least).sum(axis=0) == number)
