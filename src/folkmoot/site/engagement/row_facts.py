"""What a row of imported responses may say beside its answers: when it was given, and in which language and style.

Their names hold a space, so that no key of a question is one of them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from folkmoot.site.renditions import LANGUAGES, STYLES

GIVEN, LANGUAGE, STYLE = "given at", "in language", "in style"
COLUMNS = frozenset({GIVEN, LANGUAGE, STYLE})


@dataclass(frozen=True)
class RowFacts:
    """The facts of one row, and what is wrong with them, by column."""

    given_at: dt.datetime
    language: str
    style: str
    errors: Mapping[str, str]


def facts_of(row: Mapping[str, str | None], *, now: dt.datetime, language: str) -> RowFacts:
    """The facts in a row; `now`, `language` and the standard style where it says nothing."""
    errors: dict[str, str] = {}
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    given_at = now
    if said[GIVEN]:
        try:
            given_at = dt.datetime.fromisoformat(said[GIVEN])
        except ValueError:
            errors[GIVEN] = "write a day and time as in 2026-01-31 or 2026-01-31T14:05."
        else:
            given_at = given_at if given_at.tzinfo else timezone.make_aware(given_at)
            if given_at > now:
                errors[GIVEN] = "this is in the future."
    for name, known in ((LANGUAGE, LANGUAGES), (STYLE, STYLES)):
        if said[name] and said[name] not in known:
            errors[name] = f"write one of: {', '.join(known)}."
    return RowFacts(given_at, said[LANGUAGE] or language, said[STYLE] or "standard", errors)
