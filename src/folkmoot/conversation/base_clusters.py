"""Base clusters: few points that stand for many participants, so that groups can be sought among hundreds and not millions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.k_means import centres_of, nearest

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_STILL = 0.01  # Polis stops when no centre moves further than this
_WIDE = 0.3  # of the largest weighted sum of squares: as good as splitting one at a time, in far fewer rounds
_SAME = 1e-14  # points whose variance is this part of the square of the map's size are one: less is rounding
_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class BaseClusters:
    """centres: (b, 2). label: (n,) the base cluster of each participant. weights: (b,) members, or the sum of their weights."""

    centres: Floats
    label: Ints
    weights: Floats


def split_base_clusters(points: Floats, weights: Floats, most: int = 100) -> BaseClusters:
    """At most so many base clusters by splitting: in each round those whose weighted sum of squares is at least 3 in 10 of the largest
    one, each at the mean of its longer axis. No draw and no start is needed, and the time is linear in the participants.

    points: (n, 2). weights: (n,) positive. Where no more than `most` points differ, each different point is a base cluster.
    """
    if len(points) <= most:
        _, label = np.unique(points, axis=0, return_inverse=True)
    else:
        label = _split(points, weights, most)
    held = int(label.max()) + 1
    centres = centres_of(points, label, weights, np.zeros((held, 2)))
    return BaseClusters(centres, label, np.bincount(label, weights, minlength=held))


def polis_base_clusters(points: Floats, weights: Floats, most: int = 100, rounds: int = 100) -> BaseClusters:
    """Base clusters as Polis makes them at a first run: k-means from the first distinct points, until its centres are nearly still.

    points: (n, 2) in the order of the participants. A cluster that loses all its members is dropped.
    """
    centres, label = lloyd_polis(points, weights, first_distinct(points, most), rounds)
    return BaseClusters(centres, label, np.bincount(label, weights, minlength=len(centres)))


def first_distinct(points: Floats, k: int) -> Floats:
    """The first k points that differ from all before them."""
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:k]]


def lloyd_polis(points: Floats, weights: Floats, centres: Floats, rounds: int) -> tuple[Floats, Ints]:
    """Lloyd's rounds that stop when no centre moves by 0.01 or more, the centres being compared in sorted order."""
    label = np.zeros(len(points), np.int64)
    for _ in range(rounds + 1):
        label = nearest(points, centres)
        held = np.bincount(label, minlength=len(centres)) > 0
        moved = centres_of(points, label, weights, centres)[held]
        label = (np.cumsum(held) - 1)[label]
        still = len(moved) == len(centres) and _largest_move(moved, centres) < _STILL
        centres = moved
        if still:
            break
    return centres, label


def _largest_move(moved: Floats, centres: Floats) -> float:
    steps = moved[np.lexsort(moved.T[::-1])] - centres[np.lexsort(centres.T[::-1])]
    return float(np.sqrt((steps * steps).sum(axis=1)).max())


def _split(points: Floats, weights: Floats, most: int) -> Ints:
    """The label of each point (n,), from 0, every label there."""
    label = np.zeros(len(points), np.int64)
    axes = (points - points.mean(axis=0)).T.copy()  # from their middle, so that little is lost where squares are subtracted
    columns = [weights, *(weights * axes), *(weights * axes * axes)]
    same = _SAME * float((axes * axes).max(initial=0.0))
    held = 1
    while held < most:
        total, across, up, *wide = (np.bincount(label, column, minlength=held) for column in columns)
        means = across / total, up / total
        squares = wide[0] - across * means[0], wide[1] - up * means[1]
        width = squares[0] + squares[1]
        width[np.maximum(*squares) <= same * total] = 0.0
        largest = width.max()
        chosen = np.flatnonzero(width >= max(_WIDE * largest, _TINY))
        if not len(chosen):
            break
        chosen = chosen[np.argsort(-width[chosen], kind="stable")[: most - held]]
        new = np.zeros(held, np.int64)
        new[chosen] = held + np.arange(len(chosen))
        upright = squares[1] > squares[0]
        at = np.where(upright, means[1], means[0])
        above = np.where(upright[label], axes[1], axes[0]) > at[label]
        goes = new[label]
        label = np.where(above & (goes > 0), goes, label)
        held += len(chosen)
    return label
