"""The correlation of two statements' votes among the people who voted on both."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import VoteMatrix

if TYPE_CHECKING:
    from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_Z95 = 1.959963984540054
_CHUNK = 512


@dataclass(frozen=True, eq=False)
class VoteCorrelation:
    """voters: (pairs,) people who voted on both statements. r: Pearson's correlation of their votes (agree 1, pass 0, disagree -1),
    NaN with under 4 voters or where a statement's votes are all the same. low, high: its 95% interval (Fisher 1921).
    """

    voters: Ints
    r: Floats
    low: Floats
    high: Floats


def vote_correlations(votes: VoteMatrix, first: Ints, second: Ints) -> VoteCorrelation:
    """The correlation for pairs of statements, given by their places. Memory grows with the pairs, never with their square."""
    value = votes.csr.tocsc()
    sums = np.zeros((len(first), 6))
    for start in range(0, len(first), _CHUNK):
        part = slice(start, start + _CHUNK)
        a, b = value[:, first[part]], value[:, second[part]]
        for matrix in (a, b):
            matrix.sort_indices()
        seen_a, seen_b = _ones(a), _ones(b)
        for column, (x, y) in enumerate(((seen_a, seen_b), (a, seen_b), (seen_a, b), (a.power(2), seen_b), (seen_a, b.power(2)), (a, b))):
            sums[part, column] = np.asarray(x.multiply(y).sum(0)).ravel()
    n, a_sum, b_sum, a_square, b_square, product = sums.T
    spread = (n * a_square - a_sum**2) * (n * b_square - b_sum**2)
    known = (n >= 4) & (spread > 0)
    r = np.divide(n * product - a_sum * b_sum, np.sqrt(np.maximum(spread, 0)), out=np.full(len(n), np.nan), where=known)
    bounded = np.clip(r, -1 + 1e-12, 1 - 1e-12)
    reach = np.divide(_Z95, np.sqrt(np.maximum(n - 3, 1)), out=np.full(len(n), np.nan), where=known)
    return VoteCorrelation(n.astype(np.int64), r, np.tanh(np.arctanh(bounded) - reach), np.tanh(np.arctanh(bounded) + reach))


def _ones(matrix: "sparse.csc_matrix") -> "sparse.csc_matrix":
    from scipy import sparse  # slow to import

    return sparse.csc_matrix((np.ones(len(matrix.data)), matrix.indices, matrix.indptr), shape=matrix.shape)
