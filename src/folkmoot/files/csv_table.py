"""CSV as it comes: UTF-8 or Windows text, comma, semicolon or tab, quoted line ends; and what is wrong with it, by row.

`choose` is given the header and says which of its columns are read (it raises RefusedError when they are not what is needed);
`count` is given how many rows there are and raises RefusedError when they are too many.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from folkmoot.files.csv_walk import CHUNK, NotTextError, chunks, walk
from folkmoot.files.problems import RefusedError

SEPARATORS: Final = ",;\t"
SHOWN: Final = 10
COUNTED_EVERY: Final = 10_000  # rows between two looks at whether they are too many
WINDOWS: Final = "the file is not UTF-8. It was read as Windows text (cp1252). Check that accents and dashes look right."
NOT_TEXT: Final = "the file holds NUL bytes, so it is not a text file. Save it as CSV (UTF-8) and try again."
UTF_16: Final = "the file is UTF-16 text. Save it as CSV (UTF-8) and try again."
NEITHER: Final = "the file is neither UTF-8 nor Windows text. Save it as CSV (UTF-8) and try again."


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The chosen columns, every cell as the text it is; `rows` says where each row stands in the file, the header being row 1."""

    header: tuple[str, ...]
    frame: pl.DataFrame
    rows: pl.Series
    notices: tuple[str, ...]


type Choose = Callable[[Sequence[str]], Sequence[str]]
type Count = Callable[[int], None]


def read_csv_table(path: Path, choose: Choose, count: Count, *, each: str) -> CsvTable:
    """The chosen columns of a CSV file, a row to `each` (such as "response"). Raises RefusedError when it is not a table of text."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RefusedError([UTF_16])
    if b"\0" in head:
        raise RefusedError([NOT_TEXT])
    header, separator = _header(head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace"), each)
    names = choose(header)
    notices: tuple[str, ...] = ()
    try:
        try:
            found = walk(chunks(path), separator, len(header))
            source: Path | bytes = path
        except UnicodeDecodeError:
            source = _from_windows(path)
            header, separator = _header(source[:CHUNK].decode("utf-8", errors="replace"), each)
            names = choose(header)
            notices = (WINDOWS,)
            found = walk(iter([source]), separator, len(header), decode=False)
    except NotTextError as error:
        raise RefusedError([NOT_TEXT]) from error
    if found.regular:
        count(found.rows)
        frame = _by_polars(source, header, separator, names)
        if frame is not None and frame.height == found.rows:
            return CsvTable(tuple(header), frame, pl.int_range(2, found.rows + 2, dtype=pl.UInt32, eager=True), notices)
    return _row_by_row(source, header, separator, names, count, notices)


def _header(head: str, each: str) -> tuple[list[str], str]:
    first = next((line for line in head.splitlines() if line.strip()), "")
    if not first:
        raise RefusedError([f"the file is empty. It must have a row of column names and a row for each {each}."])
    separator = max(SEPARATORS, key=lambda s: len(next(csv.reader([first], delimiter=s))))
    start = head.index(first)
    rows = csv.reader(io.StringIO(head[start:], newline=""), delimiter=separator)
    return [name.strip() for name in next(rows)], separator


def _from_windows(path: Path) -> bytes:
    try:
        return path.read_bytes().decode("cp1252").encode()
    except UnicodeDecodeError as error:
        raise RefusedError([NEITHER]) from error


def _by_polars(source: Path | bytes, header: Sequence[str], separator: str, names: Sequence[str]) -> pl.DataFrame | None:
    """The named columns, found by their place; None when polars will not read the file."""
    try:
        scan = pl.scan_csv(
            source if isinstance(source, Path) else io.BytesIO(source),
            separator=separator,
            infer_schema=False,
            glob=False,
            raise_if_empty=False,
        )
        if len(scan.collect_schema()) != len(header):
            return None
        return (
            scan.select(pl.nth(header.index(name)).alias(name) for name in names).collect(engine="streaming") if names else pl.DataFrame()
        )
    except pl.exceptions.PolarsError:
        return None


def _text(source: Path | bytes) -> Iterator[str]:
    with source.open(encoding="utf-8-sig", newline="") if isinstance(source, Path) else io.StringIO(source.decode(), newline="") as file:
        yield from file


def _row_by_row(
    source: Path | bytes, header: Sequence[str], separator: str, names: Sequence[str], count: Count, notices: tuple[str, ...]
) -> CsvTable:
    """The slow and exact way, which can name the row where a file goes wrong."""
    places = [header.index(name) for name in names]
    columns: list[list[str]] = [[] for _ in names]
    rows: list[int] = []
    ragged: list[str] = []
    reader = csv.reader(_text(source), delimiter=separator, strict=True)
    row = 0
    try:
        for row, cells in enumerate((cells for cells in reader), start=1):
            if row == 1 or not cells:
                continue
            if len(cells) != len(header):
                ragged.append(f"row {row:,} has {len(cells)} cells, but the header has {len(header)}.")
                continue
            rows.append(row)
            for column, place in zip(columns, places, strict=True):
                column.append(cells[place])
            if len(rows) % COUNTED_EVERY == 0:
                count(len(rows))
    except csv.Error as error:
        words = f"row {row + 1:,} (line {reader.line_num:,}) cannot be read: its quotation marks do not pair up, or a cell is far too long."
        raise RefusedError([*ragged[:SHOWN], words]) from error
    if ragged:
        more = [f"and {len(ragged) - SHOWN:,} more rows like that."] if len(ragged) > SHOWN else []
        raise RefusedError([*ragged[:SHOWN], *more])
    count(len(rows))
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return CsvTable(tuple(header), frame, pl.Series("row", rows, dtype=pl.UInt32), notices)
