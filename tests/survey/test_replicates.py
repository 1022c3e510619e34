"""Replicates give R's numbers, a plain loop's numbers, and much the same as linearisation."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, Margin, means, rake
from folkmoot.survey.factors import Factor
from folkmoot.survey.replication.replicate_tables import replicate_estimates, replicate_tables
from folkmoot.survey.replication.replicates import Replicates, balanced_half_samples, bootstrap, jackknife
from folkmoot.survey.tables import tables
from survey.test_r_reference import Schools


@pytest.fixture
def reference(shared_data: Path) -> Path:
    return shared_data / "surveys" / "r-reference"


@pytest.mark.shared
def test_the_jackknife_of_clusters_is_that_of_r_raked_again_or_not(reference: Path) -> None:
    schools = Schools(reference, "dcn")
    r = json.loads((reference / "r_api.json").read_text("utf-8"))["jk"]
    replicates = jackknife(schools.design)
    assert replicates.kind == "JK1"

    def mean(weights: object) -> float:
        return float(np.average(schools.api00, weights=weights))

    estimate, covariance = replicate_estimates(replicates, mean)
    assert (estimate[0], covariance[0, 0] ** 0.5) == pytest.approx((r["mean"]["est"], r["mean"]["se"]), rel=1e-12)
    margins = [
        Margin("stype", ("E", "H", "M"), schools.stype, np.array([4421.0, 755, 1018])),
        Margin("sch.wide", ("No", "Yes"), schools.wide.astype(int), np.array([1072.0, 5122])),
    ]
    estimate, covariance = replicate_estimates(replicates, mean, margins=margins)
    # R stops its raking at 1e-10
    assert (estimate[0], covariance[0, 0] ** 0.5) == pytest.approx((r["rakemean"]["est"], r["rakemean"]["se"]), rel=1e-9)


@pytest.mark.shared
def test_the_jackknife_of_strata_is_that_of_r(reference: Path) -> None:
    schools = Schools(reference, "dsn")
    r = json.loads((reference / "r_api.json").read_text("utf-8"))["jkn"]["mean"]
    replicates = jackknife(schools.design)
    assert replicates.kind == "JKn"
    estimate, covariance = replicate_estimates(replicates, lambda weights: np.average(schools.api00, weights=weights))
    assert (estimate[0], covariance[0, 0] ** 0.5) == pytest.approx((r["est"], r["se"]), rel=1e-12)


def test_the_jackknife_of_a_mean_of_equal_weights_is_the_textbook_variance() -> None:
    values = np.random.default_rng(1).normal(size=50)
    _, covariance = replicate_estimates(jackknife(Design(np.ones(50))), lambda weights: np.average(values, weights=weights))
    assert covariance[0, 0] == pytest.approx(values.var(ddof=1) / 50, rel=1e-12)


@pytest.mark.parametrize("fay", [0.0, 0.3])
@pytest.mark.parametrize("strata", [1, 3, 4, 9])
def test_balanced_half_samples_give_a_total_its_linearised_variance_exactly(strata: int, fay: float) -> None:
    rng = np.random.default_rng(strata)
    n = strata * 6
    design = Design(rng.uniform(1, 5, n), strata=np.arange(n) % strata, psu=np.arange(n) // strata % 2)
    values = rng.normal(size=(n, 2))
    replicates = balanced_half_samples(design, fay=fay)
    estimate, covariance = replicate_estimates(replicates, lambda weights: weights @ values)
    totals = np.array(
        [
            [((design.weights * values[:, k]) * (design.strata == h) * (design.psu == u)).sum() for h in range(strata) for u in (0, 1)]
            for k in (0, 1)
        ]
    )
    between = totals.reshape(2, strata, 2)
    exact = (between[:, :, 0] - between[:, :, 1]) @ (between[:, :, 0] - between[:, :, 1]).T
    np.testing.assert_allclose(covariance, exact, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(estimate, design.weights @ values)


def survey_of(seed: int, n: int, *, strata: bool, psu: bool) -> tuple[Design, list[Factor], list[Factor], list[Margin]]:
    rng = np.random.default_rng(seed)
    design = Design(rng.uniform(1, 3, n), strata=np.arange(n) % 2 if strata else None, psu=np.arange(n) // 4 if psu else None)
    age, area = (Factor(name, tuple("abcd"[:k]), rng.integers(-missing, k, n)) for name, k, missing in (("age", 3, 0), ("area", 4, 1)))
    outcomes = [Factor("agree", ("no", "yes"), rng.integers(-1, 2, n)), Factor("how", ("x", "y", "z"), rng.integers(0, 3, n))]
    targets = np.bincount(age.codes, design.weights, 3) * [1.3, 0.8, 1.1]
    second = np.bincount(outcomes[1].codes, design.weights, 3)
    return (
        design,
        outcomes,
        [age, area],
        [
            Margin("age", age.levels, age.codes, targets),
            Margin("how", ("x", "y", "z"), outcomes[1].codes, second * targets.sum() / second.sum()),
        ],
    )


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["bootstrap", "jackknife"]))
def test_every_standard_error_is_that_of_a_plain_loop_over_the_replicates(
    seed: int, strata: bool, psu: bool, raked: bool, kind: str
) -> None:
    design, outcomes, by, margins = survey_of(seed, 80, strata=strata, psu=psu)
    replicates = bootstrap(design, 30, seed=seed) if kind == "bootstrap" else jackknife(design)
    found = replicate_tables(replicates, outcomes, by, margins=margins if raked else None)
    everyone = np.zeros(design.n, int)
    columns = {factor.name: factor for factor in (*outcomes, *by)}
    weights = []
    for replicate in range(replicates.count):
        times = replicates.some(replicate, replicate + 1)[0]
        of_row = times if design.structure.unit is None else times[design.structure.unit]
        one = Design(design.weights * of_row)
        weights.append(rake(one, margins).weights if raked else one.weights)
    for table in found:
        outcome = columns[table.outcome]
        group = everyone if table.factor is None else columns[table.factor].codes
        gave = outcome.codes == outcome.levels.index(table.answer)
        for level in range(len(table.levels)):
            base = (group == level) & (outcome.codes >= 0)
            shares = np.array([(w * (base & gave)).sum() / (w * base).sum() if (w * base).sum() > 0 else np.nan for w in weights])
            if np.isnan(shares).any():
                continue
            plain = np.sqrt((replicates.scales * (shares - shares.mean()) ** 2).sum())
            assert table.estimates.se[level] == pytest.approx(plain, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("raked", [True, False])
def test_bootstrap_and_linearised_standard_errors_agree_within_their_own_error(raked: bool) -> None:
    design, outcomes, by, margins = survey_of(7, 2000, strata=False, psu=False)
    replicates = bootstrap(design, 600, seed=3)
    resampled = replicate_tables(replicates, outcomes, by, margins=margins if raked else None)
    linear = tables(rake(design, margins).design if raked else design, outcomes, by)
    by_both = [(a.estimates.se, b.estimates.se) for a, b in zip(resampled, linear, strict=True)]
    ratios = np.concatenate([a[b > 1e-6] / b[b > 1e-6] for a, b in by_both])  # a share that is raked to has no variance
    # a standard error from 600 replicates has a coefficient of variation of 1/sqrt(1200), under 3 %
    assert ratios.size > 20
    assert np.abs(ratios - 1).max() < 5 / np.sqrt(1200)
    assert abs(ratios.mean() - 1) < 0.03


def test_the_same_seed_draws_the_same_replicates_and_each_keeps_the_number_of_units() -> None:
    design = Design(np.ones(60), strata=np.arange(60) % 3, psu=np.arange(60) // 6)
    first, again, other = (bootstrap(design, 20, seed=seed).multipliers for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    for stratum in range(3):
        held = first[:, design.structure.unit_stratum == stratum]
        assert (held.sum(1) == held.shape[1]).all()


def test_a_replicate_without_a_small_level_is_left_out_and_said() -> None:
    n = 300
    codes = np.r_[np.zeros(n - 4, int), np.ones(4, int)]  # a bootstrap misses four people in e^-4 of its draws
    design, margin = Design(np.ones(n)), Margin("rare", ("most", "few"), codes, np.array([900.0, 100]))
    outcome = Factor("agree", ("no", "yes"), np.arange(n) % 2)
    found = replicate_tables(bootstrap(design, 200, seed=5), [outcome], [], margins=[margin])[0].estimates
    assert np.isfinite(found.se).all()
    assert "replicates left out" in found.method
    few = Margin("rare", ("most", "few"), np.r_[np.zeros(n - 1, int), 1], np.array([900.0, 100]))
    lost = replicate_tables(jackknife(design), [outcome], [], margins=[few])[0].estimates
    assert np.isnan(lost.se).all()
    with pytest.raises(ValueError, match="1 of 300 replicates give no number"):
        replicate_estimates(jackknife(design), lambda weights: weights.sum(), margins=[few])


def refused(make: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()  # type: ignore[operator]


def test_what_cannot_be_replicated_is_refused_in_words() -> None:
    plain = Design(np.ones(6))
    margin = Margin("age", ("a",), np.zeros(6, int), np.array([6.0]))
    refused(lambda: bootstrap(plain, 1, seed=1), "Give at least 2")
    refused(lambda: bootstrap(Design(np.ones(6), fpc=np.full(6, 10.0)), 10, seed=1), "sampling with replacement")
    refused(lambda: bootstrap(rake(plain, [margin]).design, 10, seed=1), "before raking")
    refused(lambda: jackknife(Design(np.ones(3), strata=np.array([0, 0, 1]))), "at least two units in every stratum")
    refused(lambda: balanced_half_samples(plain), "one has 6")
    refused(lambda: balanced_half_samples(Design(np.ones(2)), fay=1.0), "fay is 1")


def test_the_finite_population_of_a_jackknife_is_that_of_linearisation() -> None:
    rng = np.random.default_rng(2)
    values = rng.normal(size=40)
    design = Design(np.full(40, 2.0), strata=np.arange(40) % 2, fpc=np.full(40, 40.0))
    replicates: Replicates = jackknife(design)
    _, covariance = replicate_estimates(replicates, lambda weights: weights @ values)
    total = means(design, values).se[0] * 80
    linear = np.sqrt(sum(0.5 * 20 / 19 * ((2 * values[k::2] - 2 * values[k::2].mean()) ** 2).sum() for k in (0, 1)))
    assert covariance[0, 0] ** 0.5 == pytest.approx(linear, rel=1e-12)
    assert total == pytest.approx(linear, rel=0.1)  # the mean's, around one mean and not two
