"""Regressions in a plan: as the statistics give them, with nothing shown that rests on few people."""

import html
import io
import re
import tomllib
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest

from folkmoot.survey import Factor
from folkmoot.survey.models import Covariate, logistic, ordinal
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses.section import Row
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables
from weigh.analysed_models import row, section, weighed

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
SCALE = """
[derive.scale]
from = "B"
groups = { "low" = ["Disagree slightly", "Disagree strongly"], "mid" = ["In between"], "high" = ["Agree strongly", "Agree slightly"] }
leave_out = ["Don't know"]
"""


def test_a_statement_is_regressed_as_the_survey_itself_does(people: pl.DataFrame, plan_text: str) -> None:
    held = weighed(people, plan_text, "statement = 'A'\nterms = ['sex', 'age']\nreferences = { sex = 'Man' }\nsteps = { age = 10 }")
    terms = [Factor("Sex", held.plan.levels("sex"), held.answers.codes["sex"]), Covariate("Age", held.answers.numbers["age"])]
    plain = logistic(held.fairness.design, held.counted["A"].outcome, terms, references={"Sex": "Man"})
    effects = plain.average_effects("Sex")
    women = row(section(held), "Sex", "Woman")
    at = plain.names.index("Sex: Woman")
    low, high = plain.odds_ratio_interval
    assert women.cells[2] == effects.n[0]
    assert women.cells[3:7] == (effects.share[0], effects.difference[0], effects.difference_low[0], effects.difference_high[0])
    assert women.cells[7:10] == (effects.ratio[0], effects.ratio_low[0], effects.ratio_high[0])
    assert women.cells[10:13] == (plain.odds_ratio[at], low[at], high[at])
    assert women.cells[13] == plain.term_test("Sex").p
    older, decade = row(section(held), "Age", "10 more"), plain.average_effects("Age", step=10)
    assert older.cells[2:5] == (plain.n, decade.share[1], decade.difference[1])
    assert older.cells[10] == pytest.approx(plain.odds_ratio[plain.names.index("Age")] ** 10, rel=1e-12)


def test_ordered_answers_are_regressed_as_the_survey_itself_does(people: pl.DataFrame, plan_text: str) -> None:
    held = weighed(people, plan_text + SCALE, "answers = 'scale'\nterms = ['sex', 'age_band']")
    terms = [Factor(label, held.plan.levels(name), held.answers.codes[name]) for label, name in (("Sex", "sex"), ("Age", "age_band"))]
    plain = ordinal(held.fairness.design, Factor("scale", held.plan.levels("scale"), held.answers.codes["scale"]), terms)
    effects = plain.average_effects("Age")
    at = plain.names.index("Age: 65 and over")
    old = row(section(held), "Age", "65 and over")
    assert old.cells[3:5] == (effects.share[2], effects.difference[2])
    assert old.cells[10] == plain.odds_ratio[at]
    assert old.cells[13] == plain.term_test("Age").p
    assert int(old.cells[2] or 0) % held.plan.publish.small_cell == 0, "numbers of people are rounded"


def test_a_small_level_is_hidden_with_its_smallest_neighbour(people: pl.DataFrame, plan_text: str) -> None:
    made = section(weighed(people, plan_text, "statement = 'A'\nterms = ['home', 'sex']"))
    for level in ("Boat", "Care home"):
        assert row(made, "Kind of home", level) == Row(("Kind of home", level, *([None] * 12)), "[c]")
        assert not [words for words in (*made.sentences, *made.notes) if level in words]
    assert row(made, "Kind of home", "Rent").cells[10] is not None


def test_nothing_is_compared_with_a_level_that_is_hidden(people: pl.DataFrame, plan_text: str) -> None:
    made = section(weighed(people, plan_text, "statement = 'A'\nterms = ['home']\nreferences = { home = 'Care home' }"))
    assert all(found.mark == "[c]" and found.cells[3:] == (None,) * 11 for found in made.rows)
    assert any("Compare with a level of more people" in note for note in made.notes)


def test_few_on_one_side_of_a_level_hide_it(people: pl.DataFrame, plan_text: str) -> None:
    others = np.flatnonzero(people["sex"].to_numpy() == 2)
    a = people["A"].fill_null(9).to_numpy().copy()
    a[others], a[others[:2]] = 1, 5  # two men only disagree
    made = section(weighed(people.with_columns(A=pl.Series(a)), plan_text, "statement = 'A'\nterms = ['sex', 'age']"))
    assert row(made, "Sex", "Man").mark == "[c]"
    assert not [words for words in made.sentences if "Man" in words]


def test_a_level_of_one_mind_has_no_number_and_a_note_says_why(people: pl.DataFrame, plan_text: str) -> None:
    a = np.where(people["home"].to_numpy() == "Rent", 1, people["A"].fill_null(9).to_numpy())
    no_boats = people.with_columns(A=pl.Series(a), home=people["home"].replace("Boat", "Own"))
    made = section(weighed(no_boats, plan_text, "statement = 'A'\nterms = ['home', 'age']"))
    rent = row(made, "Kind of home", "Rent")
    assert rent.mark == "[x]"
    assert rent.cells[3:] == (None,) * 11
    assert "Kind of home, “Rent”: everyone with it agreed, so its odds have no end." in made.notes


def test_a_small_level_of_one_mind_is_only_too_few(people: pl.DataFrame, plan_text: str) -> None:
    a = np.where(people["home"].to_numpy() == "Boat", 1, people["A"].fill_null(9).to_numpy())
    made = section(weighed(people.with_columns(A=pl.Series(a)), plan_text, "statement = 'A'\nterms = ['home', 'age']"))
    assert row(made, "Kind of home", "Boat").mark == "[c]"
    assert not [words for words in (*made.sentences, *made.notes) if "Boat" in words or "with it" in words]


def test_people_left_out_for_want_of_a_term_cannot_be_counted_by_subtraction(people: pl.DataFrame, plan_text: str) -> None:
    fewer = people.with_columns(home=pl.Series([None if at in {11, 12} else home for at, home in enumerate(people["home"])]))
    held = weighed(fewer, plan_text, "statement = 'A'\nterms = ['age_band', 'home']")
    counts = [found.cells[2] for found in section(held).rows if found.cells[2] is not None]
    assert counts
    assert all(isinstance(count, int) and count % 5 == 0 for count in counts)
    assert "about" in section(held).sentences[0]


def test_a_model_of_few_shows_nothing(people: pl.DataFrame, plan_text: str) -> None:
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    made = section(weighed(people.head(9), plain, "statement = 'A'\nterms = ['sex', 'age']"))
    assert all(found.cells[2:] == (None,) * 12 and found.mark == "[c]" for found in made.rows)
    assert not re.search(r"\d", " ".join([*made.sentences, *made.notes]))


@pytest.mark.parametrize(
    ("analysis", "key", "words"),
    [
        ("terms = ['sex']", "", "needs either statement"),
        ("statement = 'A'\nanswers = 'scale'\nterms = ['sex']", "", "needs either statement"),
        ("statement = 'Z'\nterms = ['sex']", ".statement", "there is no statement"),
        ("answers = 'sexx'\nterms = ['home']", ".answers", 'Did you mean "sex"?'),
        ("statement = 'A'", ".terms", "is missing"),
        ("statement = 'A'\nterms = []", ".terms", "needs one or more"),
        ("statement = 'A'\nterms = ['hoem']", ".terms", 'Did you mean "home"?'),
        ("answers = 'scale'\nterms = ['scale']", ".terms", "is what the model is of"),
        ("statement = 'A'\nterms = ['sex']\nreferences = { home = 'Own' }", ".references.home", "among the terms"),
        ("statement = 'A'\nterms = ['sex']\nreferences = { sex = 'Boat' }", ".references.sex", "has no level"),
        ("statement = 'A'\nterms = ['age']\nsteps = { sex = 10 }", ".steps.sex", "not a number column among the terms"),
        ("statement = 'A'\nterms = ['age']\nsteps = { age = 0 }", ".steps.age", "above 0"),
    ],
)
def test_mistakes_are_named_at_their_key(people: pl.DataFrame, plan_text: str, analysis: str, key: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        weighed(people, plan_text + SCALE, analysis)
    (problem,) = refused.value.problems
    assert problem.startswith(f"analyses[1]{key}: ")
    assert words in problem


def test_the_example_of_the_reference_stands_in_the_report_and_the_workbook(people: pl.DataFrame, plan_text: str) -> None:
    example = re.search(r"```toml\n(.*?)```", REFERENCE[REFERENCE.index("## model: ") :], re.DOTALL)
    assert example
    document = findings(weigh(people, Plan.from_mapping(tomllib.loads(f"{plan_text}\n{example[1]}"))))
    (made,) = document["analyses"]
    page = html.unescape(report(document))
    book = openpyxl.load_workbook(io.BytesIO(tables(document)))
    written = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    for words in (*made["sentences"], *made["notes"]):
        assert words in page
        assert words in written
