"""What every type of question can do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import Reader, Texts, plain, render

Answer = str | int | list[str] | list[dict[str, str | None]] | dict[str, str] | dict[str, int]


ONE_OF_THESE = plain("choose one of the answers shown.", welsh="dewiswch un o'r atebion a ddangosir.")


class NotAnAnswer(Exception):  # noqa: N818 - the words are for the person who answered, who did nothing wrong
    """What was given is no answer to this question. `texts` say what to do, without naming the question; the message is their English.

    Only what a table's cell can get wrong is worded in English alone: staff bring tables.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__(render(texts, Reader()).words)
        self.texts = texts


class QuestionType(ABC):
    """One way to ask.

    An answer is what JSON can hold, and a question that was skipped has none. `read(question, write(question, answer))` gives the
    answer back, which is how answers travel from page to page.
    """

    key: ClassVar[str]
    """Its name in a questionnaire."""
    name: ClassVar[str]
    """Its name in words."""
    description: ClassVar[str]
    """When to use it, in one sentence."""
    needs: ClassVar[str]
    """What a question of this type must or may have, in words."""
    macro: ClassVar[str]
    """The macro in templates/engagement/questions.jinja that draws it."""
    how: ClassVar[Texts] = {}
    """How to answer, where people may not know it: stands with the question's own hint."""
    part_words: ClassVar[Mapping[str, Texts]] = {}
    """What its parts are called, where they have names of their own."""
    may_be_attribute: ClassVar[bool] = False
    """Whether its answer can be frozen as an attribute: one answer from a list, which weights and breakdowns can use."""
    chosen_from_a_list: ClassVar[bool] = False
    """Whether its answer is one or several of its options, so that a rule of routing can name one."""
    weighed: ClassVar[bool] = True
    """Whether its answers go into a snapshot, from which numbers are made."""

    @property
    def takes(self) -> frozenset[str]:
        """The parts of a question, and of its options, that mean something to it: what `needs` names. Forms are made from it."""
        return frozenset(re.findall(r"`([a-z_]+)`", self.needs))

    def check(self, question: Question) -> list[str]:
        """What is wrong with how a question of this type is written, each in a sentence; [] when nothing is."""
        return []

    def fields(self, question: Question) -> tuple[str, ...]:
        """The names of its fields in the form. Where there are several, what is given is one value for each."""
        return (question.field,)

    def choices(self, question: Question) -> tuple[str, ...]:
        """What may be chosen for each option, where that is one of a few values."""
        return ()

    def put(self, question: Question, given: Sequence[str]) -> list[str]:
        """The form's values with which it is put to someone who gave these: the same, but for what is drawn when there are none."""
        return list(given)

    def travels(self, question: Question, given: Sequence[str]) -> list[str]:
        """The form's values that go on to other pages, and into what is saved for later: the same, but where less is kept than is typed."""
        return list(given)

    @abstractmethod
    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The answer in the form's values for this question (none, one or several); None when it was skipped. Raises NotAnAnswer."""

    @abstractmethod
    def write(self, question: Question, answer: Answer) -> list[str]:
        """The form's values that `read` turns into this answer."""

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """The answer in one cell of a table; None when it is blank. Raises NotAnAnswer."""
        return self.read(question, [cell])

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """The answer as a person reads it back."""
        return ", ".join(self.option_words(question, value, reader) for value in self.write(question, answer))

    def option_words(self, question: Question, value: str, reader: Reader) -> str:
        """An option as this reader gets it; the value itself where it is none."""
        return next((render(option.text, reader).words for option in question.options if option.value == value), value)

    def columns(self, question: Question) -> tuple[str, ...]:
        """The columns its answers take in a snapshot."""
        return (question.key,)

    def labels(self, question: Question) -> tuple[str, ...]:
        """What each of those columns is called in tables and charts."""
        return (question.label,) * len(self.columns(question))

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The cells of those columns for one answer."""
        return (None if answer is None else str(answer),)

    def describe(self, question: Question) -> dict[str, object]:
        """What the cells of its columns may hold, as a plan of weighing says it: the words of each option, by the value stored."""
        described: dict[str, object] = {"codes": {o.value: o.text["en"]["standard"] for o in question.options if not o.missing}}
        if missing := [option.value for option in question.options if option.missing]:
            described["missing"] = missing
        return described

    def descriptions(self, question: Question) -> tuple[dict[str, object], ...]:
        """The same for each of its columns."""
        return (self.describe(question),) * len(self.columns(question))


class OneFromAList(QuestionType):
    """What questions with one answer from a list have in common."""

    may_be_attribute = True
    chosen_from_a_list = True

    def check(self, question: Question) -> list[str]:
        """Two options or more."""
        return check_options(question)

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The one option chosen."""
        chosen = [value for value in given if value.strip()]
        if not chosen:
            return None
        if len(chosen) > 1:
            raise NotAnAnswer(plain("choose one answer only.", welsh="dewiswch un ateb yn unig."))
        if chosen[0].strip() not in question.values:
            raise NotAnAnswer(ONE_OF_THESE)
        return chosen[0].strip()

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The option itself."""
        return [str(answer)]


def check_options(question: Question) -> list[str]:
    """Says so when there are fewer than two options."""
    return [] if len(question.options) >= 2 else ["it needs two options or more."]
