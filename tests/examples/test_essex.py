"""The made-up survey says what the published report says. The logit here is written out in numpy, apart from the code it checks."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from examples.essex import population, questionnaire
from examples.essex.__main__ import main
from examples.essex.residents import responses
from folkmoot.survey import Design, Margin, Raking, proportions, rake
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.weighing import Weighed, weigh

ESSEX = Path(population.__file__).parent
CSV_SHA256 = "1aba79c5a05d01d9aea7f600fb0d2cb749ff2e76afe962a7846a7abdaaab2192"
STATEMENTS = ("A", "B", "C", "D")
PUBLISHED = {
    "A": (0.60, 0.66),
    "B": (0.69, 0.72),
    "C": (0.69, 0.72),
    "D": (0.55, 0.60),
}  # "around seven in 10" for B and C, fewer for A and D

AGREED = {"Strongly agree": 1, "Slightly agree": 1, "Neither agree nor disagree": 0, "Slightly disagree": 0, "Strongly disagree": 0}
FACTORS = {  # factor: its column, and the answers that make it hold and not hold; any other answer is left out
    "influence": ("influence", {"Definitely agree": 1, "Tend to agree": 1, "Tend to disagree": 0, "Definitely disagree": 0}),
    "trust": ("trustworthy", {"A great deal": 1, "To some extent": 1, "Not very much": 0, "Not at all": 0}),
    "community": ("community", AGREED),
    "deprivation": ("area", {"Less deprived": 1, "More deprived": 0}),
    "health": ("health", {"Yes": 1, "No": 0}),
    "older": ("age", {"65 and over": 1, "55-64": 0, "45-54": 0, "35-44": 0, "25-34": 0, "18-24": 0}),
    "middle-aged": ("age", {"65 and over": 0, "55-64": 1, "45-54": 1, "35-44": 1, "25-34": 0, "18-24": 0}),
}
Array = np.ndarray


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return responses()


@pytest.fixture(scope="module")
def raking(frame: pl.DataFrame) -> Raking:
    margins = []
    for name, targets in population.margins().items():
        place = {level: at for at, level in enumerate(targets)}
        codes = np.array([place[answer] for answer in frame[name]])
        margins.append(Margin(name, tuple(targets), codes, np.array(list(targets.values()))))
    return rake(Design(np.full(len(frame), population.ADULTS / len(frame))), margins)


@pytest.fixture(scope="module")
def weighed(frame: pl.DataFrame) -> Weighed:
    return weigh(frame, Plan.from_toml(ESSEX / "plan.toml"))


def coded(frame: pl.DataFrame, column: str, code: dict[str, int]) -> Array:
    return np.array([code.get(answer, np.nan) for answer in frame[column]], float)


def agreed(frame: pl.DataFrame, statement: str) -> Array:
    return coded(frame, statement, AGREED)


def logit(y: Array, columns: list[Array], weight: Array) -> tuple[Array, Array, int]:
    """Weighted logit by Newton's method: coefficients (intercept first), their sandwich covariance (Binder 1983), rows used."""
    X = np.column_stack([np.ones(len(y)), *columns])
    used = ~np.isnan(y) & ~np.isnan(X).any(axis=1)
    X, y, w = X[used], y[used], weight[used] / weight[used].mean()
    beta = np.zeros(X.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-X @ beta))
        information = (X * (w * p * (1 - p))[:, None]).T @ X
        beta = beta + np.linalg.solve(information, X.T @ (w * (y - p)))
    scores = X * (w * (y - 1 / (1 + np.exp(-X @ beta))))[:, None]
    bread = np.linalg.inv(information)
    return beta, bread @ (scores.T @ scores) @ bread * len(y) / (len(y) - 1), len(y)


def wald_p(fit: tuple[Array, Array, int], terms: list[int]) -> float:
    beta, covariance, n = fit
    F = beta[terms] @ np.linalg.solve(covariance[np.ix_(terms, terms)], beta[terms]) / len(terms)
    return float(stats.f.sf(F, len(terms), n - 1))


def alone(frame: pl.DataFrame, raking: Raking, statement: str, factor: str) -> tuple[float, float]:
    """The odds ratio of one factor by itself, and its p."""
    fit = logit(agreed(frame, statement), [coded(frame, *FACTORS[factor])], raking.weights)
    return float(np.exp(fit[0][1])), wald_p(fit, [1])


def together(frame: pl.DataFrame, raking: Raking, statement: str) -> dict[str, float]:
    """The odds ratios of all factors with each other held the same."""
    fit = logit(agreed(frame, statement), [coded(frame, *of) for of in FACTORS.values()], raking.weights)
    return dict(zip(FACTORS, np.exp(fit[0][1:]).tolist(), strict=True))


def test_there_are_3021_responses_each_with_its_own_receipt(frame: pl.DataFrame) -> None:
    assert len(frame) == 3_021
    assert frame["response"].n_unique() == 3_021


def test_the_same_bytes_come_out_every_time(frame: pl.DataFrame) -> None:
    assert hashlib.sha256(frame.write_csv().encode()).hexdigest() == CSV_SHA256
    assert responses().equals(frame)


def test_the_command_writes_those_bytes(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    subprocess.run([sys.executable, "-m", "examples.essex", str(out)], cwd=ESSEX.parents[1], check=True, capture_output=True)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == CSV_SHA256


def test_the_command_says_what_is_wrong_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "nowhere" / "out.csv")]) == 1
    said = capsys.readouterr().err
    assert "python -m examples.essex OUT.csv" in said
    assert "Choose a folder that exists" in said


def test_every_answer_is_one_the_questionnaire_offers(frame: pl.DataFrame) -> None:
    for question in questionnaire.QUESTIONS:
        stored = set(frame[question.id].drop_nulls().unique())
        assert stored == {option.value for option in question.options}, question.id
    asked = {question.id for question in questionnaire.QUESTIONS}
    assert set(frame.columns) - asked == {"response", "deprivation", "area"}  # the receipt, and what the address tells


def test_a_kind_of_health_concern_is_told_exactly_by_those_who_said_they_have_one(frame: pl.DataFrame) -> None:
    assert frame.filter((pl.col("health") == "Yes") != pl.col("health_kind").is_not_null()).is_empty()


def test_older_and_better_off_people_answered_more_than_their_part(frame: pl.DataFrame, raking: Raking) -> None:
    """And weighting for it costs what it costs in a real volunteer survey: a design effect of 1.3 to 1.8."""
    assert (frame["age"] == "65 and over").mean() > 0.27 + 0.03
    assert (frame["age"] == "18-24").mean() < 0.09 / 2
    expected = np.average(list(population.DEPRIVATION_PER_CENT.values()), axis=0, weights=list(population.RESIDENTS.values())) / 100
    assert (frame["deprivation"] == 1).mean() < 0.7 * expected[0]
    assert (frame["deprivation"] == 5).mean() > 1.1 * expected[4]
    assert 1.3 < raking.kish_deff < 1.8


def test_the_weighted_shares_are_as_published(frame: pl.DataFrame, raking: Raking) -> None:
    shares = {s: proportions(raking.design, agreed(frame, s)).estimate[0] for s in STATEMENTS}
    for statement, (low, high) in PUBLISHED.items():
        assert low < shares[statement] < high, statement
    assert shares["B"] > shares["C"] > shares["A"] > shares["D"] > 0.5


def test_a_few_people_said_they_do_not_know_or_left_a_statement_blank(frame: pl.DataFrame) -> None:
    for statement in STATEMENTS:
        assert 30 < (frame[statement] == "Don't know").sum() < 100
        assert 10 < frame[statement].null_count() < 60


def test_age_matters_for_statement_b_alone_and_older_people_agree_more(frame: pl.DataFrame, raking: Raking) -> None:
    for statement in STATEMENTS:
        by_group = logit(agreed(frame, statement), [coded(frame, *FACTORS[f]) for f in ("older", "middle-aged")], raking.weights)
        odds, p = alone(frame, raking, statement, "older")
        if statement == "B":
            assert odds > 1.2
            assert max(p, wald_p(by_group, [1, 2])) < 0.01
        else:
            assert min(p, wald_p(by_group, [1, 2])) > 0.2


def test_a_health_concern_raises_support_for_b_most_of_all_a_physical_impairment(frame: pl.DataFrame, raking: Raking) -> None:
    odds, p = alone(frame, raking, "B", "health")
    assert odds > 1.3
    assert p < 0.001
    kind = frame["health_kind"].to_numpy()
    by = np.where(kind == "Physical impairment", 2, np.where(frame["health_kind"].is_not_null(), 1, 0))
    none, other, physical = proportions(raking.design, agreed(frame, "B"), by=by, levels=3).estimate
    assert none < other < physical


@pytest.mark.parametrize("factor", ["influence", "trust", "community", "deprivation"])
def test_support_is_higher_for_all_four_statements(frame: pl.DataFrame, raking: Raking, factor: str) -> None:
    for statement in STATEMENTS:
        odds, p = alone(frame, raking, statement, factor)
        assert odds > 1.6, statement
        assert p < 1e-6, statement


def test_the_largest_odds_ratio_of_influence_is_about_five(frame: pl.DataFrame, raking: Raking) -> None:
    """An odds ratio, not a ratio of shares: five times the share cannot be when seven in ten agree. Alone or all together."""
    assert 4.5 < max(alone(frame, raking, s, "influence")[0] for s in STATEMENTS) < 5.5
    assert 4.5 < max(together(frame, raking, s)["influence"] for s in STATEMENTS) < 5.5


def test_the_factors_come_in_the_stated_order_of_strength(frame: pl.DataFrame, raking: Raking) -> None:
    order = ["influence", "trust", "community", "deprivation"]
    for statement in STATEMENTS:
        names = [*order, "health", "older"] if statement == "B" else order
        odds = [alone(frame, raking, statement, factor)[0] for factor in names]
        assert odds == sorted(odds, reverse=True), statement
        held = [together(frame, raking, statement)[factor] for factor in names]
        assert held == sorted(held, reverse=True), statement


def test_a_person_who_agrees_with_one_statement_tends_to_agree_with_the_others(frame: pl.DataFrame) -> None:
    answers = np.column_stack([agreed(frame, statement) for statement in STATEMENTS])
    together = np.corrcoef(answers[~np.isnan(answers).any(axis=1)].T)
    assert together[np.triu_indices(4, 1)].min() > 0.3
    assert together[np.triu_indices(4, 1)].max() < 0.7


def test_the_plan_holds_the_same_population_as_the_example() -> None:
    plan = Plan.from_toml(ESSEX / "plan.toml")
    for target in plan.weights.targets:
        exact = {level: 100 * people / population.ADULTS for level, people in population.margins()[target.factor].items()}
        assert dict(target.amounts) == pytest.approx(exact, abs=0.005)


def test_weighing_by_the_plan_gives_the_same_shares(frame: pl.DataFrame, raking: Raking, weighed: Weighed) -> None:
    """To 0.0001: the plan's district percentages are rounded to two places."""
    overall = {r.statement.id: r.estimates for r in weighed.results if r.factor is None}
    for statement in STATEMENTS:
        answers = agreed(frame, statement)
        assert overall[statement].n[0] == (~np.isnan(answers)).sum()
        assert overall[statement].estimate[0] == pytest.approx(proportions(raking.design, answers).estimate[0], abs=1e-4)


def test_weighing_by_the_plan_shows_each_factor_in_its_published_direction(weighed: Weighed) -> None:
    by = {(r.statement.id, r.factor): r.estimates.estimate for r in weighed.results}
    for statement in STATEMENTS:
        for factor in ("area", "trust", "sense_of_community", "say"):
            less, more = by[statement, factor]
            assert more > less + 0.1, (statement, factor)
    not_concerned, concerned = by["B", "health_concern"]
    assert concerned > not_concerned + 0.05
    assert by["B", "age_group"][2] > by["B", "age_group"][:2].max() + 0.05


def test_no_file_of_the_example_is_over_a_megabyte() -> None:
    assert max(path.stat().st_size for path in ESSEX.rglob("*") if path.is_file()) < 1_000_000
