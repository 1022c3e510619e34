"""Consensus: statements that most people agree or disagree with, and those that every group agrees or disagrees with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_votes import GroupVotes
from folkmoot.conversation.proportions import Z90, above_half, drawn_share

type Floats = NDArray[np.float64]

MOST = 5


@dataclass(frozen=True)
class ConsensusStatement:
    """A statement that more than half hold one view of, whoever's group they are in.

    statement: its place among the statements. count of seen: how many hold it, of those who saw the statement (weighted where people
    have weights); people: how many saw it. share: drawn towards a half (Laplace); z: against a half, of the effective
    number of people where they have weights.
    """

    statement: int
    count: float
    seen: float
    people: int
    share: float
    z: float


@dataclass(frozen=True)
class Consensus:
    """The statements most people agree with, and those most people disagree with, the strongest first."""

    agree: tuple[ConsensusStatement, ...]
    disagree: tuple[ConsensusStatement, ...]


@dataclass(frozen=True, eq=False)
class GroupInformed:
    """Group-informed consensus: (m,) the product over the groups of their share of agreement, and of disagreement; NaN without groups."""

    agree: Floats
    disagree: Floats


def consensus(overall: GroupVotes, most: int = MOST) -> Consensus:
    """At most so many statements on each side with a share above a half, by a one-sided z test at 10%, ranked by share x z.

    overall: the votes of all participants as one group, those in no opinion group included (Small et al. 2021). Raises ValueError
    when there are several groups.
    """
    if overall.k != 1:
        raise ValueError(f"Consensus is of all participants as one group; there are {overall.k}.")
    return Consensus(*(_side(overall, count, most) for count in (overall.agree, overall.disagree)))


def group_informed_consensus(by_group: GroupVotes) -> GroupInformed:
    """The product over the groups of (agree + 1) / (seen + 2), and of (disagree + 1) / (seen + 2) (Small et al. 2021).

    It is high where no group stands against. Each group counts the same, however small: read it with the groups' sizes.
    """
    if by_group.k == 0:
        return GroupInformed(*(np.full(by_group.seen.shape[1], np.nan) for _ in range(2)))
    products = []
    for count in (by_group.agree, by_group.disagree):
        product = np.ones(by_group.seen.shape[1])
        for share in drawn_share(count, by_group.seen):
            product = product * share
        products.append(product)
    return GroupInformed(*products)


def _side(overall: GroupVotes, count: Floats, most: int) -> tuple[ConsensusStatement, ...]:
    count, seen, z = count[0], overall.seen[0], above_half(overall.effective(count), overall.n_effective)[0]
    share = drawn_share(count, seen)
    places = np.flatnonzero((share > 0.5) & (z > Z90))
    ranked = places[np.argsort(-(share * z)[places], kind="stable")][:most]
    return tuple(
        ConsensusStatement(int(at), float(count[at]), float(seen[at]), int(overall.people[0, at]), float(share[at]), float(z[at]))
        for at in ranked
    )
