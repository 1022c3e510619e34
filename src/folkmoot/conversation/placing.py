"""Placing people: where each stands on the map, and in which opinion group."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.centred_votes import centre_votes
from folkmoot.conversation.components import Components, principal_components
from folkmoot.conversation.opinion_groups import OpinionGroups, polis_groups, stable_groups
from folkmoot.conversation.projections import Projections, project
from folkmoot.conversation.vote_matrix import VoteMatrix

type Floats = NDArray[np.float64]
type Method = Literal["stable", "polis"]

_AT_LEAST = 15  # people whom Polis places, however little they voted


@dataclass(frozen=True, eq=False)
class Placed:
    """Where people stand. mean: (m,) mean vote of each statement.

    group: (n,) the group of each participant, -1 for who is not placed. found: the groups, of the people placed, in order.
    """

    mean: Floats
    components: Components
    places: Projections
    group: NDArray[np.int64]
    found: OpinionGroups


def place(
    votes: VoteMatrix,
    weights: Floats | None,
    meta: NDArray[np.bool_],
    *,
    method: Method,
    groups: int | None,
    max_groups: int,
    min_votes: int,
    smallest: int | None,
    seed: int,
    with_moderated: VoteMatrix | None = None,
) -> Placed:
    """Centre the votes, find the components, project, and find the groups.

    weights: (n,) with a mean of 1, or None. meta: (m,) statements that shape nothing. with_moderated: the votes with the statements
    moderated out, which "polis" counts as passed by all. The options are those of `map_opinions`, which also says what is raised.
    """
    centred = centre_votes(votes, weights, meta)
    components = principal_components(centred)
    voted, active = votes.votes_of_participants, int((~meta).sum())
    if meta.any():
        voted = voted - np.bincount(votes.rows[meta[votes.columns]], minlength=votes.n)
    if method == "polis":
        everything = votes if with_moderated is None else with_moderated
        places = project(centred, components.vectors, voted + (everything.m - active), everything.m)
        inside = _enough_votes(everything.votes_of_participants, min_votes, everything.m, _AT_LEAST)
    else:
        places = project(centred, components.vectors, voted, active)
        inside = _enough_votes(voted, min_votes, active, 0)
    points = places.participants[inside]
    counted = np.ones(len(points)) if weights is None else weights[inside]
    if method == "polis":
        found = polis_groups(points, counted, k=groups, most=max_groups)
    else:
        found = stable_groups(points, counted, k=groups, most=max_groups, smallest=smallest, seed=seed)
    group = np.full(votes.n, -1)
    group[inside] = found.label
    return Placed(centred.mean, components, places, group, found)


def mean_of_one(weights: Floats) -> Floats:
    """The weights, scaled to a mean of 1. Raises ValueError where all are 0."""
    total = float(weights.sum())
    if len(weights) and total == 0:
        raise ValueError("All the weights are 0. Give at least one participant a weight above 0.")
    return weights * (len(weights) / total) if len(weights) else weights


def _enough_votes(voted: NDArray[np.int64], min_votes: int, m: int, at_least: int) -> NDArray[np.bool_]:
    enough = voted >= min(min_votes, m)
    if enough.sum() < at_least:
        enough[np.argsort(-voted, kind="stable")[:at_least]] = True
    return enough & (voted > 0)
