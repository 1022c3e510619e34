"""The pool: the people who may be drawn, by number, with their features and households."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]

_SHOWN = 10  # mistakes named one by one before the rest are counted


@dataclass(frozen=True, eq=False)
class Pool:
    """People 0..n-1, never names.

    features: the levels of each feature. codes: for each feature (n,) which of its levels a person has.
    households: (n,) a number each household shares, -1 for a person who shares with nobody; None when nobody shares.
    Raises ValueError naming every person (1-based) or feature that does not fit.
    """

    features: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Ints]
    households: Ints | None = None

    def __post_init__(self) -> None:
        if not self.features:
            raise ValueError("The pool has no features. Give at least one, such as age or gender.")
        if set(self.features) != set(self.codes):
            differ = ", ".join(sorted(set(self.features) ^ set(self.codes)))
            raise ValueError(f"Each feature needs both its levels and one code a person; these have only one of them: {differ}.")
        codes = {name: np.asarray(self.codes[name]) for name in self.features}
        lengths = {name: len(column) for name, column in codes.items()}
        if self.households is not None:
            lengths["households"] = len(self.households)
        if len(set(lengths.values())) != 1:
            raise ValueError(f"Every feature needs one code a person, but their lengths differ: {lengths}.")
        if not next(iter(lengths.values())):
            raise ValueError("The pool is empty. Add the people who may be drawn.")
        for name, column in codes.items():
            if not np.issubdtype(column.dtype, np.integer) or column.ndim != 1:
                raise ValueError(f"The codes of feature {name!r} must be a row of whole numbers.")
            outside = np.flatnonzero((column < 0) | (column >= len(self.features[name])))
            if len(outside):
                raise ValueError(f"Feature {name!r}: {_people(outside)} with a code outside its {len(self.features[name])} levels.")
            if len(set(self.features[name])) != len(self.features[name]):
                raise ValueError(f"Feature {name!r} names a level twice. Name each level once.")
        households = self.households
        if households is not None:
            households = np.asarray(households)
            if not np.issubdtype(households.dtype, np.integer) or households.ndim != 1 or (households < -1).any():
                raise ValueError("Households must be a row of whole numbers from -1, which is a person who shares with nobody.")
            households = _frozen(households)
        object.__setattr__(self, "features", MappingProxyType({name: tuple(levels) for name, levels in self.features.items()}))
        object.__setattr__(self, "codes", MappingProxyType({name: _frozen(column) for name, column in codes.items()}))
        object.__setattr__(self, "households", households)

    @property
    def n(self) -> int:
        """How many people are in the pool."""
        return len(next(iter(self.codes.values())))

    def has(self, feature: str, level: str) -> NDArray[np.bool_]:
        """(n,) whether each person has that level of that feature."""
        result: NDArray[np.bool_] = self.codes[feature] == self.features[feature].index(level)
        return result

    def shared_households(self) -> Ints:
        """(n,) the household of each person who shares it with another person of the pool, else -1."""
        if self.households is None:
            return np.full(self.n, -1, np.int64)
        _, inverse, people = np.unique(self.households, return_inverse=True, return_counts=True)
        return np.where((people[inverse] > 1) & (self.households >= 0), self.households, -1)

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Mapping[str, str]],
        *,
        features: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
        households: Sequence[Hashable | None] | None = None,
    ) -> "Pool":
        """The pool of these rows, one a person.

        features: which to keep, with their levels, or only their names (the levels are then those that occur, sorted); None keeps
        every feature of the first row. households: what people of one household share (any hashable), None for a person alone.
        Raises ValueError naming every row (1-based) that lacks a feature or has a level that is not listed.
        """
        if not rows:
            raise ValueError("The pool is empty. Add the people who may be drawn.")
        names = list(rows[0]) if features is None else list(features)
        mistakes = [
            f"Row {number}: no value for {name!r}."
            for number, row in enumerate(rows, 1)
            for name in names
            if row.get(name) is None or row[name] == ""
        ]
        _refuse(mistakes)
        if isinstance(features, Mapping):
            levels = {name: tuple(features[name]) for name in names}
        else:
            levels = {name: tuple(sorted({row[name] for row in rows})) for name in names}
        place = {name: {level: code for code, level in enumerate(listed)} for name, listed in levels.items()}
        mistakes = [
            f"Row {number}: {row[name]!r} is not a level of {name!r}. Its levels are {', '.join(levels[name])}."
            for number, row in enumerate(rows, 1)
            for name in names
            if row[name] not in place[name]
        ]
        _refuse(mistakes)
        codes = {name: np.array([place[name][row[name]] for row in rows], np.int64) for name in names}
        return cls(levels, codes, None if households is None else _household_numbers(households, len(rows)))


def _household_numbers(households: Sequence[Hashable | None], n: int) -> Ints:
    if len(households) != n:
        raise ValueError(f"There are {n} people but {len(households)} households. Give one a person, or None for a person alone.")
    numbers: dict[Hashable, int] = {}
    return np.array([-1 if shared is None else numbers.setdefault(shared, len(numbers)) for shared in households], np.int64)


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        more = [] if len(mistakes) <= _SHOWN else [f"And {len(mistakes) - _SHOWN} more."]
        raise ValueError("\n".join(mistakes[:_SHOWN] + more))


def _people(rows: Ints) -> str:
    shown = ", ".join(str(int(row) + 1) for row in rows[:_SHOWN])
    return f"person {shown}" if len(rows) == 1 else f"people {shown}{' and more' if len(rows) > _SHOWN else ''}"


def count_of_people(number: int) -> str:
    """How many people, in words: 1 person, 2 people."""
    return "1 person" if number == 1 else f"{number} people"


def _frozen(values: NDArray[np.integer]) -> Ints:
    column = np.array(values, np.int64)
    column.setflags(write=False)
    return column
