"""Integrity: every check of a conversation's votes together, with what each found in plain words. Nothing is ever left out unasked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.conversation.bloc_influence import BlocInfluences, Measure, bloc_influence, size_weighted_consensus
from folkmoot.conversation.bursts import Bursts, bursts
from folkmoot.conversation.coordinated_blocs import CoordinatedBlocs, coordinated_blocs
from folkmoot.conversation.fast_voters import FastVoters, fast_voters
from folkmoot.conversation.identical_ballots import IdenticalBallotGroups, identical_ballots
from folkmoot.conversation.ids import Ids
from folkmoot.conversation.straight_liners import StraightLiners, straight_liners
from folkmoot.conversation.vote_matrix import VoteMatrix

type Check = Literal["straight-liners", "fast voters", "identical ballots", "coordinated blocs"]

CHECKS: tuple[Check, ...] = ("straight-liners", "fast voters", "identical ballots", "coordinated blocs")


@dataclass(frozen=True, eq=False)
class Integrity:
    """What the checks found. bursts and fast_voters are None where the times of the votes were not given.

    influence: the order of consensus with and without each coordinated bloc. A burst flags a time and not the people who came then.
    """

    votes: VoteMatrix
    straight_liners: StraightLiners
    identical_ballots: IdenticalBallotGroups
    coordinated_blocs: CoordinatedBlocs
    influence: BlocInfluences
    bursts: Bursts | None
    fast_voters: FastVoters | None
    method: str
    sentences: tuple[str, ...]

    def flagged(self, checks: Sequence[Check] = CHECKS) -> Ids:
        """Ids of the participants flagged by any of these checks, ascending. Raises ValueError for a check there is none of."""
        for check in checks:
            if check not in CHECKS:
                raise ValueError(f"There is no check {check!r}. Choose among {', '.join(CHECKS)}.")
        mask = np.zeros(self.votes.n, bool)
        for check in checks:
            for ids in self._ids(check):
                mask |= self.votes.mask_of_participants(ids)
        return self.votes.participants[mask]

    def without(self, checks: Sequence[Check] = CHECKS) -> VoteMatrix:
        """The votes as if the people flagged by these checks had not voted, to be shown beside the votes of all."""
        return self.votes.without(participants=self.flagged(checks))

    def _ids(self, check: Check) -> list[Ids]:
        if check == "straight-liners":
            return [self.straight_liners.participants]
        if check == "fast voters":
            return [] if self.fast_voters is None else [self.fast_voters.participants]
        if check == "identical ballots":
            return [group.participants for group in self.identical_ballots.groups]
        return [bloc.participants for bloc in self.coordinated_blocs.blocs]


def check_integrity(
    votes: VoteMatrix,
    *,
    participant: ArrayLike | None = None,
    at: ArrayLike | None = None,
    a_second: float = 1000.0,
    false_alarms: float = 0.01,
    measure: Measure = size_weighted_consensus,
) -> Integrity:
    """Run every check on a conversation. A flag is a reason to look: no vote is left out of anything.

    participant, at: (events,) who cast each vote event and when, changed votes included, for the checks of times (bursts and fast
    voters); the participants must be among those of `votes`. at: numpy datetimes, or numbers of which `a_second` make one second.
    false_alarms: passed to each check, which says what it means by it. measure: as for `bloc_influence`.
    Raises ValueError where only one of participant and at is given, and as the checks do.
    """
    if (participant is None) != (at is None):
        raise ValueError("The checks of times need both who cast each vote and when. Give both columns, or neither.")
    straight = straight_liners(votes, false_alarms=false_alarms)
    identical = identical_ballots(votes, false_alarms=false_alarms)
    blocs = coordinated_blocs(votes, false_alarms=false_alarms)
    influence = bloc_influence(votes, [bloc.participants for bloc in blocs.blocs], measure=measure)
    arrivals: Bursts | None = None
    fast: FastVoters | None = None
    if participant is not None and at is not None:
        votes.mask_of_participants(np.unique(np.asarray(participant)))
        arrivals = bursts(participant, at, a_second=a_second, false_alarms=false_alarms)
        fast = fast_voters(participant, at, a_second=a_second)
    told = [*straight.sentences, *(fast.sentences if fast else ()), *identical.sentences, *blocs.sentences]
    if arrivals is None:
        told.append("Times were not given, so bursts and fast voting could not be looked for.")
    else:
        told += [*arrivals.sentences, *_blocs_in_bursts(blocs, arrivals)]
    told += influence.sentences
    method = "straight-liners, identical ballots, coordinated blocs" + ("" if arrivals is None else ", bursts, fast voters")
    return Integrity(
        votes, straight, identical, blocs, influence, arrivals, fast, f"{method}; rate of false alarms={false_alarms:g}", tuple(told)
    )


def _blocs_in_bursts(blocs: CoordinatedBlocs, arrivals: Bursts) -> list[str]:
    """For each bloc, the burst that most of its members came in: two independent signs of one campaign."""
    told = []
    for bloc in blocs.blocs:
        came = [int(np.isin(bloc.participants, burst.participants).sum()) for burst in arrivals.bursts]
        if came and max(came) * 2 > bloc.size:
            told.append(f"{max(came):,} of the {bloc.size:,} people who voted alike came in one burst.")
    return told
