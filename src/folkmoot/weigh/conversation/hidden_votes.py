"""Which groups' votes on which statements are not shown, because few of the group saw the statement."""

import numpy as np
from numpy.typing import NDArray


def hidden_votes(seen: NDArray[np.integer], least: int) -> NDArray[np.bool_]:
    """(groups, m) what to hide. seen: (groups, m) people of each group who saw each statement.

    From 1 to one less than `least` people are hidden. What everybody did, less the groups shown, is what the hidden groups did together,
    with those in no group: where the hidden ones are fewer than `least` together, the smallest shown group is hidden too.
    """
    hidden = (seen > 0) & (seen < least)
    together = np.where(hidden, seen, 0).sum(0)
    exposed = hidden.any(0) & (together < least)
    if exposed.any():
        shown = np.where(hidden | (seen == 0), np.iinfo(np.int64).max, seen)
        smallest = shown.argmin(0)
        also = exposed & (shown.min(0) < np.iinfo(np.int64).max) if len(seen) else exposed
        hidden[smallest[also], np.flatnonzero(also)] = True
    return hidden
