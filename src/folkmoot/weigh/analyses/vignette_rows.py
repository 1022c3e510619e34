"""The rows of an analysis of vignettes: what is shown of each level, in each group of people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey import base_quality
from folkmoot.survey.vignettes import VignetteRow
from folkmoot.weigh.analyses.section import Row
from folkmoot.weigh.analyses.vignette_people import VignettePeople
from folkmoot.weigh.answers import Codes
from folkmoot.weigh.hiding import Mask

_NO_NUMBER = ("[c]", "[x]")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one group of people. group, first: its place among the groups, and that of the first. differences: from the first
    group; none for that one, or without groups."""

    who: str
    group: int
    first: int
    rows: tuple[VignetteRow, ...]
    differences: tuple[VignetteRow, ...]


def shown_row(part: Part, at: int, attribute: str, levels: Sequence[str], people: VignettePeople, *, grouped: bool) -> Row:
    """A level in one group. levels: of the attribute."""
    row = part.rows[at]
    effect = row.reference is not None
    start = (part.who, row.attribute, row.level, *([row.reference] if row.reference is not None else []))
    sides = [levels.index(level) for level in (row.level, row.reference) if level is not None]
    hidden, counts = people.hidden[attribute], people.people[attribute]
    n = None if hidden[part.group, sides[0]] else int(counts[part.group, sides[0]])
    mark, own = _side(row, hidden[part.group, sides], counts[part.group, sides], test=effect)
    if not grouped:
        return Row((*start, *own, n), mark)
    if not part.differences:
        return Row((*start, *own, "", "", "", "", n), mark)
    both, between = _side(part.differences[at], hidden[part.first, sides], counts[part.first, sides], test=True)
    if own[0] is None:
        between = [None] * 4
    marks = [each for each in (*_NO_NUMBER, "[u]") if each in (mark, both)]
    return Row((*start, *own, *between, n), marks[0] if marks else "")


def all_shown(attribute: str, people: VignettePeople) -> bool:
    """Whether every level of an attribute is shown in every group that answered, so that a test of them all may be."""
    counts, hidden = people.people[attribute], people.hidden[attribute]
    return not (hidden & (counts > 0)).any() and not any(base_quality(int(n)).withheld for n in counts.ravel() if n)


def _side(row: VignetteRow, hidden: Mask, counts: Codes, *, test: bool) -> tuple[str, list[float | None]]:
    """The mark and the numbers that are shown of a row resting on these people."""
    quality = base_quality(int(counts.min()))
    mark = "[c]" if hidden.any() else "[x]" if np.isnan([row.estimate, row.low]).any() else quality.shorthand
    numbers = [row.estimate, row.low, row.high, *([row.p] if test else [])]
    return mark, [None if mark in _NO_NUMBER or quality.withheld else number for number in numbers]
