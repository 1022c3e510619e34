"""The 57 fields of an Initiative's record, read from `fields.toml`: what is asked, what it is for, and what it is called elsewhere.

Drawn from UK GDPR Articles 13 and 14, the Digital Economy Act's register of agreements, the UK Data Use Register and the Algorithmic
Transparency Recording Standard, put the way people ask. Fields are numbered for good; questions are known by their id.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"  # paragraphs, in renditions
    LIST = "list"  # one entry a line, in renditions
    CHOICE = "choice"  # one of `options`
    CHOICES = "choices"  # at least one of `options`
    DATE = "date"  # a day, as 2027-04-01
    CODES = "codes"  # the area codes of the Office for National Statistics
    BASES = "bases"  # an article and words, for each controller and purpose


class Need(StrEnum):
    """What waits until a field is filled in."""

    NOTICE = "notice"  # the notice is not published before
    CASE = "case"  # the business case is not, and so no committee decides
    LICENCE = "licence"  # no licence is in force before
    CLOSURE = "closure"  # the initiative does not close before


class When(StrEnum):
    """When a question is needed that most uses of data do not need."""

    SENSITIVE = "sensitive"  # a dataset is about health, beliefs or crime
    SENSORS = "sensors"  # it senses places
    UNTOLD = "untold"  # people are not told one by one
    PREDICTS = "predicts"  # a computer scores or predicts


@dataclass(frozen=True)
class Part:
    """A part of a publication, in the order people ask. `publication` is notice or case."""

    id: str
    heading: str
    publication: str


@dataclass(frozen=True)
class Option:
    """An answer to choose, and its standard term where there is one."""

    id: str
    words: str
    term: str = ""


@dataclass(frozen=True)
class Question:
    """One thing that staff answer in words, its field, and where it stands in a publication.

    `term` is the standard property its answer is exported under; `when` says that only some uses of data need it.
    """

    id: str
    field: str
    part: str
    ask: str
    help: str
    example: str
    term: str
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()
    needed: bool = True
    when: When | None = None

    @property
    def publication(self) -> str:
        """The publication it is answered in: notice or case."""
        return PARTS[self.part].publication

    def option(self, chosen: str) -> Option | None:
        """The option with an id, or None."""
        return next((option for option in self.options if option.id == chosen), None)


@dataclass(frozen=True)
class Field:
    """One of the 57: its number and section, what waits for it, and what it is called in the law and in other registers.

    `kept` says in words where an answer comes from that nobody types; a field has questions, or is kept, or both.
    """

    number: int
    id: str
    section: str
    name: str
    terms: tuple[str, ...]
    needed: Need | None = None
    kept: str = ""
    law: str = ""
    dea: str = ""
    dur: str = ""
    atrs: str = ""
    questions: tuple[Question, ...] = ()


SECTIONS = {
    "identity": "What it is",
    "accountable": "Who answers for it",
    "case": "The business case",
    "notice": "The transparency notice",
    "engagement": "What people said",
    "decision": "What was decided",
    "work": "The work, and what came out",
    "commerce": "Companies",
    "progress": "Progress and results",
}
"""The sections of the record in order, with their names."""


def _options(given: dict[str, Any], table: dict[str, Any]) -> tuple[Option, ...]:
    if given.get("kind") == Kind.BASES:
        return tuple(Option(**basis) for basis in table["basis"])
    if given.get("kind") == Kind.CHOICES:
        return tuple(Option(**condition) for condition in table["condition"])
    return tuple(Option(*option) for option in given.get("options", []))


def _question(given: dict[str, Any], field: str, table: dict[str, Any]) -> Question:
    typed = {"kind": Kind(given.get("kind", "text")), "when": When(given["when"]) if "when" in given else None}
    return Question(**{**given, **typed, "field": field, "options": _options(given, table)})


def _field(given: dict[str, Any], table: dict[str, Any]) -> Field:
    questions = tuple(_question(question, given["id"], table) for question in given.get("question", []))
    rest = {key: value for key, value in given.items() if key != "question"}
    needed = Need(given["needed"]) if "needed" in given else None
    return Field(**{**rest, "terms": tuple(given["terms"]), "needed": needed, "questions": questions})


_TABLE = tomllib.loads(files("folkmoot.record").joinpath("fields.toml").read_text("utf-8"))

PARTS: dict[str, Part] = {part["id"]: Part(**part) for part in _TABLE["part"]}
"""The parts of the notice, then those of the business case, by id."""

FIELDS: tuple[Field, ...] = tuple(_field(given, _TABLE) for given in _TABLE["field"])
"""All 57, by number."""

QUESTIONS: dict[str, Question] = {
    question.id: question for part in PARTS for field in FIELDS for question in field.questions if question.part == part
}
"""Every question by id, in the order of the parts."""


def field_of(known_as: str) -> Field:
    """The field with an id. Raises KeyError when there is none."""
    return {field.id: field for field in FIELDS}[known_as]


def parts_of(publication: str) -> tuple[Part, ...]:
    """The parts of a publication (notice or case), in order."""
    return tuple(part for part in PARTS.values() if part.publication == publication)


def questions_of(part: str) -> tuple[Question, ...]:
    """The questions of one part, in order. Raises KeyError when there is no such part."""
    if part not in PARTS:
        raise KeyError(part)
    return tuple(question for question in QUESTIONS.values() if question.part == part)
