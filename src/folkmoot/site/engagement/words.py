"""What people read about an engagement: its dates, and why it takes no answers now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from folkmoot.face import date_words, month_words
from folkmoot.site.engagement.states import State
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.renditions import LANGUAGES, STYLE_NAMES, Reader, Texts, filled, render

TO = {"en": "to", "cy": "i"}


@dataclass(frozen=True)
class WayToRead:
    """Another way to read a page: its name, the query that asks for it, the name's language, and whether it is this one."""

    words: str
    query: str
    language: str
    current: bool


def dates_in_words(opens: dt.date, closes: dt.date, language: str = "en") -> str:
    """“6 to 31 January 2031”, with the month and the year said twice only where they differ; “6 i 31 Ionawr 2031” in Welsh."""
    last, to = date_words(closes, language), TO[language]
    if opens == closes:
        return last
    if (opens.year, opens.month) == (closes.year, closes.month):
        return f"{opens.day} {to} {last}"
    if opens.year == closes.year:
        return f"{month_words(opens, language)} {to} {last}"
    return f"{date_words(opens, language)} {to} {last}"


def closed_to_answers(engagement: Any, day: dt.date) -> Texts:
    """Why an engagement takes no answers on a day; empty when it does."""
    if engagement.state == State.DRAFT or (engagement.state == State.OPEN and day < engagement.opens):
        return filled(WORDING["not_open_yet"], day=engagement.opens)
    if engagement.state == State.CLOSED or day > engagement.closes:
        stopped = engagement.closes if engagement.closed_at is None else timezone.localtime(engagement.closed_at).date()
        return filled(WORDING["closed_on"], day=min(engagement.closes, stopped))
    return {}


def over(engagement: Any, day: dt.date) -> bool:
    """Whether an engagement has taken its last answer: it was closed, or its closing day has gone."""
    return engagement.state == State.CLOSED or (engagement.state == State.OPEN and day > engagement.closes)


def ways_to_read(reader: Reader, *, languages: Sequence[str], easy: bool) -> list[WayToRead]:
    """The renditions that questions have: each style, and the other language. Changing the one keeps the other."""
    names = {style: render(words, replace(reader, style="standard")) for style, words in STYLE_NAMES.items()}
    styles = [
        WayToRead(name.words, replace(reader, style=style).query, name.language, reader.style == style)
        for style, name in names.items()
        if easy
    ]
    others = [language for language in LANGUAGES if language in languages and language != reader.language]
    return styles + [WayToRead(LANGUAGES[other], replace(reader, language=other).query, other, current=False) for other in others]
