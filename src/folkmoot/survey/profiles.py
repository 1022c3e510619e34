"""One number for each row's combination of levels, made and counted in pieces that stay in the processor's cache."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

type Integers = NDArray[np.signedinteger]

_PIECE = 1 << 16  # rows at a time
_FEW = 1 << 22  # up to so many combinations, and up to so many times the rows, counting all that are possible is cheaper than sorting
_TIMES = 32


@dataclass(frozen=True, eq=False)
class Key:
    """rows: (n,) the place of each row, from 0. places: how many there are; some may hold no row."""

    rows: Integers
    places: int

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """(places,) rows."""
        total = np.zeros(self.places, np.int64)
        for piece in pieces(self.rows.size, self.places):
            total += np.bincount(self.rows[piece], minlength=self.places)
        return total

    def weigh(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """(places,) the sums of the rows' weights."""
        total = np.zeros(self.places)
        for piece in pieces(self.rows.size, self.places):
            total += np.bincount(self.rows[piece], weights[piece], self.places)
        return total

    def count_states(self, state: Integers, states: int, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """(places, states) the same, by which state a row is in; state: (n,), -1 for none."""
        size = self.places * (states + 1)
        total = np.zeros(size)
        for piece in pieces(self.rows.size, size):
            place = np.multiply(self.rows[piece], states + 1, dtype=np.int64)
            place += state[piece]
            place += 1
            total += np.bincount(place, None if weights is None else weights[piece], size)
        return total.reshape(self.places, states + 1)[:, 1:]

    def alike[Kind: np.generic](self, values: NDArray[Kind]) -> NDArray[Kind] | None:
        """(places,) the value of the rows of each place, when all rows of a place have the same; None when they do not."""
        held = np.zeros(self.places, values.dtype)
        rows = range(0, self.rows.size, _PIECE)
        for start in rows:
            held[self.rows[start : start + _PIECE]] = values[start : start + _PIECE]
        if all((held[self.rows[start : start + _PIECE]] == values[start : start + _PIECE]).all() for start in rows):
            return held
        return None

    def spread[Kind: np.generic](self, values: NDArray[Kind]) -> NDArray[Kind]:
        """(n,) the value of each row's place."""
        out = np.empty(self.rows.size, values.dtype)
        for start in range(0, self.rows.size, _PIECE):
            np.take(values, self.rows[start : start + _PIECE], out=out[start : start + _PIECE], mode="clip")
        return out


def pieces(n: int, size: int = 0) -> Iterator[slice]:
    """The rows in pieces that are long beside the counts of `size` they are added to."""
    step = max(_PIECE, 4 * size)
    return (slice(start, start + step) for start in range(0, n, step))


def joint_key(n: int, columns: Sequence[tuple[Integers, int, bool]], *, drop_empty: bool = True) -> tuple[Key, Integers]:
    """The key of the combinations of some columns' levels, the last column changing fastest; and the levels of each place
    (places, columns).

    columns: codes (n,), how many levels, and whether a code can be -1, which then counts as a level before the first.
    drop_empty: leave out combinations that no row has; without it they may stay where there are few."""
    shape = tuple(levels + missing for _, levels, missing in columns)
    size = prod(shape)
    if size > min(_FEW, _TIMES * n):
        return _sorted(n, columns)
    key = Key(_combined(n, columns), size)
    held = key.counts > 0
    absent = np.array([missing for _, _, missing in columns], np.int64)
    if held.all() or (not drop_empty and 2 * held.sum() >= size):
        return key, _unravelled(np.arange(size), shape) - absent
    place = (np.cumsum(held) - 1).astype(key.rows.dtype)
    return Key(key.spread(place), int(held.sum())), _unravelled(np.flatnonzero(held), shape) - absent


def _unravelled(places: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int64]:
    return np.column_stack(np.unravel_index(places, shape)) if shape else np.zeros((places.size, 0), np.int64)


def _sorted(n: int, columns: Sequence[tuple[Integers, int, bool]]) -> tuple[Key, Integers]:
    """The same by sorting the rows, for far more combinations than rows."""
    key: NDArray[np.int64] = np.zeros(n, np.int64)
    size = 1
    for codes, levels, missing in columns:
        if size * (levels + missing) > 1 << 62:
            found, key = np.unique(key, return_inverse=True)
            size = found.size
        key = key * (levels + missing) + codes + int(missing)
        size *= levels + missing
    found, first, rows = np.unique(key, return_index=True, return_inverse=True)
    return Key(rows.astype(np.int32), found.size), np.column_stack([codes[first] for codes, _, _ in columns]).astype(np.int64)


def _combined(n: int, columns: Sequence[tuple[Integers, int, bool]]) -> Integers:
    key = np.zeros(n, np.int32)
    for piece in pieces(n):
        part = key[piece]
        for codes, levels, missing in columns:
            part *= levels + missing
            part += codes[piece]
            if missing:
                part += 1
    return key
