"""Interactions in a regression of a plan: shown as a whole, as the statistics give them, or left out where a combination is small."""

import html
import io
import re

import numpy as np
import openpyxl
import polars as pl
import pytest

from folkmoot.survey import Factor
from folkmoot.survey.models import Covariate, logistic
from folkmoot.weigh import RefusedError, findings
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables
from weigh.analysed_models import row, section, weighed


@pytest.fixture
def two(people: pl.DataFrame) -> pl.DataFrame:
    """The people, with nobody of the small third sex."""
    return people.with_columns(sex=pl.Series(np.where(people["sex"].to_numpy() == 1, 1, 2)))


def test_a_term_within_each_level_of_another_is_as_the_survey_itself_gives_it(two: pl.DataFrame, plan_text: str) -> None:
    held = weighed(
        two, plan_text, "statement = 'A'\nterms = ['sex', 'age_band', 'age']\ninteractions = [['sex', 'age_band'], ['age', 'sex']]"
    )
    terms = [Factor(label, held.plan.levels(name), held.answers.codes[name]) for label, name in (("Sex", "sex"), ("Age band", "age_band"))]
    label = held.plan.label("age_band")
    terms[1] = Factor(f"{label} (age_band)", terms[1].levels, terms[1].codes)
    age = Covariate(f"{held.plan.label('age')} (age)", held.answers.numbers["age"])
    pairs = [("Sex", terms[1].name), (age.name, "Sex")]
    plain = logistic(held.fairness.design, held.counted["A"].outcome, [*terms, age], interactions=pairs)
    for effects in plain.effects_within("Sex", terms[1].name):
        assert effects.within is not None
        for level in range(2):
            if level == effects.levels.index(effects.reference):
                continue
            found = row(section(held), f"Sex, where {terms[1].name} is “{effects.within[1]}”", effects.levels[level])
            assert found.cells[3:7] == (
                effects.share[level],
                effects.difference[level],
                effects.difference_low[level],
                effects.difference_high[level],
            )
            assert found.cells[7] == effects.ratio[level]
            assert found.cells[13] == plain.term_test(f"Sex × {terms[1].name}").p
    women = next(one for one in plain.effects_within(age.name, "Sex") if one.within == ("Sex", "Woman"))
    older = row(section(held), f"{age.name}, where Sex is “Woman”", "1 more")
    assert older.cells[3:5] == (women.share[1], women.difference[1])
    main = row(section(held), "Sex", "Man")
    assert main.cells[10:] == ("see below",) * 4, "its odds are of one level of the other alone"


def test_the_odds_ratio_within_a_level_is_that_of_a_model_compared_with_that_level(two: pl.DataFrame, plan_text: str) -> None:
    analysis = "statement = 'A'\nterms = ['sex', 'age_band']\ninteractions = [['sex', 'age_band']]"
    held = weighed(two, plan_text, analysis)
    for level in held.plan.levels("age_band"):
        terms = [Factor(one, held.plan.levels(name), held.answers.codes[name]) for one, name in (("s", "sex"), ("a", "age_band"))]
        turned = logistic(held.fairness.design, held.counted["A"].outcome, terms, references={"a": level}, interactions=[("s", "a")])
        at = next(place for place, column in enumerate(turned.matrix.columns) if column.term == "s")
        found = next(
            row
            for row in section(held).rows
            if str(row.cells[0]).endswith(f"is “{level}”") and row.cells[1] == turned.matrix.columns[at].level
        )
        low, high = turned.odds_ratio_interval
        assert found.cells[10:13] == pytest.approx((turned.odds_ratio[at], low[at], high[at]), rel=1e-9)


def test_a_small_combination_leaves_the_interaction_out_and_shows_none_of_it(people: pl.DataFrame, plan_text: str) -> None:
    old_men = np.flatnonzero((people["sex"].to_numpy() == 2) & (people["age"].to_numpy() >= 65))
    women = people.with_columns(sex=pl.Series(np.where(np.isin(np.arange(len(people)), old_men[3:]), 1, people["sex"].to_numpy())))
    plain = plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    made = section(weighed(women, plain, "statement = 'A'\nterms = ['sex', 'age_band']\ninteractions = [['sex', 'age_band']]"))
    within = [found for found in made.rows if ", where " in str(found.cells[0])]
    assert within
    assert all(found.mark == "[c]" and found.cells[2:] == (None,) * 12 for found in within)
    assert any("does not look at how far Sex works differently" in note for note in made.notes)
    without = section(weighed(women, plain, "statement = 'A'\nterms = ['sex', 'age_band']"))
    assert [found for found in made.rows if found not in within] == list(without.rows)
    assert made.sentences == without.sentences
    assert any(not one.shown and len(one.group) == 2 for one in made.counted)


def test_sentences_speak_of_shares_among_the_people_of_a_level_and_never_of_odds(two: pl.DataFrame, plan_text: str) -> None:
    strong = np.where((two["sex"].to_numpy() == 1) & (two["age"].to_numpy() >= 65) & (np.arange(len(two)) % 5 > 0), 1, 5)
    made = section(
        weighed(
            two.with_columns(A=pl.Series(np.where(np.arange(len(two)) % 4 == 0, 6 - strong, strong))),
            plan_text,
            "statement = 'A'\nterms = ['sex', 'age_band']\ninteractions = [['sex', 'age_band']]",
        )
    )
    times = [words for words in made.sentences if "times as many" in words]
    assert any(words.startswith("Among people whose ") and ": with Sex “" in words for words in times)
    assert not [words for words in made.sentences if "odds" in words]


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ("[['sex', 'home']]", '"home" is not one of the terms'),
        ("[['sex', 'sex']]", "given with itself"),
        ("[['sex']]", "a list of pairs"),
        ("'sex'", "a list of pairs"),
        ("[['sex', 'age'], ['age', 'sex']]", "given twice"),
    ],
)
def test_mistakes_are_named_at_their_key(people: pl.DataFrame, plan_text: str, pairs: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        weighed(people, plan_text, f"statement = 'A'\nterms = ['sex', 'age']\ninteractions = {pairs}")
    (problem,) = refused.value.problems
    assert problem.startswith("analyses[1].interactions: ")
    assert words in problem


def test_interactions_stand_in_the_report_and_the_workbook(two: pl.DataFrame, plan_text: str) -> None:
    document = findings(weighed(two, plan_text, "statement = 'A'\nterms = ['sex', 'age_band']\ninteractions = [['sex', 'age_band']]"))
    (made,) = document["analyses"]
    assert any("where Age is" in str(found["cells"][0]) and found["cells"][10] is not None for found in made["rows"])
    page = re.sub(r"<[^>]+>", "", html.unescape(report(document)))
    book = openpyxl.load_workbook(io.BytesIO(tables(document)))
    written = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    for words in (*made["sentences"], *made["notes"], *(str(found["cells"][0]) for found in made["rows"])):
        assert words in page
        assert words in written
