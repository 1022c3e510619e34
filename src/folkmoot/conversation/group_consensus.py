"""How far the opinion groups agree with each statement, each group counting by its size; and how much any one group decides that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_votes import GroupVotes
from folkmoot.conversation.proportions import drawn_share

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GroupConsensus:
    """agree, disagree: (m,) the size-weighted geometric mean of the groups' shares, from 0 to 1.

    agree_low, agree_high: (m,) the lowest and the highest it is when any one group is left out; what it is where there is one group.
    order: (m,) places of the statements, the one with the most agreement first; ties by place.
    """

    agree: Floats
    agree_low: Floats
    agree_high: Floats
    disagree: Floats
    order: NDArray[np.int64]
    method: str


def group_consensus(by_group: GroupVotes, sizes: NDArray[np.integer] | Floats) -> GroupConsensus:
    """The size-weighted consensus: exp(sum over groups of size x log share / sum of sizes), with share = (agree + 1) / (seen + 2).

    sizes: (groups,) people, or the sum of their weights. A geometric mean is low where any group of some size stands against, as the
    product of the shares is (Small et al. 2021), but no small group has a veto. Raises ValueError without a group, and where sizes do
    not fit.
    """
    weights = np.asarray(sizes, np.float64)
    if by_group.k == 0:
        raise ValueError("There is no opinion group, so there is no consensus among groups.")
    if weights.shape != (by_group.k,) or not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError(f"Give the size of each of the {by_group.k} groups, each a number above 0.")
    logs = {side: np.log(drawn_share(count, by_group.seen)) for side, count in (("agree", by_group.agree), ("disagree", by_group.disagree))}
    agree = _mean(logs["agree"], weights)
    without = [_mean(np.delete(logs["agree"], out, axis=0), np.delete(weights, out)) for out in range(by_group.k)] if by_group.k > 1 else []
    ends = np.array([agree, *without])
    return GroupConsensus(
        agree=agree,
        agree_low=ends[1:].min(0) if without else agree,
        agree_high=ends[1:].max(0) if without else agree,
        disagree=_mean(logs["disagree"], weights),
        order=np.argsort(-np.round(agree, 12), kind="stable"),
        method="consensus among groups; size-weighted geometric mean of (agree + 1) / (seen + 2); range=leave one group out",
    )


def _mean(logs: Floats, weights: Floats) -> Floats:
    total = np.zeros(logs.shape[1])
    for log, weight in zip(logs, weights, strict=True):  # one order of sums, whatever the library of linear algebra
        total = total + weight * log
    mean: Floats = np.exp(total / weights.sum())
    return mean
