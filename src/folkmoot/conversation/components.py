"""The two directions in which the votes of a conversation differ most: exact principal components of the sparse votes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import CentredVotes
from folkmoot.conversation.dots import dots
from folkmoot.conversation.largest_eigenvector import largest_eigenvectors

type Floats = NDArray[np.float64]

HOW_MANY = 2
_START = 20_211_013  # of the vectors that the search starts from: any number will do, but always the same
_SMALL = 2_000_000  # so many products make the covariance itself quicker than going through the votes each time
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
    m = len(centred.mean)
    starts = np.random.Generator(np.random.PCG64(_START)).random((HOW_MANY + 1, m)) - 0.5
    starts[:, centred.squares == 0] = 0.0  # so that these stay exactly 0
    held, vectors = largest_eigenvectors(_covariance_times(centred), starts)
    values = np.array(held)
    nothing = values <= 1e-12 * max(centred.variance, held[0])  # what rounding leaves of no variance
    values[nothing], vectors[nothing] = 0.0, 0.0
    explained = values / centred.variance if centred.variance > 0 else values
    return Components(np.array([_turned(vector) for vector in vectors]), explained)


def _covariance_times(centred: CentredVotes) -> Callable[[Floats], Floats]:
    """The product of the covariance with a vector: from the covariance itself where that is small, which takes fewer calls."""
    m = len(centred.mean)
    if centred.n * m * m > _SMALL:
        return centred.covariance_times
    covariance = centred.covariance()
    return lambda vector: dots(covariance, vector)


def _turned(vector: Floats) -> Floats:
    sizes = np.abs(vector)
    largest = sizes.max(initial=0.0)
    return -vector if largest > 0 and vector[np.argmax(sizes >= _AS_LARGE * largest)] < 0 else vector
