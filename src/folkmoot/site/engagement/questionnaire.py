"""A questionnaire as its instrument holds it: sections of questions, every text in its renditions.

    [{"key": "you", "title": {...}, "intro": {...}, "questions": [
        {"key": "age", "type": "single_choice", "text": {...}, "required": true, "attribute": "age",
         "options": [{"value": "18-24", "text": {...}}, ...]}]}]

A section with `steps` is put to people at those steps of the engagement (before, after 1, after 2 ...), and one with `information` tells
them something first. `{...}` is a text in renditions. Here are its typed parts; `questionnaire_rules.read` checks the whole.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from folkmoot.site import renditions
from folkmoot.site.engagement.routing import Rules, parse_rules
from folkmoot.site.ordered_json import canonical
from folkmoot.site.renditions import Reader, Texts

ONCE, BEFORE = "once", "before"
STEP = re.compile(r"before|after [1-9]")
"""The steps of a questionnaire that is put more than once. One that is put once has the step `once`."""


@dataclass(frozen=True)
class Option:
    """One answer to choose: what is stored, and its words.

    `sign` is the drawing beside it in easy read; `alone` says that it excludes all others; `missing` that it is kept, and counted as no
    answer (such as “Prefer not to say”).
    """

    value: str
    text: Texts
    sign: str = ""
    alone: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Varied:
    """A feature of the cases on scenario cards: what is stored, its words, and its levels, which are drawn at random."""

    value: str
    text: Texts
    levels: tuple[Option, ...]


@dataclass(frozen=True)
class Question:
    """One question. Which of the fields after `options` mean something is for its type to say (`question_types/`).

    `attribute` names what the answer is frozen as on the Response, for weights and breakdowns. A question with `asked` false is on
    no page: its answer is something known of the person, and comes with an import.
    """

    key: str
    type: str
    text: Texts
    hint: Texts
    label: str
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    required: bool = False
    attribute: str = ""
    asked: bool = True
    only_if: Rules | None = None
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    earliest: str = ""
    latest: str = ""
    varied: tuple[Varied, ...] = ()
    cards: int = 0
    left_out: tuple[Mapping[str, str], ...] = ()
    bank: str = ""
    look_up: str = ""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"answer-{self.key}"

    @property
    def values(self) -> tuple[str, ...]:
        """What its options store, in order."""
        return tuple(option.value for option in self.options)

    def words(self, reader: Reader) -> str:
        """The question as this reader gets it."""
        return renditions.render(self.text, reader).words

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is put to someone who gave these answers."""
        return self.only_if is None or self.only_if.hold(answers)


@dataclass(frozen=True)
class Section:
    """Questions that belong together, and what people are told before them.

    `information` is one text for each paragraph. `steps` are when it is put to them: only the first time when there are none.
    """

    key: str
    title: Texts
    intro: Texts
    questions: tuple[Question, ...]
    information: tuple[Texts, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """Sections, in the order they are asked."""

    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def steps(self) -> tuple[str, ...]:
        """When it is put to people: once, or before and after 1, after 2 and so on."""
        named = {step for section in self.sections for step in section.steps}
        return tuple(sorted(named, key=lambda step: (step != BEFORE, step))) or (ONCE,)

    def at_step(self, step: str) -> "Questionnaire":
        """What is put to people at one of its steps."""
        first = self.steps[0]
        return replace(self, sections=tuple(section for section in self.sections if step in (section.steps or (first,))))

    def steps_of(self, key: str) -> tuple[str, ...]:
        """When a question is put. Raises StopIteration for a key that is none."""
        section = next(section for section in self.sections if any(question.key == key for question in section.questions))
        return section.steps or self.steps[:1]

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that stand on a page."""
        return tuple(question for question in self.questions if question.asked)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that some question is written in: a person gets English where their language is missing."""
        return tuple(code for code in renditions.LANGUAGES if any(code in question.text for question in self.asked))

    @property
    def easy(self) -> bool:
        """Whether every question that is asked has an easy read text."""
        return all("easy" in question.text.get("en", {}) for question in self.asked)


def content_hash(data: Any) -> str:
    """SHA-256 of a questionnaire as data, the same whatever the order of its keys."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def parse(data: Any) -> Questionnaire:
    """The typed form of data that `questionnaire_rules.read` has passed."""
    return Questionnaire(tuple(_section(section) for section in data))


def _section(data: Mapping[str, Any]) -> Section:
    questions = tuple(_question(question) for question in data.get("questions", ()))
    return Section(
        data["key"], data["title"], data.get("intro", {}), questions, tuple(data.get("information", ())), tuple(data.get("steps", ()))
    )


def _question(data: Mapping[str, Any]) -> Question:
    given = {
        name: data[name]
        for name in ("required", "attribute", "asked", "least", "most", "longest", "earliest", "latest", "cards", "bank", "look_up")
        if name in data
    }
    if "only_if" in data:
        given["only_if"] = parse_rules(data["only_if"])
    options = tuple(_option(option) for option in data.get("options", ()))
    given["varied"] = tuple(
        Varied(one["value"], one["text"], tuple(_option(level) for level in one.get("levels", ()))) for one in data.get("varied", ())
    )
    given["left_out"] = tuple(data.get("left_out", ()))
    given["rows"] = tuple(_option(row) for row in data.get("rows", ()))
    label = data.get("label") or data["text"]["en"]["standard"]
    return Question(data["key"], data["type"], data["text"], data.get("hint", {}), label, options, **given)


def _option(data: Mapping[str, Any]) -> Option:
    return Option(data["value"], data["text"], data.get("sign", ""), data.get("alone", False), data.get("missing", False))
