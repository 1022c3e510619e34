"""k-means on points of the map: nearest centres, Lloyd's rounds, and many starts at once."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_POINTS_AT_ONCE = 1 << 15
_ROUNDS = 100


def nearest(points: Floats, centres: Floats) -> Ints:
    """(n,) the nearest centre of each point (n, 2); the first of centres that are equally near."""
    found = np.empty(len(points), np.int64)
    for begin in range(0, len(points), _POINTS_AT_ONCE):
        part = slice(begin, begin + _POINTS_AT_ONCE)
        found[part] = np.argmin(_squares(points[part], centres), axis=0)
    return found


def centres_of(points: Floats, label: Ints, weights: Floats, old: Floats) -> Floats:
    """(k, 2) weighted means of the points with each label; the old centre where a label has no weight."""
    k = len(old)
    total = np.bincount(label, weights, minlength=k)
    sums = np.column_stack([np.bincount(label, weights * points[:, axis], minlength=k) for axis in (0, 1)])
    return np.divide(sums, total[:, None], out=old.copy(), where=total[:, None] > 0)


def settle(points: Floats, weights: Floats, centres: Floats, rounds: int = _ROUNDS) -> tuple[Floats, Ints]:
    """Lloyd's rounds from these centres until nobody changes group: the centres, and the (n,) group of each point."""
    label = nearest(points, centres)
    for _ in range(rounds):
        centres = centres_of(points, label, weights, centres)
        moved = nearest(points, centres)
        if np.array_equal(moved, label):
            break
        label = moved
    return centres, label


def spread_starts(points: Floats, weights: Floats, k: int, starts: int, seed: int) -> Floats:
    """(starts, k, 2) centres to start from, each set drawn from the points by k-means++ (Arthur and Vassilvitskii 2007).

    The first few of a set are what the draw of so few gives.
    """
    draws = np.random.Generator(np.random.PCG64(seed)).random((k, starts)).T
    centres = np.empty((starts, k, 2))
    distance = np.ones((starts, len(points)))
    for place in range(k):
        until = np.cumsum(distance * weights, axis=1)
        drawn = (until <= draws[:, place, None] * until[:, -1:]).sum(axis=1)
        centres[:, place] = points[np.minimum(drawn, len(points) - 1)]
        squares = _squares(points, centres[:, place])
        distance = squares if place == 0 else np.minimum(distance, squares)
    return centres


def settle_all(points: Floats, weights: Floats, centres: Floats, rounds: int = 25) -> tuple[Floats, Ints, Floats]:
    """Lloyd's rounds, at most so many, of several starts side by side: the centres (starts, k, 2), the groups (starts, n) and the
    inertia (starts,), which is the weighted sum of squared distances to the centres.
    """
    starts, k, _ = centres.shape
    n = len(points)
    centres = centres.copy()
    label, inertia = np.full((starts, n), -1), np.zeros(starts)
    going = np.arange(starts)
    columns = [np.tile(column, starts) for column in (weights, weights * points[:, 0], weights * points[:, 1])]
    for _ in range(rounds):
        squares = _squares(points, centres[going].transpose(1, 0, 2).reshape(-1, 2)).reshape(k, len(going), n)
        least, moved = squares[0], np.zeros(squares[0].shape, np.int64)
        for place in range(1, k):
            moved[squares[place] < least] = place
            least = np.minimum(least, squares[place])
        inertia[going] = np.add.reduce(least * weights, axis=1)
        still_going = (moved != label[going]).any(axis=1)
        label[going] = moved
        going = going[still_going]
        if not len(going):
            break
        cell = (label[going] + k * np.arange(len(going))[:, None]).ravel()
        total, across, up = (np.bincount(cell, column[: len(cell)], minlength=k * len(going)) for column in columns)
        sums = np.column_stack([across, up])
        means = np.divide(sums, total[:, None], out=centres[going].reshape(-1, 2), where=total[:, None] > 0)
        centres[going] = means.reshape(-1, k, 2)
    return centres, label, inertia


def _squares(points: Floats, centres: Floats) -> Floats:
    """(k, n) squared distances."""
    across = points[:, 0] - centres[:, 0, None]
    across *= across
    up = points[:, 1] - centres[:, 1, None]
    up *= up
    across += up
    return across
