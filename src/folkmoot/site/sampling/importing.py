"""Reading a frame in: each row checked and split into what the draw needs, and who it is; a chunk at a time, so that memory stays bounded.

Nothing is locked meanwhile. The chunks lie under a key that no frame has until all is well: then one short transaction makes the frame.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched

import numpy as np
import polars as pl
from django.conf import settings
from django.core.exceptions import ValidationError

from folkmoot.site.sampling.columns import LONGEST_CELL, MOST_LEVELS, NOT_KNOWN, Columns
from folkmoot.site.sampling.storage import CHUNK, HOUSEHOLD, SIZE, Identity, write_chunk

MOST_ROWS = 5_000_000
MOST_MISTAKES = 20
LARGEST_SIZE = 1_000_000_000
APART = "\x1f"


@dataclass
class ReadIn:
    """What has been read so far: how many rows, the files' SHA-256s, the hash of all rows, the levels of each attribute."""

    rows: int = 0
    chunks: list[str] = field(default_factory=list)
    content_hash: str = ""
    levels: dict[str, set[str]] = field(default_factory=dict)


def read_in(key: uuid.UUID, rows: Iterator[Sequence[str]], columns: Columns) -> Iterator[ReadIn]:
    """Read the rows below the first (the headings) into chunks under `key`; gives how far it is after each chunk, while all is well.

    Raises ValidationError naming the row and the column of each mistake, MOST_MISTAKES at most, and the first row of the file being 1.
    What was written by then is for the caller to remove.
    """
    header = list(next(rows))
    columns.check(header)
    width, done, seen = len(header), ReadIn(levels={name: set() for name in columns.attributes}), _Seen()
    content = hashlib.sha256(f"{APART.join(columns.named())}\n".encode())
    parse = _Parser(columns, header)
    for number, batch in enumerate(batched(rows, CHUNK)):
        parsed: list[_Row] = []
        for place, cells in enumerate(batch, start=done.rows + 2):
            if len(cells) != width:
                parse.wrong(place, "", f"it has {len(cells)} cells and the first row has {width}")
            elif (row := parse.row(place, cells)) is not None:
                parsed.append(row)
                done_with = (*row.attributes, str(row.size), f"{row.household:016x}", row.identity[0])
                content.update(f"{APART.join(done_with)}\n".encode())
        done.rows += len(batch)
        if done.rows > MOST_ROWS:
            raise ValidationError(f"There are more than {MOST_ROWS:,} rows. Draw from a part of the list.")
        if parse.mistakes:
            continue  # nothing of it will be kept: what else is wrong is looked for
        seen.add(row.reference for row in parsed)
        for name, values in zip(columns.attributes, zip(*(row.attributes for row in parsed), strict=True), strict=False):
            done.levels[name] |= set(values)
            if len(done.levels[name]) > MOST_LEVELS:
                raise ValidationError(
                    {"attributes": f"“{name}” has more than {MOST_LEVELS:,} different values: it tells people apart. Leave it out."}
                )
        done.chunks.append(write_chunk(key, number, _frame(parsed, columns), [row.identity for row in parsed]))
        yield done
    parse.raise_if_wrong()
    if not done.rows:
        raise ValidationError("The file has no rows below the first.")
    if twice := seen.twice():
        raise ValidationError(f"Rows {twice[0] + 2:,} and {twice[1] + 2:,} have the same “{columns.reference}”. Each row needs its own.")
    done.content_hash = content.hexdigest()
    yield done


@dataclass(frozen=True)
class _Row:
    attributes: tuple[str, ...]
    size: int
    household: int
    reference: bytes
    identity: Identity


class _Parser:
    """Rows of text as what is kept of them; mistakes are collected."""

    def __init__(self, columns: Columns, header: list[str]) -> None:
        at = {heading: place for place, heading in enumerate(header)}
        self.columns = columns
        self.named = [(heading, at[heading]) for heading in columns.named()]
        self.reference = at[columns.reference]
        self.name = [at[heading] for heading in columns.name]
        self.address = [at[heading] for heading in columns.address]
        self.email = at.get(columns.email, -1)
        self.household = at.get(columns.household, -1)
        self.size = at.get(columns.size, -1)
        self.attributes = [at[heading] for heading in columns.attributes]
        self.mistakes: list[str] = []
        self._key = hashlib.sha256(b"households of frames" + settings.VAULT_KEY.encode()).digest()

    def wrong(self, row: int, column: str, words: str) -> None:
        """Note a mistake."""
        self.mistakes.append(f"Row {row:,}{f', {column}' if column else ''}: {words}.")
        if len(self.mistakes) >= MOST_MISTAKES:
            self.mistakes.append("There may be more mistakes further down. Put these right first.")
            self.raise_if_wrong()

    def raise_if_wrong(self) -> None:
        """Raises ValidationError with the mistakes there are."""
        if self.mistakes:
            raise ValidationError(self.mistakes)

    def row(self, place: int, cells: Sequence[str]) -> _Row | None:
        """What is kept of one row; None, with the mistake noted, for one that is wrong."""
        before = len(self.mistakes)
        for heading, at in self.named:
            if len(cells[at]) > LONGEST_CELL:
                self.wrong(place, heading, f"it has more than {LONGEST_CELL} letters")
            elif not cells[at].isprintable():
                self.wrong(place, heading, "it has a line break or a sign that cannot be printed")
        reference = cells[self.reference].strip()
        if not reference:
            self.wrong(place, self.columns.reference, "it is blank, and each row needs one")
        address = "\n".join(line for at in self.address if (line := cells[at].strip()))
        email = cells[self.email].strip() if self.email >= 0 else ""
        name = " ".join(part for at in self.name if (part := cells[at].strip()))
        if not (address or email or name):
            self.wrong(place, "", "it has no name, address or e-mail address, so nobody can be written to")
        size = 1
        if self.size >= 0:
            text = cells[self.size].strip()
            size = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SIZE)) else 0
            if not 1 <= size <= LARGEST_SIZE:
                self.wrong(place, self.columns.size, f"“{text[:20]}” is not a whole number from 1 to {LARGEST_SIZE:,}")
        household = 0
        if self.household >= 0:
            text = cells[self.household].strip().casefold()
            if not text:
                self.wrong(place, self.columns.household, "it is blank: say which household it is of, a new one if nobody else is in it")
            household = int.from_bytes(hmac.digest(self._key, text.encode(), "sha256")[:8], "big")
        if len(self.mistakes) > before:
            return None
        attributes = tuple(cells[at].strip() or NOT_KNOWN for at in self.attributes)
        return _Row(attributes, size, household, reference.encode(), (reference, name, email or address))


class _Seen:
    """Which references there were, eight bytes of their hash each."""

    def __init__(self) -> None:
        self._parts: list[np.ndarray] = []

    def add(self, references: Iterator[bytes] | Sequence[bytes]) -> None:
        """A chunk's references."""
        digests = b"".join(hashlib.blake2b(reference, digest_size=8).digest() for reference in references)
        self._parts.append(np.frombuffer(digests, dtype=np.uint64))

    def twice(self) -> tuple[int, int] | None:
        """Two places, from 0, with the same reference; None when there are none."""
        every = np.concatenate(self._parts)
        order = np.argsort(every, kind="stable")
        same = np.flatnonzero(every[order][1:] == every[order][:-1])
        return (int(order[same[0]]), int(order[same[0] + 1])) if len(same) else None


def _frame(rows: Sequence[_Row], columns: Columns) -> pl.DataFrame:
    kept: dict[str, pl.Series] = {
        name: pl.Series([row.attributes[place] for row in rows], dtype=pl.String) for place, name in enumerate(columns.attributes)
    }
    kept[SIZE] = pl.Series([row.size for row in rows], dtype=pl.Int64)
    kept[HOUSEHOLD] = pl.Series([row.household for row in rows], dtype=pl.UInt64)
    return pl.DataFrame(kept)
