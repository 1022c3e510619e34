"""What touches a follower, and when a digest is due. Plain functions: no database, no clock."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

CONFIRM_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class About:
    """What can be followed of an initiative: its slug, topic and place, and the slugs of the organisations in it or deciding on it."""

    slug: str
    topic: str
    area: str
    organisations: frozenset[str]


def same_area(name: str) -> str:
    """A place's name without what makes two spellings of it differ: capitals and spaces."""
    return " ".join(name.casefold().split())


def touches(chosen: Collection[tuple[str, str]], about: About) -> bool:
    """Whether someone who chose these kinds and keys is to be told of an initiative. Only what they chose counts."""
    own = {("initiative", about.slug), ("topic", about.topic), ("area", same_area(about.area))}
    return not (own | {("organisation", slug) for slug in about.organisations}).isdisjoint(chosen)


def a_month_after(day: date) -> date:
    """The same day of the next month, or that month's last day where it has no such day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def digest_is_due(last: date, today: date) -> bool:
    """Whether a month has passed since the last digest."""
    return today >= a_month_after(last)
