"""Logistic regression beside R's svyglm, a plain row-by-row version, and itself by another way."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.survey.cube import make_cube
from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.margins import Margin
from folkmoot.survey.models.answer_cells import NO_YES, cube_cells
from folkmoot.survey.models.logistic import LogisticModel, logistic, logistic_of_cells
from folkmoot.survey.models.logistic_fit import fit_grouped
from folkmoot.survey.models.model_terms import Covariate
from folkmoot.survey.profile_matrix import PairedMatrix, RowMatrix, profile_matrix
from folkmoot.survey.raking import rake
from survey.regression_oracles import element_covariance, plain_logistic, plain_rows
from survey.schools import DESIGNS, Schools

FACTORS = ("age", "gender", "district", "imd", "ltc", "trust", "comm", "infl")
OUTCOMES = ("A_agree", "B_agree", "C_agree", "D_agree")


@pytest.fixture(scope="module")
def essex(shared_data: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    folder = shared_data / "surveys" / "r-reference"
    with (folder / "s3021.csv").open(newline="", encoding="utf-8") as file:
        return json.loads((folder / "r_3021.json").read_text("utf-8")), list(csv.DictReader(file))


def numbers(model: LogisticModel) -> dict[str, Any]:
    return {"b": model.estimate, "se": model.se, "t": model.statistic, "p": model.p, "low": model.low, "high": model.high}


@pytest.mark.shared
@pytest.mark.parametrize("rows", [False, True], ids=["profiles", "rows"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_model_of_eight_factors_has_the_numbers_of_r(
    essex: tuple[dict[str, Any], list[dict[str, str]]], outcome: str, *, rows: bool
) -> None:
    r, data = essex
    terms = [Factor.from_values(name, [row[name] or None for row in data]) for name in FACTORS]
    y = [float(row[outcome]) if row[outcome] else np.nan for row in data]
    ours, theirs = logistic(Design(np.array(r["w"])), y, terms, rows=rows), r["glm"][outcome]
    assert [name.replace("(constant)", "(Intercept)").replace(": ", "") for name in ours.names] == theirs["term"]
    assert ours.df == theirs["df"]
    ci = np.array(theirs["ci"])
    known = ~np.isnan(ours.estimate)
    # R stopped at a relative deviance of 1e-14, where its standard errors are good to 3e-11 and its p to 1e-10
    for name, value in numbers(ours).items():
        golden = np.array(theirs[name]) if name in theirs else ci[:, 0 if name == "low" else 1]
        ends = 1e-10 if name in ("low", "high") else 0  # differences of two numbers, which can be close to each other
        np.testing.assert_allclose(value[known], golden[known], rtol=1e-10, atol=ends, err_msg=name)
    if outcome == "B_agree":  # ten people, all of whom agreed: R gives 13.7 with a standard error of 0.4
        assert [ours.names[at] for at in np.flatnonzero(~known)] == ["gender: Other"]
        assert ours.flags[ours.names.index("gender: Other")] == "separated"
        assert ours.findings == ("Everyone whose gender is Other said yes (n = 10), so there is no finite coefficient.",)
    else:
        assert known.all()
        assert ours.findings == ()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ds", "dsn", "dc", "dcn"])
def test_covariates_under_strata_clusters_and_finite_populations_have_the_numbers_of_r(shared_data: Path, name: str) -> None:
    schools = Schools(shared_data, ("strata" if name[1] == "s" else "clusters") + ("" if name.endswith("n") else "_fpc"))
    wide = np.array([word == "Yes" for word in schools.rows["sch.wide"]], np.float64)
    terms = [Covariate(key, schools.numbers(key)) for key in ("ell", "meals", "mobility")]
    ours = logistic(schools.design, wide, terms)
    theirs = json.loads((shared_data / "surveys" / "r-reference" / "r_api.json").read_text("utf-8"))[name]["glm"]
    np.testing.assert_allclose(ours.estimate, theirs["b"], rtol=1e-12)
    # where R stopped, its weights were one step behind: its standard errors are good to 3e-10
    np.testing.assert_allclose(ours.se, theirs["se"], rtol=1e-9)
    np.testing.assert_allclose(ours.p, theirs["p"], rtol=5e-9)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["factors", "mixed", "aliased"])
@pytest.mark.parametrize("name", DESIGNS)
def test_an_answer_with_holes_has_the_numbers_of_r_fitted_to_the_last_digit(shared_data: Path, name: str, kind: str) -> None:
    schools = Schools(shared_data, name)
    ours, theirs = logistic(schools.design, schools.wide, schools.terms(kind)), schools.r[kind]
    known = ~np.isnan(ours.estimate)
    assert ours.df == theirs["df"]
    tolerance = 1e-5 if kind == "aliased" else 1e-11  # R finds collinear columns only with an epsilon that stops it early
    for column, value in numbers(ours).items():
        np.testing.assert_allclose(value[known], theirs[column], rtol=tolerance, err_msg=column)
    if kind == "aliased":
        assert [ours.names[at] for at in np.flatnonzero(~known)] == ["small"]
        assert ours.findings == ("small: it can be told from size, so it has no coefficient of its own.",)
        assert np.isnan(ours.term_test("small").p)
        return
    of_complete = logistic(schools.design, schools.complete, schools.terms(kind))
    for term, golden in zip(ours.matrix.terms, theirs["tests"], strict=True):
        test = ours.term_test(term.name)
        assert (test.df_term, test.df) == (golden["df"], golden["ddf"])
        assert (test.statistic, test.p) == pytest.approx((golden["F"], golden["p"]), rel=1e-11)
        likelihood = of_complete.term_test(term.name, kind="likelihood ratio")
        assert likelihood.p == pytest.approx(golden["likelihood_p"], rel=1e-8)  # a small difference of two large deviances
        assert f"n = {ours.n}" in test.sentence


def sample(seed: int, n: int, *, cells: int = 3) -> tuple[Design, Any, list[Factor]]:
    """A raked, stratified design with a finite population, an answer with holes and two factors with holes."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, cells, n), rng.integers(0, 2, n)
    strata = rng.integers(0, 2, n)
    design = Design(rng.uniform(0.5, 3, n), strata=strata, fpc=np.where(strata == 0, 4.0, 9.0) * n)
    margin = Margin("a", tuple("xyz"[:cells]), a, np.bincount(a, minlength=cells) * rng.uniform(1, 2, cells) + 1)
    y = (rng.random(n) < 1 / (1 + np.exp(0.4 - 0.5 * a + 0.3 * b))).astype(float)
    y[rng.random(n) < 0.05] = np.nan
    factors = [Factor("a", tuple("xyz"[:cells]), a), Factor("b", ("no", "yes"), np.where(rng.random(n) < 0.05, -1, b))]
    return rake(design, [margin]).design, y, factors


@pytest.mark.parametrize("variance", ["raked", "weights", "model"])
def test_rows_and_profiles_agree_under_raking_strata_and_finite_populations(variance: Any) -> None:
    design, y, factors = sample(7, 900)
    by_rows, by_profiles = (logistic(design, y, factors, variance=variance, rows=rows) for rows in (True, False))
    assert by_profiles.fit.fitted.size < 20 < by_rows.fit.fitted.size
    for name, value in numbers(by_rows).items():
        np.testing.assert_allclose(numbers(by_profiles)[name], value, rtol=1e-12, err_msg=name)
    np.testing.assert_allclose(by_profiles.covariance, by_rows.covariance, rtol=1e-12, atol=1e-15)
    assert (by_profiles.n, by_profiles.n_yes, by_profiles.left_out, by_profiles.df) == (
        by_rows.n,
        by_rows.n_yes,
        by_rows.left_out,
        by_rows.df,
    )
    assert by_profiles.log_likelihood == pytest.approx(by_rows.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(
        by_profiles.average_effects("a").difference_se, by_rows.average_effects("a").difference_se, rtol=1e-11, atol=1e-15
    )


def test_one_pass_over_the_rows_serves_several_models() -> None:
    design, y, factors = sample(3, 500)
    cube = make_cube(design, [Factor("yes", NO_YES, np.where(np.isnan(y), -1, np.nan_to_num(y)).astype(int))], factors, variance="raked")
    for names in (["a"], ["b", "a"]):
        ours = logistic_of_cells(cube_cells(cube, 0, names))
        rows = logistic(design, y, [next(f for f in factors if f.name == name) for name in names], rows=True)
        np.testing.assert_allclose(ours.estimate, rows.estimate, rtol=1e-12)
        np.testing.assert_allclose(ours.se, rows.se, rtol=1e-12)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_any_small_model_equals_the_plain_one(seed: int, measured: bool) -> None:
    _, y, factors = sample(seed, 60, cells=2)
    rng = np.random.default_rng(seed)
    design = Design(rng.uniform(0.2, 4, 60))
    terms = [*factors, Covariate("c", rng.normal(40, 3, 60))] if measured else factors
    ours = logistic(design, y, terms)
    assume(not ours.findings)
    b, scores = plain_logistic(design.weights, np.asarray(y), plain_rows(list(terms)))
    np.testing.assert_allclose(ours.estimate, b, rtol=1e-8, atol=1e-10)  # the plain one keeps the covariate's mean of 40: fewer digits
    np.testing.assert_allclose(ours.covariance, element_covariance(design, scores), rtol=1e-8, atol=1e-10)


def test_the_core_function_gives_an_element_designs_covariance_from_sums_of_weights_alone() -> None:
    _, y, factors = sample(11, 700)
    design = Design(np.random.default_rng(1).uniform(0.2, 4, 700))
    model = logistic(design, y, factors)
    w0, w1 = model.cells.w
    s0, s1 = model.cells.w2
    fit = fit_grouped(model.matrix.X, w0, w1, s0, s1, design.n)
    np.testing.assert_allclose(fit.coefficients, model.estimate, rtol=1e-12)
    np.testing.assert_allclose(fit.covariance, model.covariance, rtol=1e-11, atol=1e-16)
    b, _ = plain_logistic(design.weights, np.asarray(y), plain_rows(list(factors)))
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-11)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_the_paired_form_of_a_matrix_has_the_products_of_the_matrix(seed: int, profiles: int) -> None:
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.integers(0, 2, (profiles, 12)).astype(float)] * 30)
    paired, rows = profile_matrix(X), RowMatrix(X)
    assert isinstance(paired, PairedMatrix)
    b, r, v = rng.normal(size=12), rng.normal(size=len(X)), rng.random(len(X))
    np.testing.assert_array_equal(paired.dense(), X)
    np.testing.assert_allclose(paired.times(b), rows.times(b), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(paired.transposed_times(r), X.T @ r, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(paired.information(v), (X.T * v) @ X, rtol=1e-12)
    np.testing.assert_allclose(rows.information(v), (X.T * v) @ X, rtol=1e-12)


def test_weights_times_a_hundred_change_nothing_but_the_sum_of_weights() -> None:
    design, y, factors = sample(5, 300)
    one, hundred = logistic(design, y, factors, variance="weights"), logistic(Design(design.weights * 100), y, factors)
    plain = logistic(Design(design.weights), y, factors)
    np.testing.assert_allclose(hundred.estimate, one.estimate, rtol=1e-11)
    np.testing.assert_allclose(hundred.se, plain.se, rtol=1e-11)
    assert hundred.n_weighted == pytest.approx(100 * plain.n_weighted)
    assert hundred.log_likelihood == pytest.approx(plain.log_likelihood)


def test_people_who_weigh_nothing_are_not_in_the_model_and_change_nothing() -> None:
    _, y, factors = sample(6, 200)
    weights = np.where(np.arange(200) < 30, 0.0, np.random.default_rng(2).uniform(1, 2, 200))
    ours = logistic(Design(weights), y, factors)
    rest = logistic(Design(weights[30:]), y[30:], [Factor(f.name, f.levels, f.codes[30:]) for f in factors])
    assert (ours.n, ours.df) == (rest.n, rest.df)
    assert ours.left_out == rest.left_out + 30
    np.testing.assert_allclose(ours.estimate, rest.estimate, rtol=1e-12)
    factor = np.sqrt(200 / 199 * 169 / 170)  # the design keeps the rows, as R's
    np.testing.assert_allclose(ours.se, rest.se * factor, rtol=1e-11)


def test_fewer_clusters_than_coefficients_give_estimates_without_intervals() -> None:
    _, y, factors = sample(6, 200)
    model = logistic(Design(np.ones(200), psu=np.arange(200) % 3), y, factors)
    assert model.df < 0
    assert np.isfinite(model.estimate).all()
    assert np.isnan([model.low, model.high, model.p]).all()
    assert np.isnan([test.p for test in model.tests]).all()
    assert not any("nan" in sentence for sentence in model.sentences)


def test_a_covariate_far_from_zero_loses_no_digits() -> None:
    rng = np.random.default_rng(9)
    year = np.round(rng.uniform(0, 20, 300), 2)
    y = (rng.random(300) < 0.4).astype(float)
    near, far = (logistic(Design(np.ones(300)), y, [Covariate("year", year + shift)]) for shift in (0.0, 1e6))
    np.testing.assert_allclose([far.estimate[1], far.se[1]], [near.estimate[1], near.se[1]], rtol=1e-9)  # a millionth of the digits is lost
    assert far.estimate[0] == pytest.approx(near.estimate[0] - 1e6 * near.estimate[1], rel=1e-9)


def test_refusals_are_in_plain_words() -> None:
    design, y, factors = sample(5, 40)
    with pytest.raises(ValueError, match="row 3 is 2"):
        logistic(design, np.where(np.arange(40) == 2, 2.0, y), factors)
    with pytest.raises(ValueError, match="said yes: Everyone gave the same answer"):
        logistic(design, np.ones(40), factors)
    with pytest.raises(ValueError, match="There are 3 answers and the design has 40 rows"):
        logistic(design, [1.0, 0, 1], factors)
    with pytest.raises(ValueError, match="nobody answered it"):
        logistic(design, np.full(40, np.nan), factors)
    with pytest.raises(ValueError, match="variance is 'robust'"):
        logistic(design, y, factors, variance="robust")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"w0: row 2 is not a sum of weights"):
        fit_grouped(np.ones((2, 1)), np.array([1.0, np.nan]), np.array([1.0, 1]))
