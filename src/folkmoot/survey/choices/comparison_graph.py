"""Whether choices between things say how far apart all of them are.

Utilities are finite and unique if and only if, however the things are split in two, somebody chose one of the first part over one of
the second, and one of the second over one of the first (Ford 1957; Hunter 2004): the graph of who was chosen over whom is strongly
connected. Where it is not, this says in words what the choices leave open.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from folkmoot.survey.design import Codes


def refuse_unranked(beats: Codes, items: Sequence[str]) -> None:
    """beats: (k, k) how often each thing was chosen over each other. Raises ValueError saying which things cannot be placed, and why."""
    graph = csr_array(beats > 0)
    met = (beats + beats.T).sum(1) > 0
    if not met.all():
        raise ValueError(f"Nobody's answers compare {_named(items, ~met)} with anything. Leave it out, or ask about it.")
    parts, part = connected_components(graph, directed=True, connection="weak")
    if parts > 1:
        groups = " | ".join(_named(items, part == at) for at in range(parts))
        raise ValueError(
            f"The things fall into groups that no answer compares with each other: {groups}. "
            "Nothing says how one group stands to another. Analyse each alone, or ask comparisons that join them."
        )
    ranks, rank = connected_components(graph, directed=True, connection="strong")
    if ranks > 1:
        for at in range(ranks):
            inside = rank == at
            if not beats[np.ix_(~inside, inside)].any():  # nothing outside was ever chosen over them
                raise ValueError(
                    f"{_named(items, inside)} came out ahead each time it was compared with {_named(items, ~inside)}. "
                    "The answers say that it is ahead, and not by how much: no finite weight fits. "
                    "Leave it out and report it by its counts, or collect more answers."
                )


def _named(items: Sequence[str], chosen: NDArray[np.bool_]) -> str:
    names = [f"“{item}”" for item, one in zip(items, chosen.tolist(), strict=True) if one]
    if len(names) == len(items) - 1 and len(names) > 3:
        return "all the others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
