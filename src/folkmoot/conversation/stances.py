"""Stances: a statement together with a side taken on it, so that "voted against statement 12" is one thing that people share."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stances:
    """The 2m stances of a conversation: 2j is disagreeing with the statement at place j, 2j + 1 agreeing with it.

    taken: (n, 2m) sparse, 1 where a participant took the stance. seen: (n, m) sparse, 1 where they voted, passes included.
    """

    taken: "sparse.csr_matrix"
    seen: "sparse.csr_matrix"

    @classmethod
    def of(cls, votes: VoteMatrix) -> "Stances":
        """The stances of a vote matrix. A pass takes no stance, but the statement was seen."""
        from scipy import sparse  # slow to import

        ones = np.ones(votes.cast)
        seen = sparse.csr_matrix((ones, votes.columns, votes.starts), shape=(votes.n, votes.m))
        sided = votes.votes != PASS
        columns = 2 * votes.columns[sided].astype(np.int64) + (votes.votes[sided] == AGREE)
        rows = np.asarray(votes.rows[sided], np.int64)
        taken = sparse.csr_matrix((ones[sided], (rows, columns)), shape=(votes.n, 2 * votes.m))
        return cls(taken, seen)

    @cached_property
    def takers(self) -> "sparse.csc_matrix":
        """`taken` by column: who took each stance."""
        return self.taken.tocsc()

    @cached_property
    def voters(self) -> "sparse.csc_matrix":
        """`seen` by column: who voted on each statement."""
        return self.seen.tocsc()

    @cached_property
    def taken_by(self) -> Ints:
        """(2m,) how many took each stance."""
        return np.bincount(self.taken.indices, minlength=self.taken.shape[1])

    @cached_property
    def seen_by(self) -> Ints:
        """(2m,) how many voted on the statement of each stance."""
        return np.repeat(np.bincount(self.seen.indices, minlength=self.seen.shape[1]), 2)

    @cached_property
    def share(self) -> Floats:
        """(2m,) share of a statement's voters who took each stance, half a vote added on either side so that none is 0 or 1."""
        return np.asarray((self.taken_by + 0.5) / (self.seen_by + 1.0), np.float64)

    def tally(self, stances: Ints) -> tuple[Ints, Ints]:
        """(n,) how many of these stances each participant took, and (n,) on how many of their statements they voted."""
        n = self.taken.shape[0]
        took, voted = np.zeros(n, np.int64), np.zeros(n, np.int64)
        for stance in stances.tolist():
            took[_column(self.takers, stance)] += 1
            voted[_column(self.voters, stance // 2)] += 1
        return took, voted


def side_of(stance: int) -> int:
    """The vote that takes this stance: agree (+1) or disagree (-1)."""
    return AGREE if stance % 2 else DISAGREE


def _column(by_column: "sparse.csc_matrix", place: int) -> NDArray[np.int32]:
    found: NDArray[np.int32] = by_column.indices[by_column.indptr[place] : by_column.indptr[place + 1]]
    return found
