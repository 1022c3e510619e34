"""Proportional-odds regression beside R's svyolr and a plain maximiser; and whether the odds are proportional."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.logistic import logistic
from folkmoot.survey.models.model_terms import Covariate
from folkmoot.survey.models.ordinal import OrdinalModel, ordinal
from survey.regression_oracles import element_covariance, ordinal_likelihood, plain_rows
from survey.schools import DESIGNS, Schools

SCALE = ("disagree", "neither", "agree", "strongly agree")


def sample(seed: int, n: int) -> tuple[Design, Factor, Factor, Covariate]:
    rng = np.random.default_rng(seed)
    group, measure = rng.integers(0, 3, n), rng.normal(size=n)
    latent = 0.8 * (group == 1) - 0.5 * (group == 2) + 0.6 * measure + rng.logistic(size=n)
    answer = np.where(rng.random(n) < 0.05, -1, np.digitize(latent, [-1.0, 0.2, 1.5]))
    answer[:4] = [0, 1, 2, 3]
    return Design(rng.uniform(0.5, 3, n)), Factor("view", SCALE, answer), Factor("group", ("a", "b", "c"), group), Covariate("x", measure)


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_coefficients_cuts_errors_and_tests_are_those_of_r(shared_data: Path, name: str) -> None:
    schools = Schools(shared_data, name)
    ours, r = ordinal(schools.design, schools.grade, schools.terms("mixed")), schools.r["ordinal"]
    assert ours.df == r["df"]
    np.testing.assert_allclose(np.concatenate([ours.estimate, ours.cuts]), r["b"], rtol=1e-9)  # R's optimiser, told to go on
    se = np.concatenate([ours.se, ours.cuts_se])
    np.testing.assert_allclose(se, r["se"], rtol=1e-8)  # by Richardson's second differences
    np.testing.assert_allclose(se, r["se_of_svyolr"], rtol=5e-4)  # by svyolr's own, which are coarser
    for test, golden in zip(ours.tests, r["tests"], strict=True):
        assert (test.df_term, test.df) == (golden["df"], golden["ddf"])
        assert (test.statistic, test.p) == pytest.approx((golden["F"], golden["p"]), rel=1e-6)


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_the_comparison_of_the_cuts_is_brants_under_the_design(shared_data: Path, name: str) -> None:
    schools = Schools(shared_data, name)
    found = ordinal(schools.design, schools.grade, schools.terms("mixed")).proportionality
    r = schools.r["brant"]
    np.testing.assert_allclose(found.by_cut.ravel(), r["by_cut"], rtol=1e-10)
    tests = (found.test, *found.terms)
    assert len(tests) == len(r["tests"]) == 4
    for test, golden in zip(tests, r["tests"], strict=True):
        assert (test.df_term, test.df) == (golden["df"], golden["ddf"])
        assert (test.statistic, test.p) == pytest.approx((golden["F"], golden["p"]), rel=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_any_small_model_is_the_maximum_of_the_likelihood_written_row_by_row(seed: int) -> None:
    design, view, group, x = sample(seed, 70)
    ours = ordinal(design, view, [group, x])
    rows, answers = plain_rows([group, x]), view.codes.astype(np.int64)
    theta = np.concatenate([ours.estimate, ours.cuts])

    def scores(at: Any) -> Any:  # (rows, coefficients and cuts), exact to rounding
        steps = 1e-30j * np.eye(6)
        return np.column_stack([ordinal_likelihood(at + h, design.weights, answers, rows, 3).imag / 1e-30 for h in steps])

    start = np.concatenate([np.zeros(3), [-1.0, 0.0, 1.0]])
    found = root(lambda at: scores(at).sum(0), start, method="hybr", options={"xtol": 1e-13})
    np.testing.assert_allclose(theta, found.x, rtol=1e-8, atol=1e-8)
    apart = 1e-5 * np.eye(6)
    information = -np.column_stack([(scores(theta + h) - scores(theta - h)).sum(0) / 2e-5 for h in apart])
    influence = np.linalg.solve(information, scores(theta).T).T / design.weights[:, None]
    covariance = element_covariance(design, influence)
    np.testing.assert_allclose(np.concatenate([ours.se, ours.cuts_se]), np.sqrt(np.diag(covariance)), rtol=1e-8)


def test_the_likelihood_and_the_people_are_counted_over_those_who_answered() -> None:
    design, view, group, x = sample(12, 300)
    used = view.codes >= 0
    ours = ordinal(design, view, [group, x])
    scaled = design.weights / design.weights[used].mean()
    theta = np.concatenate([ours.estimate, ours.cuts])
    plain = ordinal_likelihood(theta, scaled, view.codes.astype(np.int64), plain_rows([group, x]), 3).sum()
    assert ours.log_likelihood == pytest.approx(plain.real, rel=1e-12)
    assert (ours.n, ours.left_out) == (used.sum(), 300 - used.sum())
    assert ours.n_by_answer == tuple(np.bincount(view.codes[used]).tolist())
    assert ours.n_weighted == pytest.approx(design.weights[used].sum())


def test_rows_and_profiles_agree() -> None:
    design, view, group, _ = sample(4, 500)
    other = Factor("other", ("no", "yes"), np.arange(500) % 2)
    strata = Design(design.weights, strata=np.arange(500) % 3, fpc=np.full(500, 2000.0))
    by_rows, by_profiles = (ordinal(strata, view, [group, other], rows=rows) for rows in (True, False))
    assert by_profiles.fit.above.shape[1] == 18  # in three strata
    np.testing.assert_allclose(by_profiles.estimate, by_rows.estimate, rtol=1e-12)
    np.testing.assert_allclose(by_profiles.covariance, by_rows.covariance, rtol=1e-11, atol=1e-16)
    assert by_profiles.proportionality.test.p == pytest.approx(by_rows.proportionality.test.p, rel=1e-9)


def share_at_or_above(model: OrdinalModel, group: Factor, x: Covariate, design: Design, used: object, top: int, level: int) -> float:
    b = model.estimate
    eta = (b[level - 1] if level else 0.0) + b[2] * x.values[used]
    return float(np.average(1 / (1 + np.exp(model.cuts[3 - top] - eta)), weights=design.weights[used]))


@pytest.mark.parametrize("top", [1, 2, 3])
def test_average_effects_are_of_the_share_giving_one_of_the_top_answers(top: int) -> None:
    design, view, group, x = sample(9, 400)
    model, used = ordinal(design, view, [group, x]), view.codes >= 0
    effects = model.average_effects("group", top=top)
    shares = [share_at_or_above(model, group, x, design, used, top, level) for level in range(3)]
    np.testing.assert_allclose(effects.share, shares, rtol=1e-12)
    assert effects.said == "said " + " or ".join(f"“{answer}”" for answer in SCALE[-top:])
    with pytest.raises(ValueError, match="top is 4"):
        model.average_effects("group", top=4)


def test_the_standard_errors_of_average_effects_are_those_of_the_derivative_by_each_rows_weight() -> None:
    design, view, group, x = sample(2, 60)
    effects = ordinal(design, view, [group, x]).average_effects("group", top=2)
    step, rows = 1e-4, np.zeros((60, 3))
    for i in range(60):
        change = np.where(np.arange(60) == i, step, 0.0)
        up, down = (ordinal(Design(design.weights + sign * change), view, [group, x]) for sign in (1, -1))
        rows[i] = (up.average_effects("group", top=2).share - down.average_effects("group", top=2).share) / (2 * step)
    np.testing.assert_allclose(effects.covariance, element_covariance(design, rows), rtol=1e-5, atol=1e-10)


def test_a_group_that_all_gave_the_top_answer_has_no_number_and_the_rest_is_the_limit() -> None:
    design, view, group, x = sample(6, 300)
    codes = np.where((group.codes == 2) & (view.codes >= 0), 3, view.codes)
    model = ordinal(design, Factor("view", SCALE, codes), [group, x])
    assert model.flags == ("", "separated", "")
    n = int(((group.codes == 2) & (codes >= 0)).sum())
    assert model.findings == (f"Everyone whose group is c answered “strongly agree” (n = {n}), so there is no finite coefficient.",)
    others = ordinal(design, Factor("view", SCALE, np.where(group.codes == 2, -1, codes)), [group, x])
    np.testing.assert_allclose(model.estimate[[0, 2]], others.estimate[[0, 2]], rtol=1e-9)
    np.testing.assert_allclose(model.se[[0, 2]], others.se[[0, 2]], rtol=1e-9)
    np.testing.assert_allclose(model.cuts, others.cuts, rtol=1e-9)
    assert np.isnan(model.term_test("group").p)
    assert np.isnan(model.average_effects("group").share).tolist() == [False, False, True]
    # moving everyone's x moves nobody of the group whose answer is certain
    moved, own = model.average_effects("x"), others.average_effects("x")
    certain = design.weights[(group.codes == 2) & (codes >= 0)].sum() / design.weights[codes >= 0].sum()
    np.testing.assert_allclose(moved.share, certain + (1 - certain) * own.share, rtol=1e-9)
    assert not any("nan" in sentence for sentence in model.sentences)


def test_a_reference_that_all_gave_the_lowest_answer_is_refused_by_name() -> None:
    design, view, group, x = sample(6, 300)
    with pytest.raises(ValueError, match="Everyone whose group is a answered “disagree”"):
        ordinal(design, Factor("view", SCALE, np.where(group.codes == 0, 0, view.codes)), [group, x])


def test_an_answer_nobody_gave_is_left_out_and_named() -> None:
    design, view, group, _ = sample(8, 300)
    wider = Factor("view", (*SCALE[:2], "unsure", *SCALE[2:]), np.where(view.codes >= 2, view.codes + 1, view.codes))
    model, plain = ordinal(design, wider, [group]), ordinal(design, view, [group])
    assert model.answers == SCALE
    assert model.findings == ("view: nobody answered “unsure”, so it is left out.",)
    np.testing.assert_array_equal(model.estimate, plain.estimate)
    np.testing.assert_array_equal(model.se, plain.se)


def test_two_answers_are_refused_and_repeated_columns_named() -> None:
    design, view, group, x = sample(8, 300)
    with pytest.raises(ValueError, match="2 different answers were given"):
        ordinal(design, Factor("view", ("no", "yes"), np.minimum(view.codes, 1)), [group])
    model = ordinal(design, view, [group, Covariate("twice", (group.codes == 1) * 2.0), x])
    assert model.flags == ("", "", "repeated", "")
    assert model.findings == ("twice: it can be told from group, so it has no coefficient of its own.",)


def test_terms_that_work_differently_along_the_scale_are_found_out() -> None:
    rng = np.random.default_rng(3)
    group = rng.integers(0, 2, 3000)
    lowest = rng.random(3000) < np.where(group == 1, 0.5, 0.2)  # the group parts people at the bottom of the scale and not at its top
    answer = np.where(lowest, 0, rng.integers(1, 4, 3000))
    factor = Factor("group", ("a", "b"), group)
    model = ordinal(Design(np.ones(3000)), Factor("view", SCALE, answer), [factor])
    assert model.proportionality.test.p < 1e-6
    assert model.proportionality.sentence.startswith("The terms work differently at different points of the scale, most clearly group")
    for cut in range(3):
        alone = logistic(Design(np.ones(3000)), (answer > cut).astype(float), [factor])
        assert model.proportionality.by_cut[cut, 0] == pytest.approx(alone.estimate[1], rel=1e-12)
        assert model.proportionality.se_by_cut[cut, 0] == pytest.approx(alone.se[1], rel=1e-11)
