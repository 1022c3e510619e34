"""An open survey with every type of question, copies with numbers, and people who key."""

from typing import Any, NamedTuple

from django.utils import timezone

from folkmoot.site.paper import domain
from folkmoot.site.people.roles import Role
from tests.site import make, surveys


class World(NamedTuple):
    """A council's survey, its officer and two clerks."""

    where: Any
    officer: Any
    one: Any
    other: Any
    engagement: Any


def questions() -> list[dict[str, Any]]:
    """Every type of question: those of both of the tests' surveys, each key once."""
    parts = surveys.questions_in_parts()[0]
    parts["questions"][0].pop("required")
    return [*surveys.questions(), parts]


def world(slug: str = "warm") -> World:
    where = make.organisation()
    officer = make.member(where)
    asked = surveys.opened(officer, where, slug, version=surveys.version(officer, where, f"{slug}-q", questions()))
    domain.offer_paper(by=officer, engagement=asked, return_to="1 High Street\nHarrowmere", public=True)
    domain.number_copies(by=officer, engagement=asked, count=20)
    clerks = [make.member(where, Role.KEYING_CLERK, name=name) for name in ("Sam One", "Kim Two")]
    return World(where, officer, *clerks, asked)


GIVEN = {
    "A": ["Agree a lot"],
    "B": ["In between"],
    "age": ["16 to 34"],
    "health": ["Yes"],
    "health_kind": ["Body", "Mind"],
    "people": ["3"],
    "comment": ["Keep it warm,\nplease"],
    "think": ["Agree a lot", ""],
    "order": ["2", "1", ""],
    "share": ["40", "60"],
    "seen": ["27", "3", "2026"],
}
ANSWERS = {
    **{key: GIVEN[key][0] for key in ("A", "B", "age", "health", "comment")},
    "health_kind": ["Body", "Mind"],
    "people": 3,
    "think": {"fair": "Agree a lot"},
    "order": ["Buses", "Roads"],
    "share": {"Roads": 40, "Buses": 60},
    "seen": "2026-03-27",
}


def key(world: World, by: Any, number: int = 1, /, **changed: list[str]) -> Any:
    """A keying of GIVEN with some questions changed."""
    return domain.key_form(by=by, engagement=world.engagement, number=number, given=GIVEN | changed, came_on=timezone.localdate())


def keyed_twice(world: World, number: int = 1, first: Any = None, second: Any = None) -> None:
    key(world, world.one, number, **(first or {}))
    key(world, world.other, number, **(second or {}))
