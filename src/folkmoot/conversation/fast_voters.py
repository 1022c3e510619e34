"""Fast voters: people who voted faster than anyone can read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.vote_times import by_person_and_time, in_seconds

RUN = 10
SECONDS_A_VOTE = 1.0


@dataclass(frozen=True, eq=False)
class FastVoters:
    """The flagged people, in the order of their ids.

    seconds: how long their fastest run of 10 votes took. fast_votes: how many of their vote events belong to such a run; votes: how
    many they cast. of: how many participants voted.
    """

    participants: Ids
    seconds: NDArray[np.float64]
    fast_votes: NDArray[np.int64]
    votes: NDArray[np.int64]
    of: int
    method: str
    sentences: tuple[str, ...]


def fast_voters(participant: ArrayLike, at: ArrayLike, *, a_second: float = 1000.0, seconds_a_vote: float = SECONDS_A_VOTE) -> FastVoters:
    """Flag people with 10 votes in a row that took less than `seconds_a_vote` each. One row for each vote event, in any order.

    at: numpy datetimes, or numbers of which `a_second` make one second (1000 for milliseconds). A rule and no test: reading a sentence
    takes longer than a second, and nobody reads ten in a row so fast. Votes collected on paper and sent together are flagged too.
    Raises ValueError that names the row of a missing id or time, or where the columns differ in length.
    """
    if not seconds_a_vote > 0:
        raise ValueError(f"The least time for a vote is {seconds_a_vote} seconds. Give a number above 0, such as 1.")
    ids, person, seconds = by_person_and_time(participant, in_seconds(at, a_second))
    span = seconds[RUN - 1 :] - seconds[: len(seconds) - RUN + 1] if len(seconds) >= RUN else np.zeros(0)
    one = person[RUN - 1 :] == person[: len(person) - RUN + 1] if len(person) >= RUN else np.zeros(0, bool)
    begins = np.flatnonzero(one & (span < (RUN - 1) * seconds_a_vote))
    fastest = np.full(len(ids), np.inf)
    np.minimum.at(fastest, person[begins], span[begins])
    inside = np.zeros(len(person), bool)
    inside[(begins[:, None] + np.arange(RUN)).ravel()] = True
    flagged = np.flatnonzero(np.isfinite(fastest))
    fast = np.bincount(person[inside], minlength=len(ids))[flagged]
    method = f"{RUN} votes in a row that took under {seconds_a_vote:g} s each, by the times of the vote events."
    pace = "a second" if seconds_a_vote == 1 else f"{seconds_a_vote:g} seconds"
    told = (
        f"{len(flagged):,} of {len(ids):,} people cast {RUN} votes in a row in under {pace} each, faster than "
        "anyone can read: programs do this, and so do votes collected elsewhere and sent together."
        if len(flagged)
        else f"None of {len(ids):,} people cast {RUN} votes in a row faster than {pace} each."
    )
    return FastVoters(ids[flagged], fastest[flagged], fast, np.bincount(person, minlength=len(ids))[flagged], len(ids), method, (told,))
