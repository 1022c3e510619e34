"""The shares that agree, disagree and pass on each statement, in each opinion group, with how sure they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.group_votes import group_votes
from folkmoot.conversation.vote_matrix import VoteMatrix

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Share:
    """estimate, low, high: (groups, m) shares of those who saw the statement; NaN where nobody did."""

    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class StatementShares:
    """agree, disagree, passed: of those who saw each statement, passes included. n: (groups, m) people who saw it.

    n_effective: (groups, m) how many people of equal weight say as much (Kish 1965), which is n where all weigh the same.
    """

    agree: Share
    disagree: Share
    passed: Share
    n: NDArray[np.int64]
    n_effective: Floats
    confidence: float
    method: str


def statement_shares(
    votes: VoteMatrix, group: NDArray[np.int64], k: int, weights: Floats | None = None, *, confidence: float = 0.95
) -> StatementShares:
    """The shares in each of k groups on each statement, with Wilson's score interval on the effective number of people.

    group: (n,) the group of each participant from 0, -1 for people in none. weights: (n,) of each participant.
    Wilson (1927); for weighted shares with the effective sample size (Korn and Graubard 1998; Franco et al. 2019). Who takes part in
    an open conversation chose to, and saw statements that others' votes had chosen: the intervals hold as if they had been drawn at
    random. Raises ValueError where a group, a weight or the confidence does not fit.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence is {confidence}. Give a number between 0 and 1, such as 0.95.")
    counted = group_votes(votes, group, k, weights)
    if weights is None:
        effective = counted.seen
    else:
        squares = group_votes(votes, group, k, weights**2).seen
        effective = np.divide(counted.seen**2, squares, out=np.zeros_like(squares), where=squares > 0)
    agree, disagree, passed = (
        _share(count, counted.seen, effective, confidence) for count in (counted.agree, counted.disagree, counted.passed)
    )
    weighed = "unweighted" if weights is None else "weighted"
    method = f"share of those who saw it; {weighed}; interval=wilson,{confidence:g},effective n"
    return StatementShares(agree, disagree, passed, counted.people, effective, confidence, method)


def wilson(share: Floats, n: Floats, confidence: float) -> tuple[Floats, Floats]:
    """The ends of Wilson's score interval (1927) of a share among n; NaN where n is 0."""
    from scipy.special import ndtri  # slow to import

    z2 = float(ndtri((1 + confidence) / 2)) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = np.where(share == 0, 0.0, np.maximum(middle - half, 0.0))
    high = np.where(share == 1, 1.0, np.minimum(middle + half, 1.0))
    nobody = ~(n > 0)
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)


def _share(count: Floats, seen: Floats, effective: Floats, confidence: float) -> Share:
    estimate = np.divide(count, seen, out=np.full_like(seen, np.nan), where=seen > 0)
    estimate = np.clip(estimate, 0.0, 1.0)  # weights add up to a hair over where everybody is of one mind
    return Share(estimate, *wilson(estimate, effective, confidence))
