"""Average effects: R's predictive margins, and the derivative of the answer by each row's weight."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.average_effects import AverageEffects
from folkmoot.survey.models.logistic import LogisticModel, logistic
from folkmoot.survey.models.model_terms import Covariate
from survey.schools import DESIGNS, Schools

RNG = np.random.default_rng(20)
N = 240
ARM = Factor("arm", ("control", "shown", "paid"), RNG.integers(0, 3, N))
AREA = Factor("area", ("town", "country"), RNG.integers(0, 2, N))
AGE = Covariate("age", RNG.uniform(18, 90, N))
ANSWER = (RNG.random(N) < 1 / (1 + np.exp(1.5 - 0.5 * ARM.codes - 0.02 * AGE.values))).astype(float)
ANSWER[::17] = np.nan
PSU, STRATA = RNG.integers(0, 40, N), RNG.integers(0, 3, N)
DESIGN = Design(RNG.uniform(1, 4, N), strata=STRATA, psu=PSU * 3 + STRATA)


def by_hand(model: LogisticModel, design: Design, answer: Any, column: int | None, own: list[int]) -> float:
    """The share if everyone had the level of one column (None: the reference), one row after another."""
    total = people = 0.0
    for i, row in enumerate(np.column_stack([np.ones(N), ARM.codes == 1, ARM.codes == 2, AREA.codes == 1, AGE.values])):
        if np.isnan(answer[i]):
            continue
        changed = row.astype(float).copy()
        changed[own] = 0.0
        if column is not None:
            changed[column] = 1.0
        total += design.weights[i] / (1 + np.exp(-float(changed @ model.estimate)))
        people += design.weights[i]
    return total / people


def test_each_share_is_the_weighted_mean_of_what_the_model_gives_each_row_with_the_level_changed() -> None:
    model = logistic(DESIGN, ANSWER, [ARM, AREA, AGE])
    effects = model.average_effects("arm")
    shares = [by_hand(model, DESIGN, ANSWER, column, [1, 2]) for column in (None, 1, 2)]
    np.testing.assert_allclose(effects.share, shares, rtol=1e-12)
    np.testing.assert_allclose(effects.difference, np.array(shares) - shares[0], rtol=1e-10)
    np.testing.assert_allclose(effects.ratio, np.array(shares) / shares[0], rtol=1e-12)
    assert effects.n.tolist() == np.bincount(ARM.codes[~np.isnan(ANSWER)]).tolist()
    assert effects.n_base == model.n


def test_the_standard_errors_are_those_of_the_derivative_of_the_shares_by_each_rows_weight() -> None:
    """The linearised variable of a row is the derivative of the estimate by its weight: here by differences, fitting twice per row."""
    effects = logistic(DESIGN, ANSWER, [ARM, AREA, AGE]).average_effects("arm")

    def shares(weights: Any) -> Any:
        return logistic(Design(weights), ANSWER, [ARM, AREA, AGE]).average_effects("arm", sampling="coefficients").share

    step, rows = 1e-4, np.zeros((N, 3))
    for i in range(N):
        change = np.where(np.arange(N) == i, step, 0.0)
        rows[i] = (shares(DESIGN.weights + change) - shares(DESIGN.weights - change)) / (2 * step)
    covariance = linearised_covariance(DESIGN, rows)
    np.testing.assert_allclose(effects.covariance, covariance, rtol=1e-6, atol=1e-12)
    contrast = np.array([[-1, 1, 0], [-1, 0, 1]])
    np.testing.assert_allclose(effects.difference_se[1:], np.sqrt(np.diag(contrast @ covariance @ contrast.T)), rtol=1e-6)
    logs = rows / effects.share
    log_se = np.sqrt(np.diag(contrast @ linearised_covariance(DESIGN, logs) @ contrast.T))
    np.testing.assert_allclose(
        np.log(effects.ratio_high / effects.ratio)[1:] / (effects.difference_high - effects.difference)[1:] * effects.difference_se[1:],
        log_se,
        rtol=1e-6,
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_shares_and_both_parts_of_their_covariance_are_those_of_r(shared_data: Path, name: str) -> None:
    schools = Schools(shared_data, name)
    model, r = logistic(schools.design, schools.complete, schools.terms("mixed")), schools.r["margins"]
    coefficients = model.average_effects("size", sampling="coefficients")
    both = model.average_effects("size")
    np.testing.assert_allclose(both.share, r["mean"], rtol=1e-12)
    np.testing.assert_allclose(coefficients.covariance.ravel(), r["coefficients"], rtol=1e-10, atol=1e-15)
    # R adds the two parts as if they were independent. Ours is of their sum, which Cauchy and Schwarz hold between these
    parts = np.sqrt(np.diag(coefficients.covariance)), np.sqrt(np.diag(np.reshape(r["people"], (3, 3))))
    assert (both.share_se <= parts[0] + parts[1]).all()
    assert (both.share_se >= np.abs(parts[0] - parts[1])).all()
    assert "sampling=people,coefficients" in both.method
    assert "sampling=coefficients;" in coefficients.method


def test_a_covariate_is_moved_by_a_named_step_for_everyone() -> None:
    model = logistic(DESIGN, ANSWER, [ARM, AGE])
    effects = model.average_effects("age", step=10)
    assert effects.levels == ("as it is", "10 more")
    used = ~np.isnan(ANSWER)
    X = np.column_stack([np.ones(N), ARM.codes == 1, ARM.codes == 2, AGE.values])[used]
    later = X + np.array([0, 0, 0, 10.0])
    means = [np.average(1 / (1 + np.exp(-one @ model.estimate)), weights=DESIGN.weights[used]) for one in (X, later)]
    np.testing.assert_allclose(effects.share, means, rtol=1e-12)
    # with its constant in the model, the share as it is is the observed one
    assert effects.share[0] == pytest.approx(np.average(ANSWER[used], weights=DESIGN.weights[used]), rel=1e-12)
    assert "With age 10 more for everyone" in effects.sentences[0]


def test_a_factor_alone_gives_its_groups_shares_and_their_own_standard_errors() -> None:
    effects = logistic(DESIGN, ANSWER, [ARM]).average_effects("arm")
    used = ~np.isnan(ANSWER)
    rows = np.zeros((N, 3))
    for level in range(3):
        here = used & (ARM.codes == level)
        share = np.average(ANSWER[here], weights=DESIGN.weights[here])
        assert effects.share[level] == pytest.approx(share, rel=1e-12)
        rows[here, level] = (ANSWER[here] - share) / DESIGN.weights[here].sum()
    np.testing.assert_allclose(effects.covariance, linearised_covariance(DESIGN, rows), rtol=1e-9, atol=1e-15)


def test_the_models_own_variance_takes_the_people_as_given() -> None:
    model = logistic(Design(np.ones(N)), ANSWER, [ARM, AREA], variance="model")
    effects = model.average_effects("arm")
    assert effects.df == np.inf
    assert "sampling=coefficients" in effects.method
    X, used = np.column_stack([np.ones(N), ARM.codes == 1, ARM.codes == 2, AREA.codes == 1]).astype(float), ~np.isnan(ANSWER)
    gradient = []
    for column in (None, 1, 2):
        changed = X[used].copy()
        changed[:, 1:3] = 0.0
        if column:
            changed[:, column] = 1.0
        mu = 1 / (1 + np.exp(-changed @ model.estimate))
        gradient.append((mu * (1 - mu)) @ changed / used.sum())
    G = np.array(gradient)
    np.testing.assert_allclose(effects.covariance, G @ model.covariance @ G.T, rtol=1e-10)


def sentences_of(effects: AverageEffects) -> str:
    return " ".join(effects.sentences)


def test_sentences_give_shares_and_never_call_odds_likely() -> None:
    model = logistic(DESIGN, ANSWER, [ARM, AGE], said="chose to share")
    effects = model.average_effects("arm")
    text = sentences_of(effects)
    assert f"the share who chose to share at {100 * effects.share[1]:.1f}%" in text
    assert f"{abs(100 * effects.difference[1]):.1f} percentage points" in text
    assert f"{effects.ratio[1]:.2f} times as many" in text
    assert "do not show that arm is the cause" in text
    whole = " ".join(model.sentences)
    assert "likely" not in whole
    assert "Twice the odds is not twice as many people." in whole
    assert f"{model.odds_ratio[1]:.2f}" not in [word.strip(".,") for word in whole.split() if word.endswith("times")]
    for sentence, level in zip(effects.sentences, (1, 2), strict=False):
        assert sentence.endswith("The interval includes no difference.") == (
            effects.difference_low[level] <= 0 <= effects.difference_high[level]
        )


def test_a_level_of_few_people_is_named_and_not_compared() -> None:
    few = Factor("group", ("many", "few"), (np.arange(N) < 20).astype(int))
    answer = np.where(np.arange(N) % 3 == 0, 1.0, 0.0)
    effects = logistic(DESIGN, answer, [few]).average_effects("group")
    assert effects.sentences[0] == "group: “few” has 20 people, too few to compare."


def test_refusals_are_in_plain_words() -> None:
    model = logistic(DESIGN, ANSWER, [ARM])
    with pytest.raises(ValueError, match="no term “age”"):
        model.average_effects("age")
    with pytest.raises(ValueError, match="sampling is 'none'"):
        model.average_effects("arm", sampling="none")  # type: ignore[arg-type]
