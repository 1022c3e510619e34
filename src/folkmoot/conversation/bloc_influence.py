"""Bloc influence: the order of statements by consensus with each flagged bloc's votes and without them, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.group_consensus import group_consensus
from folkmoot.conversation.ids import Ids
from folkmoot.conversation.opinion_map import map_opinions
from folkmoot.conversation.vote_matrix import VoteMatrix

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Measure = Callable[[VoteMatrix], Floats]

TOP = 10


@dataclass(frozen=True, eq=False)
class Influence:
    """What the votes of some people do to the order of statements.

    people: how many; their votes are left out of the second order. statements: ids of the ranked statements, ascending.
    with_them, without_them: ranks (1 is the most consensus) of each. entered, left: ids that are among the first 10 only with them,
    and only without them.
    """

    people: int
    of: int
    statements: Ids
    with_them: Ints
    without_them: Ints
    entered: Ids
    left: Ids

    @property
    def moves(self) -> Ints:
        """How many ranks further down each statement stands with their votes; below 0, further up."""
        return self.with_them - self.without_them

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        share = f"The votes of {self.people:,} of {self.of:,} people"
        if not self.moves.any():
            return f"{share} change no statement's rank among {len(self.statements):,}."
        most = int(np.argmax(np.abs(self.moves)))
        first = f"the first {min(TOP, len(self.statements))} statements"
        change = f"{len(self.left)} of {first} change" if len(self.left) else f"{first} stay the same"
        return (
            f"{share} move {int((self.moves != 0).sum()):,} of {len(self.statements):,} statements in the order of consensus; {change}. "
            f"The furthest move: statement {self.statements[most]} stands at {self.with_them[most]:,} with them and at "
            f"{self.without_them[most]:,} without."
        )


@dataclass(frozen=True, eq=False)
class BlocInfluences:
    """blocs: the influence of each bloc, in the order given. together: of all of them at once, None where there is none."""

    blocs: tuple[Influence, ...]
    together: Influence | None
    method: str
    sentences: tuple[str, ...]


def size_weighted_consensus(votes: VoteMatrix) -> Floats:
    """(m,) the size-weighted consensus among the opinion groups that these votes make, NaN where nobody voted.

    The groups are found anew for the votes that are given, so that a bloc which was a group of its own is gone without it.
    """
    mapped = map_opinions(votes)
    scores: Floats = group_consensus(mapped.by_group, mapped.sizes).agree
    return np.where(votes.votes_on_statements > 0, scores, np.nan)


def bloc_influence(
    votes: VoteMatrix, blocs: Sequence[ArrayLike], *, measure: Measure = size_weighted_consensus, least_votes: int = 20
) -> BlocInfluences:
    """Rank the statements with and without the votes of each bloc.

    blocs: ids of the participants of each. measure: gives each statement of a vote matrix, in its order, a number, the highest for the
    most consensus and NaN for no rank; it is called again for each part of the votes, so opinion groups can be found anew.
    least_votes: statements with fewer votes by people in no bloc are not ranked, on either side.
    Raises ValueError for an id that is not in `votes`, and where the measure does not give one number for each statement.
    """
    masks = [votes.mask_of_participants(bloc) for bloc in blocs]
    anyone = np.logical_or.reduce(masks) if masks else np.zeros(votes.n, bool)
    left = votes.without(participants=votes.participants[anyone])
    ranked = left.votes_on_statements >= least_votes
    everybody = _scores(votes, measure) if masks else np.zeros(votes.m)
    influences = [_influence(votes, mask, everybody, measure, ranked) for mask in masks]
    together = influences[0] if len(masks) == 1 else _influence(votes, anyone, everybody, measure, ranked) if masks else None
    told = tuple(one.sentence for one in influences) if masks else ("No bloc is flagged, so there is one order of consensus.",)
    name = getattr(measure, "__name__", "given by the caller").replace("_", " ")
    method = f"ranks with and without the bloc's votes; measure={name}; statements with {least_votes} other votes or more={ranked.sum()}"
    return BlocInfluences(tuple(influences), together, method, told)


def _influence(votes: VoteMatrix, out: NDArray[np.bool_], everybody: Floats, measure: Measure, ranked: NDArray[np.bool_]) -> Influence:
    scores = _scores(votes.without(participants=votes.participants[out]), measure)
    both = ranked & np.isfinite(everybody) & np.isfinite(scores)
    ids = votes.statements[both]
    with_them, without_them = _ranks(everybody[both]), _ranks(scores[both])
    top_with, top_without = with_them <= TOP, without_them <= TOP
    return Influence(int(out.sum()), votes.n, ids, with_them, without_them, ids[top_with & ~top_without], ids[top_without & ~top_with])


def _scores(votes: VoteMatrix, measure: Measure) -> Floats:
    scores = np.asarray(measure(votes), np.float64)
    if scores.shape != (votes.m,):
        raise ValueError(f"The measure gave an array of shape {scores.shape} for {votes.m} statements. It must give one number for each.")
    return scores


def _ranks(scores: Floats) -> Ints:
    """1 for the highest; ties by place, which is the order of ids."""
    ranks = np.empty(len(scores), np.int64)
    ranks[np.argsort(-np.round(scores, 12), kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
