"""What groups must be: their sizes, who stays together or apart, quotas of every group, and what each count of people costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from folkmoot.sortition.pool import Ints, Pool
from folkmoot.sortition.quotas import Quotas

type Deviation = Literal["squared", "absolute"]
MOST_PEOPLE = 2_000  # so that every cost stays far below BROKEN, and that below 2^63
type Households = Literal["free", "apart", "together"]

BROKEN = 10**15  # the cost of one person too many or too few, or of one pair that must be apart: above every deviation of real groups


@dataclass(frozen=True, eq=False)
class GroupRules:
    """People are seated by units: those who stay together are one.

    units: the people of each, by number in the pool. unit_sizes: (U,). counts: (U, C) how many people of a unit each column counts, the
    `levels` first columns being the levels to share out, the others the quotas. table: (G, C, most + 1) the whole-number cost of each
    count in each group: n to the `power` times the deviation, or BROKEN a person outside a quota. apart: (U, U) units that may not meet.
    bound: no groups cost less, level by level.
    """

    units: tuple[Ints, ...]
    unit_sizes: Ints
    sizes: Ints
    counts: Ints
    levels: int
    table: Ints
    apart: Ints
    power: int
    bound: int

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.unit_sizes.sum())

    def deviation(self, cost: int) -> float:
        """The deviation, in people (squared or not), of a whole-number cost."""
        return cost / float(self.people**self.power)


def group_rules(
    pool: Pool,
    groups: int | Sequence[int],
    people: Iterable[int] | None,
    features: Sequence[str] | None,
    quotas: Quotas,
    together: Iterable[Iterable[int]],
    apart: Iterable[Iterable[int]],
    households: Households,
    deviation: Deviation,
    mistakes: list[str],
) -> GroupRules:
    """The rules of the request. Raises ValueError with every mistake at once, those already found among them."""
    who = list(range(pool.n)) if people is None else sorted(people)
    names = list(pool.features) if features is None else list(features)
    joined, split = [sorted(set(each)) for each in together], [sorted(set(each)) for each in apart]
    shared = pool.shared_households()
    homes = [np.flatnonzero(shared == home).tolist() for home in np.unique(shared[shared >= 0])]
    homes = [[person for person in home if person in set(who)] for home in homes]
    if households != "free":
        (joined if households == "together" else split).extend(homes)
    known = ", ".join(pool.features)
    wrong = mistakes + [f"The pool has no feature {name!r}. It has {known}." for name in names if name not in pool.features]
    strangers = sorted({person for group in [*joined, *split] for person in group} - set(who))
    if len(set(who)) != len(who) or (who and not 0 <= who[0] <= who[-1] < pool.n):
        wrong.append(f"The people must be different numbers from 0 to {pool.n - 1}.")
    elif len(who) > MOST_PEOPLE:
        wrong.append(f"Groups are for at most {MOST_PEOPLE:,} people, not {len(who):,}. Group them in parts.")
    elif strangers:
        wrong.append(f"Person {strangers[0] + 1} is to be kept together or apart but is not among the people to be grouped.")
    if deviation not in ("squared", "absolute") or households not in ("free", "apart", "together"):
        wrong.append('The deviation is "squared" or "absolute", and households are "free", "apart" or "together".')
    sizes = _sizes(groups, len(who), wrong)
    if not wrong:
        wrong += quotas.mistakes(pool, max(sizes))
    units = _units(who, joined) if not wrong else []
    if not wrong:
        wrong += _impossible(pool, who, sizes, quotas, units, split)
    if wrong:
        raise ValueError("\n".join(wrong))
    columns = [pool.has(name, level) for name in names for level in pool.features[name]]
    columns += [pool.has(quota.feature, quota.level) for quota in quotas]
    has = np.array(columns, np.int64).reshape(len(columns), pool.n)
    counts = np.array([has[:, unit].sum(1) for unit in units], np.int64)
    place = {person: number for number, unit in enumerate(units) for person in unit}
    keep = np.zeros((len(units), len(units)), np.int64)
    for one, other in (pair for group in split for pair in combinations(group, 2)):
        keep[place[one], place[other]] = keep[place[other], place[one]] = 1
    power = 2 if deviation == "squared" else 1
    levels = len(columns) - len(quotas)
    table = _table(counts, np.array(sizes), levels, quotas, power)
    return GroupRules(
        tuple(np.array(unit, np.int64) for unit in units),
        np.array([len(unit) for unit in units], np.int64),
        np.array(sizes, np.int64),
        counts,
        levels,
        table,
        keep,
        power,
        _bound(table[:, :levels], counts[:, :levels].sum(0)),
    )


def _sizes(groups: int | Sequence[int], n: int, wrong: list[str]) -> list[int]:
    if isinstance(groups, int):
        if not 1 <= groups <= n:
            wrong.append(f"{n} people cannot be put into {groups} groups.")
            return []
        return [n // groups + (place < n % groups) for place in range(groups)]
    sizes = [int(size) for size in groups]
    if not sizes or min(sizes) < 1 or sum(sizes) != n:
        wrong.append(f"The groups have {sum(sizes)} places for {n} people. Give sizes from 1 that add up to the people.")
    return sizes


def _units(who: list[int], together: list[list[int]]) -> list[list[int]]:
    unit = {person: [person] for person in who}
    for group in together:
        for person in group[1:]:
            if unit[group[0]] is not unit[person]:
                unit[group[0]].extend(moved := unit[person])
                for each in moved:
                    unit[each] = unit[group[0]]
    return [sorted(unit[person]) for person in who if min(unit[person]) == person]


def _impossible(pool: Pool, who: list[int], sizes: list[int], quotas: Quotas, units: list[list[int]], apart: list[list[int]]) -> list[str]:
    """What counting shows to be impossible."""
    most = max(sizes)
    found = [f"{len(unit)} people are to stay together, but the largest group has {most} places." for unit in units if len(unit) > most]
    found += [
        f"{len(group)} people are to be kept apart from each other, but there are {len(sizes)} groups."
        for group in apart
        if len(group) > len(sizes)
    ]
    for group in apart:
        same = [unit for unit in units if len(set(unit) & set(group)) > 1]
        found += [f"People {same[0][0] + 1} and {same[0][1] + 1} are to be kept both together and apart."] if same else []
    for quota in quotas:
        have = int(pool.has(quota.feature, quota.level)[who].sum())
        if quota.min > min(sizes):
            found.append(f"{quota.words}: the minimum is {quota.min}, but the smallest group has {min(sizes)} places.")
        if have < quota.min * len(sizes):
            found.append(f"{quota.words}: {len(sizes)} groups need at least {quota.min} each, but {have} people have it.")
        if have > sum(min(quota.max, size) for size in sizes):
            found.append(f"{quota.words}: {len(sizes)} groups may have at most {quota.max} each, but {have} people have it.")
    return found


def _table(counts: Ints, sizes: Ints, levels: int, quotas: Quotas, power: int) -> Ints:
    number = np.arange(int(sizes.max()) + 1)
    have, n = counts[:, :levels].sum(0), int(sizes.sum())
    balance = np.abs(n * number[None, None] - sizes[:, None, None] * have[None, :, None]) ** power
    least, most = np.array([quota.min for quota in quotas], np.int64), np.array([quota.max for quota in quotas], np.int64)
    outside = np.maximum(0, least[:, None] - number) + np.maximum(0, number - most[:, None])
    within = np.broadcast_to(BROKEN * outside, (len(sizes), *outside.shape))
    result: Ints = np.concatenate([balance, within], 1)
    return result


def _bound(table: Ints, have: Ints) -> int:
    """Each level shared out on its own: one person after another to the group where they cost least (exact, as the cost is convex)."""
    total = 0
    for level, people in enumerate(have.tolist()):
        placed = np.zeros(len(table), np.int64)
        rows = np.arange(len(table))
        for _ in range(people):
            more = np.minimum(placed + 1, table.shape[2] - 1)
            step = np.where(placed + 1 < table.shape[2], table[rows, level, more] - table[rows, level, placed], BROKEN)
            placed[int(np.argmin(step))] += 1
        total += int(table[rows, level, placed].sum())
    return total
