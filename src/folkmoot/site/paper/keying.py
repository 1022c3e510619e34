"""What someone types who keys a form: the number of the box that is ticked, or what is written. “?” is for what cannot be read.

What stands on the paper is keyed as it stands, also two ticks where one was asked for: whether it is an answer is looked at afterwards.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.paper.form_content import KINDS
from folkmoot.site.renditions import Reader, render

UNREADABLE = "?"
TWO_TICKS = ";"
LONGEST = 10_000
Given = Mapping[str, Sequence[str]]


class NotKeyed(Exception):  # noqa: N818 - the words are for the person at the keyboard
    """What was typed is nothing that can stand at this question. The message says what to type."""


def fields(question: Any) -> tuple[str, ...]:
    """The names of the boxes to type in."""
    return tuple(QUESTION_TYPES[question.type].fields(question))


def read(question: Any, typed: Sequence[str]) -> list[str]:
    """The form's values in what was typed, one entry a box; [] for a question left empty. Raises NotKeyed."""
    words = [entry.replace("\r\n", "\n").strip() for entry in typed]
    if not any(words):
        return []
    if UNREADABLE in words:
        return [UNREADABLE]
    if max(len(entry) for entry in words) > LONGEST:
        raise NotKeyed(f"type {LONGEST:,} letters at most.")
    kind = KINDS[question.type]
    if kind in {"one", "many"}:
        chosen = set(_chosen(question, words[0]))
        return [value for value in question.values if value in chosen]
    if kind == "grid":
        return [TWO_TICKS.join(_chosen(question, entry)) for entry in words]
    if kind == "postcode":
        return _level(question, words)
    return words


def typed(question: Any, given: Sequence[str]) -> list[str]:
    """What to type to get these values: what `read` turns back into them."""
    boxes = len(fields(question))
    if not given:
        return [""] * boxes
    if list(given) == [UNREADABLE]:
        return [UNREADABLE, *[""] * (boxes - 1)]
    kind, place = KINDS[question.type], {value: str(at) for at, value in enumerate(question.values, start=1)}
    if kind in {"one", "many"}:
        return [" ".join(place[value] for value in given)]
    if kind == "grid":
        return [" ".join(place[value] for value in entry.split(TWO_TICKS) if value) for entry in given]
    return list(given)


def alike(question: Any, one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two people keyed the same. Spaces and line ends do not count."""
    return _plain(one) == _plain(other)


def words(question: Any, given: Sequence[str], reader: Reader | None = None) -> str:
    """What was keyed, in words."""
    reader = reader or Reader()
    if not any(given):
        return "Left empty"
    if list(given) == [UNREADABLE]:
        return "Cannot be read"
    kind, kind_of = KINDS[question.type], QUESTION_TYPES[question.type]
    if kind in {"one", "many"}:
        return ", ".join(kind_of.option_words(question, value, reader) for value in given)
    if kind == "grid":
        rows = zip(question.rows, given, strict=True)
        told = (
            (render(row.text, reader).words, [kind_of.option_words(question, v, reader) for v in entry.split(TWO_TICKS)])
            for row, entry in rows
        )
        return "; ".join(f"{row}: {' and '.join(chosen)}" for row, chosen in told if any(chosen))
    if kind == "postcode":
        return kind_of.option_words(question, kind_of.read(question, given), reader)
    if kind in {"places", "points"}:
        return ", ".join(f"{render(o.text, reader).words}: {entry}" for o, entry in zip(question.options, given, strict=True) if entry)
    return " ".join(given) if kind == "date" else given[0]


def _chosen(question: Any, entry: str) -> list[str]:
    """The options whose numbers were typed, in the order they are shown."""
    numbers = [part for part in re.split(r"[\s,;]+", entry) if part]
    most = len(question.options)
    for number in numbers:
        if not (number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= most):
            raise NotKeyed(
                f"there is no box {number[:20]}. Type numbers from 1 to {most}, {UNREADABLE} for what cannot be read, or nothing."
            )
    return [value for at, value in enumerate(question.values, start=1) if str(at) in {str(int(number)) for number in numbers}]


def _level(question: Any, words: Sequence[str]) -> list[str]:
    """The level of a postcode, as it travels: a postcode that was keyed is not kept."""
    kind = QUESTION_TYPES[question.type]
    try:
        kind.read(question, words)
    except NotAnAnswer as refused:
        raise NotKeyed(f"{refused} Type {UNREADABLE} for what cannot be read.") from None
    return kind.travels(question, words)


def _plain(given: Sequence[str]) -> list[str]:
    plain = [" ".join(entry.split()) for entry in given]
    return plain if any(plain) else []
