"""Straight-liners: people who gave one answer to everything, where that is more than chance on the statements they saw."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

type Answer = Literal["agree", "disagree", "pass"]

METHOD = (
    "For each person who gave one answer to every statement they saw: the product of the other voters' shares of that answer on those "
    "statements (half a vote added for each of the answer and not the answer). Flagged where that chance, times the number of people, "
    "is below the rate of false alarms."
)
ANSWERS: tuple[tuple[Answer, int], ...] = (("agree", AGREE), ("disagree", DISAGREE), ("pass", PASS))


@dataclass(frozen=True, eq=False)
class StraightLiners:
    """The flagged people, in the order of their ids.

    participants: ids. answers: what each always answered. statements: how many they voted on. log10_chance: decimal logarithm of the
    chance of that ballot if each vote were drawn from the statement's shares. unflagged: how many gave one answer throughout but saw
    too few statements, or too one-sided ones, for it to mean anything. of: how many participants voted.
    """

    participants: Ids
    answers: tuple[Answer, ...]
    statements: NDArray[np.int64]
    log10_chance: NDArray[np.float64]
    unflagged: int
    of: int
    method: str
    sentences: tuple[str, ...]


def straight_liners(votes: VoteMatrix, *, false_alarms: float = 0.01) -> StraightLiners:
    """Flag people who agreed with, disagreed with or passed on everything, unless their statements make that likely.

    false_alarms: expected number of people flagged in a conversation where everybody votes by the statements' shares alone. People
    who tend to agree are commoner than those shares say, so a flag is a reason to look and nothing is left out here.
    Raises ValueError where false_alarms is not positive.
    """
    if not false_alarms > 0:
        raise ValueError(f"The expected number of false alarms is {false_alarms}. Give a number above 0, such as 0.01.")
    length = votes.votes_of_participants
    voted = int((length > 0).sum())
    rows, seen = votes.rows, votes.votes_on_statements[votes.columns]
    flagged: list[tuple[int, Answer, float]] = []
    unflagged = 0
    for answer, value in ANSWERS:
        same = votes.votes == value
        gave = np.bincount(votes.columns[same], minlength=votes.m)[votes.columns]
        throughout = (np.bincount(rows, same, minlength=votes.n) == length) & (length > 0)
        in_them = throughout[rows]  # of these votes each is the answer, so one is taken off for the person's own
        chance = np.log10((gave[in_them] - 0.5) / seen[in_them])
        log_chance = np.bincount(rows[in_them], chance, minlength=votes.n)
        unlikely = throughout & (log_chance + np.log10(max(voted, 1)) < np.log10(false_alarms))
        unflagged += int((throughout & ~unlikely).sum())
        flagged += [(place, answer, float(log_chance[place])) for place in np.flatnonzero(unlikely).tolist()]
    flagged.sort()
    places = np.array([place for place, _, _ in flagged], np.int64)
    return StraightLiners(
        votes.participants[places],
        tuple(answer for _, answer, _ in flagged),
        length[places],
        np.array([chance for _, _, chance in flagged], np.float64),
        unflagged,
        voted,
        METHOD,
        _sentences([answer for _, answer, _ in flagged], unflagged, voted),
    )


def _sentences(answers: list[Answer], unflagged: int, voted: int) -> tuple[str, ...]:
    verbs = {"agree": "agreed with", "disagree": "disagreed with", "pass": "passed on"}
    said = [
        f"{answers.count(answer):,} of {voted:,} people {verbs[answer]} every statement they saw, more than chance explains."
        for answer, _ in ANSWERS
        if answer in answers
    ]
    if not said:
        said = [f"Nobody of {voted:,} people gave one answer to every statement beyond what chance explains."]
    if unflagged:
        said.append(f"{unflagged:,} more gave one answer throughout, but saw too few or too one-sided statements for it to mean anything.")
    return tuple(said)
