"""A made-up look-up of ten postcodes in fifths, and a survey that asks for one. No real place is meant: ZZ is no postcode area."""

import io
from typing import Any

from django.utils import timezone

from folkmoot.site.areas import domain
from folkmoot.site.areas.levels import Levels
from folkmoot.site.areas.models import AreaLookup
from folkmoot.site.renditions import plain
from tests.site import surveys

LEVELS = ("1, most deprived", "2", "3", "4", "5, least deprived")
NOT_KNOWN = "Not known"
SLUG = "made-up-fifths"
FIFTHS = Levels(LEVELS, "levels", codes=("1", "2", "3", "4", "5"))
POSTCODES = tuple(
    f"ZZ{district} {sector}{unit}" for district in (1, 12) for sector, unit in ((1, "AA"), (1, "AB"), (1, "ZZ"), (2, "AA"), (9, "XY"))
)
HEADER = "pcds,place,fifth"


def text() -> str:
    """The first postcode is in the first fifth, the second in the second, and so on round."""
    return "\n".join([HEADER, *(f"{postcode},Made up {n},{n % 5 + 1}" for n, postcode in enumerate(POSTCODES))]) + "\n"


def level_of(place: int) -> str:
    """The level of the postcode at a place of POSTCODES."""
    return LEVELS[place % 5]


def read_in(by: Any, where: Any, content: str | bytes = "", *, levels: Levels = FIFTHS, **more: Any) -> AreaLookup:
    """A look-up, from the text of a CSV file."""
    held = (content or text()).encode() if isinstance(content, str) else content
    described = {
        "name": "Made-up deprivation, fifths",
        "slug": SLUG,
        "source": "Nobody: these postcodes are made up",
        "on": timezone.localdate(),
        "postcode": "pcds",
        "value": "fifth",
        "file_name": "fifths.csv",
        **more,
    }
    *_, last = domain.read_in_lookup(by=by, organisation=where, levels=levels, file=io.BytesIO(held), size=len(held), **described)
    assert isinstance(last, AreaLookup)
    return last


def question(**more: Any) -> dict[str, Any]:
    """A question that asks for a postcode."""
    return {
        "key": "home",
        "type": "postcode",
        "text": plain("What is your postcode?", easy="What is your postcode?", welsh="Beth yw eich cod post?"),
        "label": "Deprivation of the area",
        "look_up": SLUG,
        "attribute": "area_fifth",
        "options": [*(surveys.option(level) for level in LEVELS), surveys.option(NOT_KNOWN, missing=True)],
        **more,
    }


def section(**more: Any) -> dict[str, Any]:
    """A section with that question alone."""
    return {
        "key": "home",
        "title": plain("Where you live", easy="Where you live", welsh="Ble rydych yn byw"),
        "questions": [question(**more)],
    }


def questions() -> list[dict[str, Any]]:
    """Where people live, then two statements."""
    ideas = [surveys.scale("A", "I feel safe where I live"), surveys.scale("B", "People here have a fair chance")]
    return [section(), {"key": "ideas", "title": plain("Your area", easy="Your area", welsh="Eich ardal"), "questions": ideas}]


def config() -> dict[str, Any]:
    """What a survey of those questions publishes, by fifth."""
    return surveys.config() | {"publish": {"factors": ["area_fifth"]}}


def draft(by: Any, where: Any, slug: str = "home", **more: Any) -> Any:
    """A draft of a survey that asks for a postcode."""
    return surveys.draft(
        by,
        where,
        slug,
        **{
            "version": surveys.version(by, where, f"{slug}-q", questions()),
            "sample": surveys.sample(by, where, f"{slug} people", {}),
            "config": config(),
            **more,
        },
    )
