"""The shares and tests of the Polis paper: a share drawn towards a half, and whether it lies above a half or above another's."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

Z90 = 1.2815515655446004  # the 90th percentile of the normal distribution: a one-sided test at 10%


def drawn_share(count: Floats, of: Floats) -> Floats:
    """(count + 1) / (of + 2): the share with one person added on each side (Laplace), so that few votes say little."""
    return np.asarray((count + 1) / (of + 2))


def above_half(count: Floats, of: Floats) -> Floats:
    """z of a share against a half, one person being added to both: 2 sqrt(of + 1) ((count + 1) / (of + 1) - 1/2)."""
    return np.asarray(2 * np.sqrt(of + 1) * ((count + 1) / (of + 1) - 0.5))


def above_others(count: Floats, of: Floats, others: Floats, of_others: Floats) -> Floats:
    """z of a share against that of others, pooled, one being added to all four numbers; 0 where everybody agrees."""
    count, of, others, of_others = count + 1, of + 1, others + 1, of_others + 1
    pooled = (count + others) / (of + of_others)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / of + 1 / of_others))
    return np.divide(count / of - others / of_others, spread, out=np.zeros(np.shape(spread)), where=(spread > 0) & (pooled < 1))
