"""What divides a conversation, and what it is unsure of: statements on which groups, or people, stand apart, and those many pass on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_votes import GroupVotes

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Divisiveness:
    """All (m,), from 0 to 1, NaN where nobody saw the statement.

    between: twice the standard deviation of the groups' shares of agreement, each group counting by who of it saw the statement: 0 where
    they agree alike, 1 where all of one half agree and nobody of the other. NaN where fewer than two groups saw it.
    split: how evenly those who took a side are split: 4 x agree x disagree / (agree + disagree) squared: 1 where half of them agree,
    0 where all do the same. NaN where nobody took a side.
    uncertain: the share who passed.
    """

    between: Floats
    split: Floats
    uncertain: Floats
    method: str


def divisiveness(by_group: GroupVotes, overall: GroupVotes) -> Divisiveness:
    """How far the groups stand apart on each statement, how evenly people are split, and how many pass.

    by_group: the votes of the opinion groups. overall: everybody's as one group, those in no opinion group included. Raises ValueError
    when `overall` has several groups.
    """
    if overall.k != 1:
        raise ValueError(f"The votes overall are of all participants as one group; there are {overall.k}.")
    agree, disagree, seen = overall.agree[0], overall.disagree[0], overall.seen[0]
    sided = agree + disagree
    split = np.divide(4 * agree * disagree, sided**2, out=np.full_like(sided, np.nan), where=sided > 0)
    uncertain = np.divide(overall.passed[0], seen, out=np.full_like(seen, np.nan), where=seen > 0)
    return Divisiveness(_between(by_group), split, np.clip(uncertain, 0.0, 1.0), "divisiveness between groups; split; share who passed")


def _between(by_group: GroupVotes) -> Floats:
    seen, groups = by_group.seen, (by_group.seen > 0).sum(0)
    total = np.add.reduce(seen, axis=0)
    share = np.divide(by_group.agree, seen, out=np.zeros_like(seen), where=seen > 0)
    mean = np.divide(np.add.reduce(by_group.agree, axis=0), total, out=np.zeros_like(total), where=total > 0)
    about = np.add.reduce(seen * (share - mean) ** 2, axis=0)
    variance = np.divide(about, total, out=np.zeros_like(total), where=total > 0)
    return np.where(groups >= 2, np.minimum(2 * np.sqrt(variance), 1.0), np.nan)
