"""How each opinion group voted on each statement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import row_blocks
from folkmoot.conversation.vote_matrix import VoteMatrix

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GroupVotes:
    """Votes on each statement by each group: all arrays (groups, m).

    agree, disagree, seen: votes, `seen` with passes; sums of weights where people have weights.
    people: how many people voted, whatever their weights.
    """

    agree: Floats
    disagree: Floats
    seen: Floats
    people: NDArray[np.int64]

    @property
    def passed(self) -> Floats:
        """(groups, m) passes."""
        return self.seen - self.agree - self.disagree

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.seen)

    @property
    def together(self) -> "GroupVotes":
        """All the groups as one."""
        agree, disagree, seen = (each.sum(axis=0, keepdims=True) for each in (self.agree, self.disagree, self.seen))
        return GroupVotes(agree, disagree, seen, self.people.sum(axis=0, keepdims=True))

    def of(self, groups: slice) -> "GroupVotes":
        """Some of the groups."""
        return GroupVotes(self.agree[groups], self.disagree[groups], self.seen[groups], self.people[groups])


def group_votes(votes: VoteMatrix, group: NDArray[np.int64], k: int, weights: Floats | None = None) -> GroupVotes:
    """Votes of each of k groups on each statement. group: (n,) 0..k-1, and -1 for people who are in none.

    weights: (n,) of each participant. Raises ValueError where a group's number or a length does not fit.
    """
    if len(group) != votes.n:
        raise ValueError(f"There are {votes.n} participants and {len(group)} group numbers. Give one for each participant.")
    if len(group) and (group.min() < -1 or group.max() >= k):
        raise ValueError(f"The group numbers need to be from -1 (none) to {k - 1}; there are {group.min()} to {group.max()}.")
    if weights is not None and len(weights) != votes.n:
        raise ValueError(f"There are {votes.n} participants and {len(weights)} weights. Give one for each participant.")
    return votes_with_none(votes, group, k, weights).of(slice(1, None))


def votes_with_none(votes: VoteMatrix, group: NDArray[np.int64], k: int, weights: Floats | None = None) -> GroupVotes:
    """As `group_votes`, with one more group before the others: people who are in none."""
    size = (k + 1, votes.m)
    kinds = np.zeros((3, *size)), np.zeros((3, *size), np.int64)
    numbers = np.asarray(group, np.int64) + 1
    for first, last in row_blocks(votes):
        block = slice(int(votes.starts[first]), int(votes.starts[last]))
        of = votes.votes_of_participants[first:last]
        cell = np.repeat(numbers[first:last] * votes.m, of)
        cell += votes.columns[block]
        cell += (votes.votes[block].astype(np.int64) + 1) * ((k + 1) * votes.m)
        spread = None if weights is None else np.repeat(weights[first:last], of)
        counted = np.bincount(cell, minlength=kinds[1].size).reshape(kinds[1].shape)
        kinds[1][...] += counted
        kinds[0][...] += counted if spread is None else np.bincount(cell, spread, minlength=kinds[0].size).reshape(kinds[0].shape)
    (disagree, passed, agree), people = kinds[0], kinds[1].sum(axis=0)
    return GroupVotes(agree, disagree, agree + passed + disagree, people)
