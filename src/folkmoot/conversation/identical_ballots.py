"""Identical ballots: people who voted on the same statements and gave the same vote on every one, beyond chance."""

from collections import defaultdict
from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

type Floats = NDArray[np.float64]

METHOD = (
    "Ballots are compared whole and exactly. For g identical ballots among c people who voted on those same statements, the expected "
    "number of such groups is C(c, g) times the product over the statements of the sum of the g-th powers of the three shares, the "
    "shares being those of all other people. Flagged where that, times the number of sets of statements that two people or more "
    "share, is below the rate of false alarms."
)


@dataclass(frozen=True, eq=False)
class IdenticalBallots:
    """participants: ids of the people with one ballot. statements: ids they voted on; votes: what they all voted on each.

    same_statements: how many people voted on exactly these statements. expected: number of groups so large or larger to be expected
    in the whole conversation, if people voted independently by the statements' shares.
    """

    participants: Ids
    statements: Ids
    votes: NDArray[np.int8]
    same_statements: int
    expected: float

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        return (
            f"{len(self.participants):,} people voted alike on all of the same {len(self.statements):,} statements. By chance we would "
            f"expect {self.expected:.2g} such groups. One person may have voted more than once, or people followed one list."
        )


@dataclass(frozen=True, eq=False)
class IdenticalBallotGroups:
    """Flagged groups, the least expected first. unflagged: people whose ballot somebody shares, as chance explains. of: who voted."""

    groups: tuple[IdenticalBallots, ...]
    unflagged: int
    of: int
    method: str
    sentences: tuple[str, ...]


def identical_ballots(votes: VoteMatrix, *, false_alarms: float = 0.01) -> IdenticalBallotGroups:
    """Flag groups of people with the same votes on the same statements, where chance does not explain them.

    false_alarms: expected number of groups flagged in a conversation where people vote independently by the statements' shares. People
    who share opinions vote alike more often than that, so a flag is a reason to look, and nothing is left out here.
    Raises ValueError where false_alarms is not positive.
    """
    if not false_alarms > 0:
        raise ValueError(f"The expected number of false alarms is {false_alarms}. Give a number above 0, such as 0.01.")
    by_statements: dict[bytes, int] = defaultdict(int)
    by_ballot: dict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    for person, (begin, end) in enumerate(zip(votes.starts[:-1].tolist(), votes.starts[1:].tolist(), strict=True)):
        if begin < end:
            statements = votes.columns[begin:end].tobytes()
            by_statements[statements] += 1
            by_ballot[statements, votes.votes[begin:end].tobytes()].append(person)
    counts = np.stack([np.bincount(votes.columns[votes.votes == side], minlength=votes.m) for side in (DISAGREE, PASS, AGREE)])
    shared_sets = sum(people > 1 for people in by_statements.values())
    groups: list[IdenticalBallots] = []
    unflagged = 0
    for (statements, ballot), members in by_ballot.items():
        if len(members) < 2:
            continue
        places = np.frombuffer(statements, votes.columns.dtype)
        cast = np.frombuffer(ballot, np.int8)
        same = by_statements[statements]
        expected = shared_sets * float(np.exp(min(700.0, log_expected(counts[:, places], cast, len(members), same))))
        if expected < false_alarms:
            groups.append(IdenticalBallots(votes.participants[members], votes.statements[places], cast, same, expected))
        else:
            unflagged += len(members)
    groups.sort(key=lambda group: (float(f"{group.expected:.6g}"), group.participants.tolist()))
    of = int((votes.votes_of_participants > 0).sum())
    return IdenticalBallotGroups(tuple(groups), unflagged, of, METHOD, _sentences(groups, of))


def log_expected(counts: NDArray[np.int64], cast: NDArray[np.int8], members: int, same: int) -> float:
    """Logarithm of the expected number of groups of `members` identical ballots among `same` people on these statements.

    counts: (3, statements) disagree, pass and agree votes of everybody, the members' own included: these are taken off, and half a
    vote is added to each of the three, so that a large group cannot make itself look ordinary.
    """
    others = counts.astype(np.float64)
    others[cast + 1, np.arange(len(cast))] -= members
    shares: Floats = (others + 0.5) / (others.sum(0) + 1.5)
    ways = lgamma(same + 1) - lgamma(members + 1) - lgamma(same - members + 1)
    largest = shares.max(0)  # taken out, so that no power underflows
    return ways + float((members * np.log(largest) + np.log(((shares / largest) ** members).sum(0))).sum())


def _sentences(groups: list[IdenticalBallots], of: int) -> tuple[str, ...]:
    if not groups:
        return (f"Among {of:,} people, no ballots are the same beyond what chance explains.",)
    return tuple(group.sentence for group in groups)
