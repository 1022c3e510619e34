"""Votes less the mean vote of their statement. A cell without a vote is exactly 0: what filling it with the mean and centring gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]

_VALUES = np.array([[DISAGREE], [PASS], [AGREE]], np.float64)
_VOTES_AT_ONCE = 1 << 20  # small enough for what is in between to stay in the processor's cache, and to take no room


@dataclass(frozen=True, eq=False)
class CentredVotes:
    """The centred matrix (n, m), in blocks of whole rows.

    mean: (m,) mean vote of each statement, passes counting 0; 0 where nobody voted.
    squares: (m,) the sum of the squares of each statement's cells, weighted. variance: that of all cells.
    blocks: first row, one past the last, the rows, and the rows transposed.
    """

    n: int
    mean: Floats
    squares: Floats
    weights: Floats | None
    blocks: "tuple[tuple[int, int, sparse.csr_matrix, sparse.csc_matrix], ...]"

    @property
    def cast(self) -> int:
        """How many votes."""
        return sum(rows.nnz for _, _, rows, _ in self.blocks)

    @property
    def variance(self) -> float:
        """The weighted sum of the squares of all cells."""
        return float(np.add.reduce(self.squares))

    def covariance_times(self, vector: Floats) -> Floats:
        """(m,) the product of C'WC with a vector (m,), where C is the centred matrix and W its weights."""
        product = None
        for first, last, rows, transposed in self.blocks:
            along = rows @ vector
            if self.weights is not None:
                along *= self.weights[first:last]
            part = transposed @ along
            product = part if product is None else np.add(product, part, out=product)
        return np.zeros(len(self.mean)) if product is None else product

    def covariance(self) -> Floats:
        """(m, m) C'WC itself, by dense products: for few statements. Libraries divide such products among threads by rows and columns of
        what they give, never along a sum, so that it does not hang on their number."""
        product = np.zeros((len(self.mean), len(self.mean)))
        for first, last, rows, _ in self.blocks:
            dense = rows.toarray()
            if self.weights is not None:
                dense *= np.sqrt(self.weights[first:last, None])
            product += dense.T @ dense
        return product

    def times(self, vectors: Floats) -> Floats:
        """(n, c) the product of the centred matrix with vectors (c, m)."""
        found = np.empty((self.n, len(vectors)))
        for first, last, rows, _ in self.blocks:
            for place, vector in enumerate(vectors):
                found[first:last, place] = rows @ vector
        return found


def centre_votes(votes: VoteMatrix, weights: Floats | None = None, left_out: NDArray[np.bool_] | None = None) -> CentredVotes:
    """The centred matrix, 0 at the statements left out. weights: (n,) of the participants, in the means and in the variance."""
    from scipy import sparse  # not above: it takes longer to load than all the rest

    m = votes.m
    sums = np.zeros((len(_VALUES), m))
    for _, _, begin, end, spread in _blocks(votes, weights):
        sums += np.bincount(_kinds(votes, begin, end), spread, minlength=sums.size).reshape(sums.shape)
    counts = np.add.reduce(sums)
    mean = np.divide(sums[2] - sums[0], counts, out=np.zeros(m), where=counts > 0)
    apart = _VALUES - mean  # of each kind of vote on each statement, so that a cell is looked up and not worked out
    if left_out is not None:
        apart[:, left_out] = 0.0
    squares = np.add.reduce(sums * apart * apart)
    blocks = []
    for first, last, begin, end, _ in _blocks(votes, None):
        starts = votes.starts[first : last + 1] - votes.starts[first]
        cells = apart.reshape(-1)[_kinds(votes, begin, end)]
        rows = sparse.csr_matrix((cells, votes.columns[begin:end], starts), shape=(last - first, m), copy=False)
        blocks.append((first, last, rows, rows.T))
    return CentredVotes(votes.n, mean, squares, weights, tuple(blocks))


def _kinds(votes: VoteMatrix, begin: int, end: int) -> NDArray[np.int64]:
    """The place among (3, m) of each vote: disagree, pass and agree, by statement."""
    kinds = votes.votes[begin:end] + np.int64(1)
    kinds *= votes.m
    kinds += votes.columns[begin:end]
    return kinds


def row_blocks(votes: VoteMatrix, votes_at_once: int = _VOTES_AT_ONCE) -> list[tuple[int, int]]:
    """Runs of whole rows (first, one past the last) that hold about so many votes each."""
    cuts = np.searchsorted(votes.starts, np.arange(0, votes.cast, votes_at_once))
    edges = np.unique(np.concatenate([[0], cuts, [votes.n]]))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _blocks(votes: VoteMatrix, weights: Floats | None) -> Iterator[tuple[int, int, int, int, Floats | None]]:
    for first, last in row_blocks(votes):
        spread = None if weights is None else np.repeat(weights[first:last], votes.votes_of_participants[first:last])
        yield first, last, int(votes.starts[first]), int(votes.starts[last]), spread
