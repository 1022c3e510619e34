"""What may be asked of look-ups: the level of one postcode, where it comes from, and whether the questions of an engagement can use it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.face import date_words
from folkmoot.site.areas.levels import PLACES, levels_of
from folkmoot.site.areas.models import AreaLookup, AreaSector
from folkmoot.site.postcodes import sector_and_unit

POSTCODE = "postcode"
"""The type of question that reads a look-up."""


def lookups() -> list[AreaLookup]:
    """Every look-up, the newest first: what one organisation read in, all may use."""
    return list(AreaLookup.objects.select_related("organisation"))


def lookup(slug: str) -> AreaLookup | None:
    """The look-up of a name, or None."""
    return AreaLookup.objects.filter(slug=slug).select_related("organisation").first()


def level_of(slug: str, postcode: str) -> str | None:
    """The level of a normalised postcode in a look-up, in one query for its sector; None for one that is not there."""
    sector, unit = sector_and_unit(postcode)
    found = AreaSector.objects.filter(lookup__slug=slug, sector=sector).values_list("units", "lookup__levels").first()
    if found is None:
        return None
    units, levels = found
    place = next((units[at + 2] for at in range(0, len(units), 3) if units[at : at + 2] == unit), None)
    return None if place is None else str(levels[PLACES.index(place)])


def source_of(slug: str) -> str:
    """What a look-up is, in one sentence for whoever reads results; "" when it is not here."""
    found = lookup(slug)
    if found is None:
        return ""
    how = levels_of(found.levels, found.how).said()
    return f"{found.name} ({found.source}, {date_words(found.on)}). {how}"


def why_not_open(engagement: Any) -> list[str]:
    """Why the postcodes that an engagement asks for cannot be looked up yet, each in a sentence; [] when they can, or none is asked for."""
    reasons = []
    for question in engagement.version.questionnaire.questions:
        if question.type != POSTCODE:
            continue
        found = lookup(question.look_up)
        wanted = [option.value for option in question.options if not option.missing]
        if found is None:
            reasons.append(f"The question “{question.key}” needs the look-up of areas “{question.look_up}”, which is not here. Read it in.")
        elif found.levels != wanted:
            reasons.append(
                f"The question “{question.key}” has the levels {'; '.join(wanted)}. Its look-up “{found.slug}” has "
                f"{'; '.join(found.levels)}. They must be the same, in the same order: make a version of the questions that has them."
            )
    return reasons


@dataclass(frozen=True)
class Told:
    """What a page says of a look-up: how its levels were told, how many postcodes have each, and a question that asks for it."""

    how: str
    rows: Sequence[tuple[str, int]]
    question: str


def told(found: AreaLookup) -> Told:
    """What a page says of a look-up."""
    options = [(level, "") for level in found.levels] + [("Not known", ", missing = true")]
    lines = [f"    {{ value = {_quoted(words)}, text = {{ en = {{ standard = {_quoted(words)} }} }}{more} }}," for words, more in options]
    question = ['key = "area"', 'type = "postcode"', 'text = { en = { standard = "What is your postcode?" } }', 'label = "Area"']
    question += [f"look_up = {_quoted(found.slug)}", 'attribute = "area"', "options = [", *lines, "]"]
    how = levels_of(found.levels, found.how).said()
    return Told(how, list(zip(found.levels, found.counts, strict=True)), "\n".join(["[[sections.questions]]", *question]))


def _quoted(words: str) -> str:
    """Words as TOML writes them: JSON's way is one of its ways."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
