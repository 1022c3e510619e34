"""A panel for tests, people who join it, and an engagement they can be drawn for."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from folkmoot.site.panel import domain
from folkmoot.site.panel.membership import AboutMe
from folkmoot.site.panel.models import Member, Panel
from folkmoot.site.people.models import Organisation
from folkmoot.site.renditions import plain
from tests.site import make, surveys

TARGETS = {
    "age": {"source": "Made up", "percent": {"16 to 34": 30, "35 to 64": 45, "65 and over": 25}},
    "area": {"source": "Made up", "percent": {"North": 60, "South": 40}},
}
ASKS = {"age": plain("How old are you?", easy="Your age?", welsh="Faint yw eich oed?"), "area": plain("Where do you live?")}
_numbers = count(1)


def panel(where: Organisation | None = None, slug: str = "", **more: Any) -> Panel:
    """A panel of an Organisation."""
    where, number = where or make.organisation(), next(_numbers)
    given = {
        "title": plain("People of Harrowmere", easy="Our panel", welsh="Pobl Harrowmere"),
        "about": plain("We ask you before records are used.", easy="We ask you first."),
        "population": "Adults of Harrowmere",
        "targets": TARGETS,
        "asks": ASKS,
    }
    return domain.found_panel(by=make.member(where), organisation=where, slug=slug or f"panel-{number}", **(given | more))


def joined(
    to: Panel,
    age: str = "35 to 64",
    area: str = "North",
    ways: Any = ("survey",),
    *,
    contact: str = "",
    name: str = "Pat Synthetic",
    **more: Any,
) -> str:
    """Someone joins; the token of their link."""
    said = {key: level for key, level in (("age", age), ("area", area)) if level}
    contact = contact or f"pat{next(_numbers)}@example.org"
    return domain.join_panel(panel=to, name=name, contact=contact, about=AboutMe(said, **more), ways=ways).token


def crowd(to: Panel, n: int) -> list[str]:
    """`n` members: of ten two are 16 to 34, five 35 to 64, three 65 and over; every other in the north."""
    ages = ["16 to 34"] * 2 + ["35 to 64"] * 5 + ["65 and over"] * 3
    return [joined(to, ages[at % 10], ("North", "South")[at % 2]) for at in range(n)]


def holder(token: str) -> Member:
    """The member who holds a link."""
    from folkmoot.site.panel.membership import member_of

    found = member_of(token)
    assert found is not None
    return found


def by_code(officer: Any, where: Organisation, slug: str = "asked", **more: Any) -> Any:
    """A survey that people enter with a code, open."""
    return surveys.opened(officer, where, slug, config={**surveys.config(), "entry": "invited"}, **more)


@contextmanager
def on(days: int) -> Iterator[None]:
    """The clock, so many days on."""
    now = timezone.now() + dt.timedelta(days=days)
    with patch.object(timezone, "now", lambda: now):
        yield


def token_of(participant_id: int) -> str:
    """The token of the link of a Participant who is a member."""
    from folkmoot.site.panel.models import MemberContact
    from folkmoot.site.people.models import Participant

    return MemberContact.objects.get(pseudonym=Participant.objects.get(pk=participant_id).pseudonym).token
