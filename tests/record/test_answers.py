"""The shape an answer must have, by the kind of its question."""

from typing import Any

import pytest

from folkmoot.record import QUESTIONS, check_answer
from tests.record.complete import answer, text


def well_formed(texts: Any) -> None:
    if not isinstance(texts, dict) or "en" not in texts:
        raise ValueError("Write the text in standard English first.")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.id)
def test_an_answer_of_the_right_shape_is_taken(question: Any) -> None:
    check_answer(question, answer(question), well_formed)


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("what", {"cy": {}}, "standard English"),
        ("identifies", "perhaps", "Can anyone who uses the joined records tell who someone is?” has no answer called 'perhaps'"),
        ("identifies", ["no"], "has no answer called"),
        ("sensitive_condition", "9-2-h", "each once"),
        ("sensitive_condition", ["9-2-h", "9-2-h"], "each once"),
        ("sensitive_condition", ["9-2-z"], "no answer called '9-2-z'"),
        ("starts", "1 April 2027", "answered by a day, such as 2027-04-01"),
        ("starts", "20270401", "answered by a day"),
        ("starts", "2027-02-29", "answered by a day"),
        ("starts", None, "answered by a day"),
        ("area_codes", "E10000012", "list of codes"),
        ("area_codes", ["E10000012"] * 501, "500 at most"),
        ("area_codes", ["Essex"], "'Essex' is not the code of an area"),
        ("lawful_basis", [], "each organisation and purpose"),
        ("lawful_basis", {"council": text()["en"]["standard"]}, "each organisation and purpose"),
        ("lawful_basis", {"council": {"Repairs": {"article": "7"}}}, "no answer called '7'"),
        ("lawful_basis", {"council": {"Repairs": {"article": "6-1-e", "words": {}}}}, "standard English"),
        ("lawful_basis", {"council": {"Repairs": {"act": "1998"}}}, "an article and words"),
    ],
)
def test_an_answer_of_another_shape_is_refused_in_words(key: str, given: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(").replace("?", r"\?")):
        check_answer(QUESTIONS[key], given, well_formed)
