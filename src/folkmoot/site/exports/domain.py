"""Keeping a record that another installation published."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.record.read_whole import read_whole
from folkmoot.record.whole import as_file
from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.exports.models import HeldRecord
from folkmoot.site.people.rules import require


def import_record(*, by: Any, file: bytes) -> HeldRecord:
    """The record in a file of another installation, kept whole and for good.

    Raises PermissionDenied unless `by` may keep records, ValidationError, in one sentence, for a file that will not do (its hash does not
    match, a newer format, over 50 MB, not the shape of a record: then the field is named), and NotNow for one that is kept already.
    """
    require(by, "exports.keep", None)
    try:
        whole = read_whole(file)
    except ValueError as wrong:
        raise ValidationError({"file": str(wrong)}) from None
    with transaction.atomic():
        if HeldRecord.objects.filter(hash=whole["hash"]).exists():
            raise NotNow("This record is kept here already.")
        held = HeldRecord.objects.create(
            hash=whole["hash"],
            address=whole["identity"]["address"],
            document=as_file(whole).decode(),
            worked_out_at=datetime.fromisoformat(whole["worked_out_at"]),
            kept_by=by,
            kept_at=timezone.now(),
        )
        record(by=by, verb="record.kept", subject=held, detail={"hash": held.hash, "address": held.address})
    return held
