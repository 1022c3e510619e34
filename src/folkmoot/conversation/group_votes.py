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
    people: how many people voted, whatever their weights. squares: the sum of the squares of their weights; None where all count 1.
    """

    agree: Floats
    disagree: Floats
    seen: Floats
    people: NDArray[np.int64]
    squares: Floats | None = None

    @property
    def passed(self) -> Floats:
        """(groups, m) passes."""
        return self.seen - self.agree - self.disagree

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.seen)

    @property
    def n_effective(self) -> Floats:
        """(groups, m) how many people of equal weight say as much as those who voted (Kish 1965): all of them, where all count 1."""
        if self.squares is None:
            return self.seen
        return np.divide(self.seen * self.seen, self.squares, out=np.zeros_like(self.seen), where=self.squares > 0)

    def effective(self, count: Floats) -> Floats:
        """A count (groups, m) of these votes, scaled as it takes to scale `seen` to the effective number: the share stays."""
        if self.squares is None:
            return count
        return np.divide(count * self.n_effective, self.seen, out=np.zeros_like(self.seen), where=self.seen > 0)

    @property
    def together(self) -> "GroupVotes":
        """All the groups as one."""
        agree, disagree, seen = (each.sum(axis=0, keepdims=True) for each in (self.agree, self.disagree, self.seen))
        squares = None if self.squares is None else self.squares.sum(axis=0, keepdims=True)
        return GroupVotes(agree, disagree, seen, self.people.sum(axis=0, keepdims=True), squares)

    @property
    def others(self) -> "GroupVotes":
        """For each group, the votes of all the others."""
        agree, disagree, seen = (np.maximum(each.sum(axis=0) - each, 0.0) for each in (self.agree, self.disagree, self.seen))
        squares = None if self.squares is None else np.maximum(self.squares.sum(axis=0) - self.squares, 0.0)
        return GroupVotes(agree, disagree, seen, self.people.sum(axis=0) - self.people, squares)

    def of(self, groups: slice) -> "GroupVotes":
        """Some of the groups."""
        squares = None if self.squares is None else self.squares[groups]
        return GroupVotes(self.agree[groups], self.disagree[groups], self.seen[groups], self.people[groups], squares)


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
    size = (3, k + 1, votes.m)
    people, sums, squares = np.zeros(size, np.int64), np.zeros(size), np.zeros(size[1:])
    numbers = np.asarray(group, np.int64) + 1
    for first, last in row_blocks(votes):
        block = slice(int(votes.starts[first]), int(votes.starts[last]))
        of = votes.votes_of_participants[first:last]
        cell = np.repeat(numbers[first:last] * votes.m, of)
        cell += votes.columns[block]
        if weights is not None:
            spread = np.repeat(weights[first:last], of)
            squares += np.bincount(cell, spread * spread, minlength=squares.size).reshape(squares.shape)
        cell += (votes.votes[block].astype(np.int64) + 1) * squares.size
        people += np.bincount(cell, minlength=people.size).reshape(size)
        if weights is not None:
            sums += np.bincount(cell, spread, minlength=sums.size).reshape(size)
    disagree, passed, agree = people.astype(np.float64) if weights is None else sums
    return GroupVotes(agree, disagree, agree + passed + disagree, people.sum(axis=0), None if weights is None else squares)
