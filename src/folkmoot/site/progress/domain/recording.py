"""What every write of this app does: check who may, hold the initiative, check that it has not ended, save, and tell the audit log."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.people.rules import require
from folkmoot.site.renditions import Texts

RECORD = "progress.record"
DECIDE = "progress.decide"
LONGEST_LIST = 200
"""Rows of one kind that an initiative may have: a board's toolkit, not a task manager."""


@contextmanager
def writing(by: Any, initiative: Any, permission: str = RECORD, *, also_after_the_end: bool = False) -> Iterator[Any]:
    """The initiative, held until the transaction inside ends.

    Raises PermissionDenied unless `by` holds the permission in its lead, and NotNow when it has ended.
    """
    require(by, permission, initiative.lead)
    with transaction.atomic():
        held = initiatives.held(initiative)
        if held.closed_at is not None and not also_after_the_end:
            raise NotNow("This initiative is closed. What is on record about it stays as it is.")
        yield held


def add(row: models.Model, *, by: Any, verb: str, initiative: Any, detail: Mapping[str, Any] | None = None) -> Any:
    """A new row and its event. Raises ValidationError for what the row cannot hold, or when there are too many of its kind."""
    row.recorded_by, row.recorded_at = by, timezone.now()
    row.full_clean()
    if hasattr(row, "initiative_id") and type(row).objects.filter(initiative=initiative).count() >= LONGEST_LIST:
        raise ValidationError(f"There are {LONGEST_LIST} of these already. That is the most there can be.")
    row.save()
    record(by=by, verb=verb, subject=initiative, detail={"row": row.pk, **(detail or {})})
    return row


def not_to_come(day: date | None, words: str) -> date:
    """The day, or today. Raises ValidationError with `words`, at the field `on`, for a day to come."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError({"on": words})
    return day or today


def needed(texts: Texts | None, field: str, words: str) -> Texts:
    """The text. Raises ValidationError with `words`, at `field`, when nothing was written."""
    if not texts:
        raise ValidationError({field: words})
    return texts
