"""Where participants and statements stand on the map that the two components span."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import CentredVotes

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Projections:
    """participants: (n, 2). statements: (m, 2), where someone would stand who agreed with that statement and voted on nothing else.

    extremity: (m,) how far each statement is from the middle: large where it tells people apart.
    """

    participants: Floats
    statements: Floats
    extremity: Floats


def project(centred: CentredVotes, vectors: Floats, voted: NDArray[np.int64], m: int) -> Projections:
    """Project onto component vectors (2, m of the matrix).

    voted: (n,) votes of each participant. m: how many statements count: a participant's sum is stretched by sqrt(m / votes), since
    who voted on few statements would otherwise stand near the middle (Small et al. 2021, Polis: Scaling Deliberation).
    """
    stretch = np.sqrt(m / np.maximum(voted, 1))
    participants = centred.times(vectors) * stretch[:, None]
    statements = (np.sqrt(m) * (1 - centred.mean) * vectors).T
    extremity = np.sqrt(statements[:, 0] * statements[:, 0] + statements[:, 1] * statements[:, 1])
    return Projections(participants, statements, extremity)
