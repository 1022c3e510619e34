"""The cells of one row put together into answers, as our own CSV would hold them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement.imports.mapping import ColumnMapping, Target, squeezed, words_of

TICKED = {"y", "yes", "1", "true", "x", "selected", "ticked", "checked"}
NOT_TICKED = {"", "n", "no", "0", "false", "not selected", "unticked", "unchecked", "-"}
BETWEEN = ";"


class Misfit(Exception):  # noqa: N818 - a value that is no option: the officer says what it means
    """A value that fits no option of its question."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


@dataclass(frozen=True)
class Reading:
    """How one question's cells are read: `called` gives an option by all it is called, `known` by what the officer said a value means."""

    question: Any
    called: Mapping[str, str]
    known: Mapping[str, str]

    @classmethod
    def of(cls, question: Any, mapping: ColumnMapping) -> "Reading":
        """For all rows of a file."""
        called = {squeezed(words): option.value for option in reversed(question.options) for words in reversed(words_of(option))}
        return cls(question, called, mapping.values.get(question.key, {}))

    def option(self, cell: str) -> str:
        """The option a cell means; "" for none. Raises Misfit."""
        if not cell:
            return ""
        found = self.known.get(cell, self.called.get(squeezed(cell)))
        if found is None:
            raise Misfit(cell)
        return found

    def ticked(self, value: str, cell: str) -> bool:
        """Whether the box of one option is ticked. Raises Misfit."""
        if cell in self.known:
            return self.known[cell] == value
        if cell.lower() in NOT_TICKED:
            return False
        if cell.lower() in TICKED or self.called.get(squeezed(cell)) == value:
            return True
        raise Misfit(cell)


def cell_for(reading: Reading, found: Mapping[Target, str]) -> str:
    """Our cell for one question, from the columns that hold its answer. Raises Misfit."""
    question = reading.question
    whole = found.get(Target(question.key), "").strip()
    parts = {target.part: cell.strip() for target, cell in found.items() if target.part}
    if question.type in {"single_choice", "scale"}:
        return reading.option(whole)
    if question.type == "multiple_choice":
        ticked = [value for value in question.values if reading.ticked(value, parts.get(value, ""))]
        chosen = [*_split(reading, whole), *ticked]
        return BETWEEN.join(value for value in question.values if value in chosen)
    if question.type == "grid":
        given = {row: reading.option(cell) for row, cell in parts.items()}
        return BETWEEN.join(f"{row}={value}" for row, value in given.items() if value)
    if question.type == "ranking":
        return BETWEEN.join(_ranked(reading, whole, parts))
    if question.type == "budget":
        return BETWEEN.join(f"{part}={_whole_number(cell)}" for part, cell in parts.items() if cell)
    if question.type == "number":
        return _whole_number(whole)
    return _day(whole) if question.type == "date" else whole


def _split(reading: Reading, cell: str) -> list[str]:
    """Several choices in one cell. An option whose words have a comma in them is found whole."""
    if not cell:
        return []
    try:
        return [value for value in [reading.option(cell)] if value]
    except Misfit:
        between = ";" if ";" in cell else "|" if "|" in cell else ","
    parts = [part.strip() for part in re.split(re.escape(between), cell) if part.strip()]
    found: list[str] = []
    while parts:
        for most in range(len(parts), 0, -1):
            try:
                found.append(reading.option(f"{between} ".join(parts[:most])))
            except Misfit:
                continue
            parts = parts[most:]
            break
        else:
            raise Misfit(parts[0])
    return [value for value in found if value]


def _ranked(reading: Reading, whole: str, parts: Mapping[str, str]) -> Sequence[str]:
    """The options from the first place on: in one cell, a place beside each option, or an option beside each place."""
    if whole:
        return _split(reading, whole)
    placed: dict[int, str] = {}
    for part, cell in parts.items():
        if not cell:
            continue
        value, place = (part, _whole_number(cell)) if part in reading.question.values else (reading.option(cell), part)
        if not place.isdigit() or int(place) in placed:
            raise Misfit(cell)
        placed[int(place)] = value
    return [placed[place] for place in sorted(placed) if placed[place]]


def _whole_number(cell: str) -> str:
    """“3.0000000000” is 3."""
    return re.sub(r"^([+-]?\d+)\.0+$", r"\1", cell)


def _day(cell: str) -> str:
    """The day in a cell as `2020-01-31`: ISO, or day/month/year; what is none is left as it is, for its question to refuse."""
    if british := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T].*)?", cell):
        day, month, year = british.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return re.sub(r"[ T]\d{1,2}:.*$", "", cell)
