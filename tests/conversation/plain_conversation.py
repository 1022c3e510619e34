"""Plain oracles for the maths of conversations: dense tables and loops, and nothing of the package."""

import math

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

NEVER = np.nan


def last_votes_by_loops(events: list[tuple[int, int, int, int]]) -> dict[tuple[int, int], int]:
    """{(participant, statement): vote} of events (participant, statement, vote, time); differing last votes of one time are a pass."""
    found: dict[tuple[int, int], int] = {}
    for participant, statement in {event[:2] for event in events}:
        mine = [(time, vote) for one, other, vote, time in events if (one, other) == (participant, statement)]
        latest = max(time for time, _ in mine)
        last = {vote for time, vote in mine if time == latest}
        found[participant, statement] = last.pop() if len(last) == 1 else 0
    return found


def centred_by_filling(table: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """The means of the columns, and the table with its gaps filled by them and centred. table: NaN where nobody voted."""
    n, m = table.shape
    weights = np.ones(n) if weights is None else weights
    means, centred = np.zeros(m), np.zeros((n, m))
    for column in range(m):
        there = ~np.isnan(table[:, column])
        if weights[there].sum() > 0:
            means[column] = (weights[there] * table[there, column]).sum() / weights[there].sum()
        filled = np.where(there, table[:, column], means[column])
        centred[:, column] = filled - means[column]
    return means, centred


def decomposed(centred: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """All right singular vectors as rows, and the explained shares, by a full dense decomposition."""
    scaled = centred if weights is None else centred * np.sqrt(weights)[:, None]
    _, singular, vectors = np.linalg.svd(scaled, full_matrices=False)
    return vectors, singular**2 / max((singular**2).sum(), 1e-300)


def silhouette_by_loops(points: Floats, label: NDArray[np.int64]) -> float:
    """The mean silhouette of people who count one each."""
    scores = []
    for mine in range(len(points)):
        apart = [math.dist(points[mine], other) for other in points]
        means = {}
        for group in set(label.tolist()):
            others = [apart[other] for other in range(len(points)) if label[other] == group and other != mine]
            means[group] = sum(others) / len(others) if others else None
        own = means.pop(int(label[mine]))
        beyond = min(value for value in means.values() if value is not None)
        scores.append(0.0 if own is None or max(own, beyond) == 0 else (beyond - own) / max(own, beyond))
    return sum(scores) / len(scores)


def counts_by_loops(table: Floats, group: NDArray[np.int64], k: int, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Agree, disagree and seen: (k, m) each."""
    agree, disagree, seen = (np.zeros((k, table.shape[1])) for _ in range(3))
    for person, row in enumerate(table):
        for statement, vote in enumerate(row):
            if not np.isnan(vote) and group[person] >= 0:
                agree[group[person], statement] += weights[person] * (vote == 1)
                disagree[group[person], statement] += weights[person] * (vote == -1)
                seen[group[person], statement] += weights[person]
    return agree, disagree, seen


def polis_numbers(count: float, seen: float, others: float, of_others: float) -> tuple[float, float, float, float]:
    """Share, ratio, z of the share and z of the ratio, as the paper gives them."""
    share = (count + 1) / (seen + 2)
    ratio = share / ((others + 1) / (of_others + 2))
    z_share = 2 * math.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)
    first, second = (count + 1) / (seen + 1), (others + 1) / (of_others + 1)
    pooled = (count + others + 2) / (seen + of_others + 2)
    z_ratio = 0.0 if pooled == 1 else (first - second) / math.sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (of_others + 1)))
    return share, ratio, z_share, z_ratio


def made_table(n: int, m: int, seed: int = 0, seen: float = 0.6, camps: int = 2) -> Floats:
    """A table of votes with planted camps; NaN where nobody voted."""
    rng = np.random.default_rng(seed)
    camp = rng.integers(0, camps, n)
    stance = rng.choice([-0.8, 0.8], (camps, m))
    votes = np.sign(stance[camp] + rng.normal(0, 0.7, (n, m)))
    votes[rng.random((n, m)) < 0.1] = 0
    return np.where(rng.random((n, m)) < seen, votes, NEVER)
