"""Odd input gives a row, a flag or a clear error; never a silent number and never a warning."""

import numpy as np
import pytest

from folkmoot.survey import Design, Margin, RakingError, means, proportions, rake, totals
from folkmoot.survey.comparisons.rao_scott import rao_scott
from folkmoot.survey.factors import Factor
from folkmoot.survey.replication.replicate_tables import replicate_tables
from folkmoot.survey.replication.replicates import bootstrap
from folkmoot.survey.tables import tables


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_weight_that_is_no_number_is_refused_with_its_row(value: float) -> None:
    with pytest.raises(ValueError, match="weights: row 2 is not a number"):
        Design(np.array([1.0, value]))


@pytest.mark.parametrize("value", [np.inf, -np.inf])
@pytest.mark.parametrize("estimate", [means, totals, proportions])
def test_an_infinite_answer_is_refused_with_its_row(estimate: object, value: float) -> None:
    with pytest.raises(ValueError, match="Row 2 is infinite"):
        estimate(Design(np.ones(2)), np.array([1.0, value]))  # type: ignore[operator]


def test_identifiers_of_64_bits_name_strata_and_clusters_exactly() -> None:
    big = np.array([2**62, 2**62 + 1, 2**62, 2**62 + 1, 2**62 + 2, 2**62 + 2])  # as floats these would all be one number
    found = means(Design(np.ones(6), psu=big), np.arange(6.0))
    same = means(Design(np.ones(6), psu=np.array([0, 1, 0, 1, 2, 2])), np.arange(6.0))
    assert found.se[0] == same.se[0]
    assert found.df[0] == 2
    huge = np.array([2**63 + 5], np.uint64)
    with pytest.raises(ValueError, match="psu: row 1 is 9,223,372,036,854,775,813, which is too large"):
        Design(np.ones(1), psu=huge)


def test_rows_of_weight_zero_are_in_no_base_and_change_no_estimate() -> None:
    rng = np.random.default_rng(1)
    weights, agree = np.r_[rng.uniform(1, 2, 50), np.zeros(10)], rng.integers(0, 2, 60)
    by = rng.integers(0, 2, 60)
    for variance in ("raked", "weights"):
        made = tables(Design(weights), [Factor("agree", ("no", "yes"), agree)], [Factor("by", ("a", "b"), by)], variance=variance)  # type: ignore[arg-type]
        assert sum(made[1].estimates.n) == 50
        plain = proportions(Design(weights), agree.astype(float), by=by, levels=2)
        np.testing.assert_allclose(made[1].estimates.se, plain.se, rtol=1e-12)


def test_a_group_that_nobody_is_in_has_a_row_without_a_number() -> None:
    found = proportions(Design(np.ones(4)), np.array([0, 1, 1, 0.0]), by=np.array([0, 0, 2, 2]), levels=3)
    assert found.n.tolist() == [2, 0, 2]
    assert np.isnan([found.estimate[1], found.se[1], found.low[1], found.high[1]]).all()
    assert np.isfinite(found.estimate[[0, 2]]).all()


def test_a_question_that_nobody_answered_has_rows_without_numbers() -> None:
    nothing = np.full(5, np.nan)
    for found in (means(Design(np.ones(5)), nothing), proportions(Design(np.ones(5)), nothing), totals(Design(np.ones(5)), nothing)):
        assert found.n.tolist() == [0]
        assert np.isnan([found.estimate[0], found.se[0], found.low[0], found.high[0]]).all()
    nobody = Factor("agree", ("no", "yes"), np.full(5, -1))
    assert np.isnan(rao_scott(Design(np.ones(5)), Factor("by", ("a", "b"), np.arange(5) % 2), nobody).statistic)
    assert np.isnan(replicate_tables(bootstrap(Design(np.ones(5)), 10, seed=1), [nobody], [])[0].estimates.se).all()


def test_one_person_has_a_share_and_no_interval() -> None:
    found = proportions(Design(np.ones(3)), np.array([1.0, 0, 1]), by=np.array([0, 1, 1]), levels=2)
    assert found.estimate[0] == 1
    assert np.isnan([found.low[0], found.high[0]]).all()


def test_a_category_of_ten_people_is_estimated_with_its_own_degrees_of_freedom() -> None:
    n = 1000
    by = np.r_[np.zeros(n - 10, int), np.ones(10, int)]
    found = proportions(Design(np.ones(n)), (np.arange(n) % 2).astype(float), by=by, levels=2)
    assert found.n.tolist() == [990, 10]
    assert found.df.tolist() == [989, 9]
    assert found.high[1] - found.low[1] > 5 * (found.high[0] - found.low[0])


def test_a_margin_of_one_level_scales_the_weights() -> None:
    raking = rake(Design(np.array([1.0, 3])), [Margin("all", ("everyone",), np.zeros(2, int), np.array([8.0]))])
    assert raking.weights.tolist() == [2, 6]
    assert raking.iterations == 1


def test_ten_thousand_levels_are_raked_and_tabled() -> None:
    n = 30_000
    codes = np.arange(n) % 10_000
    targets = np.linspace(1, 3, 10_000)
    raking = rake(Design(np.ones(n)), [Margin("area", tuple(map(str, range(10_000))), codes, targets)])
    np.testing.assert_allclose(np.bincount(codes, raking.weights), targets, rtol=1e-9)
    found = proportions(raking.design, (np.arange(n) % 2).astype(float), by=codes, levels=10_000)
    assert found.n.tolist() == [3] * 10_000


def test_levels_with_nobody_in_the_sample_are_named_before_any_raking() -> None:
    margin = Margin("age", ("young", "old"), np.zeros(3, int), np.array([5.0, 5]))
    with pytest.raises(RakingError, match="age, old: nobody in the sample"):
        rake(Design(np.ones(3)), [margin])


def test_rows_of_weight_zero_do_not_make_a_level_that_can_be_raked() -> None:
    margin = Margin("age", ("young", "old"), np.array([0, 0, 1]), np.array([5.0, 5]))
    with pytest.raises(RakingError, match="age, old: nobody in the sample"):
        rake(Design(np.array([1.0, 1, 0])), [margin])


def test_columns_of_other_lengths_are_refused() -> None:
    design = Design(np.ones(3))
    with pytest.raises(ValueError, match="agree has 2 rows and the design 3"):
        tables(design, [Factor("agree", ("no", "yes"), np.zeros(2, int))], [])
    with pytest.raises(ValueError, match="by has 4 rows and the design 3"):
        rao_scott(design, Factor("by", ("a", "b"), np.zeros(4, int)), Factor("agree", ("no", "yes"), np.zeros(3, int)))
