"""What people read about an engagement: its dates, and why it takes no answers now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.engagement.states import State
from folkmoot.site.renditions import LANGUAGES, STYLES, Reader


@dataclass(frozen=True)
class WayToRead:
    """Another way to read a page: its name, the query that asks for it, its language ("" for a style), and whether it is this one."""

    words: str
    query: str
    language: str
    current: bool


def dates_in_words(opens: dt.date, closes: dt.date) -> str:
    """“6 to 31 January 2031”, with the month and the year said twice only where they differ."""
    if opens == closes:
        return date_words(closes)
    if (opens.year, opens.month) == (closes.year, closes.month):
        return f"{opens.day} to {date_words(closes)}"
    if opens.year == closes.year:
        return f"{opens.day} {opens:%B} to {date_words(closes)}"
    return f"{date_words(opens)} to {date_words(closes)}"


def closed_to_answers(engagement: Any, day: dt.date) -> str:
    """Why an engagement takes no answers on a day, in words; "" when it does."""
    if engagement.state == State.DRAFT or (engagement.state == State.OPEN and day < engagement.opens):
        return f"This is not open yet. You can answer from {date_words(engagement.opens)}."
    if engagement.state == State.CLOSED or day > engagement.closes:
        stopped = engagement.closes if engagement.closed_at is None else timezone.localtime(engagement.closed_at).date()
        last = min(engagement.closes, stopped)
        return f"This closed on {date_words(last)}. It takes no more answers."
    return ""


def over(engagement: Any, day: dt.date) -> bool:
    """Whether an engagement has taken its last answer: it was closed, or its closing day has gone."""
    return engagement.state == State.CLOSED or (engagement.state == State.OPEN and day > engagement.closes)


def ways_to_read(reader: Reader, *, languages: Sequence[str], easy: bool) -> list[WayToRead]:
    """The renditions that questions have: each style, and the other language. Changing the one keeps the other."""
    styles = [WayToRead(STYLES[style], replace(reader, style=style).query, "", reader.style == style) for style in STYLES if easy]
    others = [language for language in LANGUAGES if language in languages and language != reader.language]
    return styles + [WayToRead(LANGUAGES[other], replace(reader, language=other).query, other, current=False) for other in others]
