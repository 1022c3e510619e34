"""Snapshots on disk: the Responses of an engagement as columns, in Parquet chunks that are written once while answers come in.

A snapshot is named by the SHA-256 of what it holds, not of its files: one line of canonical JSON with the columns' names, then one for
each Response in the order they came, each a list of its cells as text (null where blank); and where some were flagged as they came in,
one more, {"flagged": [...]}, with the ids of these. So the name is the same whatever wrote the
chunks and however many there are. Beside it stands the SHA-256 of each file, so that it is opened again without reading every cell. No
cell holds a name, a contact, a receipt, a time of day, or words someone wrote themselves.
"""

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from folkmoot.site.errors import NotNow
from folkmoot.site.ordered_json import compact

CHUNK = 20_000

Row = tuple[int, Sequence[str | None]]
RowsAfter = Callable[[int, int], Iterator[Row]]


@dataclass(frozen=True)
class Chunk:
    """One file: its name, the SHA-256 of its bytes, the ids of its first and last Response, and how many rows it has."""

    name: str
    sha256: str
    first: int
    last: int
    rows: int


@dataclass(frozen=True)
class Frozen:
    """What was written: the hash of the content, how many rows, the last Response's id, and the chunks in order."""

    sha256: str
    rows: int
    last_response: int
    chunks: tuple[Chunk, ...]


class Content:
    """The hash of a snapshot's content, as it grows."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._hash = hashlib.sha256(f"{compact(list(columns))}\n".encode())

    def add(self, cells: Sequence[str | None]) -> None:
        """One row."""
        self._hash.update(f"{compact(list(cells))}\n".encode())

    def end(self, flagged: Sequence[int]) -> None:
        """Which of the rows were flagged, by their ids. A snapshot without any ends with its last row."""
        if flagged:
            self._hash.update(f"{compact({'flagged': list(flagged)})}\n".encode())

    @property
    def sha256(self) -> str:
        """The hash so far."""
        return self._hash.hexdigest()


def grow(folder: Path, columns: Sequence[str], rows_after: RowsAfter, last: int) -> Iterator[Chunk]:
    """Write each whole chunk of the rows after `last` that there is by now. What does not fill a chunk waits for more."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    while len(rows := list(rows_after(last, CHUNK))) == CHUNK:
        yield _written(folder, columns, rows)
        last = rows[-1][0]


def freeze(
    folder: Path,
    columns: Sequence[str],
    rows_after: RowsAfter,
    written: Sequence[Chunk] = (),
    flagged: Sequence[int] = (),
) -> Frozen:
    """Write the rows that are in no chunk of `written` yet, and name the whole by its content.

    A chunk whose file is gone or was changed is written again from the rows themselves. `rows_after(last id, most)` gives rows.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    content, count, last, chunks = Content(columns), 0, 0, []
    for chunk in written:
        frame = _opened(folder, chunk)
        if frame is None:
            (folder / chunk.name).unlink(missing_ok=True)
            rows = list(rows_after(last, chunk.rows))
            chunk = _written(folder, columns, rows)
            frame = _frame(columns, rows)
        for line in frame.iter_rows():
            content.add(line)
        count, last = count + chunk.rows, chunk.last
        chunks.append(chunk)
    while rows := list(rows_after(last, CHUNK)):
        chunk = _written(folder, columns, rows)
        for pk, cells in rows:
            content.add((str(pk), *cells))
        count, last = count + chunk.rows, chunk.last
        chunks.append(chunk)
    content.end(flagged)
    return Frozen(content.sha256, count, last, tuple(chunks))


def read(folder: Path, columns: Sequence[str], chunks: Sequence[Chunk], sha256: str, flagged: Sequence[int] = ()) -> pl.DataFrame:
    """The frame in the chunks. Where a file is not the one that was written, its cells decide.

    Raises NotNow when a chunk is missing or holds anything but what was frozen.
    """
    parts = [_opened(folder, chunk) for chunk in chunks]
    whole = [part for part in parts if part is not None]
    if parts and len(whole) == len(parts):
        return pl.concat(whole)
    try:
        held = [pl.read_parquet(folder / chunk.name) for chunk in chunks]
    except (OSError, pl.exceptions.PolarsError):
        held = []
    frame = pl.concat(held, how="vertical_relaxed") if held else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    content = Content(columns)
    if frame.columns == list(columns):
        for line in frame.iter_rows():
            content.add(line)
    content.end(flagged)
    if content.sha256 != sha256:
        raise NotNow(
            "The frozen answers on disk are not the ones that were frozen, so nothing is worked out from them. "
            "Restore the snapshots folder from a backup, or delete it: it is then written again from the responses."
        )
    return frame


def one_row_each(frame: pl.DataFrame, together: str) -> pl.DataFrame:
    """The rows that have the same value in the column `together` as one row, in the order of their first: each cell is the first that is
    not blank. That column is left out."""
    return frame.group_by(together, maintain_order=True).agg(pl.all().drop_nulls().first()).drop(together)


def _frame(columns: Sequence[str], rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame([(str(pk), *cells) for pk, cells in rows], schema=dict.fromkeys(columns, pl.String), orient="row")


def _written(folder: Path, columns: Sequence[str], rows: Sequence[Row]) -> Chunk:
    """A chunk of these rows on disk. A file of that name that is there already is what an earlier attempt left: it is written again."""
    first, last = rows[0][0], rows[-1][0]
    name = f"{first:012d}-{last:012d}.parquet"
    held = io.BytesIO()
    _frame(columns, rows).write_parquet(held)
    file = folder / name
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("wb") as handle:
        handle.write(held.getvalue())
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(file)
    return Chunk(name, hashlib.sha256(held.getvalue()).hexdigest(), first, last, len(rows))


def _opened(folder: Path, chunk: Chunk) -> pl.DataFrame | None:
    """The frame in a file; None when it is gone or is not the one that was written."""
    try:
        held = (folder / chunk.name).read_bytes()
    except OSError:
        return None
    return pl.read_parquet(io.BytesIO(held)) if hashlib.sha256(held).hexdigest() == chunk.sha256 else None
