"""Column letters in a plan: as the statistics give them, with what the tables hide left out of the tests."""

import html
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import polars as pl
import pytest

from folkmoot.survey import Factor
from folkmoot.survey.comparisons import column_letters
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables
from folkmoot.weigh.weighing import Weighed

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")


def weighed(people: pl.DataFrame, plan_text: str, analysis: str) -> Weighed:
    return weigh(people, Plan.from_mapping(tomllib.loads(f"{plan_text}\n[[analyses]]\nkind = 'letters'\n{analysis}\n")))


@pytest.fixture
def apart(people: pl.DataFrame) -> pl.DataFrame:
    """People among whom the old mostly agree with A and the young mostly do not."""
    random = np.random.default_rng(3)
    young = people["age"].to_numpy() < 35
    return people.with_columns(A=pl.Series(np.where(random.random(len(young)) < np.where(young, 0.3, 0.8), 1, 5)))


@pytest.mark.parametrize("adjust", ["none", "holm", "bh"])
def test_letters_are_those_of_the_survey_itself(apart: pl.DataFrame, plan_text: str, adjust: Any) -> None:
    held = weighed(apart, plan_text, f"factor = 'age_band'\nadjust = '{adjust}'\nlevel = 0.9")
    rows = held.analyses[0][1].rows
    assert not held.hidden.rows["A", "age_band"].any()
    levels = held.plan.levels("age_band")
    outcome = held.counted["A"].outcome
    said = Factor("A", ("no", "yes"), np.where(np.isnan(outcome), -1, outcome == 1).astype(np.int64))
    by = Factor("Age", levels, held.answers.codes["age_band"])
    plain = column_letters(held.fairness.design, said, by, answer="yes", adjustment=adjust, confidence=0.9)
    assert any(plain.letters[0]), "the data have something to find"
    for at, row in enumerate(rows[: len(levels)]):
        estimate = plain.estimates[0]
        assert row.cells[1:4] == (levels[at], plain.labels[at], estimate.n[at])
        assert row.cells[4:7] == (estimate.estimate[at], estimate.low[at], estimate.high[at])
        assert row.cells[7] == (", ".join(plain.letters[0][at]) or "none")


def test_shares_are_those_of_the_tables(apart: pl.DataFrame, plan_text: str) -> None:
    document = findings(weighed(apart, plan_text, "factor = 'age_band'"))
    tabled = [row for row in document["findings"] if row["factor"] == "age_band"]
    for row, other in zip(document["analyses"][0]["rows"], tabled, strict=True):
        assert row["cells"][3] == other["n"]
        assert row["cells"][4:7] == [None if other[key] is None else round(other[key], 3) for key in ("estimate", "low", "high")]


def test_hidden_groups_show_nothing_and_take_no_part(people: pl.DataFrame, plan_text: str) -> None:
    held = weighed(people, plan_text, "factor = 'home'\nadjust = 'none'")
    section, levels = held.analyses[0][1], held.plan.levels("home")
    masks = [bool(hide) for statement in held.plan.statements for hide in held.hidden.rows[statement.id, "home"]]
    assert any(masks)
    for row, hide in zip(section.rows, masks, strict=True):
        assert (row.mark == "[c]") == hide
        assert not hide or row.cells[3:] == (None,) * 5
    hidden = [levels[at] for at in range(len(levels)) if masks[at] and masks[at + len(levels)]]
    assert hidden
    assert not [name for name in hidden for words in (*section.sentences, *section.notes) if name in words]
    shown = {row.cells[2] for row, hide in zip(section.rows, masks, strict=True) if not hide}
    assert all(set(str(row.cells[7]).split(", ")) <= {*shown, "none"} for row in section.rows if row.mark != "[c]")


def test_groups_under_thirty_have_their_base_and_no_estimate(people: pl.DataFrame, plan_text: str) -> None:
    rows = weighed(people, plan_text, "factor = 'sex'").analyses[0][1].rows
    other = next(row for row in rows if row.cells[1] == "Other")
    assert other.mark == "[u]"
    assert 5 <= int(other.cells[3] or 0) < 30
    assert other.cells[4:] == (None,) * 4


def test_a_survey_of_few_has_no_letters_and_no_numbers(people: pl.DataFrame, plan_text: str) -> None:
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    section = weighed(people.head(8), plain, "factor = 'home'").analyses[0][1]
    assert all(cell is None or row.mark != "[c]" for row in section.rows for cell in row.cells[3:])
    assert all(row.cells[4:] == (None,) * 4 for row in section.rows)


@pytest.mark.parametrize(
    ("analysis", "key", "words"),
    [
        ("", "factor", "is missing"),
        ("factor = 'hoem'", "factor", 'Did you mean "home"?'),
        ("factor = 'A'", "factor", "is not one of the factors of [publish]"),
        ("factor = 'sex'\nadjust = 'bonferroni'", "adjust", "must be one of"),
        ("factor = 'sex'\nlevel = 95", "level", "must be from 0.5 to 0.999"),
        ("factor = 'sex'\nlevels = 0.9", "levels", 'Did you mean "level"?'),
    ],
)
def test_mistakes_are_named_at_their_key(people: pl.DataFrame, plan_text: str, analysis: str, key: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        weighed(people, plan_text, analysis)
    (problem,) = refused.value.problems
    assert problem.startswith(f"analyses[1].{key}: ")
    assert words in problem


def test_the_example_of_the_reference_stands_in_the_report_and_the_workbook(apart: pl.DataFrame, plan_text: str) -> None:
    section = REFERENCE[REFERENCE.index("## letters: ") :]
    example = re.search(r"```toml\n(.*?)```", section, re.DOTALL)
    assert example
    document = findings(weigh(apart, Plan.from_mapping(tomllib.loads(f"{plan_text}\n{example[1]}"))))
    (made,) = document["analyses"]
    assert any("more of" in sentence for sentence in made["sentences"])
    page = html.unescape(report(document))
    book = openpyxl.load_workbook(io.BytesIO(tables(document)))
    written = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    for words in made["sentences"]:
        assert words in page
        assert words in written
