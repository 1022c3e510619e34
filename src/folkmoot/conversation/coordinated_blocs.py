"""Coordinated blocs: people who vote alike on a few statements far more than their own other votes predict, camouflaged or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.bloc_mixture import fit_bloc
from folkmoot.conversation.ids import Ids
from folkmoot.conversation.other_votes import expected_logits, standing
from folkmoot.conversation.stances import Stances, side_of
from folkmoot.conversation.vote_conjunctions import ALIKE, conjunctions, rare_stances
from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, VoteMatrix

type Ints = NDArray[np.int64]

LEAST_STATEMENTS = 5
LEAST_PEOPLE = 4
TIMES_EXPECTED = 8.0
_EXAMINED = 40
_LEAST_SEARCHED, _SEED = 1_000, 0
_LEAST_ASSESSED = 20
_SAME = 0.7  # conjunctions that share this part of their stances are one

METHOD = (
    "Sets of at least 5 statements on which the same people take the same rare side are grown from pairs. For each set, a logistic "
    "regression on people's votes on all other statements predicts how often they would take those sides, and a beta-binomial mixture "
    "asks whether some people take nearly all of them whatever their other votes say. Flagged: at least 4 people, at least 8 times as "
    "many as other votes predict, and a log-likelihood ratio above the logarithm of (pairs of rare stances / false_alarms)."
)


@dataclass(frozen=True, eq=False)
class CoordinatedBloc:
    """One flagged bloc.

    participants: ids of its members, those more likely in it than not. statements: ids of its target statements; sides: the vote its
    members cast on each (+1 agree, -1 disagree). assessed: how many people voted on any of those statements and were compared.
    expected: how many people would vote at least 80% alike on them by their other votes. obedience: share of the sides members take.
    evidence: log-likelihood ratio; needed: what it had to exceed. of: how many participants the conversation has.
    """

    participants: Ids
    statements: Ids
    sides: Ints
    assessed: int
    expected: float
    obedience: float
    evidence: float
    needed: float
    of: int

    @property
    def size(self) -> int:
        """How many members."""
        return len(self.participants)

    @property
    def sentence(self) -> str:
        """The finding in plain words. It names statements by id and nobody."""
        told = [
            f"{verb} {', '.join(str(one) for one in self.statements[self.sides == side])}"
            for verb, side in (("agreed with", AGREE), ("disagreed with", DISAGREE))
            if (self.sides == side).any()
        ]
        return (
            f"{self.size:,} of {self.of:,} people ({self.size / self.of:.1%}) voted alike on {len(self.statements)} statements: they "
            f"{' and '.join(told)}. From people's other votes we would expect {self.expected:.1f} to do so. This can be a campaign, or "
            "people who share one strong view: look before deciding. No vote has been left out."
        )


@dataclass(frozen=True, eq=False)
class CoordinatedBlocs:
    """The blocs of a conversation, strongest evidence first. examined: how many sets of statements were looked at closely."""

    blocs: tuple[CoordinatedBloc, ...]
    examined: int
    participants: int
    method: str
    sentences: tuple[str, ...]


def coordinated_blocs(votes: VoteMatrix, *, false_alarms: float = 0.01, most_searched: int = 30_000) -> CoordinatedBlocs:
    """Flag groups of people whose agreement on a few statements is far above what their own other votes predict.

    A real opinion group is not flagged: its members' other votes predict how they vote. A bloc that copies other people's habits and
    votes alike only on its targets is, since its members' other votes say nothing. A group with one strong view on a set of statements
    and no other view in common looks the same: a flag is a reason to look, not proof, and nothing is left out here. Statements of
    fact about the voter (such as age bands) exclude each other and look like a bloc: leave them out with `votes.without`.

    What it can see, in five plants of each kind: blocs of 2%, 5% and 10% that vetoed the 10 best statements were found in 5 of 5 on
    vTaiwan (1,921 people) and biodiversity (536), with every member and at most 5% of others. On Brexit (204) and bg2050 (126) 5% and
    10% were found in 5 of 5 and 2%, which is 4 and 3 people, in none; of blocs of 5% whose members obeyed four times in five, in 3 and
    1 of 5. It misses blocs of under 4 people, on under 5 statements, or on sides that half of the people take anyway.
    No flag on five real conversations, on halves of them, or on 200 made-up ones with opinion groups and minorities. The limits (5
    statements, 4 people, 8 times as many, shares for the search) were chosen with these same five conversations in view, before which
    two of them gave a flag: other conversations may do worse.

    false_alarms: the chance, for one conversation without a bloc, that one is flagged by the luck of the draw; the model of what is
    ordinary is an approximation, so it is a setting and not a guarantee.
    most_searched: of more people, blocs are sought among so many drawn at random (the same ones whatever the order of votes), and each
    that shows there is then tested among everybody. A bloc that has only a few of those drawn is not seen.
    Raises ValueError where false_alarms is not between 0 and 1, or most_searched is under 1,000.

    Method: Folkmoot's own; the mixture test follows McLachlan and Peel (Finite Mixture Models, 2000, chapter 6), the growth of sets is a
    greedy biclustering (Shabalin et al. 2009, Annals of Applied Statistics 3, 985-1012, search a like structure in a table of numbers).
    """
    if not 0 < false_alarms < 1:
        raise ValueError(f"The rate of false alarms is {false_alarms}. Give a number between 0 and 1, such as 0.01.")
    if most_searched < _LEAST_SEARCHED:
        raise ValueError(f"Blocs cannot be sought among {most_searched:,} people. Give {_LEAST_SEARCHED:,} or more.")
    searched = _drawn(votes, most_searched)
    stances = Stances.of(searched)
    rare = len(rare_stances(stances))
    needed = float(np.log(max(1.0, rare * (rare - 1) / 2)) - np.log(false_alarms))
    chosen = _most_split(stances, conjunctions(stances, LEAST_STATEMENTS))
    first = [_flag(searched, stances, block, needed, votes.n) for block in chosen]
    ranked = sorted((bloc for bloc in first if bloc is not None), key=lambda bloc: (-round(bloc.evidence, 6), bloc.statements.tolist()))
    blocs: list[CoordinatedBloc] = []
    others = votes
    for bloc in ranked:  # a weaker bloc counts only if it is one among the people who are in none of the stronger
        known = others is searched
        again = bloc if known else _flag(others, Stances.of(others), _stances_of(votes, bloc), needed, votes.n)
        if again is not None:
            blocs.append(again)
            others = others.without(participants=again.participants)
    method = (
        METHOD if searched is votes else f"{METHOD} They were sought among {searched.n:,} people drawn at random, and tested among all."
    )
    return CoordinatedBlocs(tuple(blocs), len(chosen), votes.n, method, _sentences(blocs, votes.n))


def _drawn(votes: VoteMatrix, most: int) -> VoteMatrix:
    """The votes of the people among whom blocs are sought."""
    if votes.n <= most:
        return votes
    left_out = np.random.Generator(np.random.PCG64(_SEED)).permutation(votes.n)[most:]
    return votes.without(participants=votes.participants[np.sort(left_out)])


def _most_split(stances: Stances, blocks: list[Ints]) -> list[Ints]:
    """The sets on which most people take nearly all of the stances rather than some of them, each much unlike those before it."""
    split: list[tuple[int, tuple[int, ...]]] = []
    for block in blocks:
        took, voted = stances.tally(block)
        most = voted >= np.maximum(3, 0.7 * len(block))
        nearly_all = int((took >= ALIKE * voted)[most].sum())
        some = int((took >= ALIKE / 2 * voted)[most].sum()) - nearly_all
        split.append((some - nearly_all, tuple(block.tolist())))
    kept: list[set[int]] = []
    for _, members in sorted(split):
        stance_set = set(members)
        if all(len(stance_set & other) < _SAME * len(stance_set | other) for other in kept):
            kept.append(stance_set)
        if len(kept) == _EXAMINED:
            break
    return [np.array(sorted(one), np.int64) for one in kept]


def _stances_of(votes: VoteMatrix, bloc: CoordinatedBloc) -> Ints:
    return np.sort(2 * np.searchsorted(votes.statements, bloc.statements) + (bloc.sides == AGREE))


def _flag(votes: VoteMatrix, stances: Stances, block: Ints, needed: float, of: int) -> CoordinatedBloc | None:
    """The bloc behind a set of stances, or None where ordinary people explain it."""
    took, voted = stances.tally(block)
    least = int(max(3, np.ceil(0.5 * len(block))))
    assessed = np.flatnonzero(voted > 0)  # who saw one of the statements says little of themselves and much of what is ordinary
    if len(assessed) < _LEAST_ASSESSED:
        return None
    dimensions = min(6, max(2, len(assessed) // 25))  # few people cannot carry a regression on many axes
    features = standing(votes, np.unique(block // 2), dimensions)[assessed]
    logits = expected_logits(features, took[assessed], voted[assessed])
    fit = fit_bloc(took[assessed], voted[assessed], logits, least)
    members = assessed[(fit.member > 0.5) & (voted[assessed] >= least)]
    if fit.evidence <= needed or len(members) < max(LEAST_PEOPLE, TIMES_EXPECTED * fit.expected_alike):
        return None
    sides = np.array([side_of(stance) for stance in block.tolist()], np.int64)
    return CoordinatedBloc(
        participants=votes.participants[members],
        statements=votes.statements[block // 2],
        sides=sides,
        assessed=len(assessed),
        expected=fit.expected_alike,
        obedience=fit.obedience,
        evidence=fit.evidence,
        needed=needed,
        of=of,
    )


def _sentences(blocs: list[CoordinatedBloc], n: int) -> tuple[str, ...]:
    if not blocs:
        return (
            f"Among {n:,} people, no group voted alike on a set of statements far more than their other votes predict. "
            "A small or a careful group can stay below what these votes can show.",
        )
    return tuple(bloc.sentence for bloc in blocs)
