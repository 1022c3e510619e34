"""The two directions in which the votes of a conversation differ most: exact principal components of the sparse votes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import CentredVotes
from folkmoot.conversation.largest_eigenvector import largest_eigenvector

type Floats = NDArray[np.float64]

HOW_MANY = 2
_START = 20_211_013  # of the vectors that the search starts from: any number will do, but always the same
_AS_LARGE = 1 - 1e-9  # loadings this close to the largest count as equal to it, so that rounding cannot turn a direction


@dataclass(frozen=True, eq=False)
class Components:
    """vectors: (2, m) unit vectors, the loading of largest size positive; zeros where no variance is left.

    explained: (2,) the share of the variance of the centred votes that lies along each. residuals: (2,) the length of
    covariance x vector - value x vector over the largest value: 0 but for rounding.
    """

    vectors: Floats
    explained: Floats
    residuals: Floats


def principal_components(centred: CentredVotes) -> Components:
    """The first two principal components: the right singular vectors of the centred matrix, as a full decomposition gives them.

    Explained shares: squared singular value over the sum of squares of all cells of the centred matrix. Votes that were never cast
    add nothing to either (Small et al. 2021, Polis: Scaling Deliberation; missing votes at the mean).
    """
    m = len(centred.mean)
    vectors = np.zeros((HOW_MANY, m))
    values, residuals = np.zeros(HOW_MANY), np.zeros(HOW_MANY)
    starts = np.random.Generator(np.random.PCG64(_START)).random((HOW_MANY, m)) - 0.5
    starts[:, centred.squares == 0] = 0.0  # so that these stay exactly 0
    for place in range(HOW_MANY):
        value, vector = largest_eigenvector(centred.covariance_times, list(vectors[:place]), starts[place])
        if value <= 1e-12 * max(centred.variance, values[0]):  # what rounding leaves of no variance
            break
        values[place], vectors[place] = value, _turned(vector)
        difference = centred.covariance_times(vectors[place]) - value * vectors[place]
        residuals[place] = float(np.sqrt((difference * difference).sum())) / values[0]
    explained = values / centred.variance if centred.variance > 0 else values
    return Components(vectors, explained, residuals)


def _turned(vector: Floats) -> Floats:
    sizes = np.abs(vector)
    first = int(np.argmax(sizes >= _AS_LARGE * sizes.max()))
    return vector if vector[first] > 0 else -vector
