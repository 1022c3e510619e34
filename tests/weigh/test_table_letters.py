"""Column letters in the tables themselves: the same as the analysis gives, in words, and nothing about groups that are hidden."""

import io
import tomllib
from typing import Any

import openpyxl
import polars as pl
import pytest

from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

from .test_published_files import SCHEMA, faults

LETTERS = "\nletters = true\n"
ANALYSES = "".join(f"\n[[analyses]]\nkind = 'letters'\nfactor = '{factor}'\n" for factor in ("age_band", "sex", "home"))


@pytest.fixture
def divided(people: pl.DataFrame) -> pl.DataFrame:
    """The small survey, in which nearly everybody over 64 agrees with B and nearly nobody else does."""
    code = pl.when((pl.col("age") > 64) == (pl.int_range(pl.len()) % 9 != 0)).then(1).otherwise(5)
    return people.with_columns(B=code.cast(pl.Int64))


def document(frame: pl.DataFrame, plan_text: str) -> dict[str, Any]:
    return findings(weigh(frame, Plan.from_mapping(tomllib.loads(plan_text))))


def test_the_tables_letters_are_those_of_the_analysis(divided: pl.DataFrame, plan_text: str) -> None:
    made = document(divided, plan_text + LETTERS + ANALYSES)
    for factor, section in zip(("age_band", "sex", "home"), made["analyses"], strict=True):
        rows = [row for row in made["findings"] if row["factor"] == factor]
        told = [(row["level"], row["letter"], row["higher_than"]) for row in rows]
        cells = [row["cells"] for row in section["rows"]]
        shown = {"none": []}
        assert told == [(cell[1], cell[2], None if cell[-1] is None else shown.get(cell[-1], cell[-1].split(", "))) for cell in cells]
    older = next(row for row in made["findings"] if row["id"] == "B.age_band.65 and over")
    assert (older["letter"], older["higher_than"], older["pairs_tested"]) == ("C", ["A", "B"], 3)
    assert faults(made, SCHEMA) == []


def test_groups_that_are_hidden_or_too_few_have_a_letter_and_no_test(divided: pl.DataFrame, plan_text: str) -> None:
    rows = [row for row in document(divided, plan_text + LETTERS)["findings"] if row["factor"] is not None]
    untested = [row for row in rows if row["estimate"] is None]
    assert {row["mark"] for row in untested} == {"[c]", "[u]"}
    for row in untested:
        assert row["higher_than"] is None
        others = [other for other in rows if (other["statement"], other["factor"]) == (row["statement"], row["factor"])]
        assert not any(row["letter"] in (other["higher_than"] or []) for other in others)


def test_the_report_and_the_workbook_say_letters_in_words(divided: pl.DataFrame, plan_text: str) -> None:
    made = document(divided, plan_text + LETTERS)
    page = report(made)
    assert "<td>A and B</td>" in page
    assert "names a group of the same statement whose share is lower" in page
    assert "3 pairs of groups were tested. The tests of a statement are adjusted by Holm&#39;s method" in page.replace(
        "Holm's", "Holm&#39;s"
    )
    book = openpyxl.load_workbook(io.BytesIO(tables(made)))
    sheet = next(sheet for sheet in book if sheet["A1"].value and str(sheet["A1"].value).endswith("by Age"))
    held = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    header = next(row for row in held if row[0] == "Statement")
    assert header[-2:] == ["Letter", "Higher than"]
    assert [row[-2:] for row in held if row[:1] == ["B"]] == [["A", "none"], ["B", "none"], ["C", "A and B"]]
    assert any("6 pairs of groups were tested" in row[0] for row in held)


def test_a_plan_without_letters_has_none(divided: pl.DataFrame, plan_text: str) -> None:
    without, said_so = (document(divided, plan_text + words) for words in ("", "\nletters = false\n"))
    assert {**without, "plan_hash": ""} == {**said_so, "plan_hash": ""}
    assert not any({"letter", "higher_than", "pairs_tested"} & set(row) for row in without["findings"])
    page = report(without)
    assert "Higher than" not in page
    with pytest.raises(RefusedError) as refused:
        Plan.from_mapping(tomllib.loads(plan_text + "\nletters = 'yes'\n"))
    assert refused.value.problems == ("publish.letters: must be true or false, not 'yes'.",)
