"""What people read about an engagement: its dates, and why it takes no answers now."""

import datetime as dt
from typing import Any

from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.engagement.states import State


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
