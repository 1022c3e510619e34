"""An export of another system, read: its columns, and a row for each person. Personal columns are dropped while it is read."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.site.renditions import LANGUAGES

_INSIDE = (
    "ip|e-?mail|first ?name|last ?name|full ?name|surname|forename|user ?name|nickname|phone|telephone|mobile|postal address|postcode|"
    "ip ?addr(ess)?|ip ?hash|latitude|longitude|token|refurl|referrer|user ?agent|date of birth|external ?(data ?)?reference"
)
_WHOLE = "name|your name|address|your address|contact"
PERSONAL = re.compile(
    rf"(^|[\s_.-])({_INSIDE})($|[\s_.-])|^({_WHOLE})$|^recipient|^location|^(user|participant|respondent) ?name$", re.IGNORECASE
)
"""What a column that shows who someone is may be called. Such columns are never stored, nor shown."""


@dataclass(frozen=True)
class Column:
    """A column of answers: its own name in the export, the question's code and words, and the part of the question it holds."""

    name: str
    code: str = ""
    words: str = ""
    part: str = ""
    part_words: str = ""


@dataclass(frozen=True)
class Row:
    """One person's answers by the names of columns, with where the row stands, its id there, and what else it says."""

    number: int
    id: str
    cells: Mapping[str, str]
    given: str = ""
    language: str = ""
    complete: bool = True


@dataclass(frozen=True)
class Export:
    """What a file holds: of which system it is, its columns of answers, its rows, and the names of columns that were dropped."""

    system: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    personal: Sequence[str]


@dataclass(frozen=True)
class System:
    """One system's exports: its key and name, whether a file is one, and how it is read from the file's rows."""

    key: str
    name: str
    recognises: Callable[[Sequence[Sequence[str]]], bool]
    read: Callable[[Sequence[Sequence[str]]], Export]


def is_personal(*names: str) -> bool:
    """Whether a column, by any of its names, shows who someone is. Words with CapitalsInside are looked at word by word."""
    spaced = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name in names)
    return any(PERSONAL.search(name.strip()) for both in zip(names, spaced, strict=True) for name in both)


def plain_text(words: str) -> str:
    """A heading without the markup that some systems leave in it."""
    return " ".join(re.sub(r"<[^>]*>", " ", words).replace("\xa0", " ").split())


def moment(words: str) -> dt.datetime | None:
    """The day and time in a cell: ISO, or day/month/year as Britain writes it; None when blank, and for 1 January 1980.

    That is what LimeSurvey writes into surveys that keep no dates. Raises ValueError for anything else.
    """
    words = words.strip().removesuffix(" UTC")
    if not words:
        return None
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ ,]+(\d{1,2}:\d{2}(?::\d{2})?))?", words)
    if british:
        day, month, year, time = british.groups()
        words = f"{year}-{month:0>2}-{day:0>2}" + (f"T{time:0>5}" if time else "")
    found = dt.datetime.fromisoformat(words)
    if (found.year, found.month, found.day) == (1980, 1, 1):
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def language_of(words: str) -> str | None:
    """The language in a cell such as `en-GB` or `CY`: "" when it says none, None when it is none of ours."""
    code = re.split(r"[-_]", words.strip().lower())[0]
    return code if code in {*LANGUAGES, ""} else None


def same_length(rows: Sequence[Sequence[str]], heads: int) -> None:
    """Raises ValidationError naming each row that has more or fewer cells than the first."""
    wrong = [n for n, row in enumerate(rows, start=1) if len(row) != len(rows[0])]
    if wrong:
        named = ", ".join(map(str, wrong[:10])) + (" and more" if len(wrong) > 10 else "")
        raise ValidationError(f"These rows have more or fewer cells than the first: {named}. Export the file again, as it came.")
    if len(rows) <= heads:
        raise ValidationError("The file has headings and no answers below them.")
