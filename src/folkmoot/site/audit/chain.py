"""The hash chain: each event's hash covers the event and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64


def event_hash(*, previous: str, at: datetime, actor: str, verb: str, subject: str, detail: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, UTC) of an event and the hash before it, in hexadecimal."""
    document = {
        "previous": previous,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "verb": verb,
        "subject": subject,
        "detail": detail,
    }
    return hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
