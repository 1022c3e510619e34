"""How the uncertainty of the tables was worked out, as the report, the workbook and the description say it; and nothing given away."""

import io
import json
import tomllib
from collections.abc import Callable

import numpy as np
import openpyxl
import polars as pl
import pytest

from folkmoot.weigh import Plan, report, tables
from folkmoot.weigh.ddi import ddi
from folkmoot.weigh.uncertainty_words import NO_RANGE
from weigh.conftest import Ran, csv_text, refused
from weigh.people_in_units import DRAWN, document_of, in_units, weighed, without_bounds


@pytest.fixture
def plan_text(plan_text: str) -> str:
    """The plan without bounds."""
    return without_bounds(plan_text)


@pytest.fixture
def people(people: pl.DataFrame) -> pl.DataFrame:
    """The people in strata and units."""
    return in_units(people)


def cells(made: bytes) -> list[str]:
    """Every word of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    return [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_a_group_in_one_unit_has_no_range_and_the_others_have_theirs(people: pl.DataFrame, plan_text: str) -> None:
    boats = people.with_columns(home=pl.Series(np.where((people["stratum"] == "0") & (people["unit"] == "0"), "Boat", "Own")))
    boats = boats.with_columns(A=pl.Series(np.arange(600) % 2 * 4 + 1))
    document = document_of(boats, plan_text, DRAWN + 'variance = "jackknife"')
    row = next(row for row in document["findings"] if row["id"] == "A.home.Boat")
    assert (row["n"], row["estimate"], row["se"], row["low"], row["mark"]) == (30, None, None, None, "[u]")
    assert "[u] no range can be worked out from the sample." in row["sentence"]
    assert next(row for row in document["findings"] if row["id"] == "A.home.Own")["low"] is not None
    assert NO_RANGE in report(document)
    held = cells(tables(document))
    assert NO_RANGE in held
    assert NO_RANGE not in report(document_of(people, plan_text, DRAWN))


def test_the_report_the_workbook_and_the_description_say_how(people: pl.DataFrame, plan_text: str) -> None:
    again = "each was raked again to the targets."
    said = {
        'variance = "bootstrap"\nseed = 3\nreplicates = 100': f"from 100 bootstrap replicates of the sample (seed 3); {again}",
        'variance = "jackknife"': f"from 20 jackknife replicates of the sample, each without one of its units; {again}",
        'variance = "balanced half-samples"': f"from 16 balanced half-samples; {again}",
        'variance = "weights only"': "from the sample's design by Taylor linearisation, with the weights taken as given.",
    }
    for design, how in said.items():
        document = document_of(people, plan_text, DRAWN + design)
        assert f"95%, on the logit scale, {how}" in report(document).replace("&#39;", "'")
        assert how[0].upper() + how[1:] in cells(tables(document))
        plan = Plan.from_mapping(tomllib.loads(f"{plan_text}\n[design]\n{DRAWN}{design}"))
        assert f"95% intervals on the logit scale, {how}" in ddi(plan, document).decode()
    for design, note in {
        'missing = "complete"': "They are of the people with an answer alone, as if these were all who were sampled.",
        'df = "design"': "Student's t has the degrees of freedom of the whole sample, in small groups too.",
        'df = "normal"': "They are of the normal distribution and not of Student's t",
        'variance = "weights only"': "That the weights were made to meet the targets is left out",
    }.items():
        document = document_of(people, plan_text, design)
        assert note in report(document).replace("&#39;", "'")
        assert any(note in cell for cell in cells(tables(document)))
    assert "complete" in document_of(people, plan_text, 'missing = "complete"')["uncertainty"]["missing"]


def test_what_stays_linearised_is_said_where_both_stand(people: pl.DataFrame, plan_text: str) -> None:
    note = "what they have from the sample's design is by Taylor linearisation"
    tests = '\n[[analyses]]\nkind = "tests"\n'
    plain, asked = (document_of(people, plan_text + more, 'variance = "jackknife"') for more in ("", tests))
    assert note not in report(plain).replace("&#39;", "'")
    assert note in report(asked).replace("&#39;", "'")
    assert note not in report(document_of(people, plan_text + tests, "")).replace("&#39;", "'")
    assert asked["analyses"] == document_of(people, plan_text + tests, "")["analyses"]


def test_replicates_left_out_are_said_of_what_is_shown(people: pl.DataFrame, plan_text: str) -> None:
    # of twenty units drawn with replacement, three are all missed by one draw in 26: (17/20) to the power of 20
    few = people.with_columns(unit=pl.Series(np.arange(600) % 20).cast(pl.String))
    few = few.with_columns(home=pl.Series(np.where(np.arange(600) % 20 < 3, "Boat", "Own")))
    document = document_of(few, plan_text, 'psu = "unit"\nvariance = "bootstrap"')
    row = next(row for row in document["findings"] if row["id"] == "A.home.Boat")
    left_out = document["uncertainty"]["left_out"]
    assert 5 < left_out < 45
    assert f"{left_out} replicates left out" in row["method"]
    assert not any("left out" in tag for tag in document["findings"][0]["method"])
    assert f"Up to {left_out} of the 500 replicates were left out, because they held nobody of a small group." in report(document)


def test_the_size_of_a_hidden_group_cannot_be_read_from_the_replicates_it_is_missing_from(people: pl.DataFrame, plan_text: str) -> None:
    document = document_of(people, plan_text, 'variance = "bootstrap"')  # three people live on boats
    made = weighed(people, plan_text, 'variance = "bootstrap"')
    boats = next(result for result in made.results if result.factor == "home").left_out[3]
    assert boats > 0
    assert document["uncertainty"]["left_out"] == 0
    assert not any("left out" in tag for row in document["findings"] for tag in row["method"])
    # where few people are in a level that is raked to, every number lacks the replicates that lack them
    sex = np.where(np.arange(600) % 120 == 1, 3, people["sex"].to_numpy() % 2 + 1)
    sex[np.flatnonzero(sex == 3)[0]] = 1
    document = document_of(people.with_columns(sex=pl.Series(sex)), plan_text, 'variance = "bootstrap"')
    assert document["uncertainty"]["left_out"] is None
    assert "some replicates left out" in document["findings"][0]["method"]
    assert "Some replicates were left out, because they held nobody of a small group." in report(document)


def test_the_command_makes_the_tables_that_the_plan_asks_for(folkmoot: Callable[..., Ran], people: pl.DataFrame, plan_text: str) -> None:
    ran = folkmoot(people, f'{plan_text}\n[design]\n{DRAWN}variance = "balanced half-samples"\n')
    assert (ran.code, ran.err) == (0, "")
    document = json.loads((ran.folder / "findings.json").read_text())
    assert document == document_of(people, plan_text, DRAWN + 'variance = "balanced half-samples"\n')
    assert "from 16 balanced half-samples" in (ran.folder / "report.html").read_text()


def test_the_command_says_which_key_is_wrong(folkmoot: Callable[..., Ran], people: pl.DataFrame, plan_text: str) -> None:
    ran = folkmoot(csv_text(people), f'{plan_text}\n[design]\npsu = "unit"\nvariance = "balanced half-samples"\n')
    refused(ran, "plan.toml: design.strata: is missing. Balanced half-samples are for strata of two units each.")
