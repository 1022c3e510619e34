"""Paired comparisons beside R's `svyglm`, a two-item answer that can be written down, and what they refuse."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.choices.pairwise_choice import bradley_terry
from folkmoot.survey.design import Design
from survey.plain_oracles import variance_by_explicit_sums

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "feature_weights.json").read_text("utf-8"))["pairwise"]
ITEMS = ("privacy", "benefit", "oversight", "cost", "profit", "speed")
FIRST, SECOND = np.array(R["first"]), np.array(R["second"])
PREFERRED = np.array([np.nan if y is None else y for y in R["y"]], np.float64)
AGAINST_FIRST = np.column_stack([-np.ones(5), np.eye(5)])


def design() -> Design:
    return Design(np.array(R["w"]), strata=np.array(R["stratum"]), psu=np.array(R["person"]))


def test_worth_and_covariance_under_weights_strata_and_clusters_are_those_of_r() -> None:
    found = bradley_terry(design(), FIRST, SECOND, PREFERRED, ITEMS)
    np.testing.assert_allclose(AGAINST_FIRST @ found.log_worth, R["b"], rtol=1e-10)
    np.testing.assert_allclose(AGAINST_FIRST @ found.covariance @ AGAINST_FIRST.T, R["V"], rtol=1e-9, atol=1e-15)
    assert found.weights.df == R["df"]
    assert (found.weights.n, found.weights.n_answers, found.ties, found.left_out) == (50, 198, int((PREFERRED == 0.5).sum()), 2)


def test_the_weights_covariance_is_that_of_the_worths_own_influence() -> None:
    found = bradley_terry(design(), FIRST, SECOND, PREFERRED, ITEMS)
    k, share = len(ITEMS), found.weights.weights
    X = np.zeros((len(FIRST), k))
    X[np.arange(len(FIRST)), FIRST], X[np.arange(len(FIRST)), SECOND] = 1, -1
    chance = 1 / (1 + np.exp(-(X @ found.log_worth)))
    left = np.where(np.isnan(PREFERRED), 0, np.nan_to_num(PREFERRED) - chance)
    w = np.where(np.isnan(PREFERRED), 0, design().weights)
    curve = (X * (w * chance * (1 - chance))[:, None]).T @ X
    influence = (X * left[:, None]) @ np.linalg.pinv(curve) @ (np.diag(share) - np.outer(share, share))
    np.testing.assert_allclose(share, np.exp(found.log_worth) / np.exp(found.log_worth).sum(), rtol=1e-12)
    variances = [variance_by_explicit_sums(design(), influence[:, item], None) for item in range(k)]
    np.testing.assert_allclose(found.weights.se**2, variances, rtol=1e-9)


@settings(max_examples=30)
@given(won=st.integers(1, 30), lost=st.integers(1, 30), tied=st.integers(0, 9))
def test_the_weight_of_one_of_two_is_its_share_of_the_answers(won: int, lost: int, tied: int) -> None:
    y = np.array([1.0] * won + [0.0] * lost + [0.5] * tied)
    n, ones = y.size, np.ones(y.size, int)
    half = bradley_terry(Design(np.ones(n)), 0 * ones, ones, y, "ab")
    assert half.weights.weights[0] == pytest.approx((won + tied / 2) / n, abs=1e-10)
    assert half.weights.se[0] == pytest.approx(np.sqrt(y.var(ddof=1) / n), rel=1e-9)
    without = bradley_terry(Design(np.ones(n)), 0 * ones, ones, y, "ab", ties="leave out")
    assert without.weights.weights[0] == pytest.approx(won / (won + lost), abs=1e-10)
    assert (without.weights.n_answers, without.left_out) == (won + lost, tied)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_which_of_the_two_comes_first_does_not_matter(seed: int) -> None:
    turned = np.random.default_rng(seed).random(len(FIRST)) < 0.5
    first = bradley_terry(design(), FIRST, SECOND, PREFERRED, ITEMS)
    swapped = (np.where(turned, SECOND, FIRST), np.where(turned, FIRST, SECOND), np.where(turned, 1 - PREFERRED, PREFERRED))
    second = bradley_terry(design(), *swapped, ITEMS)
    np.testing.assert_allclose(first.weights.weights, second.weights.weights, atol=1e-12)
    np.testing.assert_allclose(first.weights.covariance, second.weights.covariance, atol=1e-13)
    np.testing.assert_array_equal(first.wins, second.wins)


def test_wins_are_counted_without_ties() -> None:
    found = bradley_terry(design(), FIRST, SECOND, PREFERRED, ITEMS)
    wins = sum((a == 0 and b == 1 and y == 1) or (a == 1 and b == 0 and y == 0) for a, b, y in zip(FIRST, SECOND, PREFERRED, strict=True))
    assert found.wins[0, 1] == wins
    assert found.wins.sum() + found.ties + found.left_out == len(FIRST)


def test_comparisons_that_cannot_place_every_item_are_explained() -> None:
    three = Design(np.ones(3))
    with pytest.raises(ValueError, match="“a” came out ahead each time it was compared with “b” and “c”"):
        bradley_terry(three, [0, 1, 2], [1, 2, 1], [1, 1, 1], "abc")
    with pytest.raises(ValueError, match=r"groups that no answer compares with each other: “a” and “b” \| “c” and “d”"):
        bradley_terry(Design(np.ones(4)), [0, 0, 2, 2], [1, 1, 3, 3], [1, 0, 1, 0], "abcd")
    with pytest.raises(ValueError, match="Nobody's answers compare “c” with anything"):
        bradley_terry(three, [0, 0, 0], [1, 1, 2], [1, 0, np.nan], "abc")


def test_a_tie_joins_two_items_only_where_ties_count() -> None:
    two = Design(np.ones(2))
    assert bradley_terry(two, [0, 0], [1, 1], [1, 0.5], "ab").weights.weights[0] == pytest.approx(0.75)
    with pytest.raises(ValueError, match="“a” came out ahead"):
        bradley_terry(two, [0, 0], [1, 1], [1, 0.5], "ab", ties="leave out")
    with pytest.raises(ValueError, match="preferred: row 2 is a tie"):
        bradley_terry(two, [0, 0], [1, 1], [1, 0.5], "ab", ties="refuse")


def test_answers_that_cannot_be_are_refused_by_row() -> None:
    two = Design(np.ones(2))
    with pytest.raises(ValueError, match="second: row 2 compares an item with itself"):
        bradley_terry(two, [0, 1], [1, 1], [1, 0], "ab")
    with pytest.raises(ValueError, match=r"preferred: row 1 is 0\.7"):
        bradley_terry(two, [0, 1], [1, 0], [0.7, 0], "ab")
    with pytest.raises(ValueError, match="No comparison has an answer that counts"):
        bradley_terry(two, [0, 1], [1, 0], [np.nan, np.nan], "ab")
    with pytest.raises(ValueError, match="first: row 1 has code 5"):
        bradley_terry(two, [5, 1], [1, 0], [1, 0], "ab")
