"""Wald's test of contrasts beside R's regTermTest and svycontrast, and beside plain algebra."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtrc, fdtrc

from folkmoot.survey import Design
from folkmoot.survey.comparisons.t_tests import difference
from folkmoot.survey.comparisons.wald_test import groups_alike, wald_test
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import group_means
from survey.compared_schools import DESIGNS, TIGHT, ComparedSchools


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_the_test_of_all_groups_and_contrasts_are_those_of_r(shared_data: Path, name: str) -> None:
    data = ComparedSchools(shared_data, name)
    groups, r = group_means(data.design, data.score, by=data.stype), data.r["wald"]
    found = groups_alike(groups)
    assert found.chi2 / found.df == pytest.approx(r["F"], rel=TIGHT)
    assert found.df == r["df"]
    assert fdtrc(found.df, r["ddf"], found.chi2 / found.df) == pytest.approx(r["p"], rel=TIGHT)
    assert found.df_denominator == data.r["degf"] - found.df + 1
    contrasts = wald_test(groups.estimate, groups.covariance, [[1, -0.5, -0.5], [0, 1, -1]], df=data.r["degf"], n=int(groups.n.sum()))
    np.testing.assert_allclose(contrasts.estimate, data.r["contrast"]["estimate"], rtol=1e-9)  # a difference loses two figures
    np.testing.assert_allclose(contrasts.se, data.r["contrast"]["se"], rtol=TIGHT)
    assert contrasts.chi2 == pytest.approx(found.chi2, rel=1e-9)  # the two say the same


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(5, 40))
def test_statistics_are_the_quadratic_form_and_korn_and_graubards_f(seed: int, q: int, df: int) -> None:
    rng = np.random.default_rng(seed)
    b, root, C, null = rng.normal(size=5), rng.normal(size=(5, 9)), rng.normal(size=(q, 5)), rng.normal(size=q)
    V = root @ root.T
    found = wald_test(b, V, C, df=df, n=100, null=null)
    away = C @ b - null
    chi2 = float(away @ np.linalg.inv(C @ V @ C.T) @ away)
    assert found.chi2 == pytest.approx(chi2, rel=1e-7)  # the plain inverse is the less exact of the two
    assert found.chi2_p == pytest.approx(float(chdtrc(q, found.chi2)), rel=TIGHT)
    assert found.statistic == pytest.approx(found.chi2 * (df - q + 1) / (q * df), rel=TIGHT)
    assert found.p == pytest.approx(float(fdtrc(q, df - q + 1, found.statistic)), rel=TIGHT)
    turned = rng.normal(size=(q, q)) + 3 * np.eye(q)
    more = np.vstack([turned @ C, C[0]])  # the same said in other words, and part of it twice
    again = wald_test(b, V, more, df=df, n=100, null=np.append(turned @ null, null[0]))
    assert (again.df, again.df_denominator) == (found.df, found.df_denominator)
    assert again.chi2 == pytest.approx(found.chi2, rel=1e-6)


def test_one_contrast_is_the_square_of_the_t_test() -> None:
    rng = np.random.default_rng(5)
    design = Design(rng.uniform(1, 2, 120), psu=np.arange(120) // 6)
    groups = group_means(design, rng.normal(0, 1, 120), by=Factor("by", tuple("abc"), np.arange(120) % 3))
    pair = difference(groups, "a", "c", df_method="domain")
    found = wald_test(groups.estimate, groups.covariance, [-1, 0, 1], df=pair.df, n=80)
    assert found.statistic == pytest.approx(pair.statistic**2, rel=TIGHT)
    assert found.p == pytest.approx(pair.p, rel=TIGHT)
    assert (found.estimate[0], found.se[0]) == (pytest.approx(pair.estimate, rel=TIGHT), pytest.approx(pair.se, rel=TIGHT))


def test_it_takes_any_estimates_with_their_linearised_covariance() -> None:
    rng = np.random.default_rng(6)
    design = Design(rng.uniform(1, 2, 90), psu=np.arange(90) // 3)
    answers = rng.normal([0.0, 0.4], 1, (90, 2))
    total = design.weights.sum()
    means = design.weights @ answers / total
    V = linearised_covariance(design, (answers - means) / total)
    found = wald_test(means, V, [1.0, -1.0], df=29, n=90, hypothesis="both statements are agreed with alike", method="two statements")
    change = answers[:, 1] - answers[:, 0]
    alone = group_means(design, change)
    assert found.chi2 == pytest.approx(float(alone.estimate[0] ** 2 / alone.covariance[0, 0]), rel=1e-9)
    assert found.method.endswith("; two statements")
    assert found.sentence.startswith("The data were held against the idea that both statements are agreed with alike (n = 90). That ")


def test_without_a_limit_on_df_it_is_chi_squared() -> None:
    found = wald_test([1.0, 2], np.eye(2), np.eye(2), df=np.inf, n=50)
    assert found.chi2 == 5
    assert found.p == found.chi2_p == float(chdtrc(2, 5.0))
    assert found.statistic == 2.5


def test_empty_groups_are_left_out_and_an_empty_one_that_is_used_makes_it_nan() -> None:
    rng = np.random.default_rng(8)
    by = Factor("area", tuple("abcd"), rng.integers(0, 3, 60))  # nobody is d
    groups = group_means(Design(np.ones(60)), rng.normal(0, 1, 60), by=by, what="age")
    found = groups_alike(groups)
    assert (found.df, found.df_denominator) == (2, 58)
    assert found.sentence.startswith("The data were held against the idea that age has the same mean in all 3 groups of area (n = 60).")
    used = wald_test(groups.estimate, groups.covariance, [0, 0, 1, -1], df=50, n=60)
    assert np.isnan([used.chi2, used.p]).all()
    unused = wald_test(groups.estimate, groups.covariance, [1, -1, 0, 0], df=50, n=60)
    assert not np.isnan(unused.p)


def test_too_few_units_and_no_spread_give_no_test() -> None:
    few = wald_test(np.arange(3.0), np.eye(3), np.eye(3), df=2, n=9)
    assert np.isnan([few.chi2, few.statistic, few.p, few.df_denominator]).all()
    assert few.sentence == "Whether every contrast is what it is tested against could not be tested (n = 9)."
    assert np.isnan(wald_test([1.0, 2], np.zeros((2, 2)), [1, -1], df=9, n=9).p)


def test_what_cannot_be_tested_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="There are 2 estimates, a covariance of 3 by 3 and contrasts of 2"):
        wald_test([1.0, 2], np.eye(3), [1, -1], df=9, n=9)
    with pytest.raises(ValueError, match="Every contrast is zero"):
        wald_test([1.0, 2], np.eye(2), [0, 0], df=9, n=9)
    with pytest.raises(ValueError, match="contradict each other"):
        wald_test([1.0, 2], np.eye(2), [[1, -1], [2, -2]], df=9, n=9, null=[0, 1])
    with pytest.raises(ValueError, match="contrasts: row 2 holds"):
        wald_test([1.0, 2], np.eye(2), [[1, -1], [np.nan, 0]], df=9, n=9)
    with pytest.raises(ValueError, match="df is -1"):
        wald_test([1.0, 2], np.eye(2), [1, -1], df=-1, n=9)
    alone = group_means(Design(np.ones(3)), [1, 2, 3], by=Factor("area", ("a", "b"), np.zeros(3, int)))
    with pytest.raises(ValueError, match="area: fewer than two groups"):
        groups_alike(alone)
