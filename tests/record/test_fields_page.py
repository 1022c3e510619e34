"""The reference page says what the table says."""

from pathlib import Path

from folkmoot.record import FIELDS, QUESTIONS
from folkmoot.record.fields_page import fields_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "record.md"


def test_the_page_in_the_documentation_is_the_one_the_table_gives() -> None:
    assert PAGE.read_text("utf-8") == fields_page()


def test_every_field_and_question_is_on_it() -> None:
    page = fields_page()
    assert [line for field in FIELDS if (line := f"### {field.number}. {field.name}") not in page] == []
    assert [question.id for question in QUESTIONS.values() if f"**{question.ask}** `{question.id}`" not in page] == []
