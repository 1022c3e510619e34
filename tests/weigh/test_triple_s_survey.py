"""`folkmoot weigh` on a Triple-S survey: the same numbers as from CSV, and the answers found where they may be, and nowhere else."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from folkmoot.weigh import Plan, Responses, check, read
from folkmoot.weigh.triple_s import Description, Variable, placed
from folkmoot.weigh.triple_s_writer import answers_text, description_bytes

from .conftest import csv_text, estimates, refused
from .visit import RECORDS, XML

Run = Callable[..., Any]


def survey_of(people: pl.DataFrame, folder: Path, *, csv: bool = True) -> Path:
    """The small survey as Triple-S; the answers stand beside it."""
    codes = {str(code): words for code, words in enumerate(["Agree", "Rather", "Between", "Rather not", "No"], start=1)} | {
        "8": "D",
        "9": "N",
    }
    variables = [
        Variable("1", "person", "Person", "character", size=5, use="serial"),
        Variable("2", "age", "Age", "quantity", codes_from="0", codes_to="110"),
        Variable("3", "sex", "Sex", "single", values={"1": "Woman", "2": "Man", "3": "Other"}),
        Variable("4", "home", "Home", "character", size=9),
        Variable("5", "A", "A", "single", values=codes),
        Variable("6", "B", "B", "single", values=codes),
        Variable("7", "w0", "Weight", "quantity", codes_from="0.000", codes_to="99.999"),
    ]
    name = "survey.csv" if csv else "survey.asc"
    survey = Description("2.0", "Cold homes", placed(variables, csv=csv), csv=csv, skip=int(csv), href=name)
    (folder / "survey.sss").write_bytes(description_bytes(survey))
    (folder / name).write_text(answers_text(survey, people.drop("not used").cast(pl.String)), newline="")
    return folder / "survey.sss"


@pytest.mark.parametrize("csv", [True, False])
def test_a_survey_in_triple_s_gives_the_numbers_of_its_csv(
    folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path, csv: bool
) -> None:
    assert estimates(folkmoot(survey_of(people, tmp_path, csv=csv))) == right


def test_the_answers_may_be_named_when_they_stand_elsewhere(folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path) -> None:
    survey = survey_of(people, tmp_path)
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "survey.csv").rename(tmp_path / "elsewhere" / "answers.txt")
    refused(
        folkmoot(survey),
        'survey.sss: the file of answers, "survey.csv", is not beside it. Put it there, or name it with --data.',
    )
    assert estimates(folkmoot(survey, tmp_path / "plan.toml", "--data", str(moved))) == right


def test_a_description_cannot_lead_to_a_file_elsewhere(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    survey = survey_of(people, tmp_path)
    for away in ("../secret.csv", "/etc/passwd", "C:\\secret.csv"):
        survey.write_bytes(survey.read_bytes().replace(b"survey.csv", away.encode()))
        (tmp_path / "survey.csv").unlink(missing_ok=True)
        ran = folkmoot(survey)
        assert (ran.code, len(ran.problems)) == (2, 1)
        assert "is not beside it" in ran.problems[0]
        survey_of(people, tmp_path)


def test_data_goes_with_a_description_only(folkmoot: Run, people: pl.DataFrame, plan_text: str) -> None:
    ran = folkmoot(people, plan_text, "--data", "other.csv")
    refused(ran, "survey.csv: holds the answers itself, so --data other.csv does not go with it. Leave --data out.")


def test_answers_in_another_encoding_than_declared_are_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    survey = survey_of(people, tmp_path)
    (tmp_path / "survey.csv").write_bytes(csv_text(people).encode() + "é".encode("cp1252"))
    refused(folkmoot(survey), "survey.sss: survey.csv: is not utf-8 text, as the description says. Export both again, together.")


def test_words_stand_in_for_codes_that_the_plan_does_not_list(
    folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path
) -> None:
    from .conftest import PLAN

    survey = survey_of(people, tmp_path)
    plan = PLAN.replace('codes = { 1 = "Woman", 2 = "Man", 3 = "Other" }', 'values = ["Woman", "Man", "Other"]')
    assert estimates(folkmoot(survey, plan)) == right


def test_a_code_of_a_multiple_is_a_column_of_its_own(folkmoot: Run, tmp_path: Path) -> None:
    plan = """
survey = { title = "T", organisation = "O", dates = "D", sample = "panel", population = "P" }
statements = [{ id = "s", text = "T", column = "Q2_9", recode = "yes" }]
columns = { Q2_9 = { values = ["Yes", "No"] } }
recodes = { yes = { yes = ["Yes"], no = ["No"] } }
"""
    (tmp_path / "visit.sss").write_text(XML)
    (tmp_path / "visit.asc").write_text(RECORDS * 40, newline="")
    assert [(row[0], row[1], row[2]) for row in estimates(folkmoot(tmp_path / "visit.sss", plan))] == [("s", 80, 0.5)]


def test_the_hash_of_the_answers_is_that_of_every_other_kind_of_file(people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    plan = Plan.from_mapping(tomllib.loads(plan_text))
    assert check(read(survey_of(people, tmp_path), plan), plan).hash == check(Responses.of(people, plan), plan).hash
