"""Whether an answer has the shape its question asks for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from folkmoot.record.fields import Kind, Question

MOST_CODES = 500
_CODE = re.compile(r"[EKNSWJLM]\d{8}")  # the ONS's codes of areas: one letter for the country, eight digits


def check_answer(question: Question, answer: Any, check_texts: Callable[[Any], None]) -> None:
    """Raises ValueError, in words that name the question, unless `answer` has the shape that its kind asks for.

    `check_texts` raises ValueError (or an error of its own) for a text that is not well formed.
    """
    if question.kind is Kind.CHOICE:
        _known(question, answer)
    elif question.kind is Kind.CHOICES:
        if not isinstance(answer, list) or len(set(answer)) != len(answer):
            raise ValueError(f"“{question.ask}” is answered by a list of choices, each once.")
        for choice in answer:
            _known(question, choice)
    elif question.kind is Kind.DATE:
        _day(question, answer)
    elif question.kind is Kind.CODES:
        _codes(question, answer)
    elif question.kind is Kind.BASES:
        _bases(question, answer, check_texts)
    else:
        check_texts(answer)


def _known(question: Question, choice: Any) -> None:
    if not isinstance(choice, str) or question.option(choice) is None:
        raise ValueError(f"“{question.ask}” has no answer called {choice!r}.")


def _day(question: Question, answer: Any) -> None:
    try:
        well = date.fromisoformat(answer).isoformat() == answer
    except (TypeError, ValueError):
        well = False
    if not well:
        raise ValueError(f"“{question.ask}” is answered by a day, such as 2027-04-01.")


def _codes(question: Question, answer: Any) -> None:
    if not isinstance(answer, list) or len(answer) > MOST_CODES:
        raise ValueError(f"“{question.ask}” is answered by a list of codes, {MOST_CODES} at most.")
    for code in answer:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise ValueError(f"{code!r} is not the code of an area. It has a letter and eight digits, such as E10000012.")


def _bases(question: Question, answer: Any, check_texts: Callable[[Any], None]) -> None:
    if not isinstance(answer, Mapping) or not all(isinstance(purposes, Mapping) for purposes in answer.values()):
        raise ValueError(f"“{question.ask}” is answered for each organisation and purpose.")
    for purposes in answer.values():
        for basis in purposes.values():
            if not isinstance(basis, Mapping) or set(basis) - {"article", "words"}:
                raise ValueError(f"“{question.ask}” is answered by an article and words.")
            if "article" in basis:
                _known(question, basis["article"])
            if "words" in basis:
                check_texts(basis["words"])
