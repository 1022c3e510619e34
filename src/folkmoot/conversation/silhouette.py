"""How well apart groups lie: silhouettes (Rousseeuw 1987)."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.dots import dots

type Floats = NDArray[np.float64]

Z95 = 1.959963984540054


def silhouettes(distances: Floats, label: NDArray[np.int64], members: Floats) -> Floats:
    """(n,) of each point (b - a) / max(a, b): a, the mean distance to the others of one's own group; b, to the nearest other group.

    distances: (n, n) of each point from each. label: (n,). members: (n,) how many people stand at each point, who count one by one.
    Who is alone in a group has silhouette 0. All are -1 where there are fewer than two groups.
    """
    held = label == np.arange(int(label.max(initial=0)) + 1)[:, None]
    held = held[held.any(axis=1)]  # numbers that no point has are left out
    if len(held) < 2:
        return np.full(len(label), -1.0)
    own = held.argmax(axis=0), np.arange(len(label))
    inside = held * members
    size = np.add.reduce(inside, axis=1)
    sums = dots(distances, inside[:, None])
    others = size[own[0]] - 1
    within = sums[own] / np.where(others > 0, others, 1)
    sums /= size[:, None]
    sums[own] = np.inf
    beyond = np.minimum.reduce(sums)
    largest = np.maximum(within, beyond)
    scores: Floats = np.divide(beyond - within, largest, out=np.zeros(len(label)), where=(largest > 0) & (others > 0))
    return scores


def mean_silhouette(each: Floats, members: Floats) -> float:
    """The mean silhouette of all people."""
    return float(dots(each, members) / np.add.reduce(members))


def clearly_lower(each: Floats, best: Floats, members: Floats, people: float) -> bool:
    """Whether silhouettes (n,) have a lower mean than the best by more than the difference may owe to who took part: 1.96 standard errors
    of the difference, from how it varies from person to person. people: how many stand at all points, or the effective number of them.
    """
    difference = best - each
    mean = mean_silhouette(difference, members)
    apart = difference - mean
    return mean > Z95 * sqrt(mean_silhouette(apart * apart, members) / people)
