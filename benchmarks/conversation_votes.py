"""The votes of real and of made conversations, as both engines are handed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

CONVERSATIONS = Path(__file__).resolve().parents[2] / "shared" / "data" / "conversations"
_PEOPLE_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Votes:
    """Final votes, one a row: agree 1, disagree -1, pass 0. moderated_out: statements that were left out of the conversation."""

    name: str
    participant: NDArray[np.int64]
    statement: NDArray[np.int64]
    vote: NDArray[np.int8]
    moderated_out: tuple[int, ...] = ()


def real_votes(folder: Path) -> Votes:
    """The published final votes of a Polis conversation (CC BY 4.0, The Computational Democracy Project)."""
    table = pl.read_csv(folder / "participants-votes.csv", infer_schema_length=None)
    statements = [column for column in table.columns if column.isdigit()]
    cells = table.unpivot(statements, index="participant", variable_name="statement", value_name="vote").drop_nulls()
    comments = pl.read_csv(folder / "comments.csv", infer_schema_length=None)
    voted_on = set(map(int, statements))
    out = comments.filter(pl.col("moderated") == -1)["comment-id"].unique().sort().to_list()
    return Votes(
        folder.name,
        cells["participant"].cast(pl.Int64).to_numpy(),
        cells["statement"].cast(pl.Int64).to_numpy(),
        cells["vote"].cast(pl.Int8).to_numpy(),
        tuple(place for place in out if place in voted_on),
    )


def made_votes(n: int, m: int, mean_votes: float = 19.0, seed: int = 1_788) -> Votes:
    """Votes of n people on m statements, in the order in which they arrive: each person's first vote, then each one's second.

    Three camps of 50, 30 and 20 in 100 people. Most people vote a few times, some on hundreds of statements.
    """
    rng = np.random.default_rng(seed)
    spread = np.exp(rng.normal(0.0, 0.9, n))
    often = np.minimum(np.ceil(spread * (mean_votes / spread.mean())), m).astype(np.int64)
    camp = rng.choice(3, n, p=(0.5, 0.3, 0.2)).astype(np.int8)
    common = rng.beta(4, 2, m)
    agree = np.clip(common + rng.normal(0.0, 0.25, (3, m)), 0.02, 0.93)
    strides = np.flatnonzero(np.gcd(np.arange(m), m) == 1) if m > 1 else np.array([1])
    first, stride = rng.integers(0, m, n), rng.choice(strides, n)
    size = int(often.sum())
    participant, statement, vote = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int8)
    filled = 0
    for turn, people in _turns(often):
        part = slice(filled, filled + len(people))
        participant[part] = people
        on = (first[people] + turn * stride[people]) % m
        statement[part] = on
        draw, threshold = rng.random(len(people)), agree[camp[people], on]
        vote[part] = np.where(draw < threshold, 1, np.where(draw < threshold + 0.25 * (1 - threshold), 0, -1))
        filled += len(people)
    return Votes("a made conversation", participant, statement, vote)


def _turns(often: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each turn from 0, with the people who vote that often, some at once."""
    people = np.arange(len(often))
    for turn in range(int(often.max())):
        people = people[often[people] > turn]
        for begin in range(0, len(people), _PEOPLE_AT_ONCE):
            yield turn, people[begin : begin + _PEOPLE_AT_ONCE]
