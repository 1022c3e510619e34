"""Keeping the index. It is no record: its changes have no events of their own, they follow those that brought them about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.site.audit import queries as audit
from folkmoot.site.audit.domain import lock_chain
from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.register import search_table
from folkmoot.site.register.entries import made
from folkmoot.site.register.models import Entry, Inside

BATCH = 100  # initiatives in memory at a time

_COLUMNS = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]


def keep_one(key: int) -> None:
    """The entry of an initiative as it is now: called with each event about it, in the event's transaction."""
    initiative = initiatives.by_id(key)
    if initiative is not None:
        _keep([initiative], timezone.now())


def refresh(at: datetime) -> int:
    """Work out anew every entry that does not hold at a moment because a day has come, or that is not there at all. Gives how many.

    Writers wait meanwhile, for one batch at a time: an entry is never written from what was on record before someone else's change.
    """
    count = 0
    while waiting(at):
        with transaction.atomic():
            lock_chain()
            found = waiting(at)
            _keep(initiatives.by_ids(found), at)
            count += len(found)
    return count


def catch_up() -> int:
    """As `refresh`, and every entry that lacks the latest event about its initiative, as after a restored copy. Gives how many."""
    newest = audit.newest_about("initiative")
    known = dict(Entry.objects.values_list("pk", "event"))
    behind = sorted(key for key, event in known.items() if newest.get(key, 0) != event)
    for start in range(0, len(behind), BATCH):
        with transaction.atomic():
            lock_chain()
            _keep(initiatives.by_ids(behind[start : start + BATCH]), timezone.now())
    return len(behind) + refresh(timezone.now())


def make_ready() -> int:
    """As `catch_up`, before a server starts; all of it anew where words were lost. Gives how many entries were worked out."""
    return catch_up() if search_table.how_many() == Entry.objects.count() else rebuild()


def rebuild() -> int:
    """Make the whole index anew, whatever is left of it. Gives how many entries there are.

    An entry stays until its new one is there, so that whoever reads all of them meanwhile misses none.
    """
    with transaction.atomic():
        lock_chain()
        search_table.make_anew()
        Entry.objects.update(until=timezone.now())
    return refresh(timezone.now())


def waiting(at: datetime) -> list[int]:
    """The keys of initiatives whose entries do not hold at a moment, or that have none; a batch of them at most."""
    stale = list(Entry.objects.filter(Q(until__lte=at) | Q(since__gt=at)).values_list("pk", flat=True)[:BATCH])  # in order: no index helps
    if stale or Entry.objects.count() == initiatives.how_many():
        return stale
    return initiatives.without(Entry.objects.values("pk"), most=BATCH)


def _keep(found: Sequence[Any], at: datetime) -> None:
    kept = made(found, at)
    Entry.objects.bulk_create([one.entry for one in kept], update_conflicts=True, unique_fields=["initiative"], update_fields=_COLUMNS)
    Inside.objects.filter(entry__in=[one.entry.pk for one in kept]).delete()
    Inside.objects.bulk_create(Inside(entry_id=one.entry.pk, organisation_id=key) for one in kept for key in one.organisations)
    search_table.put({one.entry.pk: one.words for one in kept})
