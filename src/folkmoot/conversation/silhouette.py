"""How well apart groups lie: the mean silhouette (Rousseeuw 1987)."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def mean_silhouette(points: Floats, label: NDArray[np.int64], members: Floats | None = None) -> float:
    """The mean of (b - a) / max(a, b): a, the mean distance to the others of one's own group; b, to the nearest other group.

    points: (n, 2). label: (n,). members: (n,) how many people stand at each point, who then count one by one; without it, each
    point counts once. Who is alone in a group has silhouette 0. -1 where there are fewer than two groups.
    """
    levels, own = np.unique(label, return_inverse=True)
    if len(levels) < 2:
        return -1.0
    counts = np.ones(len(points)) if members is None else members
    order = np.argsort(own, kind="stable")
    begin = np.searchsorted(own[order], np.arange(len(levels)))
    sorted_points, sorted_counts = points[order], counts[order]
    silhouettes = np.empty(len(points))
    size = np.bincount(own, counts)
    for first in range(0, len(points), 1024):  # so many rows of distances at once
        part = slice(first, first + 1024)
        across = points[part, 0, None] - sorted_points[:, 0]
        up = points[part, 1, None] - sorted_points[:, 1]
        distance = np.sqrt(across * across + up * up) * sorted_counts
        sums = np.add.reduceat(distance, begin, axis=1)
        rows, mine = np.arange(len(sums)), own[part]
        others = size[mine] - 1
        within = sums[rows, mine] / np.where(others > 0, others, 1)
        means = sums / size
        means[rows, mine] = np.inf
        beyond = means.min(axis=1)
        largest = np.maximum(within, beyond)
        scores = np.divide(beyond - within, largest, out=np.zeros(len(sums)), where=largest > 0)
        silhouettes[part] = np.where(others > 0, scores, 0.0)
    return float((silhouettes * counts).sum() / counts.sum())
