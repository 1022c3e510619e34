"""Opinion groups: participants who stand near each other on the map, and how many groups there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.base_clusters import BaseClusters, first_distinct, lloyd_polis, polis_base_clusters, split_base_clusters
from folkmoot.conversation.k_means import centres_of, nearest, settle, settle_all, spread_starts
from folkmoot.conversation.silhouette import mean_silhouette

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

STARTS = 16
SMALLEST_GROUP, SMALLEST_SHARE = 10, 0.02


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """label: (n,) the group of each participant who is placed, from 0. centres: (k, 2). sizes: (k,) people.

    silhouettes: the mean silhouette for each number of groups that could be made. smallest: the least people a group may have.
    """

    label: Ints
    centres: Floats
    sizes: Ints
    silhouettes: dict[int, float]
    smallest: int
    base: BaseClusters

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.centres)


def smallest_group(n: int) -> int:
    """The least people that a group may have among n who are placed: 10, or 1 in 50 if that is more."""
    return max(SMALLEST_GROUP, int(np.ceil(n * SMALLEST_SHARE)))


def stable_groups(
    points: Floats, weights: Floats, *, k: int | None = None, most: int = 5, smallest: int | None = None, seed: int = 0
) -> OpinionGroups:
    """Groups that depend on the votes alone, not on the order in which they came.

    For each number of groups from 2 to `most` (or just k): k-means of the base clusters from 16 k-means++ starts, of which the best
    after 4 rounds go on; of the results in which each group has the least number of people, the one with the smallest weighted
    inertia. Of these, the number of groups with the best weighted mean silhouette; then each participant goes to the nearest centre
    until nobody moves. Groups are numbered by size, the largest first. One group where no more can be made.

    points: (n, 2) in a canonical order. weights: (n,), who has weight 0 is placed but moves no centre.
    Raises ValueError when k groups are asked for and cannot be made.
    """
    counted = np.flatnonzero(weights > 0)
    least = smallest_group(len(counted)) if smallest is None else smallest
    if not len(counted):
        return _nobody(points, least)
    base = split_base_clusters(points[counted], weights[counted])
    people = np.bincount(base.label, minlength=len(base.centres))
    numbers = list(range(2, most + 1)) if k is None else [k]
    drawn = spread_starts(base.centres, base.weights, numbers[-1], STARTS, seed)
    found: list[tuple[float, int, Floats]] = []
    for tried in numbers:
        start = _best_start(base, people, drawn[:, :tried], least)
        if start is not None:
            found.append((mean_silhouette(base.centres, start[1], base.weights), tried, start[0]))
    silhouettes = {tried: score for score, tried, _ in found if tried > 1}
    for _, tried, start_centres in sorted(found, key=lambda each: (-each[0], each[1])):
        settled, label = settle(points[counted], weights[counted], start_centres)
        if np.bincount(label, minlength=tried).min() >= least:
            return _by_size(points, settled, silhouettes, least, base)
    if k is not None:
        raise ValueError(
            f"These votes do not fall into {k} groups of at least {least} people each. Ask for fewer groups, or for smaller ones."
        )
    middle = centres_of(points, np.zeros(len(points), np.int64), weights, np.zeros((1, 2)))
    return _by_size(points, middle, silhouettes, least, base)


def polis_groups(points: Floats, weights: Floats, *, k: int | None = None, most: int = 5) -> OpinionGroups:
    """Groups as Polis makes them at a first run (Small et al. 2021): k-means of at most 100 base clusters, weighted by members, from the
    first distinct ones, 20 rounds; the number of groups, up to one more than 1 in 12 base clusters plus 1, by the unweighted silhouette.

    points: (n, 2) in the order of the participants. A group may be of one person. Raises ValueError as `stable_groups`.
    """
    if not len(points):
        return _nobody(points, 1)
    base = polis_base_clusters(points, weights)
    held = len(base.centres)
    best: tuple[float, Floats, Ints] | None = None
    silhouettes: dict[int, float] = {}
    for tried in range(2, min(most, 2 + held // 12, held) + 1) if k is None else [k]:
        if tried > held:
            raise ValueError(
                f"These votes do not fall into {tried} groups: there are {held} different places on the map. Ask for fewer groups."
            )
        centres, label = lloyd_polis(base.centres, base.weights, first_distinct(base.centres, tried), 20)
        silhouettes[tried] = mean_silhouette(base.centres, label)
        if best is None or silhouettes[tried] > best[0]:
            best = silhouettes[tried], centres, label
    _, centres, label = best or (
        0.0,
        centres_of(points, np.zeros(len(points), np.int64), weights, np.zeros((1, 2))),
        np.zeros(held, np.int64),
    )
    label = label[base.label]
    return OpinionGroups(label, centres, np.bincount(label, minlength=len(centres)), silhouettes, 1, base)


def _best_start(base: BaseClusters, people: Ints, starts: Floats, least: int) -> tuple[Floats, Ints] | None:
    """The centres and the groups of base clusters with the smallest inertia in which each group has the least people; None where no
    start leads there. After a few rounds only the best starts go on."""
    for rounds, kept in ((4, 6), (25, 1)):
        centres, labels, inertia = settle_all(base.centres, base.weights, starts, rounds)
        k = starts.shape[1]
        cell = labels + k * np.arange(len(labels))[:, None]
        sizes = np.bincount(cell.ravel(), np.tile(people, len(labels)), minlength=k * len(labels)).reshape(-1, k).min(axis=1)
        best = np.lexsort((inertia, sizes < least))[:kept]
        starts = centres[best]
    return (starts[0], labels[best[0]]) if sizes[best[0]] >= least else None


def _by_size(points: Floats, centres: Floats, silhouettes: dict[int, float], least: int, base: BaseClusters) -> OpinionGroups:
    label = nearest(points, centres)
    sizes = np.bincount(label, minlength=len(centres))
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    return OpinionGroups(np.argsort(order, kind="stable")[label], centres[order], sizes[order], silhouettes, least, base)


def _nobody(points: Floats, least: int) -> OpinionGroups:
    none = np.zeros(0, np.int64)
    base = BaseClusters(points[:0], np.zeros(len(points), np.int64), np.zeros(0))
    return OpinionGroups(none, np.zeros((0, 2)), none, {}, least, base)
