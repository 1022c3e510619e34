"""The coded data: right to the last answer in every format, without the id or any column the plan does not name, and never by accident."""

import csv
import io
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyreadstat
import pytest

from folkmoot.weigh import Plan, Responses, check, read, weigh_answers
from folkmoot.weigh.coded_data import HOLDS_ANSWERS, coded_data
from folkmoot.weigh.triple_s_answers import read_answers
from folkmoot.weigh.triple_s_description import read_description
from folkmoot.weigh.variables import variables

from .conftest import refused

Run = Callable[..., Any]
NAMES = ["age", "sex", "home", "A", "B", "age_band", "said_A", "said_B", "w0", "weight_made_fair"]
HOMES = ["Own", "Rent", "Care home", "Boat"]
WARNING = f"coded.%s: {HOLDS_ANSWERS}"


@pytest.fixture
def made(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> Callable[[str], Path]:
    """The coded data of the small survey in a format, made by the command."""

    def make(kind: str) -> Path:
        ran = folkmoot(people, plan_text, "--coded-data", str(tmp_path / f"coded.{kind}"))
        assert (ran.code, ran.problems) == (0, [WARNING % kind])
        return tmp_path / f"coded.{kind}"

    return make


@pytest.fixture
def expected(people: pl.DataFrame, plan_text: str) -> pl.DataFrame:
    """What the file must hold, worked out from the responses by hand but for the weights."""
    plan = Plan.from_mapping(tomllib.loads(plan_text))
    weights = weigh_answers(check(Responses.of(people, plan), plan), plan).fairness.design.weights
    said = {1: 1, 2: 1, 3: 0, 4: 0, 5: 0}
    return people.select(
        pl.col("age").cast(pl.Float64),
        "sex",
        pl.col("home").replace_strict(HOMES, [1, 2, 3, 4]),
        pl.col("A").replace(9, None),
        "B",
        age_band=1 + (pl.col("age") >= 35).cast(pl.Int64) + (pl.col("age") >= 65).cast(pl.Int64),
        said_A=pl.col("A").replace_strict(said, default=None),
        said_B=pl.col("B").replace_strict(said, default=None),
        w0="w0",
        weight_made_fair=pl.Series(weights),
    )


def same(given: pl.DataFrame, expected: pl.DataFrame, *, tolerance: float = 0) -> None:
    """Equal in names, order and every cell."""
    assert given.columns == expected.columns
    for name in expected.columns:
        ours, theirs = (frame[name].cast(pl.Float64).fill_null(-1e9).to_numpy() for frame in (given, expected))
        assert np.abs(ours - theirs).max() <= tolerance, name


def test_parquet_holds_every_answer_and_the_weight(made: Callable[[str], Path], expected: pl.DataFrame) -> None:
    path = made("parquet")
    same(pl.read_parquet(path), expected)
    assert pl.read_parquet_metadata(path)["note"] == HOLDS_ANSWERS


def test_csv_holds_every_answer_and_the_weight(made: Callable[[str], Path], expected: pl.DataFrame) -> None:
    content = made("csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    same(pl.DataFrame([[cell or None for cell in row] for row in rows], schema=header, orient="row"), expected)


def test_spss_holds_labels_and_missing_values(made: Callable[[str], Path], expected: pl.DataFrame, people: pl.DataFrame) -> None:
    path = made("sav")
    cells, about = pyreadstat.read_sav(path, output_format="dict")
    same(pl.DataFrame(cells).fill_nan(None), expected)
    kept, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    same(pl.DataFrame(kept).select("A").fill_nan(None), people.select("A"))
    nine = [{"lo": 9.0, "hi": 9.0}]
    assert about.missing_ranges == {"A": nine, "B": nine}
    assert about.variable_value_labels["home"] == dict(enumerate(HOMES, start=1))
    assert about.variable_value_labels["sex"] == {1: "Woman", 2: "Man", 3: "Other"}
    assert about.variable_value_labels["A"][9] == "No answer: 9"
    assert about.variable_value_labels["said_A"] == {1: "Agreed", 0: "Not"}
    assert about.column_names_to_labels["A"] == "Use home and hospital records together to find cold homes"
    assert (about.file_label, " ".join(about.notes)) == ("Cold homes", HOLDS_ANSWERS)


def test_triple_s_holds_every_answer_and_the_weight(made: Callable[[str], Path], expected: pl.DataFrame) -> None:
    path = made("sss")
    survey = read_description(path.read_bytes())
    given = read_answers(path.with_suffix(".csv").read_text("utf-8"), survey, NAMES)
    same(given, expected, tolerance=1e-10)
    assert HOLDS_ANSWERS.encode() in path.read_bytes()
    assert [variable.use for variable in survey.variables] == [""] * 9 + ["weight"]
    assert survey.variables[2].values == {str(at): words for at, words in enumerate(HOMES, start=1)}


@pytest.mark.parametrize("kind", ["sav", "csv", "parquet", "sss"])
def test_neither_the_id_nor_a_column_the_plan_does_not_name_is_in_any_file(made: Callable[[str], Path], kind: str) -> None:
    path = made(kind)
    for file in {path, path.with_suffix(".csv") if kind == "sss" else path}:
        content = file.read_bytes()
        for secret in (b'person"', b"person,", b"R0003", b"not used", b"=1+1"):
            assert secret not in content, file
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_id_stays_out_even_where_the_plan_gives_it_words_or_counts_it_as_a_unit(plan_text: str) -> None:
    listed = plan_text.replace("[columns.sex]", '[columns.person]\nvalues = ["R0001"]\n\n[columns.sex]')
    plan = Plan.from_mapping(tomllib.loads(listed + '\n[design]\npsu = "person"\nstrata = "home"\n'))
    assert [variable.name for variable in variables(plan)] == [*NAMES[:8], "home_numbered", *NAMES[8:]]


def test_strata_and_units_are_numbered_and_not_named(people: pl.DataFrame, plan_text: str) -> None:
    text = plan_text + '\n[design]\nstrata = "ward"\npsu = "street"\nlonely_psu = "average"\n'
    plan = Plan.from_mapping(tomllib.loads(text))
    placed = people.with_columns(ward=pl.Series(["North", "South"] * 300), street=pl.Series([f"Lane {at % 30:02}" for at in range(600)]))
    responses = Responses.of(placed, plan)
    data = coded_data(responses, weigh_answers(check(responses, plan), plan))
    assert data.frame["ward_numbered"].to_list() == [1, 2] * 300
    assert data.frame["street_numbered"].to_list() == [1 + at % 30 for at in range(600)]
    assert "ward" not in data.frame.columns


def test_nothing_holds_answers_unless_it_is_asked_for(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    ran = folkmoot(people)
    assert (ran.code, ran.err) == (0, "")
    for path in (tmp_path / "results").iterdir():
        assert b"R0003" not in path.read_bytes()


def test_the_folder_that_is_published_never_takes_it(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    for name in ("results/coded.sav", "results/../results/coded.sss"):
        ran = folkmoot(people, plan_text, "--coded-data", str(tmp_path / name))
        assert ran.code == 2
        assert "which holds the three published files and nothing else. Give another folder." in ran.problems[0]


def test_it_is_refused_before_any_work_when_it_cannot_be_made(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("mine")
    for name, words in {
        "coded.doc": 'cannot write coded data as "coded.doc". Its name may end in: ".sav", ".csv", ".parquet", ".sss".',
        "away/coded.csv": f"there is no folder {tmp_path / 'away'} to put coded.csv in. Make it first.",
        "survey.csv": f"{tmp_path / 'survey.csv'} is read or written as something else too. Give another name.",
        "survey.sss": f"{tmp_path / 'survey.csv'} is read or written as something else too. Give another name.",
        "old.csv": f"{tmp_path / 'old.csv'} is there already. Give another name, or --force to replace it.",
        "old.sss": f"{tmp_path / 'old.csv'} is there already. Give another name, or --force to replace it.",
    }.items():
        refused(folkmoot(people, plan_text, "--coded-data", str(tmp_path / name)), words)
    assert (tmp_path / "old.csv").read_text() == "mine"


def test_a_weighing_that_fails_leaves_no_answers_behind(folkmoot: Run, people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    wrong = plan_text.replace("bounds = [0.2, 5.0]", "bounds = [0.99, 1.01]")
    ran = folkmoot(people, wrong, "--coded-data", str(tmp_path / "coded.sav"))  # the fixture sees that nothing was made
    assert ran.code == 2


def test_names_and_codes_that_spss_does_not_allow_are_made_so_that_it_does(people: pl.DataFrame) -> None:
    plan = Plan.from_mapping(
        {
            "survey": {"title": "T" * 99, "organisation": "O", "dates": "D", "sample": "panel", "population": "P"},
            "columns": {
                "Q 1.a": {"values": ["é" * 90, "no"], "label": "é" * 200},
                "q_1_A": {"codes": {"-1": "yes", "2": "no"}, "missing": ["98", "99", "-8", "-9"]},
                "and": {"codes": {"x": "yes", "y": "no", "z": "yes"}, "missing": ["1", "ref"]},
                "2nd": {"number": True, "missing": ["ref"]},
            },
            "recodes": {"r": {"yes": ["yes"], "no": ["no"]}},
            "statements": [{"id": "s", "text": "T", "column": "q_1_A", "recode": "r"}],
        }
    )
    every = variables(plan)
    assert [variable.name for variable in every] == ["Q_1_a", "q_1_A_2", "v_and", "v_2nd", "said_s", "weight_made_fair"]
    assert every[1].codes == {-1: "yes", 2: "no"}
    assert every[1].missing == {"98": -2, "99": -3, "-8": -4, "-9": -5}
    assert (every[2].codes, every[2].missing) == ({1: "yes", 2: "no"}, {"1": -1, "ref": -2})
    frame = pl.DataFrame({"Q 1.a": ["no", None], "q_1_A": ["-8", "2"], "and": ["z", "ref"], "2nd": ["3.5", "ref"]})
    responses = Responses.of(frame, plan)
    data = coded_data(responses, weigh_answers(check(responses, plan), plan))
    assert data.frame.rows() == [(2, None, 1, 3.5, None, 1.0), (None, 2, None, None, 0, 1.0)]
    assert {name: column.to_list() for name, column in data.marked.items()} == {
        "q_1_A_2": [-4, 2],
        "v_and": [1, -2],
        "v_2nd": [3.5, -999_999_001.0],
    }


def test_long_labels_and_many_missing_values_make_a_file_that_spss_reads(folkmoot: Run, tmp_path: Path) -> None:
    plan = f"""
survey = {{ title = "{"é" * 80}", organisation = "O", dates = "D", sample = "panel", population = "P" }}
statements = [{{ id = "s", text = "T", column = "x", recode = "r" }}]
columns = {{ x = {{ label = "{"é" * 300}", values = ["{"é" * 90}", "no"], missing = ["a", "b", "c", "d"] }} }}
recodes = {{ r = {{ yes = ["{"é" * 90}"], no = ["no"] }} }}
"""
    ran = folkmoot(f"x\n{'é' * 90}\nno\nc\n\n", plan, "--coded-data", str(tmp_path / "coded.sav"))
    assert ran.code == 0
    cells, about = pyreadstat.read_sav(tmp_path / "coded.sav", output_format="dict", user_missing=True)
    assert cells["x"] == [1, 2, -3]
    assert about.missing_ranges == {"x": [{"lo": -4.0, "hi": -1.0}]}
    assert about.variable_value_labels["x"][1] == "é" * 58 + "…"
    assert about.column_names_to_labels["x"] == "é" * 126 + "…"


def test_what_is_written_can_be_weighed_again(made: Callable[[str], Path], people: pl.DataFrame, plan_text: str) -> None:
    plan = Plan.from_mapping(tomllib.loads(plan_text.replace('id = "person"', "")))
    again = check(read(made("sav"), plan), plan)
    first = check(Responses.of(people, plan), plan)
    for name in first.codes:
        assert (again.codes[name] == first.codes[name]).all(), name
