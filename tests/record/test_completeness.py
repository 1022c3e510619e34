"""What a notice and a business case lack, in words."""

from typing import Any

import pytest

from folkmoot.record import PARTS, QUESTIONS, Kind, missing, questions_of
from tests.record.complete import PURPOSES, complete, complete_case, complete_notice, text

REQUIRED = [question for question in QUESTIONS.values() if question.needed]


@pytest.mark.parametrize("publication", ["notice", "case"])
def test_a_complete_document_lacks_nothing(publication: str) -> None:
    assert missing(complete(publication)) == []


@pytest.mark.parametrize("question", REQUIRED, ids=lambda question: question.id)
def test_each_answer_left_out_is_named_by_its_own_question(question: Any) -> None:
    content = complete_notice(tells_each="no") if question.publication == "notice" else complete_case()
    del content["answers"][question.id]
    gaps = missing(content)
    assert len(gaps) == (4 if question.kind is Kind.BASES else 1)
    assert all(question.ask in gap and PARTS[question.part].heading in gap for gap in gaps)


@pytest.mark.parametrize("question", [q for q in QUESTIONS.values() if not q.needed], ids=lambda question: question.id)
def test_what_may_stay_empty_is_no_gap(question: Any) -> None:
    content = complete(question.publication)
    del content["answers"][question.id]
    assert missing(content) == []


def test_an_answer_in_easy_read_alone_or_in_blanks_or_unknown_is_no_answer() -> None:
    content = complete_notice(what={"en": {"easy": "We join records."}}, people=text(" \n "), identifies="perhaps", sensitive_condition=[])
    assert missing(content) == [
        "In “What”, answer: What will be done with the records?",
        "In “Whose data”, choose an answer: Can anyone who uses the joined records tell who someone is?",
        "In “Whose data”, answer: Who is in the records?",
        "In “What the law says”, choose at least one answer: Which conditions allow the use of records on health, beliefs or crime?",
    ]


def test_each_controller_needs_a_basis_in_law_for_each_purpose_and_a_processor_needs_none() -> None:
    content = complete_notice()
    del content["answers"]["lawful_basis"]["police"]
    content["answers"]["lawful_basis"]["council"] = {PURPOSES[0]: {"article": "6-1-e", "words": text()}, PURPOSES[1]: {"words": text()}}
    law = "What in the law lets this organisation use its records for this purpose?"
    assert missing(content) == [
        f"In “What the law says”, answer for County Council and the purpose “Counting winter stays”: {law}",
        f"In “What the law says”, answer for Police and the purpose “Offering repairs”: {law}",
        f"In “What the law says”, answer for Police and the purpose “Counting winter stays”: {law}",
    ]


def test_a_purpose_in_other_words_needs_its_basis_again() -> None:
    content = complete_notice(purposes=text("Offering repairs\nCounting all winter stays"))
    assert [gap.split("“")[2].split("”")[0] for gap in missing(content)] == ["Counting all winter stays"] * 2


@pytest.mark.parametrize(
    ("rests_on", "content"),
    [
        ({"sensitive_condition", "sensitive_basis", "confidence"}, complete_notice("ordinary")),
        ({"device", "place", "capture"}, complete_notice(kind="insight")),
        ({"untold"}, complete_notice(tells_each="yes")),
        ({"model"}, complete_case(predicts="no")),
    ],
    ids=["ordinary records", "no sensors", "each person told", "no score"],
)
def test_what_only_some_uses_need_is_not_asked_of_others(rests_on: set[str], content: dict[str, Any]) -> None:
    for key in rests_on:
        del content["answers"][key]
    assert missing(content) == []
    for question in (question for part in PARTS for question in questions_of(part)):
        if question.publication == content["publication"] and question.needed and question.id not in rests_on | {"untold", "model"}:
            assert question.id in content["answers"]


def test_a_notice_without_datasets_title_or_summary_is_not_complete() -> None:
    assert missing(complete_notice() | {"datasets": [], "title": {}, "summary": {}}) == [
        "Give it a title.",
        "Write its summary.",
        "Describe at least one dataset: who holds it, what is in it, and whose records it has.",
        # with no dataset, none is sensitive
    ]


def test_a_summary_has_a_hundred_words_at_most() -> None:
    assert missing(complete_notice() | {"summary": text("word " * 100)}) == []
    assert missing(complete_case() | {"summary": text("word " * 101)}) == ["The summary has 101 words. Make it 100 words at most."]


def test_the_last_day_is_not_before_the_first() -> None:
    assert missing(complete_notice(starts="2027-04-01", ends="2027-04-01")) == []
    assert missing(complete_notice(starts="2027-04-02", ends="2027-04-01")) == ["Its last day is before its first."]
