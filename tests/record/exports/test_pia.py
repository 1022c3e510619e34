"""Assessments as files of the PIA tool: out, in again, and refused in words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.record import QUESTIONS
from folkmoot.record.exports.pia import MOST_BYTES, Pia, pia_file, pia_of, read_pia
from folkmoot.record.exports.pia_steps import STEPS, numbered, structure_data
from tests.record.complete import complete_notice, text
from tests.record.whole import whole_record

WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
ENTRIES = st.lists(st.dictionaries(WORDS, JSON, max_size=3), max_size=3)
ANSWERS = st.lists(
    st.builds(
        lambda asked, words, more: {"reference_to": asked, "data": {"text": words, "gauge": 0, "list": more}},
        st.integers(1, 999) | WORDS,
        st.none() | WORDS,
        st.lists(WORDS, max_size=2),
    ),
    max_size=3,
)
ASSESSMENTS = st.builds(
    lambda name, status, more, *lists: Pia({**more, "name": name, "status": status}, *lists),
    WORDS,
    st.integers(0, 4),
    st.dictionaries(WORDS, JSON, max_size=3),
    ANSWERS,
    ENTRIES,
    ENTRIES,
    ENTRIES,
)


@given(ASSESSMENTS)
@settings(max_examples=200)
def test_any_assessment_comes_back_as_it_went_out(assessment: Pia) -> None:
    file = pia_file(assessment)
    assert read_pia(file) == assessment
    assert pia_file(read_pia(file)) == file


def test_a_record_comes_back_as_it_went_out() -> None:
    assessment = pia_of(whole_record())
    assert read_pia(pia_file(assessment)) == assessment


def test_the_form_has_the_seven_steps_and_each_question_a_number_of_its_own() -> None:
    sections = structure_data()["sections"]
    assert [section["id"] for section in sections] == list(range(1, 8)) == list(range(1, len(STEPS) + 1))
    ids = [question["id"] for section in sections for item in section["items"] for question in item["questions"]]
    assert ids == [number for number, _ in numbered()]
    assert len(set(ids)) == len(ids)


def test_what_is_prefilled_names_things_that_there_are() -> None:
    known = {*QUESTIONS, "engagements", "findings", "decisions", "parties", "datasets", "checks"}
    assert {name for _, question in numbered() for name in question.prefill} <= known


def test_every_step_is_prefilled_from_a_complete_record_and_the_third_with_the_evidence() -> None:
    texts = pia_of(whole_record()).texts()
    assert set(texts) == {str(number) for number, _ in numbered()}
    assert "Survey, 2027-01-05 to 2027-02-05: May we?" in texts["311"]
    assert "About 71 in 100 agree. (n = 3021) Raked." in texts["312"]
    assert "Tell us. We will." in texts["313"]


def test_the_first_part_tells_what_was_signed_and_said_and_names_no_person() -> None:
    facts = pia_of(whole_record()).pia
    assert (facts["status"], facts["dpo_status"], facts["dpo_opinion"]) == (3, 1, "Train people first.")
    assert facts["concerned_people_searched_opinion"] is True
    assert "71 in 100" in facts["concerned_people_opinion"]
    assert {facts[name] for name in ("author_name", "evaluator_name", "validator_name", "people_names")} == {""}
    bare = pia_of(whole_record(risk_checks=[], engagements=[], findings=[])).pia
    assert (bare["status"], bare["concerned_people_searched_opinion"], "dpo_status" in bare) == (0, False, False)
    assert "concerned_people_status" not in facts  # whether they agree is for whoever assesses it


def test_words_go_out_as_words_and_not_as_mark_up() -> None:
    texts = pia_of(whole_record(notice=complete_notice(what=text("<script>x</script>\nTwo")))).texts()
    assert "&lt;script&gt;x&lt;/script&gt;<br>Two" in texts["111"]


def test_an_assessment_needs_only_its_first_part() -> None:
    assert read_pia(b'{"pia": {"name": "A"}}') == Pia({"name": "A"})


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "The file is not an assessment of the PIA tool"),
        (b"[]", "The file is not an assessment of the PIA tool"),
        (b'{"pia": []}', "The file is not an assessment of the PIA tool"),
        (b"[" * 200_000, "The file is not an assessment of the PIA tool"),
        (b" " * (MOST_BYTES + 1), "The file has 50.0 MB. The most is 50 MB."),
        (b'{"pia": {}}', "The assessment has no name"),
        (b'{"pia": {"name": "A", "status": 9}}', "The field pia.status must be a whole number from 0 to 4."),
        (b'{"pia": {"name": "A"}, "answers": {}}', "The part called answers must be a list"),
        (b'{"pia": {"name": "A"}, "measures": [1]}', "The part called measures must be a list"),
        (b'{"pia": {"name": "A"}, "answers": [{}]}', "The field answers[0].reference_to must be the number of a question."),
        (b'{"pia": {"name": "A"}, "answers": [{"reference_to": 111}]}', "The field answers[0].data must have named parts."),
        (b'{"pia": {"name": "A"}, "answers": [{"reference_to": 1, "data": {"text": 3}}]}', "The field answers[0].data.text must be words."),
    ],
)
def test_a_bad_file_gives_one_clear_error(file: bytes, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_pia(file)
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


def test_evidence_of_any_shape_can_be_assessed() -> None:
    changed: dict[str, Any] = {"publications": [], "decisions": [], "findings": [], "engagements": [], "datasets": [], "parties": []}
    assert json.loads(pia_file(pia_of(whole_record(**changed))))["pia"]["name"] == "Warm homes"
