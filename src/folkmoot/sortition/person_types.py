"""Person types: people whom no quota can tell apart are one type, so that panels are counts of types."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from folkmoot.sortition.pool import Ints, Pool, count_of_people
from folkmoot.sortition.quotas import InfeasibleQuotas, Quotas

_FREE = -1  # the code of a level without a quota, and the household of a person who shares with nobody


@dataclass(frozen=True, eq=False)
class Limits:
    """What a panel may be, in counts: (R,) of each row (the seats, each quota, each shared household) and (T,) of each type."""

    row_least: Ints
    row_most: Ints
    least: Ints
    most: Ints


@dataclass(frozen=True, eq=False)
class PersonTypes:
    """The people who may still be drawn, by type, in an order that does not depend on the order of the people.

    levels: (T, F) the level of each feature that has quotas. households: (T,) a number, -1 for a type that shares with nobody.
    people: (T,) how many. members: who, by number in the pool. rows: (R, T) sparse 0/1, which types each row counts; limits: of the
    seats left when `fixed` (people, sorted) have theirs. pool_size: people in the whole pool.
    """

    levels: Ints
    households: Ints
    people: Ints
    members: tuple[Ints, ...]
    rows: Any
    limits: Limits
    seats: int
    fixed: Ints
    pool_size: int

    @property
    def count(self) -> int:
        """How many types there are."""
        return len(self.people)

    def per_person(self, chances: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """(n,) of the whole pool from (T,): 1 for a fixed person, 0 for one who cannot be drawn."""
        result = np.zeros(self.pool_size)
        result[self.fixed] = 1
        for chance, members in zip(chances, self.members, strict=True):
            result[members] = chance
        return result


def person_types(pool: Pool, quotas: Quotas, size: int, *, fixed: Iterable[int] = (), excluded: Iterable[int] = ()) -> PersonTypes:
    """The types of the pool for these quotas. Nobody of a fixed person's household can be drawn, nor can the excluded.

    Raises ValueError for mistakes in the quotas, `fixed` or `excluded`, and InfeasibleQuotas when counting alone tells that no panel
    meets the quotas.
    """
    quotas.check(pool, size)
    seated, left_out = _numbers(fixed, "fixed", pool.n), _numbers(excluded, "excluded", pool.n)
    both = np.intersect1d(seated, left_out)
    if len(both):
        raise ValueError(f"Person {both[0] + 1} is both fixed and excluded. Remove one.")
    shared = pool.shared_households()
    occupied = shared[seated][shared[seated] >= 0]
    if len(np.unique(occupied)) < len(occupied):
        raise ValueError("Two fixed people share a household, of which one person at most is drawn. Keep one of them.")
    available = ~np.isin(shared, occupied)
    available[seated] = available[left_out] = False
    _count(pool, quotas, size, seated, available)
    return _group(pool, quotas, size - len(seated), seated, np.flatnonzero(available), shared)


def _numbers(people: Iterable[int], word: str, n: int) -> Ints:
    numbers = np.array(sorted(people), np.int64)
    if len(numbers) and (numbers[0] < 0 or numbers[-1] >= n):
        raise ValueError(f"The {word} people must be numbers from 0 to {n - 1}.")
    twice = numbers[:-1][np.diff(numbers) == 0]
    if len(twice):
        raise ValueError(f"Person {twice[0] + 1} is {word} twice. Keep one.")
    return numbers


def _count(pool: Pool, quotas: Quotas, size: int, seated: Ints, available: np.ndarray[Any, Any]) -> None:
    """Raises InfeasibleQuotas with everything that counting people, feature by feature, shows to be impossible."""
    reasons = []
    if len(seated) > size:
        reasons.append(f"{len(seated)} people are fixed but the jury has {size} seats. Fix fewer people.")
    if len(seated) + available.sum() < size:
        reasons.append(f"Only {count_of_people(len(seated) + available.sum())} can be drawn for {size} seats. Add people or draw fewer.")
    reachable: dict[str, int] = {}
    for quota in quotas:
        has = pool.has(quota.feature, quota.level)
        taken, free = int(has[seated].sum()), int((has & available).sum())
        if taken > quota.max:
            have = "1 fixed person has" if taken == 1 else f"{taken} fixed people have"
            reasons.append(f"{quota.words}: {have} it, more than the maximum {quota.max}.")
        if taken + free < quota.min:
            reasons.append(f"{quota.words}: the minimum is {quota.min} but only {count_of_people(taken + free)} can be drawn.")
        reachable[quota.feature] = reachable.get(quota.feature, 0) + min(quota.max, taken + free)
    for feature in dict.fromkeys(quota.feature for quota in quotas):
        levels = [quota for quota in quotas if quota.feature == feature]
        least = sum(quota.min for quota in levels)
        if least > size:
            reasons.append(f"{feature}: the minimums add up to {least}, more than the {size} seats.")
        if len(levels) == len(pool.features[feature]) and reachable[feature] < size:
            reasons.append(f"{feature}: its maximums and the people who can be drawn allow {reachable[feature]} of {size} seats.")
    if reasons:
        raise InfeasibleQuotas(reasons)


def _group(pool: Pool, quotas: Quotas, seats: int, seated: Ints, people: Ints, shared: Ints) -> PersonTypes:
    from scipy.sparse import csr_matrix

    counted: dict[str, list[str]] = {}
    for quota in quotas:
        counted.setdefault(quota.feature, []).append(quota.level)
    columns = []
    for feature, with_quota in counted.items():
        place = [with_quota.index(level) if level in with_quota else _FREE for level in pool.features[feature]]
        columns.append(np.array(place, np.int64)[pool.codes[feature][people]])
    vectors = np.stack([*columns, np.zeros(len(people), np.int64)], 1)  # the last column: the household, once it has its number
    vectors[:, -1] = _canonical_households(vectors[:, :-1], shared[people])
    kinds, inverse, sizes = np.unique(vectors, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(inverse, kind="stable")
    members = tuple(np.split(people[order], np.cumsum(sizes)[:-1])) if len(sizes) else ()
    levels, households = kinds[:, :-1], kinds[:, -1]
    names = list(counted)
    counts = [np.arange(len(kinds))]
    counts += [np.flatnonzero(levels[:, names.index(q.feature)] == counted[q.feature].index(q.level)) for q in quotas]
    sharing = np.flatnonzero(households >= 0)
    sharing = sharing[np.argsort(households[sharing], kind="stable")]
    counts += np.split(sharing, np.flatnonzero(np.diff(households[sharing])) + 1) if len(sharing) else []
    taken = [int(pool.has(quota.feature, quota.level)[seated].sum()) for quota in quotas]
    shares = len(counts) - 1 - len(quotas)
    limits = Limits(
        np.array([seats] + [max(0, quota.min - gone) for quota, gone in zip(quotas, taken, strict=True)] + [0] * shares, np.int64),
        np.array([seats] + [quota.max - gone for quota, gone in zip(quotas, taken, strict=True)] + [1] * shares, np.int64),
        np.zeros(len(kinds), np.int64),
        np.minimum(np.where(households >= 0, 1, sizes), seats),
    )
    starts = np.cumsum([0] + [len(row) for row in counts])
    rows = csr_matrix((np.ones(starts[-1]), np.concatenate(counts), starts), shape=(len(counts), len(kinds)))
    return PersonTypes(levels, households, sizes, members, rows, limits, seats, seated, pool.n)


def _canonical_households(vectors: Ints, shared: Ints) -> Ints:
    """(n,) households numbered by who lives there, not by where they stand in the list; -1 for a person alone.

    Households of the same kind of people keep the order of the list, which changes nothing: they can be exchanged.
    """
    residents: dict[int, list[list[int]]] = {}
    for row, household in enumerate(shared.tolist()):
        if household >= 0:
            residents.setdefault(household, []).append(vectors[row].tolist())
    shares = {household: sorted(people) for household, people in residents.items() if len(people) > 1}
    number = {household: place for place, household in enumerate(sorted(shares, key=lambda key: shares[key]))}
    return np.array([number.get(household, _FREE) for household in shared.tolist()], np.int64)
