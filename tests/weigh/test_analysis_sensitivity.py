"""How far a self-selecting sample can be leant on: the survey package's tipping points and balance, and nothing that is hidden."""

import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Margin, proportions
from folkmoot.survey.honesty import population_balance, tipping_points
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.report import report
from folkmoot.weigh.results import cell_words
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## sensitivity:")[1].split("```toml")[1].split("```")[0]
PLAIN = "\n[[analyses]]\nkind = 'sensitivity'\n"


def planned(plan_text: str, analysis: str, *, weights: bool = True) -> Plan:
    text = plan_text if weights else plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    return Plan.from_mapping(tomllib.loads(text + analysis))


def percent(share: float) -> str:
    return cell_words(share, "share", None)


def test_the_example_of_the_reference_gives_the_survey_packages_tipping_points(people: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(people, planned(plan_text, EXAMPLE))
    section = weighed.analyses[0][1]
    for statement, row in zip(weighed.plan.statements, section.rows, strict=True):
        found = proportions(weighed.fairness.design, weighed.counted[statement.id].outcome)
        (tip,) = tipping_points(found, participation=0.02, threshold=0.5)
        assert tip is not None
        assert row.cells[1:4] == (tip.share, tip.low, tip.high)
        assert row.cells[6:] == (tip.others, tip.difference, tip.lowest, tip.highest, tip.n)
        assert row.cells[5] == pytest.approx(0.5 / tip.share if tip.share > 0.5 else 0.5 / (1 - tip.share))
    assert section.rows[0].cells[4] == "above 50.0%"
    assert f"no longer above 50.0% if {percent(float(section.rows[0].cells[6] or 0))} or fewer of the others agreed" in section.sentences[0]
    document = findings(weighed)
    assert "How far these answers can be leant on" in report(document)
    assert tables(document)


def test_the_balance_is_the_survey_packages_before_and_after(people: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(people, planned(plan_text, PLAIN))
    sentences = weighed.analyses[0][1].sentences
    base, after = weighed.answers.numbers["w0"], weighed.fairness.design.weights
    age = Margin("Age", weighed.plan.levels("age_band"), weighed.answers.codes["age_band"], np.array([130.0, 230.0, 120.0]))
    made = population_balance(base, after, [age])
    was, now = percent(made.displaced_before["Age"]), percent(made.displaced_after["Age"])
    assert f"By Age, {was} of the sample would have to be of another group for it to be like the population; after weighting, {now}." in (
        sentences
    )
    inside = weighed.answers.codes["sex"] < 2  # the source does not count the third
    share = [np.bincount(weighed.answers.codes["sex"][inside], w[inside]) / w[inside].sum() for w in (base, after)]
    was, now = (percent(float(abs(s[0] - 0.51))) for s in share)
    assert any(line.startswith(f"By Sex, {was} of the sample") and line.endswith(f"after weighting, {now}.") for line in sentences)
    assert now == "0.0%"


def test_without_participation_it_says_how_many_would_have_had_to_take_part(people: pl.DataFrame, plan_text: str) -> None:
    section = weigh(people, planned(plan_text, PLAIN)).analyses[0][1]
    assert len(section.columns) == len(section.rows[0].cells) == 7
    share = float(section.rows[0].cells[1] or 0)
    assert f"Only if {percent(0.5 / share)} or more of everybody had taken part" in section.sentences[0]


def test_where_the_others_cannot_change_it_no_share_is_given(people: pl.DataFrame, plan_text: str) -> None:
    section = weigh(people, planned(plan_text, f"{PLAIN}participation = 0.95\n")).analyses[0][1]
    assert section.rows[0].cells[6:8] == ("no share would", "no share would")
    assert "Whatever the others think, the share of everybody is above 50.0%." in section.sentences[0]


def test_a_range_that_holds_the_threshold_gives_no_conclusion(people: pl.DataFrame, plan_text: str) -> None:
    share = weigh(people, planned(plan_text, PLAIN)).analyses[0][1].rows[0].cells[1]
    assert isinstance(share, float)
    section = weigh(people, planned(plan_text, f"{PLAIN}participation = 0.1\nthreshold = {share + 0.001}\n")).analyses[0][1]
    assert str(section.rows[0].cells[4]).startswith("not sure")
    assert "the others" not in section.sentences[0]


def test_what_the_tables_hide_is_hidden(people: pl.DataFrame, plan_text: str) -> None:
    yes = pl.Series([1] * 597 + [5] * 3)
    hidden = weigh(people.with_columns(A=yes), planned(plan_text, EXAMPLE))
    assert hidden.hidden.totals["A"]
    row = hidden.analyses[0][1].rows[0]
    assert (row.cells[1:], row.mark) == ((None,) * 10, "[c]")
    assert not any(sentence.startswith("A.") for sentence in hidden.analyses[0][1].sentences)
    few = weigh(people.head(25), planned(plan_text, EXAMPLE, weights=False)).analyses[0][1]
    assert all(row.mark in {"[c]", "[u]"} and row.cells[1:-1] == (None,) * 9 for row in few.rows)
    assert few.sentences == ("Too few people answered to say how far their answers can be leant on.",)


def test_a_target_with_a_hidden_group_has_no_balance(people: pl.DataFrame, plan_text: str) -> None:
    others = people.with_columns(sex=pl.Series([3] * 3 + [1 + at % 2 for at in range(597)]))
    sentences = weigh(others, planned(plan_text, PLAIN)).analyses[0][1].sentences
    assert "By Sex, how like the population the sample is cannot be shown: a group is too small." in sentences


@pytest.mark.parametrize("key", ["participation", "threshold"])
def test_mistakes_are_named_at_their_key(plan_text: str, key: str) -> None:
    for value, words in (("1.5", "must be a share above 0 and below 1"), ("0", "must be a number above 0"), ("'half'", "must be a number")):
        with pytest.raises(RefusedError) as found:
            planned(plan_text, f"{PLAIN}{key} = {value}\n")
        assert found.value.problems[0].startswith(f"analyses[1].{key}: {words}")
