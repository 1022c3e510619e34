"""Two keyings of one form beside each other, and what on the form is no answer as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement.question_types import QUESTION_TYPES, NotAnAnswer
from folkmoot.site.paper.keying import UNREADABLE, Given, alike

NEEDED = "We need this answer, and there is none."


@dataclass(frozen=True)
class OpenQuestion:
    """A question that must be settled before its form counts: both keyings, whether they differ, and what is wrong ("" when only that)."""

    question: Any
    first: Sequence[str]
    second: Sequence[str]
    differs: bool
    problem: str


def answers_in(questionnaire: Any, given: Given) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers in what was keyed, and for each question whose answer breaks a rule what is wrong, in words."""
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for question in questionnaire.asked:
        keyed = given.get(question.key, ())
        try:
            answer = None if list(keyed) == [UNREADABLE] or not any(keyed) else QUESTION_TYPES[question.type].read(question, keyed)
        except NotAnAnswer as refused:
            problems[question.key] = f"This is no answer: {refused}"
            continue
        applies = question.applies(answers)
        if answer is not None and not applies:
            problems[question.key] = f"This should be empty: it is only for those where {question.only_if.words}."
        elif answer is not None:
            answers[question.key] = answer
        elif question.required and applies:
            problems[question.key] = NEEDED
    return answers, problems


def differences(questionnaire: Any, first: Given, second: Given) -> list[str]:
    """The keys of the questions that were keyed differently."""
    return [q.key for q in questionnaire.asked if not alike(q, first.get(q.key, ()), second.get(q.key, ()))]


def open_questions(questionnaire: Any, first: Given, second: Given, also: Mapping[str, str] | None = None) -> list[OpenQuestion]:
    """What is to be settled, in the order of the form. `also` names further questions, each with what is wrong."""
    differ = set(differences(questionnaire, first, second))
    problems = {**(also or {}), **answers_in(questionnaire, second)[1], **answers_in(questionnaire, first)[1]}
    return [
        OpenQuestion(q, first.get(q.key, ()), second.get(q.key, ()), q.key in differ, problems.get(q.key, ""))
        for q in questionnaire.asked
        if q.key in differ or q.key in problems
    ]
