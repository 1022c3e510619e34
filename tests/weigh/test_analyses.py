"""What a plan asks for beside its tables: every kind is explained, tried, drawn everywhere, and hides what the tables hide."""

import html
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from folkmoot.files.problems import listed
from folkmoot.survey import Factor
from folkmoot.survey.comparisons import rao_scott
from folkmoot.weigh import LIMITS, Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses import KINDS
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.report import report
from folkmoot.weigh.results import _analysis, cell_words, results
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")


def with_analyses(plan_text: str, *analyses: str) -> Plan:
    """The small survey's plan with analyses."""
    return Plan.from_mapping(tomllib.loads(plan_text + "".join(f"\n[[analyses]]\n{analysis}\n" for analysis in analyses)))


def section_of(kind: str) -> str:
    """A kind's section of the reference."""
    found = re.search(rf"^## {re.escape(kind)}: .*?(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/analyses.md has no section “## {kind}: …”"
    return found[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_explains_every_key_of_every_kind_and_no_other(kind: str) -> None:
    rows = [line.split("|")[1].strip() for line in section_of(kind).splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(f"`{key}`" for key in KINDS[kind].keys)
    assert f'kind = "{kind}"' in section_of(kind)


def test_tests_are_rao_and_scotts_with_the_weighting(people: pl.DataFrame, plan_text: str) -> None:
    plan = with_analyses(plan_text, 'kind = "tests"')
    weighed = weigh(people, plan)
    ((analysis, section),) = weighed.analyses
    assert (analysis.id, analysis.kind) == ("analysis-1", "tests")
    statement, factor = plan.statements[0], plan.publish.factors[0]
    outcome = weighed.counted[statement.id].outcome
    answered = Factor("said", ("no", "yes"), [-1 if value != value else int(value) for value in outcome])  # type: ignore[arg-type]
    plain = rao_scott(weighed.fairness.design, Factor(factor, plan.levels(factor), weighed.answers.codes[factor]), answered)
    row = next(row for row in section.rows if row.cells[:2] == (f"{statement.id}. {statement.short}", plan.label(factor)))
    assert row.cells[2:5] == (plain.statistic, plain.df, plain.p)
    assert len(section.rows) == len(plan.statements) * len(plan.publish.factors)


def test_a_table_that_is_hidden_has_no_test(people: pl.DataFrame, plan_text: str) -> None:
    few = people.head(12)
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    weighed = weigh(few, with_analyses(plain, 'kind = "tests"'))
    for row in weighed.analyses[0][1].rows:
        statement = str(row.cells[0]).split(".")[0]
        factor = next(name for name in weighed.plan.publish.factors if weighed.plan.label(name) == row.cells[1])
        if weighed.hidden.totals[statement] or weighed.hidden.rows[statement, factor].all():
            assert row.mark == "[c]"
            assert row.cells[2:] == (None,) * 4


def test_an_analysis_stands_in_the_document_the_report_and_the_workbook(people: pl.DataFrame, plan_text: str) -> None:
    document = findings(weigh(people, with_analyses(plan_text, 'kind = "tests"\ntitle = "A heading of our own"')))
    (section,) = document["analyses"]
    assert section["title"] == "A heading of our own"
    assert all(isinstance(cell, str | float | int | None) for row in section["rows"] for cell in row["cells"])
    page = html.unescape(report(document))
    for words in ("A heading of our own", *section["sentences"]):
        assert words in page
    book = openpyxl.load_workbook(io.BytesIO(tables(document)))
    sheet = next(sheet for sheet in book if "A heading of our own" in str(sheet["A1"].value))
    assert [cell.value for row in sheet.iter_rows() for cell in row if cell.value in section["sentences"]]


def test_a_document_made_before_there_were_analyses_is_still_drawn(people: pl.DataFrame, plan_text: str) -> None:
    document = findings(weigh(people, with_analyses(plan_text)))
    older = {key: value for key, value in document.items() if key != "analyses"}
    assert results(older).analyses == ()
    assert report(older)
    assert tables(older)


def refusal(plan_text: str, *analyses: str) -> list[str]:
    with pytest.raises(RefusedError) as refused:
        with_analyses(plan_text, *analyses)
    return list(refused.value.problems)


def test_mistakes_are_named_at_their_key(plan_text: str) -> None:
    assert refusal(plan_text, 'kind = "test"') == [f'analyses[1].kind: must be one of {listed_kinds()}, not "test". Did you mean "tests"?']
    (problem,) = refusal(plan_text, 'kind = "tests"\nadjust = "bonferroni"')
    assert problem.startswith('analyses[1].adjust: must be one of "none", "holm", "bh"') or "adjust" in problem
    assert any("title2" in line for line in refusal(plan_text, 'kind = "tests"\ntitle2 = "x"'))
    many = refusal(plan_text, *['kind = "tests"'] * (LIMITS.analyses + 1))
    assert f"analyses: there are {LIMITS.analyses + 1}. The most is {LIMITS.analyses}." in many


def listed_kinds() -> str:
    return listed(KINDS)


def test_numbers_are_published_to_few_decimals_and_no_number_is_none() -> None:
    kinds: list[Any] = ["share", "points", "count", "number", "ratio", "p"]
    row = Row((0.123456, -0.0666666, 12.0, 3.14159, 2.7182, 0.00001))
    section = Section("t", (), tuple(Column(kind, kind) for kind in kinds), (row, Row((float("nan"),) * 6, "[x]")), (), ())
    cells = section.document("a", "k")["rows"]
    assert cells[0]["cells"] == [0.123, -0.067, 12, 3.142, 2.72, 0.0]
    assert cells[1] == {"cells": [None] * 6, "mark": "[x]"}
    words = [cell_words(cell, kind, None) for cell, kind in zip(cells[0]["cells"], kinds, strict=True)]
    assert words == ["12.3%", "-6.7", "12", "3.142", "2.72", "under 0.001"]
    assert cell_words(None, "share", "[c]") == "[c]"


def test_a_mark_stands_beside_numbers_that_are_shown_and_in_place_of_those_that_are_not() -> None:
    columns = (Column("Group"), Column("Share", "share"))
    rows = (Row(("few", 0.5), "[u]"), Row(("hidden", None), "[c]"), Row(("many", 0.25)))
    document = {"analyses": [Section("t", (), columns, rows, (), ("m",)).document("a", "k")]}
    table = _analysis(document["analyses"][0]).table
    assert table.rows == (("few [u]", "50.0%"), ("hidden", "[c]"), ("many", "25.0%"))
