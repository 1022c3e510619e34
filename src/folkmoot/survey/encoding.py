"""Words to small codes, at the speed of one hash for each row."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from folkmoot.survey.profiles import pieces

_MANY = 300  # more levels than this have no small table without collisions
_FIRST = 10_000  # rows whose words are looked at first


def encode(
    name: str, values: pl.Series | Sequence[object], levels: Sequence[str] | None
) -> tuple[tuple[str, ...], NDArray[np.signedinteger]]:
    """The levels (those given, or else the words found, sorted) and the place of each row's word among them, -1 for null.

    Raises ValueError naming the row of a word that is not one of the levels."""
    series = _series(name, values)
    if levels is None and series.dtype.is_numeric():
        levels = tuple(series.unique().drop_nulls().sort().cast(pl.String).to_list())  # 2, 9, 10 and not 10, 2, 9
    if isinstance(series.dtype, pl.Enum) and (levels is None or tuple(levels) == tuple(series.dtype.categories)):
        physical = series.to_physical()
        if series.null_count():
            physical = physical.cast(pl.Int32).fill_null(-1)
        return tuple(series.dtype.categories.to_list()), physical.to_numpy()
    text = series if series.dtype == pl.String else series.cast(pl.String)
    words = words_of(text) if levels is None else tuple(levels)
    codes, unknown = codes_of(text, words)
    if unknown is not None:
        raise ValueError(f"{name}: row {unknown + 1} is “{text[unknown]}”, which is not one of the levels: {', '.join(words)}.")
    return words, codes


def _series(name: str, values: pl.Series | Sequence[object]) -> pl.Series:
    """The values as one kind of thing, NaN being no answer. Raises ValueError when some are words and some are numbers."""
    if isinstance(values, pl.Series):
        series = values
    else:
        try:
            series = pl.Series(name, [None if isinstance(value, float) and value != value else value for value in values])
        except TypeError as error:
            raise ValueError(
                f"{name}: some values are words and some are not. Give all of one kind, None where there is no answer."
            ) from error
    return series.fill_nan(None) if series.dtype.is_float() else series


def words_of(text: pl.Series) -> tuple[str, ...]:
    """The words of a column of text, sorted, nulls left out."""
    if text.len() > 10 * _FIRST:
        found = text.head(_FIRST).unique().drop_nulls()
        table = _table(found)
        if table is not None:  # then only rows with a word that is not among the first need a second look
            codes = _codes(text, table)
            found = pl.concat([found, text.filter(pl.Series(codes == _UNKNOWN)).unique().drop_nulls()]).unique()
            return tuple(found.sort().to_list())
    return tuple(text.unique().drop_nulls().sort().to_list())


def codes_of(text: pl.Series, words: Sequence[str]) -> tuple[NDArray[np.signedinteger], int | None]:
    """(n,) the place of each row's word among `words`, -1 for null; and the first row whose word is not among them."""
    table = _table(pl.Series(words, dtype=pl.String)) if text.len() > _FIRST else None
    if table is None:
        coded = text.cast(pl.Enum(words), strict=False)
        unknown = coded.is_null() & text.is_not_null() if coded.null_count() != text.null_count() else None
        physical = coded.to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
        return physical, None if unknown is None else int(np.argmax(unknown.to_numpy()))
    codes = _codes(text, table)
    unknown_rows = codes == _UNKNOWN
    return codes, int(np.argmax(unknown_rows)) if unknown_rows.any() else None


type _Table = tuple[NDArray[np.uint64], NDArray[np.int16], np.uint64, np.uint64]  # hash and code by slot, multiplier, shift

_UNKNOWN = -2


def _table(words: pl.Series) -> _Table | None:
    """A table in which each word's hash has a slot of its own, and null one too; None when there are too many words."""
    if not 0 < words.len() <= _MANY:
        return None
    hashes = pl.concat([words, pl.Series([None], dtype=pl.String)]).hash().to_numpy()
    bits = max(2 * int(words.len()).bit_length(), 4)
    shift = np.uint64(64 - bits)
    factor = 0x9E3779B97F4A7C15  # Knuth's: the odd number nearest to 2^64 over the golden ratio
    for _ in range(1000):
        multiplier = np.uint64(factor)
        slots = (hashes * multiplier) >> shift
        if np.unique(slots).size == slots.size:
            held, code = np.zeros(1 << bits, np.uint64), np.full(1 << bits, _UNKNOWN, np.int16)
            held[slots], code[slots] = hashes, np.append(np.arange(words.len()), -1)
            return held, code, multiplier, shift
        factor = factor * 0x5851F42D4C957F2D % (1 << 64) | 1
    return None


def _codes(text: pl.Series, table: _Table) -> NDArray[np.signedinteger]:
    """(n,) codes, -1 for null and -2 for a word that has none. Two words count as one only if all 64 bits of their hashes agree."""
    held, code, multiplier, shift = table
    hashes = text.hash().to_numpy()
    codes = np.empty(hashes.size, np.int16)
    for piece in pieces(hashes.size):
        part = hashes[piece]
        slot = ((part * multiplier) >> shift).astype(np.intp)
        codes[piece] = np.where(held[slot] == part, code[slot], _UNKNOWN)
    return codes
