"""Best-worst scaling beside R's `survival::clogit`, statsmodels' conditional logit and a slow sum over choices."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from statsmodels.discrete.conditional_models import ConditionalLogit

from folkmoot.survey.choices.best_worst import BestWorst, best_worst, best_worst_counts
from folkmoot.survey.design import Design
from survey.plain_oracles import variance_by_explicit_sums

type Floats = NDArray[np.float64]

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "feature_weights.json").read_text("utf-8"))["best_worst"]
ITEMS = ("privacy", "benefit", "oversight", "cost", "profit", "speed")
SHOWN, BEST, WORST = (np.array(R[name]) for name in ("shown", "best", "worst"))
AGAINST_FIRST = np.column_stack([-np.ones(5), np.eye(5)])  # R's coefficients are utilities less the first item's


def unweighted() -> BestWorst:
    return best_worst(Design(np.ones(len(BEST)), psu=np.array(R["person"])), SHOWN, BEST, WORST, ITEMS)


def test_utilities_and_log_likelihood_are_those_of_clogit() -> None:
    found = unweighted()
    np.testing.assert_allclose(AGAINST_FIRST @ found.utilities, R["plain"]["b"], rtol=1e-10)
    assert found.log_likelihood == pytest.approx(R["plain"]["log_likelihood"], rel=1e-12)


def test_utilities_are_those_of_statsmodels() -> None:
    chosen, columns, choice = [], [], []
    for row, (items, best, worst) in enumerate(zip(SHOWN.tolist(), BEST.tolist(), WORST.tolist(), strict=True)):
        there = [item for item in items if item >= 0]
        for stage, sign, among, picked in ((0, 1, there, best), (1, -1, [item for item in there if item != best], worst)):
            for item in among:
                chosen.append(int(item == picked))
                columns.append([sign * (item == other) for other in range(1, len(ITEMS))])
                choice.append(2 * row + stage)
    fit = ConditionalLogit(np.array(chosen), np.array(columns, np.float64), groups=np.array(choice)).fit(method="newton", disp=False)
    np.testing.assert_allclose(AGAINST_FIRST @ unweighted().utilities, fit.params, atol=1e-6)


def test_weighted_covariance_with_people_as_clusters_is_that_of_r() -> None:
    found = best_worst(Design(np.array(R["w"]), psu=np.array(R["person"])), SHOWN, BEST, WORST, ITEMS)
    people = len(set(R["person"]))
    np.testing.assert_allclose(AGAINST_FIRST @ found.utilities, R["robust"]["b"], rtol=1e-10)
    # coxph's sandwich adds up the squares of people's totals; the linearisation has people - 1 below, as R's survey
    sandwich = np.array(R["robust"]["V"]) * people / (people - 1)
    np.testing.assert_allclose(AGAINST_FIRST @ found.covariance @ AGAINST_FIRST.T, sandwich, rtol=1e-9)
    assert (found.weights.n, found.weights.n_answers, found.left_out) == (people, len(BEST), 0)


def log_likelihood(utilities: Floats, row: int) -> float:
    """Of one row, choice by choice, from the definition."""
    items = [item for item in SHOWN[row].tolist() if item >= 0]
    rest = [item for item in items if item != BEST[row]]
    first = utilities[BEST[row]] - np.log(sum(np.exp(utilities[item]) for item in items))
    return float(first - utilities[WORST[row]] - np.log(sum(np.exp(-utilities[item]) for item in rest)))


@settings(max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_the_covariance_of_shares_is_that_of_a_slow_sum_on_any_design(seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = random.uniform(0.3, 3, len(BEST))
    design = Design(weights, strata=np.array(R["stratum"]), psu=np.array(R["person"]))
    found = best_worst(design, SHOWN, BEST, WORST, ITEMS)
    k, step = len(ITEMS), 1e-5
    slope = np.array(
        [
            [(log_likelihood(found.utilities + d, row) - log_likelihood(found.utilities - d, row)) / (2 * step) for d in np.eye(k) * step]
            for row in range(len(BEST))
        ]
    )
    np.testing.assert_allclose(weights @ slope, 0, atol=1e-7)
    curve = np.zeros((k, k))
    for row, w in enumerate(weights):
        items = [item for item in SHOWN[row].tolist() if item >= 0]
        for sign, among in ((1, items), (-1, [item for item in items if item != BEST[row]])):
            chance = np.zeros(k)
            chance[among] = np.exp(sign * found.utilities[among]) / np.exp(sign * found.utilities[among]).sum()
            curve += w * (np.diag(chance) - np.outer(chance, chance))
    share = np.exp(found.utilities) / np.exp(found.utilities).sum()
    np.testing.assert_allclose(found.weights.weights, share, rtol=1e-12)
    influence = slope @ np.linalg.pinv(curve) @ (np.diag(share) - np.outer(share, share))
    variances = [variance_by_explicit_sums(design, influence[:, item], None) for item in range(k)]
    np.testing.assert_allclose(found.weights.se**2, variances, rtol=1e-6)  # the slopes here are numerical


def test_weights_sum_to_one_and_the_rows_of_their_covariance_to_zero() -> None:
    weights = unweighted().weights
    assert weights.weights.sum() == pytest.approx(1, abs=1e-15)
    np.testing.assert_allclose(weights.covariance.sum(1), 0, atol=1e-16)
    assert np.linalg.matrix_rank(weights.covariance) == len(ITEMS) - 1
    low, high = weights.interval()
    assert ((low > 0) & (low < weights.weights) & (weights.weights < high) & (high < 1)).all()


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_renaming_items_or_reordering_rows_changes_nothing_else(seed: int) -> None:
    random = np.random.default_rng(seed)
    name, order = random.permutation(len(ITEMS)), random.permutation(len(BEST))
    shown = np.where(SHOWN >= 0, name[SHOWN], -1)
    items = [ITEMS[int(np.argmax(name == code))] for code in range(len(ITEMS))]
    design = Design(np.array(R["w"])[order], psu=np.array(R["person"])[order])
    other = best_worst(design, shown[order], name[BEST][order], name[WORST][order], items)
    first = best_worst(Design(np.array(R["w"]), psu=np.array(R["person"])), SHOWN, BEST, WORST, ITEMS)
    np.testing.assert_allclose(other.utilities[name], first.utilities, atol=1e-10)
    np.testing.assert_allclose(other.covariance[np.ix_(name, name)], first.covariance, atol=1e-10)


def test_counts_are_of_the_sets_that_were_answered() -> None:
    best = BEST.copy()
    best[:3] = -1
    found = best_worst_counts(Design(np.ones(len(best))), SHOWN, best, WORST, ITEMS)
    for item in range(len(ITEMS)):
        assert found.shown[item] == sum(item in row for row in SHOWN[3:].tolist())
        assert found.best[item] == BEST[3:].tolist().count(item)
        assert found.worst[item] == WORST[3:].tolist().count(item)
    assert found.score[0] == (found.best[0] - found.worst[0]) / found.shown[0]
    assert best_worst(Design(np.ones(len(best))), SHOWN, best, WORST, ITEMS).left_out == 3


def test_answers_that_cannot_be_are_refused_by_row() -> None:
    design = Design(np.ones(2))
    with pytest.raises(ValueError, match="best: row 2 is not one of the items shown"):
        best_worst(design, [[0, 1], [0, 1]], [0, 2], [1, 1], "abc")
    with pytest.raises(ValueError, match="worst: row 1 is the same item as the best"):
        best_worst(design, [[0, 1], [0, 1]], [0, 0], [0, 1], "abc")
    with pytest.raises(ValueError, match="shown: row 2 has an item twice"):
        best_worst(design, [[0, 1], [1, 1]], [0, 1], [1, 1], "abc")
    with pytest.raises(ValueError, match="shown: row 1 has fewer than two items"):
        best_worst(design, [[0, -1], [1, 0]], [0, 1], [0, 0], "abc")
    with pytest.raises(ValueError, match="shown: row 2 has code 7; items are coded 0 to 2"):
        best_worst(design, [[0, 1], [1, 7]], [0, 1], [1, 0], "abc")
    with pytest.raises(ValueError, match="No set has a best and a worst"):
        best_worst(design, [[0, 1], [1, 0]], [-1, -1], [-1, -1], "abc")


def test_an_item_that_always_wins_and_items_never_compared_are_explained() -> None:
    with pytest.raises(ValueError, match="“a” came out ahead each time it was compared with “b” and “c”"):
        best_worst(Design(np.ones(2)), [[0, 1, 2], [0, 1, 2]], [0, 0], [1, 2], "abc")
    with pytest.raises(ValueError, match=r"no answer compares with each other: “a” and “b” \| “c” and “d”"):
        best_worst(Design(np.ones(4)), [[0, 1], [1, 0], [2, 3], [3, 2]], [0, 1, 2, 3], [1, 0, 3, 2], "abcd")
    with pytest.raises(ValueError, match="Nobody's answers compare “c” with anything"):
        best_worst(Design(np.ones(2)), [[0, 1], [0, 1]], [0, 1], [1, 0], "abc")
    with pytest.raises(ValueError, match="came out ahead"):  # the only answer the other way weighs nothing
        best_worst(Design(np.array([1.0, 0.0])), [[0, 1], [0, 1]], [0, 1], [1, 0], "ab")
