"""Dot products that come out the same whatever the number of threads."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

_AT_ONCE = 8_192  # libraries of linear algebra divide a sum among threads from 10,000 terms on, and then its order hangs on their number


def dots(one: Floats, other: Floats) -> Floats:
    """The sums over the last axis of one x other, whose other axes are broadcast."""
    size = one.shape[-1]
    if size <= _AT_ONCE:
        whole: Floats = np.vecdot(one, other)
        return whole
    parts = [slice(begin, begin + _AT_ONCE) for begin in range(0, size, _AT_ONCE)]
    return np.asarray(sum(np.vecdot(one[..., part], other[..., part]) for part in parts))
