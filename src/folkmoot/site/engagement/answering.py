"""One person's way through the pages. Everything they gave so far travels with the page in hidden fields: the server keeps nothing."""

import re
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.template import engines
from markupsafe import Markup

from folkmoot.site.engagement import arrivals, receipts
from folkmoot.site.engagement.how_given import HowGiven
from folkmoot.site.engagement.models import Response
from folkmoot.site.engagement.pages import Page, page_after, page_before, pages_of
from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.engagement.question_types.scenario import Scenario
from folkmoot.site.engagement.questionnaire import Question, Questionnaire
from folkmoot.site.engagement.signs import DRAWN
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.guarded_form import TRAP
from folkmoot.site.keyed import Keyed
from folkmoot.site.renditions import Reader, Texts, in_language, marked, render

TICKS = ("under_16", "adult_yes", "own_yes")
LONGEST_CODE = 60


@dataclass
class Sitting:
    """Where someone is: their receipt, the page they are on (`len(pages)` is the check page), whether they came back from there to change
    something, and what they gave so far by question key.

    `step` is the part of the questionnaire they answer, `code` what they came in with, and `begun` says, signed,
    when they did, `saved` the code under which they saved it before.
    """

    receipt: uuid.UUID
    pages: tuple[Page, ...]
    step: str
    code: str = ""
    begun: str = ""
    saved: str = ""
    at: int = 0
    changing: bool = False
    given: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""
    contact: str = ""
    authority: str = ""
    ticked: frozenset[str] = frozenset()
    trapped: bool = False
    mode: str = Response.Mode.ONLINE
    group_size: int | None = None

    @classmethod
    def new(cls, questionnaire: Questionnaire, *, step: str = "", code: str = "") -> "Sitting":
        """The first page of a step (of the first when it is ""), with a receipt of its own."""
        step = step or questionnaire.steps[0]
        return cls(receipts.new(), pages_of(questionnaire.at_step(step)), step, code, arrivals.new_token())

    @classmethod
    def read(cls, whole: Questionnaire, sent: QueryDict, *, by_staff: bool = False) -> "Sitting":
        """What a form sent. Anything that was tampered with is read as if it was not there; answers are checked by the method."""
        step = sent.get("step", "") if sent.get("step", "") in whole.steps else whole.steps[0]
        questionnaire = whole.at_step(step)
        pages = pages_of(questionnaire)
        at = sent.get("at", "")
        return cls(
            receipt=receipts.read(sent.get("receipt", "")) or receipts.new(),
            pages=pages,
            step=step,
            code=sent.get("code", "")[:LONGEST_CODE],
            begun=sent.get("begun", ""),
            saved=sent.get("saved", "")[:LONGEST_CODE],
            at=min(int(at), len(pages)) if at.isascii() and at.isdigit() and len(at) < 5 else 0,
            changing=sent.get("changing") == "yes",
            given={question.key: values for question in questionnaire.asked if any(values := _sent(question, sent))},
            name=sent.get("name", ""),
            contact=sent.get("contact", ""),
            authority=sent.get("authority", ""),
            ticked=frozenset(name for name in TICKS if sent.get(name)),
            trapped=bool(sent.get(TRAP)),
            mode=sent.get("mode", Response.Mode.ASSISTED) if by_staff else Response.Mode.ONLINE,
            group_size=int(sent["group_size"]) if by_staff and re.fullmatch(r"[0-9]{1,4}", sent.get("group_size", "")) else None,
        )

    @property
    def by_staff(self) -> bool:
        """Whether somebody of the organisation types this."""
        return self.mode != Response.Mode.ONLINE

    @property
    def how(self) -> HowGiven:
        """How this comes to us, when it is sent."""
        under_16, adult_yes, own_yes = (name in self.ticked for name in TICKS)
        return HowGiven(self.code, self.step, self.mode, self.group_size, self.authority, under_16, adult_yes, own_yes)

    @property
    def checking(self) -> bool:
        """Whether this is the check page."""
        return self.at >= len(self.pages)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was given to the questions that are put to this person, as far as it can be read: what `only_if` looks at."""
        read: dict[str, Any] = {}
        for question in (question for page in self.pages for question in page.questions):
            if question.key in self.given and question.applies(read):
                with suppress(NotAnAnswer):
                    answer = QUESTION_TYPES[question.type].read(question, self.given[question.key])
                    read |= {} if answer is None else {question.key: answer}
        return read

    @property
    def shown(self) -> tuple[Question, ...]:
        """The questions on this page, for this person; none on the check page."""
        return () if self.checking else self.pages[self.at].put_to(self.answers)

    @property
    def travelling(self) -> list[tuple[str, str]]:
        """The hidden fields: everything given but what this page asks."""
        here = {question.key for question in self.shown}
        asked = [question for page in self.pages for question in page.questions if question.key not in here]
        fields = [field for question in asked for field in _hidden(question, _travels(question, self.given.get(question.key, ())))]
        fields += [("receipt", str(self.receipt)), ("at", str(self.at)), ("step", self.step), ("begun", self.begun)]
        fields += [("code", self.code)] if self.code else []
        fields += [("saved", self.saved)] if self.saved else []
        fields += [("mode", self.mode), ("group_size", str(self.group_size or ""))] if self.by_staff else []
        fields += [("changing", "yes")] if self.changing else []
        if self.checking:
            return fields
        ticks = [(name, "yes") for name in TICKS if name in self.ticked]
        return [*fields, ("name", self.name), ("contact", self.contact), ("authority", self.authority), *ticks]

    def to_save(self, sent: QueryDict) -> QueryDict:
        """What a form sent, as it is saved for later: of an answer only what travels."""
        fields = sent.copy()
        for question in (question for page in self.pages for question in page.questions):
            given = self.given.get(question.key, [])
            if (kept := _travels(question, given)) != given:
                fields.setlist(question.field, kept)
        return fields

    def go_on(self) -> None:
        """To the next page. Someone who came from the check page goes back there, by way of any question their change has opened."""
        here = {question.key for question in self.shown}
        opened = (
            number
            for number, page in enumerate(self.pages)
            if any(q.only_if and q.only_if.names & here and q.key not in self.given for q in page.put_to(self.answers))
        )
        self.at = next(opened, len(self.pages)) if self.changing else page_after(self.pages, self.at, self.answers)

    def go_back(self) -> None:
        """To the page before."""
        self.at = page_before(self.pages, self.at, self.answers)

    def go_to(self, page: int) -> None:
        """To a page, from the check page."""
        self.at, self.changing = max(0, min(page, len(self.pages))), True

    def page_of(self, key: str) -> int:
        """Which page asks a question."""
        return next(n for n, page in enumerate(self.pages) if any(question.key == key for question in page.questions))


@dataclass(frozen=True)
class QuestionShown:
    """A question as its macro draws it.

    `options` are pairs of a value and words, with a drawing third in easy read; `fields` the names of its fields, each with a value in
    `given`; `error` the word for one and what is wrong, "" for nothing; `rows` the statements of a grid, `cards` the features of each
    scenario card, `choices` the places of a ranking, `parts` the words of a date.
    """

    question: Question
    macro: str
    legend: str
    hint: str
    options: Sequence[tuple[str, ...]]
    given: Sequence[str]
    error: str | tuple[str, str]
    fields: Sequence[str] = ()
    rows: Sequence[str] = ()
    choices: Sequence[str] = ()
    cards: Sequence[Sequence[tuple[str, str]]] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerShown:
    """An answer on the check page: the question, the answer in words ("" when skipped), and the page where it can be changed."""

    question: str
    answer: str
    page: int


@dataclass(frozen=True)
class QuestionDrawn:
    """A question as markup, with what is wrong with the answer ("" for nothing) and the field that is put right."""

    html: Markup
    error: str
    field: str


def questions_shown(sitting: Sitting, reader: Reader, errors: Mapping[str, Texts], needed: Texts, version: str) -> list[QuestionDrawn]:
    """The questions of a page for a reader, each with what they gave and what is wrong with it. `version`: the hash of the questions.

    One that nobody has answered yet looks the same to all who read alike, so it is drawn once.
    """
    shown = []
    for question in sitting.shown:
        given, error = sitting.given.get(question.key, []), errors.get(question.key, {})
        if given or error or QUESTION_TYPES[question.type].put(question, []):
            html = _drawn(question, reader, given, error, needed)
        else:
            html = _untouched(Keyed((version, question.key), (question, needed)), reader)
        shown.append(QuestionDrawn(html, _said(question, error, reader), question.field))
    return shown


@lru_cache(maxsize=4_096)
def _untouched(question: Keyed, reader: Reader) -> Markup:
    asked, needed = question.of
    return _drawn(asked, reader, [], {}, needed)


def _drawn(question: Question, reader: Reader, given: Sequence[str], error: Texts, needed: Texts) -> Markup:
    shown = _shown(question, reader, given, error, needed)
    macros = engines["jinja"].get_template("engagement/questions.jinja").template.module
    drawn: Markup = getattr(macros, shown.macro)(shown)
    return drawn


def _shown(question: Question, reader: Reader, given: Sequence[str], error: Texts, needed: Texts) -> QuestionShown:
    kind = QUESTION_TYPES[question.type]
    hints = (question.hint, kind.how, needed if question.required else {})
    hint = Markup(" ").join(in_language(text, reader) for text in hints if text)
    options = [(option.value, in_language(option.text, reader), *_drawing(option.sign, reader)) for option in question.options]
    legend = in_language(question.text, reader)
    said = (in_language(WORDING["error"], reader), _said(question, error, reader)) if error else ""
    given = kind.put(question, given)
    rows = [in_language(row.text, reader) for row in question.rows]
    parts = {name: in_language(text, reader) for name, text in kind.part_words.items()}
    cards = kind.shown(question, given[0], reader) if isinstance(kind, Scenario) else []
    fields, choices = kind.fields(question), kind.choices(question)
    return QuestionShown(question, kind.macro, legend, hint, options, given, said, fields, rows, choices, cards, parts)


def _said(question: Question, error: Texts, reader: Reader) -> Markup:
    """What is wrong with the answer to a question, which is named; "" when nothing is."""
    return Markup("“{}”: {}").format(in_language(question.text, reader), in_language(error, reader)) if error else Markup()


def answers_shown(sitting: Sitting, reader: Reader, answers: Mapping[str, Any]) -> list[AnswerShown]:
    """Every question put to this person, with their answer, for the check page."""
    return [
        AnswerShown(
            in_language(question.text, reader),
            answer_words(question, answers[question.key], reader) if question.key in answers else "",
            number,
        )
        for number, page in enumerate(sitting.pages)
        for question in page.put_to(sitting.answers)
    ]


def answer_words(question: Question, answer: Any, reader: Reader) -> str:
    """An answer as its question is read; what someone wrote in their own words is in whatever language they wrote."""
    kind = QUESTION_TYPES[question.type]
    words, language = kind.words(question, answer, reader), render(question.text, reader).language
    return marked(words, language) if kind.weighed else words


def _sent(question: Question, sent: QueryDict) -> list[str]:
    """What a form gives for a question: every value of its one field, or one value for each of its fields."""
    fields = QUESTION_TYPES[question.type].fields(question)
    return sent.getlist(question.field) if fields == (question.field,) else [sent.get(name, "") for name in fields]


def _travels(question: Question, given: Sequence[str]) -> list[str]:
    return QUESTION_TYPES[question.type].travels(question, given) if given else []


def _hidden(question: Question, given: Sequence[str]) -> list[tuple[str, str]]:
    """The hidden fields that give the same again."""
    fields = QUESTION_TYPES[question.type].fields(question)
    if fields == (question.field,):
        return [(question.field, value) for value in given]
    return [(name, value) for name, value in zip(fields, given, strict=False) if value]


def _drawing(sign: str, reader: Reader) -> tuple[str, ...]:
    return (DRAWN[sign],) if sign and reader.style == "easy" else ()
