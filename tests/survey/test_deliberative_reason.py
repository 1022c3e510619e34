"""The Deliberative Reason Index beside R's `deliberr` on 24 real cases, a slow version from the definition, and every shuffle of a few."""

from itertools import permutations
from math import sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from folkmoot.survey.deliberation.deliberative_reason import Formula, deliberative_reason
from folkmoot.survey.deliberation.deliberative_reason_shift import deliberative_reason_shift, permutation_test

type Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def cases(shared_data: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    folder = shared_data / "deliberation"
    answers = pl.read_csv(folder / "human_data.csv", null_values="NA", infer_schema_length=None)
    return answers, pl.read_csv(folder / "dri_reference.csv")


def tables(answers: pl.DataFrame, case: str) -> list[Floats]:
    """Considerations and preferences before, and after, of the same people in the same order."""
    steps = [answers.filter((pl.col("case") == case) & (pl.col("stage_id") == step)).sort("pnum") for step in (1, 2)]
    assert steps[0]["pnum"].to_list() == steps[1]["pnum"].to_list()
    return [step.select(pl.col(rf"^{kind}\d+$").cast(pl.Float64)).to_numpy() for step in steps for kind in "CP"]


@pytest.mark.shared
@pytest.mark.parametrize(("formula", "suffix"), [("adjusted", ""), ("unadjusted", "0")])
def test_all_24_cases_have_the_index_before_and_after_and_the_p_of_r(
    cases: tuple[pl.DataFrame, pl.DataFrame], formula: Formula, suffix: str
) -> None:
    answers, reference = cases
    assert len(reference) == 24
    for r in reference.iter_rows(named=True):
        found = deliberative_reason_shift(*tables(answers, r["case"]), formula=formula)
        assert found.n == r["n"], r["case"]
        assert found.before.group == pytest.approx(r[f"pre{suffix}"], abs=1e-9), r["case"]
        assert found.after.group == pytest.approx(r[f"post{suffix}"], abs=1e-9), r["case"]
        assert found.p == pytest.approx(r[f"p{suffix}"], abs=1e-9), r["case"]
        assert found.test.exact == (found.n < 50), r["case"]


@pytest.mark.shared
def test_the_sentence_says_who_moved_and_makes_no_claim_for_others(cases: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    found = deliberative_reason_shift(*tables(cases[0], "Activate"))
    assert found.sentences[0] == (
        "The Deliberative Reason Index of 26 people rose from 0.36 to 0.57; it went up for 24 of them and down for 2."
    )
    assert "less than once in 1,000 times" in found.sentences[1]
    assert found.sentences[2] == "These are counts of the people who took part. They are not an estimate for anybody else."


def ranks(values: list[float]) -> list[float]:
    return [sum(other < value for other in values) + (1 + sum(other == value for other in values)) / 2 for value in values]


def spearman(one: list[float], other: list[float]) -> float:
    a, b = ranks(one), ranks(other)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    crossed = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return crossed / sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


def slow_index(considerations: Floats, preferences: Floats, formula: Formula) -> list[float]:
    """Pair by pair, from the formula."""
    n, zero = len(considerations), sqrt(2) / 2
    individual = []
    for one in range(n):
        near = []
        for other in range(n):
            if other != one:
                c = spearman(considerations[one].tolist(), considerations[other].tolist())
                p = spearman(preferences[one].tolist(), preferences[other].tolist())
                size = max(abs(c), abs(p))
                near.append((1 - abs(c - p) / sqrt(2)) * (size / 0.2 if formula == "adjusted" and size <= 0.2 else 1))
        distance = 1 - sum(near) / len(near)
        individual.append((zero - 2 * distance) / zero)
    return individual


def made(seed: int, n: int, c: int = 8, p: int = 5) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    considerations = random.integers(1, 6, (n, c)).astype(np.float64)
    considerations[:, :2] = [1, 5]  # nobody gives one answer throughout
    return considerations, random.permuted(np.tile(np.arange(1.0, p + 1), (n, 1)), axis=1)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 7), formula=st.sampled_from(["adjusted", "unadjusted"]))
def test_the_index_is_that_of_the_formula_pair_by_pair(seed: int, n: int, formula: Formula) -> None:
    considerations, preferences = made(seed, n)
    found = deliberative_reason(considerations, preferences, formula=formula)
    individual = slow_index(considerations, preferences, formula)
    np.testing.assert_allclose(found.individual, individual, atol=1e-12)
    assert found.group == pytest.approx(sum(individual) / n, abs=1e-12)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_the_index_does_not_depend_on_the_order_of_people_or_columns_or_on_the_scale(seed: int) -> None:
    considerations, preferences = made(seed, 6)
    random = np.random.default_rng(seed)
    order, columns = random.permutation(6), random.permutation(8)
    first = deliberative_reason(considerations, preferences)
    second = deliberative_reason(np.exp(considerations[order][:, columns]), 10 * preferences[order] - 3)
    np.testing.assert_allclose(first.individual[order], second.individual, atol=1e-12)


def test_preferences_that_follow_considerations_throughout_have_an_index_of_one() -> None:
    considerations, _ = made(3, 5)
    assert deliberative_reason(considerations, considerations, formula="unadjusted").group == pytest.approx(1, abs=1e-15)


def test_blanks_take_out_the_person_and_questions_not_asked_the_column() -> None:
    considerations, preferences = made(4, 8)
    blank = considerations.copy()
    blank[2, 3] = np.nan
    blank[5, :] = 4
    asked = np.column_stack([blank, np.full(8, np.nan)])
    found = deliberative_reason(asked, preferences)
    keep = np.array([0, 1, 3, 4, 6, 7])
    assert (found.n, found.left_out, found.n_considerations) == (6, 2, 8)
    np.testing.assert_allclose(found.individual[keep], deliberative_reason(considerations[keep], preferences[keep]).individual)
    assert np.isnan(found.individual[[2, 5]]).all()
    assert "2 people left a blank" in found.sentences[0]


def test_only_people_who_can_be_counted_both_times_are_compared() -> None:
    first, second = made(5, 9), made(6, 9)
    gone = second[0].copy()
    gone[4] = np.nan
    found = deliberative_reason_shift(*first, gone, second[1])
    keep = np.arange(9) != 4
    alone = deliberative_reason_shift(first[0][keep], first[1][keep], second[0][keep], second[1][keep])
    assert (found.n, found.before.group, found.after.group, found.p) == (8, alone.before.group, alone.after.group, alone.p)
    assert "1 person could not be counted both times." in found.sentences[0]


def test_nobody_moving_is_said_and_has_no_p() -> None:
    first = made(7, 6)
    found = deliberative_reason_shift(*first, *first)
    assert np.isnan(found.p)
    assert found.change == 0
    assert "did not move" in found.sentences[0]
    assert "nothing to test" in found.sentences[1]


@pytest.mark.parametrize("group", [1, 2, 12])
def test_the_permutation_p_is_near_that_of_every_shuffle_of_four_people(group: int) -> None:
    considerations, preferences = made(group, 4)
    found = deliberative_reason(considerations, preferences)
    every = [np.mean(slow_index(considerations, preferences[list(order)], "adjusted")) for order in permutations(range(4))]
    exact = float(np.mean(np.array(every) >= found.group - 1e-12))
    shuffled = permutation_test(found, seed=5, draws=20_000)
    assert shuffled.p == pytest.approx(exact, abs=4 * sqrt(exact * (1 - exact) / 20_000) + 1e-4)
    assert shuffled.mean == pytest.approx(np.mean(every), abs=0.02)
    assert permutation_test(found, seed=5, draws=500).p == permutation_test(found, seed=5, draws=500).p
    assert "seed 5" in shuffled.method


def test_tables_that_do_not_fit_are_refused_in_words() -> None:
    considerations, preferences = made(8, 4)
    with pytest.raises(ValueError, match="considerations has 3 rows and preferences 4"):
        deliberative_reason(considerations[:3], preferences)
    with pytest.raises(ValueError, match="preferences has 2 columns with answers"):
        deliberative_reason(considerations, preferences[:, :2])
    with pytest.raises(ValueError, match="Fewer than two people"):
        deliberative_reason(np.ones((4, 5)), preferences)
    with pytest.raises(ValueError, match="considerations: row 3 has an infinite answer"):
        deliberative_reason(np.where(np.arange(4)[:, None] == 2, np.inf, considerations), preferences)
    with pytest.raises(ValueError, match="some answers are not numbers"):
        deliberative_reason([["often"]], preferences)
    with pytest.raises(ValueError, match="There are 4 people before and 3 after"):
        deliberative_reason_shift(considerations, preferences, considerations[:3], preferences[:3])
    with pytest.raises(ValueError, match="draws is 0"):
        permutation_test(deliberative_reason(considerations, preferences), seed=1, draws=0)
