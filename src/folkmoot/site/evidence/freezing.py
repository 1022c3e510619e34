"""Freezing answers: the snapshot of a closed engagement, grown ahead while answers come in, and opened again."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import snapshots
from folkmoot.site.evidence.models import GrownChunk, Snapshot
from folkmoot.site.ordered_json import compact
from folkmoot.site.people.rules import require


def take_snapshot(*, by: Any, engagement: Any) -> Snapshot:
    """Freeze the Responses of a closed engagement. The same Responses again give the snapshot that holds them, and add nothing.

    Raises NotNow while the engagement is not closed; PermissionDenied without `evidence.publish` in the Organisation that leads.
    """
    with transaction.atomic():
        require(by, "evidence.publish", engagement.initiative.lead)
        held = engagements.engagement_with(engagement.pk)
        if held.state != "closed":
            raise NotNow("Close the engagement first: no number is made while answers still come in.")
        request = engagements.analysis_of(held)
        earlier = Snapshot.objects.filter(engagement=held, columns=list(request.columns)).order_by("pk").last()
        written = [snapshots.Chunk(**chunk) for chunk in earlier.chunks] if earlier else _grown(held, request.columns)
        flagged = engagements.flagged_in(held)
        frozen = snapshots.freeze(folder_of(held), request.columns, _rows_of(held), written, flagged)
        kept = Snapshot.objects.filter(engagement=held, sha256=frozen.sha256).first()
        if kept is None:
            kept = Snapshot.objects.create(
                engagement=held,
                sha256=frozen.sha256,
                rows=frozen.rows,
                last_response=frozen.last_response,
                columns=list(request.columns),
                chunks=[asdict(chunk) for chunk in frozen.chunks],
                flagged=flagged,
                taken_at=timezone.now(),
            )
            record(by=by, verb="snapshot.taken", subject=kept, detail={"sha256": kept.sha256})
    return kept


def grow_snapshots() -> int:
    """Write each whole chunk of answers that open engagements have by now, so that closing one has little left to write.

    Returns how many chunks were written. For the timer (`folkmoot work`): a chunk that is there already is left as it is.
    """
    written = 0
    for held in engagements.open_ones():
        columns = engagements.analysis_of(held).columns
        last = max((chunk.last for chunk in _grown(held, columns)), default=0)
        for chunk in snapshots.grow(folder_of(held), columns, _rows_of(held), last):
            row = GrownChunk(engagement=held, columns_hash=_hash_of(columns), **asdict(chunk))
            GrownChunk.objects.bulk_create([row], ignore_conflicts=True)  # two timers at once write the same
            written += 1
    return written


def _grown(engagement: Any, columns: Sequence[str]) -> list[snapshots.Chunk]:
    """The chunks of an engagement that hold these columns, in order."""
    found = GrownChunk.objects.filter(engagement=engagement, columns_hash=_hash_of(columns)).order_by("first")
    return [snapshots.Chunk(one.name, one.sha256, one.first, one.last, one.rows) for one in found]


def _rows_of(engagement: Any) -> snapshots.RowsAfter:
    return lambda last, most: engagements.rows_after(engagement, last, most)


def folder_of(engagement: Any) -> Path:
    """Where the snapshots of an engagement are on disk."""
    return Path(settings.HOME.snapshots / engagement.slug)


def _hash_of(columns: Sequence[str]) -> str:
    return hashlib.sha256(compact(list(columns)).encode()).hexdigest()


def frame_of(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of a snapshot, one for each person: what somebody gave at several steps stands in one. Raises NotNow as `snapshots.read`."""
    together = engagements.analysis_of(snapshot.engagement).together
    frame = _rows(snapshot)
    return snapshots.one_row_each(frame, together) if together else frame


def flagged_rows(snapshot: Snapshot) -> list[str]:
    """The ids of the rows of `frame_of` that hold something flagged: of a person who answered at several steps, at any of them."""
    if not snapshot.flagged:
        return []
    request, frame = engagements.analysis_of(snapshot.engagement), _rows(snapshot)
    own = pl.col(request.columns[0]).is_in([str(pk) for pk in snapshot.flagged])
    if not request.together:
        return frame.filter(own)[request.columns[0]].to_list()
    odd = frame.filter(own)[request.together].unique()
    people = snapshots.one_row_each(frame.filter(pl.col(request.together).is_in(odd.to_list())), request.together)
    return people[request.columns[0]].to_list()


def _rows(snapshot: Snapshot) -> pl.DataFrame:
    chunks = [snapshots.Chunk(**chunk) for chunk in snapshot.chunks]
    return snapshots.read(folder_of(snapshot.engagement), snapshot.columns, chunks, snapshot.sha256, snapshot.flagged)
