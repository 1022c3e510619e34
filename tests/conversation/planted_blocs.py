"""Real conversations with a camouflaged bloc planted in them, and made-up conversations with opinion groups and no bloc."""

from pathlib import Path

import numpy as np
import polars as pl

from folkmoot.conversation import VoteMatrix

CONVERSATIONS = ("american-assembly.bowling-green", "bg2050-volunteers", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx")


def real_table(shared_data: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The final votes (NaN where none) and the published group of each participant (-1 where none)."""
    people = pl.read_csv(shared_data / "conversations" / name / "participants-votes.csv", infer_schema_length=None)
    statements = [column for column in people.columns if column.isdigit()]
    table = people.select(pl.col(statements).cast(pl.Float64)).fill_null(np.nan).to_numpy()
    return table, people["group-id"].cast(pl.Float64).fill_null(-1).to_numpy().astype(int)


def statement_ids(shared_data: Path, name: str) -> list[int]:
    header = pl.read_csv(shared_data / "conversations" / name / "participants-votes.csv", n_rows=0).columns
    return [int(column) for column in header if column.isdigit()]


def best_by_consensus(table: np.ndarray, group: np.ndarray, most: int = 10, least_votes: int = 50) -> np.ndarray:
    """Places of the statements with the highest product over the groups of (agree + 1) / (seen + 2)."""
    product = np.ones(table.shape[1])
    for one in range(group.max() + 1):
        votes = table[group == one]
        product *= ((votes == 1).sum(0) + 1) / ((~np.isnan(votes)).sum(0) + 2)
    product[(~np.isnan(table)).sum(0) < least_votes] = -1
    return np.argsort(-product, kind="stable")[:most]


def with_bloc(table: np.ndarray, targets: np.ndarray, share: float, seed: int, side: int = -1, obedience: float = 1.0) -> VoteMatrix:
    """The conversation with share x n members more, each with the ballot of a random voter but for one side on all targets.

    Participants are numbered: the real ones 0 to n - 1, the members from n. obedience: the chance that a member takes each side.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    voters = np.flatnonzero((~np.isnan(table)).any(1))
    ballots = table[random.choice(voters, round(share * len(table)))].copy()
    for ballot in ballots:
        ballot[targets[random.random(len(targets)) < obedience]] = side
    return VoteMatrix.from_dense(np.vstack([table, ballots]))


def two_camps(n: int, m: int, seed: int, density: float = 0.4, minority: float = 0.0, apart: int = 0) -> np.ndarray:
    """Two camps with their own chance of agreement on each statement, people of stronger and weaker conviction, and no bloc.

    minority: share of people who, beside their camp, think the opposite of everybody on the last `apart` statements.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    camp = random.random(n) < 0.4
    chance = random.beta(0.5, 0.5, (2, m)).clip(0.02, 0.98)
    shared = random.random(m) < 0.4
    chance[1, shared] = chance[0, shared]
    if apart:
        chance[:, m - apart :] = 0.85
    logit = np.log(chance / (1 - chance))[camp.astype(int)] * random.gamma(4, 0.25, (n, 1)) + random.normal(0, 0.5, (n, 1))
    if apart:
        logit[random.random(n) < minority, m - apart :] *= -1
    table = np.where(random.random((n, m)) < 1 / (1 + np.exp(-logit)), 1.0, -1.0)
    table[random.random((n, m)) < 0.15] = 0.0
    table[random.random((n, m)) > density] = np.nan
    return table
