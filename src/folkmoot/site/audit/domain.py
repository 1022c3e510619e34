"""The one way to write to the audit log."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, models
from django.utils import timezone

from folkmoot.site.audit.chain import BEGINNING, event_hash
from folkmoot.site.audit.models import Event
from folkmoot.site.audit.verbs import VERBS
from folkmoot.site.ordered_json import canonical

CHAIN_LOCK = 0x466F6C6B  # an arbitrary number that names the chain among PostgreSQL's advisory locks


_followers: dict[str, list[Callable[[int], None]]] = {}


def follow(model_name: str, told: Callable[[int], None]) -> None:
    """From now on call `told` with the key of a row of that model after each event about it, in the event's transaction.

    For indexes that can be made again from what is on record. Nothing that is on record may depend on it.
    """
    following = _followers.setdefault(model_name, [])
    if told not in following:
        following.append(told)


def record(*, by: Any, verb: str, subject: models.Model | str, detail: Mapping[str, Any] | None = None) -> Event:
    """Add one event to the chain, inside the transaction of the change it speaks of.

    `by` is a user, or the words "participant" or "folkmoot"; `subject` a row or "kind:key"; `detail` JSON without anything that
    names a person. Make it the last thing of its transaction: on PostgreSQL it holds the chain until that ends.
    Raises ValueError for an unknown verb, or detail that JSON cannot hold, and RuntimeError outside a transaction.
    """
    if verb not in VERBS:
        raise ValueError(f"There is no verb {verb!r} in audit/verbs.py.")
    if not connection.in_atomic_block:
        raise RuntimeError("An audit event belongs in the transaction of the change it records.")
    previous = _held_hash()
    fields = {
        "previous": previous,
        "at": timezone.now(),
        "actor": _actor(by),
        "verb": verb,
        "subject": subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}",
        "detail": json.loads(canonical(dict(detail or {}))),
    }
    event = Event.objects.create(**fields, hash=event_hash(**fields))
    model_name, _, key = event.subject.partition(":")
    for told in _followers.get(model_name, ()) if key.isdigit() else ():
        told(int(key))
    return event


def _held_hash() -> str:
    """The hash of the last event, the chain being held as by `lock_chain`."""
    newest = f'SELECT hash FROM "{Event._meta.db_table}" ORDER BY id DESC LIMIT 1'  # noqa: S608 - our own table
    with connection.cursor() as cursor:  # asked with every write of the site: the ORM takes ten times as long to word it
        if connection.vendor == "postgresql":
            # Two statements sent as one: each sees what is there when it begins, so the second sees what was waited for.
            cursor.execute(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK}); {newest}")
            cursor.nextset()
        else:
            cursor.execute(newest)
        found = cursor.fetchone()
    return found[0] if found else BEGINNING


def lock_chain() -> None:
    """Wait until no other transaction is adding to the chain, and keep others out until this one ends."""
    if connection.vendor == "postgresql":  # SQLite's BEGIN IMMEDIATE already lets one writer in at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _actor(by: Any) -> str:
    if by in {"participant", "folkmoot"}:
        return str(by)
    if getattr(by, "pk", None) is None:
        raise ValueError("An audit event needs to know who did it.")
    return f"user:{by.pk}"
