"""Opinion groups: participants who stand near each other on the map, and how many groups there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.base_clusters import BaseClusters, first_distinct, lloyd_polis, polis_base_clusters, split_base_clusters
from folkmoot.conversation.dots import dots
from folkmoot.conversation.group_search import FewPoints, best_groupings
from folkmoot.conversation.k_means import centres_of, nearest, settle, squares
from folkmoot.conversation.silhouette import clearly_lower, mean_silhouette, silhouettes

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

SMALLEST_GROUP, SMALLEST_SHARE = 10, 0.02


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """label: (n,) the group of each participant who is placed, from 0 (-1 where nobody has a weight). centres: (k, 2). sizes: (k,) people.

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

    For each number of groups from 2 to `most` (or just k): the grouping of the base clusters with the smallest weighted inertia that
    `best_groupings` finds, in which each group has the least number of people. Of these, the fewest groups whose weighted mean silhouette
    is not clearly below the best; then each participant goes to the nearest centre until nobody moves. Groups are numbered by size, the
    largest first. One group where no more can be made.

    Clearly below: by more than 1.96 standard errors of the difference, each person's silhouettes in the two groupings being compared, on
    the effective number of people (Kish 1965). Of models that cannot be told apart the simplest is kept, as trees are pruned by the rule
    of one standard error (Breiman et al. 1984, Classification and Regression Trees, section 3.4.3). The standard error is as if the
    groups had not been sought in the same votes, so it is rather too small.

    points: (n, 2) in a canonical order. weights: (n,), who has weight 0 is placed but moves no centre.
    Raises ValueError when k groups are asked for and cannot be made.
    """
    counted = np.flatnonzero(weights > 0)
    least = smallest_group(len(counted)) if smallest is None else smallest
    if not len(counted):
        return _nobody(points, least)
    voices, voiced = points[counted], weights[counted]
    base = split_base_clusters(voices, voiced)
    few = FewPoints(base.centres, base.weights, np.bincount(base.label, minlength=len(base.centres)), least)
    tried = range(2, most + 1) if k is None else range(max(k - 1, 1), k + 2)
    found = {number: label for number, label in best_groupings(few, tried, seed).items() if k in (None, number)}
    distances = np.sqrt(few.apart)
    each = {number: silhouettes(distances, label, base.weights) for number, label in found.items()}
    scores = {number: mean_silhouette(held, base.weights) for number, held in each.items()}
    shown = {number: score for number, score in scores.items() if number > 1}
    people = float(np.add.reduce(voiced)) ** 2 / float(dots(voiced, voiced))
    chosen, top, centres = 0, 0, base.centres
    for number in sorted(scores, key=lambda number: (-scores[number], number)):
        if not chosen or (number < chosen and not clearly_lower(each[number], each[top], base.weights, people)):
            moved, label = settle(voices, voiced, centres_of(base.centres, found[number], base.weights, np.zeros((number, 2))))
            if np.bincount(label, minlength=number).min() >= least:
                chosen, top, centres = number, top or number, moved
    if chosen:
        return _by_size(points, centres, shown, least, base)
    if k is not None:
        raise ValueError(
            f"These votes do not fall into {k} groups of at least {least} people each. Ask for fewer groups, or for smaller ones."
        )
    middle = centres_of(points, np.zeros(len(points), np.int64), weights, np.zeros((1, 2)))
    return _by_size(points, middle, shown, least, base)


def polis_groups(points: Floats, weights: Floats, *, k: int | None = None, most: int = 5) -> OpinionGroups:
    """Groups as Polis makes them at a first run (Small et al. 2021): k-means of at most 100 base clusters, weighted by members, from the
    first distinct ones, 20 rounds; the number of groups, up to one more than 1 in 12 base clusters plus 1, by the unweighted silhouette.

    points: (n, 2) in the order of the participants. A group may be of one person. Raises ValueError as `stable_groups`.
    """
    if not len(points):
        return _nobody(points, 1)
    base = polis_base_clusters(points, weights)
    held, distances = len(base.centres), np.sqrt(squares(base.centres, base.centres))
    one_each = np.ones(held)
    best: tuple[float, Floats, Ints] | None = None
    scores: dict[int, float] = {}
    for tried in range(2, min(most, 2 + held // 12, held) + 1) if k is None else [k]:
        if tried > held:
            raise ValueError(
                f"These votes do not fall into {tried} groups: there are {held} different places on the map. Ask for fewer groups."
            )
        centres, label = lloyd_polis(base.centres, base.weights, first_distinct(base.centres, tried), 20)
        scores[tried] = mean_silhouette(silhouettes(distances, label, one_each), one_each)
        if best is None or scores[tried] > best[0]:
            best = scores[tried], centres, label
    _, centres, label = best or (
        0.0,
        centres_of(points, np.zeros(len(points), np.int64), weights, np.zeros((1, 2))),
        np.zeros(held, np.int64),
    )
    label = label[base.label]
    return OpinionGroups(label, centres, np.bincount(label, minlength=len(centres)), scores, 1, base)


def _by_size(points: Floats, centres: Floats, silhouettes: dict[int, float], least: int, base: BaseClusters) -> OpinionGroups:
    label = nearest(points, centres)
    sizes = np.bincount(label, minlength=len(centres))
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    return OpinionGroups(np.argsort(order, kind="stable")[label], centres[order], sizes[order], silhouettes, least, base)


def _nobody(points: Floats, least: int) -> OpinionGroups:
    nowhere = np.full(len(points), -1)
    base = BaseClusters(points[:0], nowhere, np.zeros(0))
    return OpinionGroups(nowhere, np.zeros((0, 2)), np.zeros(0, np.int64), {}, least, base)
