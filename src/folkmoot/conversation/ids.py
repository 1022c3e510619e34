"""Ids of participants and statements: whole numbers of 64 bits or text, never rounded."""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Ids = NDArray[np.int64] | NDArray[np.str_]
type Places = NDArray[np.int32] | NDArray[np.int64]

_CHUNK = 1 << 16
_DENSE = 4  # ids that span less than this many times their number are looked up in a table, others by bisection


def ids_of(values: ArrayLike, noun: str) -> Ids:
    """The values as int64 or text. Raises ValueError that names the row of a value which is neither, or which is missing."""
    given = np.asarray(values)
    if given.dtype.kind in "Uf" and isinstance(values, list | tuple):  # numpy may have turned numbers into text, or rounded them
        given = np.array(values, object)
    if given.ndim != 1:
        raise ValueError(f"The {noun} ids need to be one column; they have {given.ndim} dimensions.")
    if given.size == 0:
        return np.zeros(0, np.int64) if given.dtype.kind not in "U" else given
    if given.dtype.kind == "O":
        given = _from_objects(given, noun)
    if given.dtype.kind == "u":
        over = given > np.iinfo(np.int64).max
        if over.any():
            row = int(np.argmax(over))
            raise ValueError(f"Row {row + 1}: the {noun} id {given[row]} is over 64 bits with a sign. Give such ids as text.")
    if given.dtype.kind in "iu":
        return given.astype(np.int64, copy=False)
    if given.dtype.kind != "U":
        raise ValueError(f"The {noun} ids are {given.dtype}. Give them as whole numbers or as text: other numbers may be rounded.")
    empty = given == ""
    if empty.any():
        raise ValueError(f"Row {int(np.argmax(empty)) + 1}: the {noun} id is missing.")
    return cast("NDArray[np.str_]", given)


def positions_of(values: ArrayLike, listed: ArrayLike | None, noun: str) -> tuple[Ids, Places]:
    """The ids there are, sorted, and the place of each value among them.

    listed: every id there may be, each once; without it, the ids are those of the values.
    Raises ValueError that names the row of a value which is not listed, and an id that is listed twice.
    """
    found = ids_of(values, noun)
    if listed is None:
        known = _distinct(found)
        return known, _places(found, known)
    given = ids_of(listed, noun)
    refuse_two_forms(found, given, noun)
    known = np.sort(given)
    twice = known[1:] == known[:-1]
    if twice.any():
        raise ValueError(f"The {noun} id {known[1:][twice][0]} is listed twice. List each {noun} once.")
    return known, _places(found, known, noun)


def refuse_two_forms(one: Ids, other: Ids, noun: str) -> None:
    """Raises ValueError where ids that are compared are numbers in one place and text in another."""
    if len(one) and len(other) and one.dtype.kind != other.dtype.kind:
        raise ValueError(f"The {noun} ids are numbers in one place and text in another. Give them in one form.")


def _distinct(found: Ids) -> Ids:
    """The different ids, ascending: by a table where they lie close together, by sorting elsewhere."""
    if len(found) and found.dtype.kind == "i":
        numbers = cast("NDArray[np.int64]", found)
        lowest = int(numbers.min())
        span = int(numbers.max()) - lowest + 1
        if span <= _DENSE * len(numbers):
            there = np.zeros(span, bool)
            for start in range(0, len(numbers), _CHUNK):
                there[numbers[start : start + _CHUNK] - lowest] = True
            return np.flatnonzero(there) + lowest
    ordered = np.sort(found)
    return cast("Ids", ordered[np.concatenate([np.ones(min(len(ordered), 1), bool), ordered[1:] != ordered[:-1]])])


def _places(found: Ids, known: Ids, noun: str | None = None) -> Places:
    """The place of each id among the known ones. noun: what they are called, where some may not be known."""
    places: Places = np.empty(len(found), np.int32) if len(known) < 2**31 else np.empty(len(found), np.int64)
    if not len(found):
        return places
    if not len(known) and noun:
        raise ValueError(f"Row 1: the {noun} id {found[0]} is not among the {noun}s listed.")
    span = int(known[-1]) - int(known[0]) + 1 if known.dtype.kind == "i" else 0
    if 0 < span <= _DENSE * max(len(known), len(found)):
        numbers = cast("NDArray[np.int64]", known)
        table = np.full(span, -1, places.dtype)
        table[numbers - numbers[0]] = np.arange(len(numbers), dtype=places.dtype)
    else:
        table = None
    for start in range(0, len(found), _CHUNK):  # in chunks, so that what is in between takes no room
        part = found[start : start + _CHUNK]
        if table is not None and noun is None:
            spot = table[cast("NDArray[np.int64]", part) - numbers[0]]
        elif table is not None:
            within = np.clip(part, numbers[0], numbers[-1])
            spot = table[within - numbers[0]]
            absent = (spot < 0) | (within != part)
        else:
            spot = np.minimum(np.searchsorted(known, part), len(known) - 1)
            absent = known[spot] != part
        places[start : start + _CHUNK] = spot
        if noun and absent.any():
            row = int(np.argmax(absent))
            raise ValueError(f"Row {start + row + 1}: the {noun} id {part[row]} is not among the {noun}s listed.")
    return places


def _from_objects(given: NDArray[np.object_], noun: str) -> Ids:
    whole = isinstance(given[0], int | np.integer)
    for row, value in enumerate(given):
        if value is None or value != value:  # the latter is NaN
            raise ValueError(f"Row {row + 1}: the {noun} id is missing.")
        if isinstance(value, bool) or not isinstance(value, int | np.integer if whole else str):
            raise ValueError(f"Row {row + 1}: the {noun} id is of another kind. Give whole numbers for all, or text for all.")
        if isinstance(value, int | np.integer) and not -(2**63) <= value < 2**63:
            raise ValueError(f"Row {row + 1}: the {noun} id {value} is over 64 bits with a sign. Give such ids as text.")
    return cast("Ids", np.array(given.tolist(), np.int64 if whole else np.str_))
