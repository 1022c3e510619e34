"""Representative statements: those on which a group's votes differ most from everybody else's."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_votes import GroupVotes
from folkmoot.conversation.proportions import Z90, above_half, above_others, drawn_share

type Floats = NDArray[np.float64]
type Side = Literal["agree", "disagree"]

MOST = 5


@dataclass(frozen=True)
class Representative:
    """A statement that stands for a group.

    statement: its place among the statements. side: what the group did more than others. count of seen: how many of the group did so,
    of those who saw it (weighted where people have weights); people: how many saw it. share: drawn towards a half (Laplace).
    ratio: the share over that of all other groups. z_share: against a half. z_ratio: against the other groups; both of the effective
    numbers of people (Kish 1965) where people have weights.
    """

    statement: int
    side: Side
    count: float
    seen: float
    people: int
    share: float
    ratio: float
    z_share: float
    z_ratio: float


@dataclass(frozen=True, eq=False)
class _Side:
    share: Floats
    ratio: Floats
    z_share: Floats
    z_ratio: Floats

    @property
    def metric(self) -> Floats:
        return self.ratio * self.z_ratio * self.share * self.z_share

    @property
    def stands_out(self) -> NDArray[np.bool_]:
        return (self.z_ratio > Z90) & (self.z_share > Z90)


def representative(votes: GroupVotes, *, polis: bool = False, most: int = MOST) -> tuple[tuple[Representative, ...], ...]:
    """For each group, at most so many statements that stand for it, those it agreed with first; empty where nothing stands out.

    A statement stands out for agreement when the group's share of agreement lies above a half and above that of the other groups,
    each by a one-sided z test at 10%; for disagreement alike. Of the two sides the one with the larger z against the others counts.
    They are ranked by ratio x z of the ratio x share x z of the share (Small et al. 2021, Polis: Scaling Deliberation). The groups were
    found from the same votes, so the z describe: they are no test of whether the groups are real.

    polis: as Polis lists them, which always names a statement for a group: the agreed one that it finds best goes first.
    """
    if votes.k < 2:
        return ((),) * votes.k
    others = votes.others
    agree, disagree = _side(votes.agree, votes, others.agree, others), _side(votes.disagree, votes, others.disagree, others)
    on_agree = agree.z_ratio > disagree.z_ratio
    metric = np.where(on_agree, agree.metric, disagree.metric)
    enough = agree.stands_out | disagree.stands_out
    if not polis:  # the side that counts must itself stand out
        enough = np.where(on_agree, agree.stands_out, disagree.stands_out)
    lists = []
    for group in range(votes.k):
        ranked = np.flatnonzero(enough[group])
        chosen = ranked[np.argsort(-metric[group][ranked], kind="stable")].tolist()
        if polis:
            first = _best_agreed(votes, agree, group)
            if first is None and not chosen and metric.shape[1]:
                first = int(np.argmax(np.maximum(agree.z_ratio[group], disagree.z_ratio[group])))
            if first is not None:
                chosen = [first, *(place for place in chosen if place != first)]
        of_group = [
            _one(votes, group, place, agree if on_agree[group, place] else disagree, bool(on_agree[group, place]))
            for place in chosen[:most]
        ]
        lists.append(tuple(sorted(of_group, key=lambda each: each.side != "agree")))
    return tuple(lists)


def _side(count: Floats, votes: GroupVotes, by_others: Floats, others: GroupVotes) -> _Side:
    share = drawn_share(count, votes.seen)
    ratio = share / drawn_share(by_others, others.seen)
    n, n_others = votes.n_effective, others.n_effective
    count, by_others = votes.effective(count), others.effective(by_others)
    return _Side(share, ratio, above_half(count, n), above_others(count, n, by_others, n_others))


def _best_agreed(votes: GroupVotes, agree: _Side, group: int) -> int | None:
    """Polis's best agreed statement: one that is above a half, or likelier here than elsewhere and above a half by its share; the
    statements in turn, each against the best so far, by the whole metric once that one's ratio is above 1, else by share x z."""
    whole, half = agree.metric[group], (agree.share * agree.z_share)[group]
    best: int | None = None
    for place in np.flatnonzero((votes.agree[group] > 0) | (votes.disagree[group] > 0)).tolist():
        if best is None:
            above = agree.z_share[group, place] > Z90 or (agree.ratio[group, place] > 1 and agree.share[group, place] > 0.5)
            best = place if above else None
        elif (whole if agree.ratio[group, best] > 1 else half)[place] > (whole if agree.ratio[group, best] > 1 else half)[best]:
            best = place
    return best


def _one(votes: GroupVotes, group: int, place: int, side: _Side, agreed: bool) -> Representative:  # noqa: FBT001
    at = group, place
    count = (votes.agree if agreed else votes.disagree)[at]
    return Representative(
        place,
        "agree" if agreed else "disagree",
        float(count),
        float(votes.seen[at]),
        int(votes.people[at]),
        float(side.share[at]),
        float(side.ratio[at]),
        float(side.z_share[at]),
        float(side.z_ratio[at]),
    )
