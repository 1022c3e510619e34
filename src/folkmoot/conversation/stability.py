"""Are the groups real? How far the same groups come out of a conversation when other people of the same kind had taken part."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.map_sentences import group_name
from folkmoot.conversation.opinion_map import OpinionMap
from folkmoot.conversation.placing import mean_of_one, place
from folkmoot.conversation.vote_matrix import VoteMatrix

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

RESAMPLES = 50
MOST_DRAWN = 100_000
"""The most people that a resample draws."""
SHOWN_FROM = 0.7
"""The least median agreement at which groups are shown as groups."""


@dataclass(frozen=True, eq=False)
class GroupStability:
    """agreement: (resamples,) the adjusted Rand index of the groups of each resample with those of everybody, among the people drawn:
    1 where they are the same, about 0 where they are as alike as by chance. median, low, high: of it, with the middle 90% of resamples.
    same_number: the share of resamples with as many groups. of_groups: (groups,) how well each group is found again: the mean over
    resamples of the largest share of people it has in common with one of their groups (Jaccard), from 0 to 1.
    drawn: how many people each resample draws.
    """

    agreement: Floats
    median: float
    low: float
    high: float
    same_number: float
    of_groups: Floats
    resamples: int
    drawn: int
    method: str

    @property
    def shown(self) -> bool:
        """Whether the groups are stable enough to be shown as groups: with a median of 0.7 or more. A single group is none."""
        return len(self.of_groups) > 1 and self.median >= SHOWN_FROM

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says, in words."""
        if len(self.of_groups) < 2:
            return ("There are no separate groups whose stability could be told.",)
        said = [
            f"The groups were sought {self.resamples:,} times more, each time among {self.drawn:,} people drawn at random from those who "
            f"took part. The median agreement with the groups shown is {self.median:.2f} (1 is the same groups, 0 is chance); "
            f"{self.same_number:.0%} of the times there were as many groups."
        ]
        if not self.shown:
            said.append(f"That is below {SHOWN_FROM}: with other people of the same kind there might well be other groups.")
        weak = [group_name(at) for at, found in enumerate(self.of_groups) if found < SHOWN_FROM]
        if self.shown and weak:
            said.append(f"Of these, {' and '.join(weak)} is found again least well: take care with what is said of it.")
        return tuple(said)


def group_stability(
    opinions: OpinionMap,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    groups: int | None = None,
    max_groups: int = 5,
    progress: Callable[[int, int], None] | None = None,
) -> GroupStability:
    """How stable the groups of a map are: components, places and groups are found anew for each resample of the participants.

    A resample draws as many participants as there are, with replacement (the bootstrap; for clusters Hennig 2007, "Cluster-wise
    assessment of cluster stability"; agreement after Hubert and Arabie 1985). Of more than 100,000 it draws 100,000, so that time and
    memory stay within bounds (m out of n: Bickel, Götze and van Zwet 1997, Statistica Sinica 7, 1-31): with fewer people groups differ
    rather more from resample to resample, so the agreement is rather too low. groups, max_groups: as given to `map_opinions`.
    progress: told how many resamples are done, of how many. The same seed gives the same resamples.

    Raises ValueError for fewer than 2 resamples.
    """
    if resamples < 2:
        raise ValueError(f"resamples is {resamples}. Draw at least 2; 50 tell the median well.")
    votes, full = opinions.votes, opinions.group
    draws = np.random.Generator(np.random.PCG64(seed))
    agreement, same = np.zeros(resamples), np.zeros(resamples, np.bool_)
    found_again = np.zeros((resamples, opinions.k))
    size = min(votes.n, MOST_DRAWN)
    for at in range(resamples if opinions.k > 1 else 0):
        times = np.bincount(draws.integers(0, votes.n, size), minlength=votes.n)
        drawn = np.flatnonzero(times)
        weights = times[drawn].astype(np.float64)
        if opinions.weights is not None:
            weights *= opinions.weights[drawn]
        of_drawn = votes.without(participants=votes.participants[times == 0])
        label = _groups_again(opinions, of_drawn, weights, full[drawn], groups, max_groups)
        both = (full[drawn] >= 0) & (label >= 0)
        table = _cross(full[drawn][both], label[both], opinions.k)
        agreement[at] = _rand_index(table)
        same[at] = table.shape[1] == opinions.k
        found_again[at] = _jaccard(table)
        if progress is not None:
            progress(at + 1, resamples)
    if opinions.k < 2:
        agreement[:], found_again = np.nan, np.full((resamples, opinions.k), np.nan)
    low, median, high = (float(np.quantile(agreement, share)) for share in (0.05, 0.5, 0.95))
    drawn_of = "" if size == votes.n else f",{size:,} drawn of {votes.n:,}"
    method = f"adjusted Rand index; bootstrap of participants,{resamples},seed={seed}{drawn_of}"
    return GroupStability(agreement, median, low, high, float(same.mean()), found_again.mean(0), resamples, size, method)


def _groups_again(opinions: OpinionMap, votes: VoteMatrix, weights: Floats, before: Ints, groups: int | None, max_groups: int) -> Ints:
    """(people drawn,) the group of each in one resample; one group where no more can be made. before: the groups shown."""
    try:
        return place(
            votes,
            mean_of_one(weights),
            opinions.meta,
            method=opinions.method,
            groups=groups,
            max_groups=max_groups,
            min_votes=opinions.min_votes,
            smallest=None,
            seed=opinions.seed,
        ).group
    except ValueError:
        if groups is None:
            raise
        return np.where(before >= 0, 0, -1)  # the number of groups asked for cannot be made of the people drawn


def _cross(one: Ints, other: Ints, k: int) -> Ints:
    """How many people are in each pair of groups, one of each grouping."""
    held = int(other.max()) + 1 if len(other) else 1
    counts: Ints = np.bincount(one * held + other, minlength=k * held).reshape(k, held)
    return counts


def _rand_index(table: Ints) -> float:
    """The adjusted Rand index of a cross-table (Hubert and Arabie 1985); 1 where both put everybody in one group."""
    together = _pairs(table).sum()
    rows, columns, all_pairs = _pairs(table.sum(1)).sum(), _pairs(table.sum(0)).sum(), _pairs(table.sum())
    if all_pairs == 0:
        return 1.0
    expected = rows * columns / all_pairs
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(counts: Ints | np.int64) -> Floats:
    held = np.asarray(counts, np.float64)
    return held * (held - 1) / 2


def _jaccard(table: Ints) -> Floats:
    """(groups,) the largest share that each group of the rows has in common with a group of the columns."""
    union = table.sum(1)[:, None] + table.sum(0)[None, :] - table
    shares = np.divide(table, union, out=np.zeros(table.shape), where=union > 0)
    return np.asarray(shares.max(1))
