"""Numbers in a plan: the survey package's means, quantiles and ratios, and nothing that one person or few gave."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Factor, means
from folkmoot.survey.quantiles import quantiles
from folkmoot.survey.ratios import ratios
from folkmoot.weigh import Plan, RefusedError, findings, weigh
from folkmoot.weigh.analyses.few_behind_numbers import few_beyond, rests_on_few
from folkmoot.weigh.analyses.numbers import COLUMNS
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

REFERENCE = (Path(__file__).parents[2] / "docs/reference/analyses.md").read_text("utf-8")
EXAMPLE = REFERENCE.split("## numbers:")[1].split("```toml")[1].split("```")[0]
NUMBERS = "\n[columns.hours]\nlabel = 'Hours'\nnumber = true\n[columns.rooms]\nlabel = 'Rooms'\nnumber = true\n"
N_COLUMN = len(COLUMNS) - 1


@pytest.fixture
def carers(people: pl.DataFrame) -> pl.DataFrame:
    """The small survey with hours of care, blank for every tenth, and rooms."""
    random = np.random.default_rng(3)
    hours = [None if at % 10 == 4 else float(value) for at, value in enumerate(random.integers(0, 400, people.height) / 8)]
    return people.with_columns(hours=pl.Series(hours), rooms=pl.Series(random.integers(1, 9, people.height)))


def planned(plan_text: str, analysis: str, *, weights: bool = True) -> Plan:
    text = plan_text if weights else plan_text[: plan_text.index("[weights]")] + plan_text[plan_text.index("[publish]") :]
    return Plan.from_mapping(tomllib.loads(text + NUMBERS + analysis))


def asked(**keys: Any) -> str:
    return "\n[[analyses]]\nkind = 'numbers'\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


def cells(weighed: Any) -> dict[tuple[str, str], tuple[Any, ...]]:
    """By who and what: estimate, low, high, n and the mark."""
    return {(row.cells[0], row.cells[1]): (*row.cells[2:], row.mark) for row in weighed.analyses[0][1].rows}


def test_the_example_of_the_reference_gives_the_survey_packages_own_numbers(carers: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(carers, planned(plan_text, EXAMPLE))
    design, hours, rooms = weighed.fairness.design, weighed.answers.numbers["hours"], weighed.answers.numbers["rooms"]
    sex = Factor("Sex", weighed.plan.levels("sex"), weighed.answers.codes["sex"])
    found = cells(weighed)
    for by, names in ((None, ("Everybody",)), (sex, tuple(f"Sex, {level}" for level in sex.levels))):
        mean = means(design, hours, by=None if by is None else by.codes.astype(np.int64), levels=len(names))
        low, median, high = quantiles(design, hours, (0.25, 0.5, 0.75), by=by, centre="asked")
        ratio = ratios(design, hours, rooms, by=by)
        whats = ["Mean", "Number that 25% are at or below", "Median", "Number that 75% are at or below", "Hours for each 1 of Rooms"]
        for what, of in zip(whats, (mean, low, median, high, ratio), strict=True):
            for at, name in enumerate(names):
                if of.n[at] >= 30:
                    assert found[name, what][:4] == (of.estimate[at], of.low[at], of.high[at], of.n[at])
                else:
                    assert found[name, what] == (None, None, None, of.n[at], "[u]")
    document = findings(weighed)
    assert "Hours of care in a week" in report(document)
    assert tables(document)


def test_a_small_group_is_hidden_with_another_and_so_is_its_size(carers: pl.DataFrame, plan_text: str) -> None:
    found = cells(weigh(carers, planned(plan_text, asked(column="hours", by=["home"]))))
    for what in ("Mean", "Median"):
        for home in ("Boat", "Care home"):  # three people, and the smallest of the others
            assert found[f"Kind of home, {home}", what] == (None, None, None, None, "[c]")
        assert None not in found["Kind of home, Own", what]


def test_people_with_no_level_are_a_group_that_the_total_would_give_away(carers: pl.DataFrame, plan_text: str) -> None:
    few = carers.with_columns(
        home=pl.when(pl.col("home") == "Boat").then(None).otherwise(pl.col("home")).alias("home"),
    )
    found = cells(weigh(few, planned(plan_text, asked(column="hours", by=["home"]))))
    assert found["Kind of home, Care home", "Mean"][-1] == "[c]"
    assert found["Kind of home, Own", "Mean"][0] is not None


@pytest.mark.parametrize("apart", [False, True])
def test_groups_that_add_up_to_others_are_protected_together(carers: pl.DataFrame, plan_text: str, apart: bool) -> None:
    fine = """
[derive.fine]
label = "Fine age"
from = "age"
bands = { "18 and 19" = 18, "20 to 34" = 20, "35 to 64" = 35, "65 and over" = 65 }
"""
    ages = pl.Series([19 if at in {1, 2, 3} else max(int(age), 20) for at, age in enumerate(carers["age"])])
    by = [["age_band"], ["fine"]] if apart else [["fine", "age_band"]]
    weighed = weigh(carers.with_columns(age=ages), planned(plan_text, fine + "".join(asked(column="hours", by=each) for each in by)))
    found = {row.cells[:2]: row for _, section in weighed.analyses for row in section.rows}
    shown = {who for (who, what), row in found.items() if what == "Mean" and row.cells[N_COLUMN] is not None}
    assert len(shown) > 2, "not everything is hidden"
    assert "Fine age, 18 and 19" not in shown
    assert not {"Age, 18 to 34", "Fine age, 20 to 34"} <= shown
    assert not {"Fine age, 20 to 34", "Fine age, 35 to 64", "Fine age, 65 and over"} <= shown
    assert not {"Fine age, 20 to 34", "Age, 35 to 64", "Age, 65 and over"} <= shown


def test_the_smallest_and_largest_numbers_are_never_shown(carers: pl.DataFrame, plan_text: str) -> None:
    shares = [0.001, 0.01, 0.5, 0.99, 0.999]
    weighed = weigh(carers, planned(plan_text, asked(column="hours", by=["sex"], quantiles=shares)))
    hours = weighed.answers.numbers["hours"]
    ordered = np.sort(hours[~np.isnan(hours)])
    for (_, what), (*numbers, _n, _mark) in cells(weighed).items():
        for number in numbers:
            if what != "Mean" and number is not None:
                assert ordered[4] <= number <= ordered[-5]
    assert cells(weighed)["Everybody", "Number that 0.1% are at or below"][0] is None
    assert cells(weighed)["Everybody", "Median"][0] is not None


def test_a_mean_that_one_person_makes_up_is_hidden_and_another_with_it(carers: pl.DataFrame, plan_text: str) -> None:
    hours = [1e6 if at == 0 else 0.0 if sex == 2 else hour for at, (sex, hour) in enumerate(carers.select("sex", "hours").rows())]
    first_is_a_man = carers.with_columns(hours=pl.Series(hours), sex=pl.Series([2, *carers["sex"].to_list()[1:]]))
    found = cells(weigh(first_is_a_man, planned(plan_text, asked(column="hours", by=["sex"]), weights=False)))
    assert found["Sex, Man", "Mean"][:3] == (None, None, None)
    assert found["Sex, Man", "Mean"][-1] == "[c]"
    assert found["Sex, Man", "Median"][0] == 0.0
    assert any(found[f"Sex, {other}", "Mean"][-1] in {"[c]", "[u]"} for other in ("Woman", "Other"))


def test_nothing_of_few_people_is_shown_even_of_everybody(carers: pl.DataFrame, plan_text: str) -> None:
    weighed = weigh(carers.head(4), planned(plan_text, asked(column="hours", by=["sex"]), weights=False))
    assert all(row.cells[2:] == (None,) * 4 and row.mark == "[c]" for row in weighed.analyses[0][1].rows)
    assert weighed.analyses[0][1].sentences == ("Hours: nothing of everybody together may be shown.",)


def test_a_sum_rests_on_few() -> None:
    assert rests_on_few(np.array([0.0] * 50 + [1.0] * 4), 5)
    assert not rests_on_few(np.array([0.0] * 50 + [1.0] * 5), 5)
    assert rests_on_few(np.array([1000.0, 900.0, *np.arange(9.0)]), 5)
    assert not rests_on_few(np.array([100.0, 90.0, *np.arange(9.0)]), 5)
    assert not rests_on_few(np.full(10, np.nan), 5)
    assert few_beyond(np.arange(10.0), 3, 5)
    assert not few_beyond(np.arange(10.0), 4, 5)


@pytest.fixture
def refused(plan_text: str) -> Callable[..., list[str]]:
    def run(**keys: Any) -> list[str]:
        with pytest.raises(RefusedError) as found:
            planned(plan_text, asked(**keys))
        return list(found.value.problems)

    return run


def test_every_mistake_is_named_at_its_key(refused: Callable[..., list[str]]) -> None:
    assert refused(column="hour")[0].startswith('analyses[1].column: there is no number column (number = true) called "hour".')
    assert refused(column="hours", per="hours")[0].startswith("analyses[1].per: is the column itself.")
    assert refused(column="hours", per="room")[0].startswith("analyses[1].per: there is no")
    assert refused(column="hours", by=["age"])[0].startswith("analyses[1].by: there is no column with levels")
    assert refused(column="hours", quantiles=[0.5, 1.0])[0].startswith("analyses[1].quantiles: 1 is not between 0 and 1.")
    assert refused(column="hours", quantiles=["half"])[0].startswith("analyses[1].quantiles: half is not between")
    assert refused(column="hours", rule="r7")[0].startswith("analyses[1].rule: must be one of")
    assert refused(column="hours", centre="middle")[0].startswith("analyses[1].centre: must be one of")
    assert refused()[0].startswith("analyses[1].column: is missing.")
