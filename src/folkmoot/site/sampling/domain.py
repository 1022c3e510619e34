"""Everything that can be done to frames and to the samples drawn from them."""

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import domain as engagement
from folkmoot.site.errors import NotNow
from folkmoot.site.people.domain import register_participants
from folkmoot.site.people.rules import require
from folkmoot.site.sampling import storage
from folkmoot.site.sampling.columns import Columns
from folkmoot.site.sampling.drawing import Design, Drawn, draw
from folkmoot.site.sampling.importing import ReadIn, read_in
from folkmoot.site.sampling.models import BlankedRow, Draw, Frame, Member
from folkmoot.site.sampling.targets import margins_of
from folkmoot.site.table_files import rows_of

LONGEST_KEPT = 730
"""For how many days a frame's rows may be kept at most."""
BATCH = 2_000
UNFINISHED = dt.timedelta(days=1)


def import_frame(
    *,
    by: Any,
    organisation: Any,
    name: str,
    population: str,
    source: str,
    keep_until: dt.date,
    columns: Columns,
    file: BinaryIO,
    file_name: str,
    size: int,
) -> Iterator[int | Frame]:
    """Read a list of people or addresses in. Gives how many rows are read, again and again, and the Frame at last.

    Who stands in a row goes into the vault; every column that `columns` does not name is left where it is. Raises ValidationError for a
    name that is taken, an end that is past or over LONGEST_KEPT days away, and for what is wrong in the file, naming the row and the
    column: then nothing of it stays. PermissionDenied without `engagement.run` in the organisation.
    """
    require(by, "engagement.run", organisation)
    today = timezone.localdate()
    if not today < keep_until <= today + dt.timedelta(days=LONGEST_KEPT):
        raise ValidationError({"keep_until": f"Choose a day after today, and within {LONGEST_KEPT} days: then the rows are deleted."})
    frame = Frame(
        organisation=organisation,
        name=name.strip(),
        population=population.strip(),
        source=source.strip(),
        columns=columns.stored(),
        rows=1,
        chunks=[],
        content_hash="-",
        keep_until=keep_until,
        imported_by=by,
        imported_at=timezone.now(),
    )
    frame.full_clean(exclude=["columns", "chunks"])
    done = ReadIn()
    try:
        for done in read_in(frame.key, rows_of(file, file_name, size), columns):
            yield done.rows
        frame.rows, frame.chunks, frame.content_hash = done.rows, done.chunks, done.content_hash
        with transaction.atomic():
            require(by, "engagement.run", organisation)
            frame.validate_constraints()
            frame.save()
            record(by=by, verb="frame.imported", subject=frame, detail={"rows": frame.rows, "hash": frame.content_hash})
    except BaseException:  # a reader who closes the page ends it here too: nothing half-read stays
        if frame.pk is None:
            storage.remove(frame.key)
        raise
    yield frame


def draw_sample(
    *,
    by: Any,
    frame: Frame,
    name: str,
    design: Design,
    how_people_came: str = "",
    among: Draw | None = None,
    leave_out: Sequence[Draw] = (),
    targets: Sequence[str] = (),
    seed: bytes = b"",
) -> Draw:
    """Draw a sample, and make each row drawn a Participant. The Sample it makes can be chosen for an engagement.

    `among` is an earlier draw to draw from in place of the whole frame, `leave_out` earlier draws whose rows cannot be drawn. The seed, 32
    bytes, is made by chance unless it is given, such as one made in public. `targets` are attributes of the frame whose margins become
    the Sample's targets. Raises ValidationError, by field, for a design that cannot be drawn; NotNow when the frame's rows are deleted;
    PermissionDenied without `engagement.run` in the frame's organisation.
    """
    seed = seed or secrets.token_bytes(32)
    if len(seed) != 32:
        raise ValidationError({"seed": "A seed has 32 bytes: 64 signs, each a digit or a letter from a to f."})
    require(by, "engagement.run", frame.organisation)
    design.check(Columns.of(frame.columns), targets)
    left_out = {"draws": sorted(draw.pk for draw in leave_out), "blanked": _blanked(frame), "among": among.pk if among else None}
    drawn = draw(frame, design, seed, left_out=_left_out(frame, left_out))
    margins = margins_of(frame, targets)
    with transaction.atomic():
        held = _held(by, frame)
        if _blanked(held) != left_out["blanked"]:
            raise NotNow("Somebody in this frame was erased just now. Draw again.")
        sample = engagement.describe_sample(
            by=by,
            organisation=held.organisation,
            name=name,
            method="probability",
            population=held.population,
            how_people_came=how_people_came,
            targets=margins,
            population_total=None if margins else float(frame.rows),
            design_weights=_weigh_differently(drawn, among),
            drawn_from=among.sample if among else None,
        )
        made = Draw.objects.create(
            sample=sample,
            frame=held,
            method=design.method,
            stratified_by=list(design.stratified_by),
            sorted_by=list(design.sorted_by),
            one_per_household=design.one_per_household,
            allocation=design.allocation,
            strata=[[stratum.name, stratum.rows, stratum.drawn] for stratum in drawn.table],
            left_out=left_out,
            seed=seed.hex(),
            rows_hash=drawn.sha256,
            drawn_by=by,
            drawn_at=timezone.now(),
        )
        Member.objects.bulk_create(_members(by, made, drawn, among), batch_size=BATCH)
        detail = {"rows": len(drawn.rows), "frame": held.content_hash, "drawn": drawn.sha256}
        record(by=by, verb="sample.drawn", subject=made, detail=detail)
    return made


def drawn_again(drawn: Draw) -> bool:
    """Whether the frame, the design and the seed of a draw give the same rows again. Raises NotNow when the frame's rows are deleted."""
    number = sum(stratum[2] for stratum in drawn.strata)
    design = Design(number, drawn.method, drawn.stratified_by, drawn.sorted_by, drawn.one_per_household, drawn.allocation)
    _refuse_discarded(drawn.frame)
    again = draw(drawn.frame, design, bytes.fromhex(drawn.seed), left_out=_left_out(drawn.frame, drawn.left_out))
    return again.sha256 == drawn.rows_hash


def invite_drawn(*, by: Any, drawn: Draw, to: Any) -> engagement.Invited:
    """Invite everyone drawn, who is not erased since, to an engagement that asks this sample. Nobody gets two codes.

    What the frame says of each without asking, and their design weight (1 / their chance), is frozen into what they answer.

    Raises ValidationError when the engagement asks another sample; and what `invite_people` raises.
    """
    if to.sample_id != drawn.sample_id:
        raise ValidationError("This engagement asks another sample. Choose one that was configured with this sample.")
    people = list(drawn.members.filter(participant__isnull=False).values_list("participant_id", "row", "chance"))
    said = storage.attributes_of(drawn.frame, [row for _, row, _ in people]) if drawn.frame.discarded_at is None else {}
    known = {pk: {**said.get(row, {}), engagement.DESIGN_WEIGHT: repr(1 / chance)} for pk, row, chance in people}
    return engagement.invite_people(by=by, engagement=to, participants=list(known), known=known)


def discard_frame(*, by: Any, frame: Frame) -> None:
    """Delete the rows of a frame, and who stands in them, for good. What was drawn, and by which design, stays.

    `by` is someone with `engagement.run` in the frame's organisation, or "folkmoot" when its time is up. Raises PermissionDenied otherwise.
    """
    with transaction.atomic():
        held = Frame.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=frame.pk)
        if by != "folkmoot":
            require(by, "engagement.run", held.organisation)
        if held.discarded_at is not None:
            return
        held.discarded_at = timezone.now()
        held.save(update_fields=["discarded_at"])
        record(by=by, verb="frame.discarded", subject=held, detail={"rows": held.rows})
    storage.remove(held.key)


def count_due(day: dt.date) -> int:
    """How many frames' rows are discarded by the next pass, with those that were never whole."""
    held = set(Frame.objects.filter(discarded_at=None).values_list("key", flat=True))
    due = Frame.objects.filter(discarded_at=None, keep_until__lt=day).count()
    return int(due) + len(storage.stray(held.__contains__, older_than=UNFINISHED))


def clean_up(day: dt.date) -> int:
    """Discard the frames whose time is up by a day, and what an import left that did not finish. Returns how many frames' rows went."""
    due = list(Frame.objects.filter(discarded_at=None, keep_until__lt=day))
    for frame in due:
        discard_frame(by="folkmoot", frame=frame)
    held = set(Frame.objects.filter(discarded_at=None).values_list("key", flat=True))
    stray = storage.stray(held.__contains__, older_than=UNFINISHED)
    for key in stray:
        storage.remove(key)
    if stray:
        with transaction.atomic():
            record(by="folkmoot", verb="frames.tidied", subject="sampling:frames", detail={"count": len(stray)})
    return len(due) + len(stray)


def blank_row_of(participant: Any) -> None:
    """Take a person who is being erased out of every frame they were drawn from."""
    drawn = Member.objects.filter(participant=participant).select_related("draw__frame").order_by("pk")
    for frame, row in {(member.draw.frame, member.row) for member in drawn}:
        if not BlankedRow.objects.filter(frame=frame, row=row).exists():
            BlankedRow.objects.create(frame=frame, row=row)
            record(by="folkmoot", verb="frame.row_blanked", subject=frame)
        storage.blank_identity(frame, row)


def _held(by: Any, frame: Frame) -> Frame:
    held = Frame.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=frame.pk)
    require(by, "engagement.run", held.organisation)
    _refuse_discarded(held)
    return held


def _refuse_discarded(frame: Frame) -> None:
    if frame.discarded_at is not None:
        raise NotNow("The rows of this frame are deleted, so nothing can be drawn from it any more.")


def _blanked(frame: Frame) -> list[int]:
    return sorted(frame.blanked_rows.values_list("row", flat=True))


def _left_out(frame: Frame, left_out: Any) -> np.ndarray:
    """The rows that could not be drawn, as a Draw keeps them."""
    _refuse_discarded(frame)
    gone = np.zeros(frame.rows, bool)
    if left_out["among"] is not None:
        gone[:] = True
        gone[_rows(left_out["among"])] = False
    for draw_id in left_out["draws"]:
        gone[_rows(draw_id)] = True
    gone[left_out["blanked"]] = True
    return np.flatnonzero(gone)


def _weigh_differently(drawn: Drawn, among: Draw | None) -> bool:
    before = {member.row: member.chance for member in among.members.all()} if among else {}
    chances = [chance * before.get(row, 1.0) for row, chance in zip(drawn.rows.tolist(), drawn.chances.tolist(), strict=True)]
    return max(chances) > min(chances) * (1 + 1e-9)


def _rows(draw_id: int) -> list[int]:
    return list(Member.objects.filter(draw_id=draw_id).order_by("row").values_list("row", flat=True))


def _members(by: Any, made: Draw, drawn: Drawn, among: Draw | None) -> Iterator[Member]:
    """The rows drawn, each with its Participant: those of an earlier draw stay who they were."""
    rows = [int(row) for row in drawn.rows]
    if among is not None:
        held = {member.row: member for member in among.members.all()}
        people = [held[row].participant_id for row in rows]
        before = [held[row].chance for row in rows]
    else:
        identities = storage.identities_of(made.frame, rows)
        people = [*register_participants(by=by, people=[identities[row][1:] for row in rows])]
        before = [1.0] * len(rows)
    for row, chance, first, stratum, participant_id in zip(
        rows, drawn.chances.tolist(), before, drawn.strata.tolist(), people, strict=True
    ):
        yield Member(draw=made, row=row, chance=chance * first, stratum=stratum, participant_id=participant_id)
