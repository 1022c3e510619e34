"""The opinion map of a conversation: where people and statements stand, the opinion groups, and what each group holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.base_clusters import BaseClusters
from folkmoot.conversation.consensus import Consensus, GroupInformed, consensus, group_informed_consensus
from folkmoot.conversation.group_votes import GroupVotes, votes_with_none
from folkmoot.conversation.ids import Ids
from folkmoot.conversation.map_sentences import map_sentences
from folkmoot.conversation.placing import Method, mean_of_one, place
from folkmoot.conversation.representative import Representative, representative
from folkmoot.conversation.routing import statement_priorities
from folkmoot.conversation.vote_matrix import VoteMatrix

__all__ = ["MIN_VOTES", "Method", "OpinionMap", "map_opinions"]

type Floats = NDArray[np.float64]

MIN_VOTES = 7


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """What a conversation's votes say.

    votes: the votes that were mapped: without banned participants, and without statements moderated out. `participants` and
    `statements` are its ids. meta: (m,) statements about the participants, which shape neither map nor groups.
    weights: (n,) of the participants, with a mean of 1; None where all count the same.
    mean: (m,) mean vote. components: (2, m) unit vectors. explained: (2,) the share of the votes' variance along each.
    projections: (n, 2) where people stand. statement_projections: (m, 2); extremity: (m,) its length.
    group: (n,) the opinion group of each participant, from 0; -1 for who voted on too few statements to be placed.
    k: how many groups. sizes: (k,) people. centres: (k, 2). base: the base clusters, whose labels are of the people placed, in order.
    silhouettes: the mean silhouette for each number of groups that could be made. smallest: the least people a group may have.
    by_group: votes of each group; overall: of everybody, in a group or not.
    representative: for each group, the statements that stand for it. priorities: (m,) how readily each statement is shown next.
    """

    method: Method
    seed: int
    min_votes: int
    votes: VoteMatrix
    meta: NDArray[np.bool_]
    weights: Floats | None
    mean: Floats
    components: Floats
    explained: Floats
    projections: Floats
    statement_projections: Floats
    extremity: Floats
    group: NDArray[np.int64]
    centres: Floats
    sizes: NDArray[np.int64]
    base: BaseClusters
    silhouettes: dict[int, float]
    smallest: int
    by_group: GroupVotes
    overall: GroupVotes
    representative: tuple[tuple[Representative, ...], ...]
    consensus: Consensus
    group_informed: GroupInformed
    priorities: Floats
    sentences: tuple[str, ...]

    @property
    def participants(self) -> Ids:
        """(n,) ids of the participants, ascending."""
        return self.votes.participants

    @property
    def statements(self) -> Ids:
        """(m,) ids of the statements, ascending."""
        return self.votes.statements

    @property
    def k(self) -> int:
        """How many opinion groups."""
        return len(self.sizes)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """(n,) who was placed in a group."""
        return self.group >= 0


def map_opinions(
    votes: VoteMatrix,
    *,
    method: Method = "stable",
    moderated_out: ArrayLike | Sequence[object] = (),
    meta: ArrayLike | Sequence[object] = (),
    banned: ArrayLike | Sequence[object] = (),
    weights: ArrayLike | None = None,
    groups: int | None = None,
    max_groups: int = 5,
    min_votes: int = MIN_VOTES,
    smallest: int | None = None,
    seed: int = 0,
) -> OpinionMap:
    """Map a conversation: components, places, opinion groups, what each holds and what all hold.

    method: "stable" finds the groups from the votes alone, each of some least size (`stable_groups`). "polis" follows the published
    maths of Polis at a first run, for comparison (`polis_groups`; Small et al. 2021): statements moderated out count as passed by all
    in the stretch of the places, at least 15 people are placed, and priorities count those in groups only.
    moderated_out, meta: ids of statements. banned: ids of participants. What is moderated out or banned has no part in any number.
    weights: (n,) survey weights of the participants of `votes`, in their order, 0 or more; only their proportions matter. They count
    in means, components, groups and shares.
    groups: how many groups; without it, the best number from 2 to `max_groups`. smallest: the least people in a group ("stable").
    min_votes: on how many statements a person must have voted to be placed (all, where there are fewer).

    The same votes give the same bits whatever the order in which they came, on one kind of processor and version of numpy and scipy,
    whatever the number of threads: every sum has one order. Between kinds of processor, numbers may differ in their last digit.

    Raises ValueError for an id that is not in `votes`, for weights that do not fit, and for groups that cannot be made.
    """
    _refuse_options(method, groups, max_groups, min_votes, smallest, seed)
    out = votes.mask_of_participants(banned)
    weighed = None if weights is None else _weights(weights, votes.n)[~out]
    everyone = votes.without(participants=banned)
    kept = everyone.without(statements=moderated_out)
    is_meta = votes.mask_of_statements(meta)
    if kept.m < votes.m:
        is_meta = is_meta[np.isin(votes.statements, kept.statements)] if is_meta.any() else np.zeros(kept.m, np.bool_)
    if weighed is not None:
        weighed = mean_of_one(weighed)
    placed = place(
        kept,
        weighed,
        is_meta,
        method=method,
        groups=groups,
        max_groups=max_groups,
        min_votes=min_votes,
        smallest=smallest,
        seed=seed,
        with_moderated=everyone,
    )
    found, places, explained = placed.found, placed.places, placed.components.explained
    least_votes = min(min_votes, int((~is_meta).sum()))
    with_none = votes_with_none(kept, placed.group, found.k, weighed)
    by_group, overall = with_none.of(slice(1, None)), with_none.together
    return OpinionMap(
        method=method,
        seed=seed,
        min_votes=least_votes,
        votes=kept,
        meta=is_meta,
        weights=weighed,
        mean=placed.mean,
        components=placed.components.vectors,
        explained=explained,
        projections=places.participants,
        statement_projections=places.statements,
        extremity=places.extremity,
        group=placed.group,
        centres=found.centres,
        sizes=found.sizes,
        base=found.base,
        silhouettes=found.silhouettes,
        smallest=found.smallest,
        by_group=by_group,
        overall=overall,
        representative=representative(by_group, polis=method == "polis"),
        consensus=consensus(overall),
        group_informed=group_informed_consensus(by_group),
        priorities=statement_priorities(by_group if method == "polis" else overall, places.extremity, is_meta),
        sentences=map_sentences(kept, found.sizes, explained, least_votes, method, weighted=weighed is not None),
    )


def _weights(weights: ArrayLike, n: int) -> Floats:
    given = np.asarray(weights, np.float64)
    if given.shape != (n,):
        raise ValueError(f"There are {n} participants and {given.size} weights. Give one for each participant, in their order.")
    wrong = ~(np.isfinite(given) & (given >= 0))
    if wrong.any():
        raise ValueError(f"Row {int(np.argmax(wrong)) + 1}: the weight is {given[np.argmax(wrong)]}. A weight is a number of 0 or more.")
    return given


def _refuse_options(method: str, groups: int | None, max_groups: int, min_votes: int, smallest: int | None, seed: int) -> None:
    if method not in ("stable", "polis"):
        raise ValueError(f'The method is "{method}". It can be "stable" or "polis".')
    lowest = {
        "groups": (groups, 1),
        "max_groups": (max_groups, 2),
        "min_votes": (min_votes, 1),
        "smallest": (smallest, 1),
        "seed": (seed, 0),
    }
    for name, (value, least) in lowest.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least):
            raise ValueError(f"{name} is {value}. It needs to be a whole number of {least} or more.")
