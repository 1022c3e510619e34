"""One quick walk over the bytes of a CSV file: is it text, is it whole, does every row have as many cells as the header?

Only the quotes, separators and line ends are looked at, as numpy arrays, so that 300 MB take about a second. The walk judges; it does
not read. A quotation mark in the middle of a cell (5" pipe) makes a file irregular too: two of them would look like one long cell.
A file it finds regular is read by polars; any other is read row by row, which can say what is wrong and where.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

CHUNK: Final = 1 << 23
QUOTE, NEWLINE, RETURN = 34, 10, 13


class NotTextError(Exception):
    """A NUL byte: this is no text file."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was found: the number of rows after the header (blank lines too), and whether polars can be trusted with the file."""

    rows: int
    regular: bool


def chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes, a few megabytes at a time, without a UTF-8 byte order mark."""
    with path.open("rb") as file:
        first = file.read(CHUNK).removeprefix(codecs.BOM_UTF8)
        while first:
            yield first
            first = file.read(CHUNK)


def walk(parts: Iterator[bytes], separator: str, cells: int, *, decode: bool = True) -> Walk:
    """Walk over a file whose header has `cells` cells.

    Raises NotTextError at a NUL byte and UnicodeDecodeError where the bytes are not UTF-8 (unless `decode` is false: they are known to be).
    """
    special = np.zeros(256, dtype=bool)
    special[[QUOTE, NEWLINE, ord(separator)]] = True
    decoder = codecs.getincrementaldecoder("utf-8")()
    inside, filled, length, rows, last = 0, 0, 0, 0, b""
    for part in parts:
        if b"\0" in part:
            raise NotTextError
        if decode:
            decoder.decode(part)
        data = np.frombuffer(part, dtype=np.uint8)
        at = np.flatnonzero(special[data])
        kinds = data[at]
        quotes = kinds == QUOTE
        opened = (np.cumsum(quotes) + inside) & 1
        if not _at_edges(data, at[quotes], opened[quotes] == 1, last, ord(separator), within=bool(inside)):
            return Walk(rows, regular=False)
        outside = opened == 0
        ends = at[outside & (kinds == NEWLINE)]
        separators = np.cumsum(outside & (kinds == ord(separator)))
        before = separators[np.searchsorted(at, ends)] if len(ends) else np.zeros(0, dtype=np.int64)
        if not _even(np.diff(before, prepend=-filled), ends, data, cells - 1, length):
            return Walk(rows, regular=False)
        total = int(separators[-1]) if len(separators) else 0
        filled = total - int(before[-1]) if len(ends) else filled + total
        length = len(data) - int(ends[-1]) - 1 if len(ends) else length + len(data)
        inside = (inside + int(quotes.sum())) & 1
        rows += len(ends)
        last = part[-1:]
    if decode:
        decoder.decode(b"", final=True)
    if inside or (last not in {b"", b"\n"} and filled != cells - 1):
        return Walk(rows, regular=False)
    return Walk(rows - (last == b"\n") if rows else 0, regular=True)


def _at_edges(
    data: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp], opening: npt.NDArray[np.bool_], last: bytes, separator: int, *, within: bool
) -> bool:
    """Whether every quote that opens a cell comes after a separator or line end, and every one that closes it before one.

    Two together are an escaped quote. `last` is the byte before this part; a quote there that closed a cell is judged by the next byte.
    """
    edge = np.zeros(256, dtype=bool)
    edge[[QUOTE, NEWLINE, RETURN, separator]] = True
    if last == b'"' and not within and len(data) and not edge[data[0]]:
        return False
    before = np.where(quotes > 0, data[np.maximum(quotes, 1) - 1], ord(last or b"\n"))
    after = data[np.minimum(quotes + 1, len(data) - 1)]
    return bool(edge[before[opening]].all() and (edge[after] | (quotes == len(data) - 1))[~opening].all())


def _even(counts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], data: npt.NDArray[np.uint8], expected: int, carried: int) -> bool:
    """Whether every row that ends in this part has the expected separators, or is a blank line."""
    for row in np.flatnonzero(counts != expected):
        end = int(ends[row])
        length = end - int(ends[row - 1]) - 1 if row else end + carried
        if length > 1 or (length == 1 and not (end and data[end - 1] == RETURN)):
            return False
    return True
