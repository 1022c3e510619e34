"""The two directions in which the votes of a conversation differ most: exact principal components of the sparse votes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import CentredVotes
from folkmoot.conversation.largest_eigenvector import largest_eigenvectors

type Floats = NDArray[np.float64]

HOW_MANY = 2
_START = 20_211_013  # of the vectors that the search starts from: any number will do, but always the same
_FEW, _PRODUCTS = 128, 1_000  # statements, and products for each vote, up to which the covariance is quicker than going through the votes
_AS_LARGE = 1 - 1e-9  # loadings this close to the largest count as equal to it, so that rounding cannot turn a direction


@dataclass(frozen=True, eq=False)
class Components:
    """vectors: (2, m) unit vectors, the loading of largest size positive; zeros where no variance is left.

    explained: (2,) the share of the variance of the centred votes that lies along each.
    """

    vectors: Floats
    explained: Floats


def principal_components(centred: CentredVotes) -> Components:
    """The first two principal components: the right singular vectors of the centred matrix, as a full decomposition gives them.

    Explained shares: squared singular value over the sum of squares of all cells of the centred matrix. Votes that were never cast
    add nothing to either (Small et al. 2021, Polis: Scaling Deliberation; missing votes at the mean).
    """
    values, vectors = _largest(centred)
    nothing = values <= 1e-12 * max(centred.variance, values[0])  # what rounding leaves of no variance
    values[nothing], vectors[nothing] = 0.0, 0.0
    explained = values / centred.variance if centred.variance > 0 else values
    return Components(np.array([_turned(vector) for vector in vectors]), explained)


def _largest(centred: CentredVotes) -> tuple[Floats, Floats]:
    """The two largest eigenvalues of the covariance and their vectors, of few statements by LAPACK, of many step by step."""
    m = len(centred.mean)
    varied = np.flatnonzero(centred.squares)  # the others stay exactly 0
    if m <= _FEW and centred.n * m * m <= _PRODUCTS * centred.cast:
        return _of_matrix(centred.covariance()[np.ix_(varied, varied)], varied, m)
    starts = np.zeros((HOW_MANY + 1, m))
    starts[:, varied] = np.random.Generator(np.random.PCG64(_START)).random((HOW_MANY + 1, m))[:, varied] - 0.5
    values, vectors = largest_eigenvectors(centred.covariance_times, starts)
    return np.array(values), vectors


def _of_matrix(covariance: Floats, varied: NDArray[np.intp], m: int) -> tuple[Floats, Floats]:
    from scipy.linalg import eigh  # not above: it takes longer to load than all the rest

    values, vectors, size = np.zeros(HOW_MANY), np.zeros((HOW_MANY, m)), len(varied)
    if size:
        count = min(HOW_MANY, size)
        held, columns = eigh(covariance, subset_by_index=(size - count, size - 1), check_finite=False)
        values[:count] = np.maximum(held[::-1], 0.0)
        vectors[:count, varied] = columns.T[::-1]
    return values, vectors


def _turned(vector: Floats) -> Floats:
    sizes = np.abs(vector)
    largest = sizes.max(initial=0.0)
    return -vector if largest > 0 and vector[np.argmax(sizes >= _AS_LARGE * largest)] < 0 else vector
