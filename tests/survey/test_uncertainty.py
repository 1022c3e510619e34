"""Ranges where all answers are alike, half-samples and jackknives beside R's, and what replicates of awkward designs give.

`r/uncertainty.R` made the numbers: 15 strata of two clusters of 16, random weights, three groups, answers with gaps."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from folkmoot.survey import Design, proportions
from folkmoot.survey.factors import Factor
from folkmoot.survey.replication import balanced_half_samples, bootstrap, jackknife, replicate_estimates, replicate_tables

R: dict[str, Any] = json.loads((Path(__file__).parent / "r/uncertainty.json").read_text("utf-8"))
DATA = R["data"]
GROUP = np.array(DATA["group"])
ANSWER = np.array([np.nan if each is None else each for each in DATA["answer"]], float)
DESIGN = Design(np.array(DATA["w"]), strata=np.array(DATA["stratum"]), psu=np.array(DATA["psu"]))
AGREE = Factor("agree", ("no", "yes"), np.nan_to_num(ANSWER, nan=-1).astype(int))
GROUPS = Factor("group", ("a", "b", "c"), GROUP)


def total(weights: np.ndarray) -> float:
    return float(weights @ np.nan_to_num(ANSWER))


def test_the_jackknife_of_shares_by_group_is_that_of_r() -> None:
    found = replicate_tables(jackknife(DESIGN), [AGREE], [GROUPS])[1].estimates
    np.testing.assert_allclose(found.estimate, R["jkn"]["share"], rtol=1e-12)
    np.testing.assert_allclose(found.se, R["jkn"]["se"], rtol=1e-10)


def test_half_samples_give_a_total_the_same_standard_error_as_those_of_r_though_they_are_other_halves() -> None:
    found, covariance = replicate_estimates(balanced_half_samples(DESIGN), total)
    assert (found[0], covariance[0, 0] ** 0.5) == pytest.approx(R["brr_total"], rel=1e-10)
    assert R["brr_total"] == pytest.approx(R["total"], rel=1e-10)


def test_half_samples_of_shares_agree_with_those_of_r_as_two_sets_of_half_samples_do() -> None:
    found = replicate_tables(balanced_half_samples(DESIGN), [AGREE], [GROUPS])[1].estimates
    np.testing.assert_allclose(found.estimate, R["brr"]["share"], rtol=1e-12)
    np.testing.assert_allclose(found.se, R["brr"]["se"], rtol=0.05)
    assert np.abs(found.se / R["brr"]["se"] - 1).max() > 1e-6  # not the same halves


@pytest.mark.parametrize(("said", "end"), [(0.0, "none"), (1.0, "all")])
def test_answers_all_alike_have_r_s_beta_interval_on_the_effective_size_of_kish(said: float, end: str) -> None:
    found = proportions(DESIGN, np.full(DESIGN.n, said), by=GROUP, levels=3)
    assert found.df.tolist() == [each["df"] for each in R["alike"]]
    np.testing.assert_allclose(found.high if said == 0 else found.low, [each[end] for each in R["alike"]], rtol=1e-10)
    np.testing.assert_array_equal(found.low if said == 0 else found.high, said)


@pytest.mark.parametrize("df_method", ["design", "normal"])
def test_degrees_of_freedom_of_more_than_the_group_never_make_answers_all_alike_surer(df_method: Any) -> None:
    outcome, by = np.repeat([1.0, 0.0], [4, 96]), np.repeat([0, 1], [4, 96])
    few, more = (proportions(Design(np.ones(100)), outcome, by=by, levels=2, df_method=each) for each in ("domain", df_method))
    assert more.low[0] == pytest.approx(0.025 ** (1 / 4), rel=1e-12)  # Clopper and Pearson's, of four people
    assert more.low[0] == pytest.approx(few.low[0], rel=1e-12)


def test_fewer_clusters_make_the_range_of_answers_all_alike_wider() -> None:
    lows = [proportions(Design(np.ones(60), psu=np.arange(60) % units), np.ones(60)).low[0] for units in (60, 20, 5, 2)]
    assert lows == sorted(lows, reverse=True)
    assert lows[-1] < 0.2 < 0.9 < lows[0]


@pytest.mark.parametrize("df_method", ["domain", "design", "normal"])
def test_degrees_of_freedom_with_replicates_are_those_of_linearisation_up_to_the_replicates_less_one(df_method: Any) -> None:
    linear = proportions(DESIGN, ANSWER, by=GROUP, levels=3, df_method=df_method)
    for replicates in (jackknife(DESIGN), balanced_half_samples(DESIGN), bootstrap(DESIGN, 10, seed=1)):
        found = replicate_tables(replicates, [AGREE], [GROUPS], df_method=df_method)[1].estimates
        most = np.inf if df_method == "normal" else replicates.count - 1
        np.testing.assert_array_equal(found.df, np.minimum(linear.df, most))
        assert f"; df={df_method};" in found.method


def test_each_level_says_how_many_replicates_have_nobody_of_it() -> None:
    rare = Factor("rare", ("most", "one"), np.r_[np.zeros(59, int), 1])
    replicates = bootstrap(Design(np.ones(60)), 100, seed=2)
    everybody, by_rare = replicate_tables(replicates, [Factor("agree", ("no", "yes"), np.arange(60) % 2)], [rare])
    assert everybody.left_out.tolist() == [0]
    assert by_rare.left_out.tolist() == [0, (replicates.multipliers[:, 59] == 0).sum()]
    assert np.isnan(by_rare.estimates.se).tolist() == [False, True]


def test_clusters_that_all_say_the_same_have_no_spread_and_no_design_effect_but_that() -> None:
    design = Design(np.ones(40), psu=np.arange(40) // 4)
    found = replicate_tables(jackknife(design), [Factor("agree", ("no", "yes"), np.arange(40) % 2)], [])[0].estimates
    assert (found.estimate[0], found.se[0], found.deff[0]) == (0.5, 0, 0)


def test_a_population_that_was_asked_whole_has_no_spread() -> None:
    design = Design(np.ones(12), strata=np.arange(12) % 2, fpc=np.full(12, 6.0))
    found = replicate_tables(jackknife(design), [Factor("agree", ("no", "yes"), np.arange(12) // 5 % 2)], [])[0].estimates
    assert found.se.tolist() == [0]
    _, covariance = replicate_estimates(jackknife(design), lambda weights: weights @ np.arange(12.0))
    assert covariance.tolist() == [[0]]
