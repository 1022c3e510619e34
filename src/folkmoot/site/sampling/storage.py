"""Frames on disk and in the vault: the rows in Parquet chunks without names, and who they are in sealed chunks beside them.

A frame of millions of rows is written and read a chunk at a time. A chunk holds CHUNK rows: the attributes as text, `size` as a whole
number, and `household` as a keyed hash, so that the household can be told from others and never recognised.
"""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from folkmoot.site.databases import VAULT
from folkmoot.site.errors import NotNow
from folkmoot.site.sampling.columns import NOT_KNOWN
from folkmoot.site.sampling.models import Frame, FrameIdentities

CHUNK = 20_000
HOUSEHOLD, SIZE = "\x1fhousehold", "\x1fsize"
"""Two columns of each chunk, named so that no heading of a file can be called the same."""

Identity = tuple[str, str, str]
"""The row's reference in its source, the name, and how to reach them."""


def folder_of(key: uuid.UUID) -> Path:
    """Where a frame's chunks lie."""
    return Path(settings.HOME.frames / str(key))


def write_chunk(key: uuid.UUID, number: int, rows: pl.DataFrame, identities: Sequence[Identity]) -> str:
    """Keep one chunk; gives the SHA-256 of its file."""
    folder = folder_of(key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = io.BytesIO()
    rows.write_parquet(held)
    with (folder / f"{number:06d}.parquet").open("wb") as handle:
        handle.write(held.getvalue())
        handle.flush()
        os.fsync(handle.fileno())
    FrameIdentities.objects.create(frame=key, number=number, sealed=_text(identities))
    return hashlib.sha256(held.getvalue()).hexdigest()


def read_chunks(frame: Frame, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """These columns of all rows, a chunk at a time. Raises NotNow when a chunk is missing or is not the one that was written."""
    for number, sha256 in enumerate(frame.chunks):
        try:
            held = (folder_of(frame.key) / f"{number:06d}.parquet").read_bytes()
        except OSError:
            held = b""
        if hashlib.sha256(held).hexdigest() != sha256:
            raise NotNow("The rows of this frame on disk are not those that were read in. Restore the frames folder from a backup.")
        yield pl.read_parquet(io.BytesIO(held), columns=list(columns))


def identities_of(frame: Frame, rows: Sequence[int]) -> dict[int, Identity]:
    """Who stands in some rows, by row."""
    by_chunk: dict[int, list[int]] = {}
    for row in rows:
        by_chunk.setdefault(row // CHUNK, []).append(row)
    found: dict[int, Identity] = {}
    for number, wanted in sorted(by_chunk.items()):
        held = _opened(frame, number)
        found |= {row: held[row % CHUNK] for row in wanted}
    return found


def attributes_of(frame: Frame, rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """What some rows say by attribute, but for what is not known, by row."""
    names = list(frame.columns["attributes"])
    by_chunk: dict[int, list[int]] = {}
    for row in rows:
        by_chunk.setdefault(row // CHUNK, []).append(row)
    found: dict[int, dict[str, str]] = {}
    for number, chunk in enumerate(read_chunks(frame, names) if names else ()):
        for row in by_chunk.get(number, ()):
            said = zip(names, chunk.row(row % CHUNK), strict=True)
            found[row] = {name: level for name, level in said if level != NOT_KNOWN}
    return found


def blank_identity(frame: Frame, row: int) -> None:
    """Take who stands in a row out of the vault."""
    with transaction.atomic(using=VAULT):
        sealed = FrameIdentities.objects.select_for_update().filter(frame=frame.key, number=row // CHUNK).first()
        if sealed is None:
            return
        held = json.loads(sealed.sealed)
        held[row % CHUNK] = ["", "", ""]
        sealed.sealed = _text(held)
        sealed.save(update_fields=["sealed"])


def remove(key: uuid.UUID) -> None:
    """Delete everything that is kept of a frame's rows. Nothing happens where there is nothing."""
    FrameIdentities.objects.filter(frame=key).delete()
    shutil.rmtree(folder_of(key), ignore_errors=True)


def stray(known: Callable[[uuid.UUID], bool], *, older_than: dt.timedelta) -> list[uuid.UUID]:
    """The keys of frames that have rows and are `known` to nobody: what an import left that did not finish, or a discard."""
    sealed = set(FrameIdentities.objects.values_list("frame", flat=True).distinct())
    root = settings.HOME.frames
    on_disk = {uuid.UUID(entry.name) for entry in root.iterdir() if _is_key(entry.name)} if root.is_dir() else set()
    newest = time.time() - older_than.total_seconds()
    return sorted(key for key in sealed | on_disk if not known(key) and _last_written(key) < newest)


def _last_written(key: uuid.UUID) -> float:
    try:
        return folder_of(key).stat().st_mtime
    except OSError:
        return 0


def _opened(frame: Frame, number: int) -> list[Identity]:
    sealed = FrameIdentities.objects.filter(frame=frame.key, number=number).first()
    if sealed is None:
        raise NotNow("Who stands in the rows of this frame is not in the vault any more. Restore the vault from a backup.")
    return [(reference, name, contact) for reference, name, contact in json.loads(sealed.sealed)]


def _text(identities: Sequence[Any]) -> str:
    return json.dumps(identities, ensure_ascii=False, separators=(",", ":"))


def _is_key(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False
