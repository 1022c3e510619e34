"""The table of fields: 57 of them, each with a place, a source and standard terms; each question with words of its own."""

import csv
from pathlib import Path

import pytest

from folkmoot.record import FIELDS, PARTS, QUESTIONS, SECTIONS, Kind, Need, field_of, parts_of, questions_of

NAMESPACES = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "justifications": "https://w3id.org/dpv/justifications#",
}
TOXIC = "sharing"  # of all words for this, residents trusted it least (Essex citizen research 2021, key finding 3)


def test_there_are_57_fields_numbered_in_order_and_section_by_section() -> None:
    assert [field.number for field in FIELDS] == list(range(1, 58))
    assert len({field.id for field in FIELDS}) == 57
    assert list(dict.fromkeys(field.section for field in FIELDS)) == list(SECTIONS)


def test_every_field_is_asked_or_kept_and_has_a_standard_term() -> None:
    for field in FIELDS:
        assert field.questions or field.kept, field.id
        assert field.terms
        if not field.kept and field.needed in {Need.NOTICE, Need.CASE}:
            assert any(question.needed for question in field.questions), field.id
        publications = {question.publication for question in field.questions}
        assert field.needed not in {Need.NOTICE, Need.CASE} or publications <= {field.needed.value}, field.id


def test_who_can_see_the_records_is_never_asked() -> None:
    assert field_of("who_sees").questions == ()
    assert field_of("who_sees").number == 25


def test_every_question_has_a_part_words_an_example_and_a_term_of_its_field_or_its_own() -> None:
    for question in QUESTIONS.values():
        assert question.ask.endswith("?")
        assert question.help.endswith(".")
        assert question.example
        assert ":" in question.term
        assert bool(question.options) is (question.kind in {Kind.CHOICE, Kind.CHOICES, Kind.BASES})
        assert TOXIC not in f"{question.ask} {question.help} {question.example}"
        assert question in field_of(question.field).questions
    assert len({question.ask for question in QUESTIONS.values()}) == len(QUESTIONS)
    assert sum(len(field.questions) for field in FIELDS) == len(QUESTIONS)


def test_parts_hold_every_question_once_in_the_order_people_ask() -> None:
    assert [part.heading for part in parts_of("notice")][:3] == ["The data use label", "What", "What the records may be used for"]
    assert [*parts_of("notice"), *parts_of("case")] == list(PARTS.values())
    assert [question for part in PARTS for question in questions_of(part)] == list(QUESTIONS.values())
    assert all(questions_of(part) for part in PARTS)
    with pytest.raises(KeyError):
        questions_of("nowhere")
    with pytest.raises(KeyError):
        field_of("nowhere")


@pytest.mark.shared
def test_every_term_of_the_data_privacy_vocabulary_exists(shared_schemas: Path) -> None:
    known = set()
    for path in (shared_schemas / "dpv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            known |= {row["iri"] for row in csv.DictReader(lines)}
    terms = {term for field in FIELDS for term in field.terms} | {question.term for question in QUESTIONS.values()}
    terms |= {option.term for question in QUESTIONS.values() for option in question.options if option.term}
    split = [term.split(":", 1) for term in terms]
    unknown = [(prefix, name) for prefix, name in split if prefix in NAMESPACES and NAMESPACES[prefix] + name not in known]
    assert unknown == []
    assert sum(prefix in NAMESPACES for prefix, _ in split) > 50
