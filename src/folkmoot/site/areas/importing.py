"""Reading a look-up's file: every row checked, and what is kept of it packed into 16 bytes, so that memory stays bounded."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

import numpy as np
from django.core.exceptions import ValidationError

from folkmoot.site.areas.levels import PLACES, Levels
from folkmoot.site.postcodes import normalised

MOST_ROWS = 3_000_000
"""Every postcode there is: some 1.8 million live ones, 2.7 million with those that ended."""
MOST_MISTAKES = 20
CHUNK = 100_000
_SIGNS = 36  # a postcode is a number written in digits and letters
_UNITS = _SIGNS**2


@dataclass(frozen=True)
class Read:
    """A file, read: `sectors` with their units as AreaSector has them, `counts` by level, how many rows were without a level."""

    sectors: Sequence[tuple[str, str]]
    counts: Sequence[int]
    without: int
    content_hash: str


def read_in(rows: Iterator[Sequence[str]], postcode: str, value: str, levels: Levels) -> Iterator[int | Read]:
    """Read the rows below the first (the headings): gives how many are read, again and again, and what was Read at last.

    `postcode` and `value` are the headings of the two columns; a blank value is a postcode without a level. Raises ValidationError naming
    the row and the column of each mistake, MOST_MISTAKES at most, the first row of the file being 1.
    """
    header = list(next(rows))
    check_columns(header, postcode, value)
    at_postcode, at_value, width = header.index(postcode), header.index(value), len(header)
    mistakes: list[str] = []
    codes: list[np.ndarray] = []
    values: list[np.ndarray] = []
    done = 0
    for batch in batched(rows, CHUNK):
        packed, numbers = np.zeros(len(batch), np.int64), np.full(len(batch), np.nan)
        for at, cells in enumerate(batch):
            if len(cells) != width:
                _wrong(mistakes, f"Row {done + at + 2:,}: it has {len(cells)} cells and the first row has {width}.")
                continue
            try:
                packed[at] = int(normalised(cells[at_postcode]), _SIGNS)
            except ValueError:
                _wrong(mistakes, f"Row {done + at + 2:,}, {postcode}: “{cells[at_postcode][:20]}” is no postcode.")
            if cell := cells[at_value].strip():
                number = levels.value(cell)
                if number is None:
                    _wrong(mistakes, f"Row {done + at + 2:,}, {value}: “{cell[:20]}” is not {levels.wanted}.")
                else:
                    numbers[at] = number
        done += len(batch)
        if done > MOST_ROWS:
            raise ValidationError(f"There are more than {MOST_ROWS:,} rows, and no country has so many postcodes.")
        codes.append(packed)
        values.append(numbers)
        yield done
    if mistakes:
        raise ValidationError(mistakes)
    if not done:
        raise ValidationError("The file has no rows below the first.")
    yield _packed(np.concatenate(codes), np.concatenate(values), postcode, levels)


def check_columns(header: Sequence[str], postcode: str, value: str) -> None:
    """Raises ValidationError, by field, for a heading that the file has not, or has twice."""
    for field, name in (("postcode", postcode), ("value", value)):
        if name not in header:
            raise ValidationError({field: f"The file has no column “{name}”. It has: {', '.join(header[:20])}."})
        if list(header).count(name) > 1:
            raise ValidationError({field: f"The file has two columns “{name}”. Give each its own name."})
    if postcode == value:
        raise ValidationError({"value": "This is the column of the postcodes. Name the one with the levels."})


def _wrong(mistakes: list[str], words: str) -> None:
    mistakes.append(words)
    if len(mistakes) >= MOST_MISTAKES:
        raise ValidationError([*mistakes, "There may be more mistakes further down. Put these right first."])


def _packed(codes: np.ndarray, values: np.ndarray, column: str, levels: Levels) -> Read:
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    same = np.flatnonzero(codes[1:] == codes[:-1])
    if len(same):
        first, second = int(order[same[0]]) + 2, int(order[same[0] + 1]) + 2
        raise ValidationError(f"Rows {first:,} and {second:,}, {column}: they have the same postcode. Each stands once.")
    known = ~np.isnan(values)
    without = int(len(values) - known.sum())
    if not known.any():
        raise ValidationError("No row has a level.")
    places = np.zeros(len(values), np.uint8)
    places[known] = levels.places(values[known])
    counts = np.bincount(places[known], minlength=len(levels.words)).tolist()
    if empty := [words for words, count in zip(levels.words, counts, strict=True) if not count]:
        raise ValidationError(f"No postcode has the level “{empty[0]}”. Look at the levels and at the column again.")
    kept = known[order]
    codes, places = codes[kept], places[order][kept]
    hashed = hashlib.sha256(codes.astype("<i8", copy=False))
    hashed.update(places)
    return Read(list(_sectors(codes, places)), counts, without, hashed.hexdigest())


def _sectors(codes: np.ndarray, places: np.ndarray) -> Iterator[tuple[str, str]]:
    starts = np.flatnonzero(np.diff(codes // _UNITS, prepend=-1))
    for start, end in zip(starts.tolist(), [*starts.tolist()[1:], len(codes)], strict=True):
        units = (
            f"{_written(unit, 2)}{PLACES[place]}"
            for unit, place in zip((codes[start:end] % _UNITS).tolist(), places[start:end], strict=True)
        )
        yield _written(int(codes[start]) // _UNITS, 1), "".join(units)


def _written(number: int, least: int) -> str:
    """A number as the digits and letters it was read from."""
    signs = ""
    while number or len(signs) < least:
        number, at = divmod(number, _SIGNS)
        signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at] + signs
    return signs
