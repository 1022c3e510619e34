"""k-means on points of the map: nearest centres, Lloyd's rounds, and a search for the best grouping from many starts."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.dots import dots

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_POINTS_AT_ONCE = 1 << 15
_ROUNDS = 100


def nearest(points: Floats, centres: Floats) -> Ints:
    """(n,) the nearest centre of each point (n, 2); the first of centres that are equally near."""
    found = np.empty(len(points), np.int64)
    for begin in range(0, len(points), _POINTS_AT_ONCE):
        part = slice(begin, begin + _POINTS_AT_ONCE)
        found[part] = np.argmin(squares(points[part], centres), axis=0)
    return found


def centres_of(points: Floats, label: Ints, weights: Floats, old: Floats) -> Floats:
    """(k, 2) weighted means of the points with each label; the old centre where a label has no weight."""
    k = len(old)
    total = np.bincount(label, weights, minlength=k)
    centres = old.copy()
    for axis in (0, 1):
        np.divide(np.bincount(label, weights * points[:, axis], minlength=k), total, out=centres[:, axis], where=total > 0)
    return centres


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


def spread_starts(apart: Floats, weights: Floats, k: int, starts: int, seed: int) -> tuple[Ints, Floats]:
    """Sets of k points to start from, each drawn by k-means++ (Arthur and Vassilvitskii 2007).

    apart: (n, n) squared distances of the points. Gives (k, starts) places of points, of which the first few of a set are what the draw
    of so few gives; and (k, starts) the inertia of the points about the first few.
    """
    draws = np.random.Generator(np.random.PCG64(seed)).random((k, starts, 1))
    drawn, inertia = np.empty((k, starts), np.int64), np.empty((k, starts))
    distance = np.ones((starts, len(weights)))
    for place in range(k):
        until = np.cumsum(distance * weights, axis=1)
        drawn[place] = (until > draws[place] * until[:, -1:]).argmax(axis=1)
        distance = np.minimum(distance, apart[drawn[place]]) if place else apart[drawn[place]]
        inertia[place] = dots(distance, weights)
    return drawn, inertia


def squares(points: Floats, centres: Floats) -> Floats:
    """(..., n) squared distances of points (n, 2) from centres (..., 2)."""
    across = points[:, 0] - centres[..., 0, None]
    across *= across
    up = points[:, 1] - centres[..., 1, None]
    up *= up
    across += up
    return across
