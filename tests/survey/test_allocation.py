"""Shared-out points beside R's `svymean`, the contract of feature weights, and the sentence they give."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.choices.allocation import allocation_weights
from folkmoot.survey.choices.feature_weights import FeatureWeights
from folkmoot.survey.design import Design

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "feature_weights.json").read_text("utf-8"))["allocation"]
ITEMS = ("privacy", "benefit", "oversight", "cost", "profit", "speed")
POINTS = np.array([[np.nan if point is None else point for point in row] for row in R["points"]], np.float64)


def test_mean_weights_and_covariance_are_those_of_r() -> None:
    found = allocation_weights(Design(np.array(R["w"]), psu=np.array(R["cluster"])), POINTS, ITEMS)
    np.testing.assert_allclose(found.weights, R["b"], rtol=1e-12)
    np.testing.assert_allclose(found.covariance, R["V"], rtol=1e-10, atol=1e-18)
    assert (found.n, found.n_answers, found.df) == (20, 37, 19)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 6), n=st.integers(2, 40))
def test_weights_are_plain_arrays_that_sum_to_one_with_rows_of_covariance_that_sum_to_zero(seed: int, k: int, n: int) -> None:
    random = np.random.default_rng(seed)
    points = random.multinomial(100, random.dirichlet(np.ones(k)), n)
    found = allocation_weights(Design(random.uniform(0.1, 9, n)), points, [f"feature {j}" for j in range(k)])
    assert type(found.weights) is np.ndarray
    assert type(found.covariance) is np.ndarray
    assert (found.weights.shape, found.covariance.shape) == ((k,), (k, k))
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(found.covariance.sum(0), 0, atol=1e-14)
    score = random.uniform(0, 10, k)
    assert score @ found.covariance @ score >= -1e-14
    assert np.ones(k) @ found.covariance @ np.ones(k) == pytest.approx(0, abs=1e-14)


def test_the_total_can_be_any_and_decimals_may_round() -> None:
    thirds = [[33.3333333, 33.3333333, 33.3333334], [50, 50, 0]]
    assert allocation_weights(Design(np.ones(2)), thirds, "abc").weights[2] == pytest.approx(1 / 6, abs=1e-8)
    assert allocation_weights(Design(np.ones(2)), [[3, 7], [5, 5]], "ab", total=10).weights[0] == pytest.approx(0.4)


def test_points_that_do_not_sum_to_the_total_are_refused_by_row() -> None:
    design = Design(np.ones(2))
    with pytest.raises(ValueError, match="row 2 sums to 90 and not to 100"):
        allocation_weights(design, [[50, 50], [40, 50]], "ab")
    with pytest.raises(ValueError, match=r"row 1, “b”, is blank\. Give 0"):
        allocation_weights(design, [[100, np.nan], [50, 50]], "ab")
    with pytest.raises(ValueError, match="row 1, “a”, is below zero"):
        allocation_weights(design, [[-5, 105], [50, 50]], "ab")
    with pytest.raises(ValueError, match="row 2, “b”, is not a number"):
        allocation_weights(design, [[50, 50], [50, np.inf]], "ab")
    with pytest.raises(ValueError, match="Nobody shared out any points"):
        allocation_weights(design, np.full((2, 2), np.nan), "ab")
    with pytest.raises(ValueError, match="Give 2 rows of 3 features"):
        allocation_weights(design, [[50, 50], [50, 50]], "abc")


def weights(values: list[float], se: float, n: int = 400) -> FeatureWeights:
    k = len(values)
    covariance = se**2 * k / (k - 1) * (np.eye(k) - 1 / k)
    return FeatureWeights(ITEMS[:k], np.array(values), covariance, n, n, n, n - 1.0, "made")


def test_the_sentence_says_what_can_and_what_cannot_be_told_apart() -> None:
    assert weights([0.5, 0.3, 0.2], 0.01).sentence == (
        "“privacy” had the most weight, 50 points in every 100 (95% interval 48 to 52), then “benefit” with 30; "
        "“oversight” had the least, 20. 400 people answered."
    )
    assert "but it cannot be told apart from “benefit” with 34" in weights([0.36, 0.34, 0.3], 0.02).sentence
    assert weights([0.5, 0.3, 0.2], 0.01, n=12).sentence.endswith("Fewer than 30 people answered: too few to publish an estimate.")


def test_people_who_all_answered_alike_have_no_measured_uncertainty() -> None:
    found = allocation_weights(Design(np.ones(40)), [[10, 70, 20]] * 40, "abc")
    assert np.isnan(found.interval()).all()
    assert found.apart(1, 2) is None
    assert "then “c” with 20 (how uncertain that is cannot be measured)" in found.sentence


def test_numbers_that_are_not_such_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        weights([0.5, 0.3, 0.3], 0.01)
    with pytest.raises(ValueError, match="zero or more"):
        weights([1.2, -0.2], 0.01)
    with pytest.raises(ValueError, match="rows of the covariance must sum to 0"):
        FeatureWeights(("a", "b"), np.array([0.5, 0.5]), np.eye(2), 9, 9, 9, 8, "made")
    with pytest.raises(ValueError, match="same both ways"):
        FeatureWeights(("a", "b"), np.array([0.5, 0.5]), np.array([[1.0, -1.0], [1.0, -1.0]]), 9, 9, 9, 8, "made")
    with pytest.raises(ValueError, match="its own name"):
        FeatureWeights(("a", "a"), np.array([0.5, 0.5]), np.zeros((2, 2)), 9, 9, 9, 8, "made")


def test_nobody_can_change_the_weights_that_were_found() -> None:
    found = weights([0.5, 0.3, 0.2], 0.01)
    with pytest.raises(ValueError, match="read-only"):
        found.weights[0] = 0.9
