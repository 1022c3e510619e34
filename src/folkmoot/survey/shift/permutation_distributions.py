"""Exact distributions of the paired tests' statistics when chance alone decides, given the answers that were seen, ties and all.

Each is built up person by person from whole numbers, so that ties need no correction and no statistic is compared with a rounded one.
"""

from collections.abc import Sequence
from itertools import permutations
from math import comb, prod

import numpy as np

from folkmoot.survey.design import Codes, Floats

_STATES = 200_000  # arrangements held at once
_ARRANGED = 5_000_000  # arrangements made in all: above this an exact distribution would take seconds
_SUMS = 2 * 10**10  # of one trend's distribution: a few seconds
_LONGEST_ROW = 12  # steps whose orders are counted by sets: 4,096 of them
_LONGEST_SHUFFLED = 7  # steps whose orders are written out: 5,040 of them


def signed_rank_distribution(ranks: Codes) -> Floats:
    """P(sum of the ranks that go up = s) for s = 0..sum(ranks), each rank going up or not with probability one half, of ranks that
    are whole numbers (twice the midranks). The shift algorithm of Streitberg and Roehmel (1986)."""
    mass = np.zeros(int(ranks.sum()) + 1)
    mass[0] = 1.0
    for rank in ranks:
        mass[rank:] = (mass[rank:] + mass[: mass.size - rank]) / 2
        mass[:rank] /= 2
    return mass


def trend_distribution(rows: Codes) -> Floats:
    """P(sum over people and steps j = 1..k of j * rank = s) for s = 0, 1, ..., each person's ranks in any order.

    rows: (n, k) whole-number ranks, up to 12 steps. A person's own distribution is built over sets of ranks placed in steps 1..j."""
    if rows.shape[1] > _LONGEST_ROW:
        raise ValueError(f"An exact distribution takes up to {_LONGEST_ROW} steps and there are {rows.shape[1]}. Use “normal”.")
    if (rows.max(initial=0) * rows.shape[1] ** 2 * len(rows)) ** 2 > _SUMS:
        raise ValueError(f"{len(rows):,} people at {rows.shape[1]} steps are too many for the exact distribution. Use “normal”.")
    mass = np.ones(1)
    patterns, counts = np.unique(np.sort(rows, axis=1), axis=0, return_counts=True)
    for pattern, count in zip(patterns, counts, strict=True):
        one = _one_person(pattern)
        for _ in range(count):
            mass = np.convolve(mass, one)
    return mass


def _one_person(ranks: Codes) -> Floats:
    k = ranks.size
    largest = int((np.sort(ranks) * np.arange(1, k + 1)).sum())
    ways = {0: np.ones(1)}
    for step in range(1, k + 1):
        placed: dict[int, Floats] = {}
        for used, mass in ways.items():
            for which in range(k):
                if not used >> which & 1:
                    added = placed.setdefault(used | 1 << which, np.zeros(largest + 1))
                    add = step * int(ranks[which])
                    reach = min(mass.size, largest + 1 - add)
                    added[add : add + reach] += mass[:reach]
        ways = placed
    mass = ways[(1 << k) - 1]
    return np.asarray(mass / mass.sum(), np.float64)


def step_total_distribution(rows: Codes) -> tuple[Codes, Floats] | None:
    """The totals of the steps when each person's values are put in any order: (m, k) totals in ascending order, and the probability
    of each. None when there would be too many to work out.

    The order of the steps is lost, which keeps k! times fewer: what is wanted is how far apart the totals are."""
    k = rows.shape[1]
    same = (rows == rows[:, :1]).all(axis=1)
    base = int(rows.max(initial=0)) * len(rows) + 1
    if k > _LONGEST_SHUFFLED or base**k >= 1 << 62:  # the totals of all steps are packed into one whole number
        return None
    digits = base ** np.arange(k, dtype=np.int64)
    states, mass, arranged = np.full((1, k), int(rows[same, 0].sum())), np.ones(1), 0
    for row in rows[~same]:
        orders = np.array(sorted(set(permutations(row.tolist()))), np.int64)
        arranged += len(states) * len(orders)
        if len(states) * len(orders) > _STATES or arranged > _ARRANGED:
            return None
        reached = np.sort((states[:, None, :] + orders[None]).reshape(-1, k), axis=1)
        keys, first, place = np.unique(reached @ digits, return_index=True, return_inverse=True)
        states, mass = reached[first], np.bincount(place, np.repeat(mass / len(orders), len(orders)), keys.size)
    return states, mass


def swap_distribution(movers: Sequence[int]) -> tuple[Floats, Floats] | None:
    """The net moves between pairs of levels when each mover's two answers are swapped or not with probability one half: (m, pairs)
    net moves and the probability of each. movers: people who moved between the two levels of each pair, either way. None when there
    would be too many to work out."""
    if prod(count + 1 for count in movers) > _STATES:
        return None
    net, mass = np.zeros((1, 0)), np.ones(1)
    for count in movers:
        forward = np.arange(count + 1)
        chance = np.array([comb(count, k) / 2**count for k in range(count + 1)])
        net = np.column_stack([np.repeat(net, count + 1, axis=0), np.tile(2.0 * forward - count, len(net))])
        mass = (mass[:, None] * chance).ravel()
    return net, mass
