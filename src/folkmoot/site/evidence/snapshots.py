"""Snapshots on disk: the Responses of a closed engagement as columns, in Parquet chunks that are written once.

A snapshot is named by the SHA-256 of what it holds, not of its files: one line of canonical JSON with the columns' names, then one for
each Response in the order they came, each a list of its cells as text (null where blank). So the name is the same whatever wrote the
chunks and however many there are. No cell holds a name, a contact, a receipt, a time of day, or words someone wrote themselves.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from folkmoot.site.errors import NotNow
from folkmoot.site.ordered_json import compact

CHUNK = 20_000

Row = tuple[int, Sequence[str | None]]


@dataclass(frozen=True)
class Frozen:
    """What was written: the hash of the content, how many rows, the last Response's id, and the chunk files in order."""

    sha256: str
    rows: int
    last_response: int
    chunks: tuple[str, ...]


class Content:
    """The hash of a snapshot's content, as it grows."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._hash = hashlib.sha256(f"{compact(list(columns))}\n".encode())

    def add(self, cells: Sequence[str | None]) -> None:
        """One row."""
        self._hash.update(f"{compact(list(cells))}\n".encode())

    @property
    def sha256(self) -> str:
        """The hash so far."""
        return self._hash.hexdigest()


def freeze(folder: Path, columns: Sequence[str], rows_after: Callable[[int, int], Iterator[Row]]) -> Frozen:
    """Write every row that `rows_after(last id, most)` gives, a chunk at a time. A chunk that is there already is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    content, count, last, chunks = Content(columns), 0, 0, []
    while rows := list(rows_after(last, CHUNK)):
        lines = [(str(pk), *cells) for pk, cells in rows]
        for line in lines:
            content.add(line)
        first, last, count = rows[0][0], rows[-1][0], count + len(rows)
        name = f"{first:012d}-{last:012d}.parquet"
        _write_once(folder / name, pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row"))
        chunks.append(name)
    return Frozen(content.sha256, count, last, tuple(chunks))


def read(folder: Path, columns: Sequence[str], chunks: Sequence[str], sha256: str) -> pl.DataFrame:
    """The frame in the chunks. Raises NotNow when a chunk is missing or holds anything but what was frozen."""
    try:
        parts = [pl.read_parquet(folder / name) for name in chunks]
    except (OSError, pl.exceptions.PolarsError):
        parts = []
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    content = Content(columns)
    if frame.columns == list(columns):
        for line in frame.iter_rows():
            content.add(line)
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


def _write_once(file: Path, frame: pl.DataFrame) -> None:
    if file.exists():
        return
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("wb") as handle:
        frame.write_parquet(handle)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(file)
