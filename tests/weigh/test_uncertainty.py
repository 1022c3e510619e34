"""How sure the tables are, as the plan asks for it: the same numbers as folkmoot.survey gives, and what cannot be is refused."""

import json
import tomllib
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.survey import Factor, Margin, proportions, rake
from folkmoot.survey.replication import balanced_half_samples, bootstrap, jackknife, replicate_tables
from folkmoot.weigh import Plan, RefusedError, findings, report
from weigh.people_in_units import DRAWN, document_of, in_units, refusal, weighed, without_bounds

REPLICATES: dict[str, Any] = {
    'variance = "bootstrap"\nreplicates = 200\nseed = 5\n': lambda design: bootstrap(design, 200, seed=5),
    'variance = "jackknife"\n': jackknife,
    'variance = "balanced half-samples"\n': balanced_half_samples,
}


@pytest.fixture
def plan_text(plan_text: str) -> str:
    """The plan without bounds."""
    return without_bounds(plan_text)


@pytest.fixture
def people(people: pl.DataFrame) -> pl.DataFrame:
    """The people in strata and units."""
    return in_units(people)


def numbers(document: dict[str, Any], statement: str, factor: str | None) -> np.ndarray:
    """(levels, 4) of one statement by one factor; NaN where nothing is shown."""
    rows = [row for row in document["findings"] if (row["statement"], row["factor"]) == (statement, factor)]
    return np.array([[row[key] for key in ("estimate", "se", "low", "high")] for row in rows], float)


def same(found: np.ndarray, estimates: Any, levels: slice = slice(None)) -> None:
    expected = np.column_stack([estimates.estimate, estimates.se, estimates.low, estimates.high])[levels]
    shown = ~np.isnan(found).any(1)
    assert shown.any()
    np.testing.assert_allclose(found[shown], expected[shown], rtol=1e-11)


@pytest.mark.parametrize("drawn", ["", DRAWN])
def test_a_plan_that_names_the_usual_has_the_document_of_one_that_does_not(people: pl.DataFrame, plan_text: str, drawn: str) -> None:
    usual = 'variance = "linearised"\nmissing = "domain"\ninterval = "logit"\ndf = "domain"\n'
    plain, named = (document_of(people, plan_text, drawn + more) for more in ("", usual))
    assert "uncertainty" not in plain
    assert plain.pop("plan_hash") != named.pop("plan_hash")
    assert json.dumps(plain) == json.dumps(named)
    assert plain["findings"][0]["method"] == [
        *("proportion", "variance=taylor,raked", "interval=logit,0.95", "df=domain", "missing=domain"),
    ]
    assert plain["method_version"] == "1"


@pytest.mark.parametrize("drawn", ["", DRAWN])
@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ("", {}),
        ('variance = "weights only"\n', {"variance": "weights"}),
        ('missing = "complete"\n', {"missing": "complete"}),
        ('df = "design"\n', {"df_method": "design"}),
        ('df = "normal"\ninterval = "wald"\n', {"df_method": "normal", "interval": "wald"}),
    ],
)
def test_linearised_numbers_are_those_of_the_survey_package(
    people: pl.DataFrame, plan_text: str, drawn: str, asked: str, options: dict[str, Any]
) -> None:
    made = weighed(people, plan_text, drawn + asked)
    document = findings(made)
    for sid, counted in made.counted.items():
        same(numbers(document, sid, None), proportions(made.fairness.design, counted.outcome, **options))
        codes = made.answers.codes["home"]
        same(numbers(document, sid, "home"), proportions(made.fairness.design, counted.outcome, by=codes, levels=4, **options))


@pytest.mark.parametrize("raked", [True, False])
@pytest.mark.parametrize("asked", REPLICATES)
def test_numbers_from_replicates_are_those_of_the_survey_package(people: pl.DataFrame, plan_text: str, asked: str, raked: bool) -> None:
    text = plan_text if raked else plan_text[: plan_text.index("[weights.targets.age_band]")] + plan_text[plan_text.index("[publish]") :]
    made = weighed(people, text, DRAWN + asked)
    document, answers, plan = findings(made), made.answers, made.plan
    margins = [Margin(name, plan.levels(name), answers.codes[name], sizes) for name, sizes in made.fairness.targets.items()]
    assert bool(margins) is raked
    base = made.fairness.base
    if raked:
        np.testing.assert_array_equal(rake(base, margins).weights, made.fairness.design.weights)
    by = [Factor(name, plan.levels(name), answers.codes[name]) for name in plan.publish.factors]
    for sid, counted in made.counted.items():
        outcome = Factor(sid, ("no", "yes"), np.nan_to_num(counted.outcome, nan=-1).astype(int))
        direct = replicate_tables(REPLICATES[asked](base), [outcome], by, margins=margins or None, df_method="domain")
        for factor, table in zip([None, *plan.publish.factors], direct, strict=True):
            same(numbers(document, sid, factor), table.estimates)
    tags = document["findings"][0]["method"]
    assert f"raked again={'yes' if raked else 'no'}" in tags
    assert document["uncertainty"]["raked_again"] is raked


def test_replicates_of_a_simple_sample_need_no_strata(people: pl.DataFrame, plan_text: str) -> None:
    plain, drawn = (document_of(people, plan_text, more) for more in ("", 'variance = "jackknife"\n'))
    assert drawn["findings"][0]["se"] == pytest.approx(plain["findings"][0]["se"], rel=0.03)
    assert drawn["uncertainty"]["replicates"] == 600


def test_wald_ranges_stay_between_nought_and_one_and_are_never_of_no_width(people: pl.DataFrame, plan_text: str) -> None:
    alike = people.with_columns(A=pl.lit(1), B=pl.Series(np.where(np.arange(600) % 50 == 0, 1, 5)))
    document = document_of(alike, plan_text, 'interval = "wald"\n')
    shown = [row for row in document["findings"] if row["estimate"] is not None]
    assert all(0 <= row["low"] < row["high"] <= 1 for row in shown)
    assert {row["estimate"] for row in shown} >= {1.0}
    assert any(row["low"] == 0 and row["estimate"] > 0 for row in shown)
    assert "(Wald)" in report(document)


MISTAKES = [
    ('variance = "bootstap"', "design.variance: must be one of"),
    ('missing = "pairwise"', "design.missing: must be one of"),
    ('interval = "beta"', "design.interval: must be one of"),
    ('df = "welch"', "design.df: must be one of"),
    ('variance = "bootstrap"\nreplicates = 99', "design.replicates: must be a whole number from 100 to 2,000, not 99."),
    ('variance = "bootstrap"\nseed = -1', "design.seed: must be a whole number from 0 to"),
    ('variance = "jackknife"\nreplicates = 200', 'design.replicates: is for variance = "bootstrap"'),
    ("seed = 4", 'design.seed: is for variance = "bootstrap"'),
    ('variance = "balanced half-samples"', "design.strata: is missing. Balanced half-samples are for strata of two units each."),
    ('variance = "bootstrap"\nfpc = "w0"', 'design.fpc: does not go with variance = "bootstrap"'),
    ('variance = "jackknife"\nlonely_psu = "adjust"', "design.lonely_psu: is for linearised variances"),
    ('variance = "jackknife"\nmissing = "complete"', 'design.missing: "complete" does not go with variance = "jackknife"'),
]


@pytest.mark.parametrize(("design", "words"), MISTAKES)
def test_what_does_not_go_together_is_said_at_its_key(plan_text: str, design: str, words: str) -> None:
    with pytest.raises(RefusedError) as error:
        Plan.from_mapping(tomllib.loads(f"{plan_text}\n[design]\n{design}\n"))
    assert [problem[: len(words)] for problem in error.value.problems] == [words]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("bounds = [0.2, 5.0]", "weights.bounds"),
        ("caps = [0.2, 5.0]", "weights.caps"),
        ('method = "linear"', 'weights.method = "linear"'),
    ],
)
def test_weights_that_replicates_cannot_be_given_again_are_refused(plan_text: str, key: str, said: str) -> None:
    text = plan_text.replace("[weights]\n", f"[weights]\n{key}\n") + '\n[design]\nvariance = "jackknife"\n'
    with pytest.raises(RefusedError) as error:
        Plan.from_mapping(tomllib.loads(text))
    (problem,) = error.value.problems
    assert problem.startswith(f'design.variance: "jackknife" does not go with {said}: every replicate is raked again')


def test_a_design_that_has_no_such_replicates_is_refused_at_the_key(people: pl.DataFrame, plan_text: str) -> None:
    three = people.with_columns(unit=pl.Series(np.arange(600) % 3).cast(pl.String))
    assert refusal(three, plan_text, DRAWN + 'variance = "balanced half-samples"').startswith(
        "design.variance: Balanced repeated replication is for strata of two units, and one has 3."
    )
    alone = people.with_columns(unit=pl.lit("1"))
    for variance in ("bootstrap", "jackknife"):
        assert "needs at least two units in every stratum" in refusal(alone, plan_text, f'{DRAWN}variance = "{variance}"')


SMALL = """
survey = { title = "T", organisation = "O", dates = "D", sample = "probability", population = "P" }
columns = { said = { values = ["Y", "N"] } }
recodes = { yes = { yes = ["Y"], no = ["N"] } }
statements = [{ id = "s", text = "T", column = "said", recode = "yes" }]
"""


def test_more_work_than_the_limits_allow_is_refused_before_it_is_begun() -> None:
    def people(n: int) -> pl.DataFrame:
        return pl.DataFrame({"said": pl.Series(["Y", "N"] * (n // 2 + 1))[:n]})

    assert refusal(people(5_001), SMALL, 'variance = "jackknife"') == (
        'design.variance: "jackknife" of 5,001 sampling units is too much work. The most is 5,000: use "bootstrap" or "linearised".'
    )
    assert refusal(people(250_001), SMALL, 'variance = "bootstrap"\nreplicates = 2000').startswith(
        "design.replicates: 2,000 replicates of 250,001 responses is too much work. Replicates times responses may be 500,000,000"
    )


def test_targets_that_replicates_cannot_meet_are_refused_and_not_answered_with_an_empty_report(
    people: pl.DataFrame, plan_text: str
) -> None:
    in_one_unit = people.with_columns(sex=pl.Series(np.where((people["stratum"] == "0") & (people["unit"] == "0"), 2, 1)))
    text = plan_text.replace('"Woman" = 51, "Man" = 49', '"Woman" = 90, "Man" = 10')
    text = text.replace(', 3 = "Other" }', " }").replace('not_in_source = ["Other"]', "")
    for variance in ("jackknife", "balanced half-samples"):
        assert refusal(in_one_unit, text, f'{DRAWN}variance = "{variance}"').startswith(
            "design.variance: too many replicates hold nobody of a small group, and cannot be raked to the targets."
        )
    assert document_of(in_one_unit, text, DRAWN)["findings"][0]["estimate"] is not None


def test_one_answer_in_a_table_does_not_stop_the_others_when_the_design_is_of_those_who_answered(
    people: pl.DataFrame, plan_text: str
) -> None:
    one = people.with_columns(home=pl.when(pl.int_range(pl.len()) == 5).then(pl.lit("Own")))
    document = document_of(one, plan_text, 'missing = "complete"')
    assert document["findings"][0]["estimate"] is not None
    same_n = document_of(one, plan_text, "")
    assert [row["n"] for row in document["findings"]] == [row["n"] for row in same_n["findings"]]


def test_a_stratum_that_one_person_answered_in_is_refused_at_the_key(people: pl.DataFrame, plan_text: str) -> None:
    lone = people.with_columns(B=pl.when((pl.col("stratum") != "0") | (pl.int_range(pl.len()).over("stratum") == 0)).then(1))
    assert refusal(lone, plan_text, 'strata = "stratum"\nmissing = "complete"').startswith(
        "design.missing: among those who answered, for B: Stratum 0 has one unit"
    )
