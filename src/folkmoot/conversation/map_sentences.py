"""What a map shows, in sentences that claim no more than it does."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import VoteMatrix

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def group_name(number: int) -> str:
    """The name of an opinion group, by its number from 0: A, B, up to Z, then 27, 28."""
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def map_sentences(
    votes: VoteMatrix, sizes: NDArray[np.int64], explained: NDArray[np.float64], min_votes: int, method: str, *, weighted: bool
) -> tuple[str, ...]:
    """What was mapped, whom the groups hold, and what the map leaves out."""
    placed, voters = int(sizes.sum()), int((votes.votes_of_participants > 0).sum())
    said = [f"{_people(voters)} cast {votes.cast:,} votes on {_count(votes.m, 'statement')}, passes included."]
    if len(sizes) > 1:
        named = ", ".join(f"{group_name(number)} with {size:,}" for number, size in enumerate(sizes.tolist()))
        said.append(f"{placed:,} of them were placed in {len(sizes)} opinion groups by how they voted: {named}.")
    elif placed:
        said.append(f"{placed:,} of them were placed. Their votes did not fall into separate opinion groups.")
    else:
        said.append("Nobody voted on enough statements to be placed in an opinion group.")
    if method == "stable" and placed < voters:
        said.append(f"{_people(voters - placed)} voted on fewer than {min_votes} statements: in no group, but counted in all totals.")
    elif placed < voters:
        said.append(f"{_people(voters - placed)} voted on few statements: in no group, but counted in all totals.")
    if explained.sum() > 0:
        said.append(f"The map shows {100 * explained.sum():.0f}% of how votes differ ({_two(explained)}). The rest cannot be seen on it.")
    if weighted:
        said.append("Votes are weighted. The numbers of people are not.")
    said.append("These are the people who took part. The groups show how they voted here, not who they are.")
    return tuple(said)


def _two(explained: NDArray[np.float64]) -> str:
    return " and ".join(f"{100 * share:.0f}%" for share in explained)


def _people(count: int) -> str:
    return _count(count, "person", "people")


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
