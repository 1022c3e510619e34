"""What the audit log says."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from folkmoot.site.audit.chain import BEGINNING, event_hash
from folkmoot.site.audit.models import Event
from folkmoot.site.audit.verbs import VERBS

PAGE = 50


@dataclass(frozen=True)
class ChainReport:
    """Whether the chain holds: how many events fit, the last hash that does, and the first event that does not fit (None when all do)."""

    events: int
    last_hash: str
    broken_at: int | None

    @property
    def words(self) -> str:
        """The report in a sentence."""
        if self.broken_at is None:
            return f"The audit log holds: all {self.events} events fit the chain. Its last fingerprint is {self.last_hash}."
        return f"The audit log does not hold: event {self.broken_at} does not fit what came before it. {self.events} events before it do."


@dataclass(frozen=True)
class Entry:
    """One event, for a page: when, who (a key such as user:12), what in words, on what, with what detail, and its hash."""

    number: int
    at: dt.datetime
    actor: str
    words: str
    subject: str
    detail: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class LogPage:
    """A part of the log, newest first; `older` is where the next part begins, None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


def verify() -> ChainReport:
    """Recompute every hash from the beginning.

    Events cut off at the end leave a chain that holds: compare its last hash with one noted before.
    """
    previous, count = BEGINNING, 0
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        expected = event_hash(
            previous=previous, at=event.at, actor=event.actor, verb=event.verb, subject=event.subject, detail=event.detail
        )
        if event.previous != previous or event.hash != expected:
            return ChainReport(count, previous, event.pk)
        previous, count = event.hash, count + 1
    return ChainReport(count, previous, None)


def head() -> str:
    """The hash of the newest event: it changes whenever anything is done."""
    return Event.objects.order_by("-id").values_list("hash", flat=True).first() or BEGINNING


def history(subject: models.Model) -> list[dict[str, object]]:
    """What was done to one row, oldest first: when, its verb and that in words, the detail, and the event's hash."""
    events = Event.objects.filter(subject=f"{subject._meta.model_name}:{subject.pk}").order_by("id")
    return [
        {"at": event.at, "verb": event.verb, "words": VERBS[event.verb], "detail": event.detail, "hash": event.hash} for event in events
    ]


def happened(
    verbs: Collection[str], *, after: int = 0, up_to: int | None = None, subjects: Collection[str] | None = None, most: int | None = None
) -> list[dict[str, Any]]:
    """What was done, newest first, as `history` gives it, with the event's `number` and its `subject` (as "initiative:3"): by the events
    numbered above `after` and up to `up_to`, about `subjects` alone where they are given, `most` at most."""
    events = Event.objects.filter(verb__in=verbs, id__gt=after).order_by("-id")
    if up_to is not None:
        events = events.filter(id__lte=up_to)
    if subjects is not None:
        events = events.filter(subject__in=subjects)
    found = events if most is None else events[:most]
    return [{"at": e.at, "verb": e.verb, "detail": e.detail, "number": e.pk, "subject": e.subject} for e in found]


def newest() -> tuple[int, dt.datetime | None]:
    """The number of the newest event and when it was; 0 and None before the first."""
    return Event.objects.order_by("-id").values_list("id", "at").first() or (0, None)


def newest_about(model_name: str, keys: Collection[int] | None = None) -> dict[int, int]:
    """The number of the last event about each row of one model (with these keys alone, where they are given), by the row's key."""
    events = Event.objects.filter(subject__startswith=f"{model_name}:")
    if keys is not None:
        events = Event.objects.filter(subject__in=[f"{model_name}:{key}" for key in keys])
    found = events.order_by().values_list("subject").annotate(models.Max("id"))
    return {int(subject.partition(":")[2]): number for subject, number in found}


def log(*, before: int | None = None) -> LogPage:
    """The newest events, or the newest before event `before`."""
    events = Event.objects.order_by("-id")
    if before is not None:
        events = events.filter(id__lt=before)
    found = list(events[: PAGE + 1])
    entries = tuple(Entry(e.pk, e.at, e.actor, VERBS.get(e.verb, e.verb), e.subject, e.detail, e.hash) for e in found[:PAGE])
    return LogPage(entries, entries[-1].number if len(found) > PAGE else None)
