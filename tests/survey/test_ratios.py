"""Ratios of totals beside R's svyratio and beside explicit sums."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, means
from folkmoot.survey.factors import Factor
from folkmoot.survey.ratios import ratios
from survey.compared_schools import DESIGNS, TIGHT, ComparedSchools
from survey.plain_oracles import variance_by_explicit_sums
from survey.random_designs import Drawn, drawn_designs


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_ratios_and_their_errors_are_those_of_r(shared_data: Path, name: str) -> None:
    data = ComparedSchools(shared_data, name)
    tested, pupils = data.numbers("api.stu"), data.numbers("enroll")
    everybody, groups = ratios(data.design, tested, pupils), ratios(data.design, tested, pupils, by=data.stype)
    part = ratios(data.design, data.numbers("acs.core"), data.numbers("mobility"))  # most schools give no class size
    for found, r in ((everybody, data.r["ratio"]["all"]), (groups, data.r["ratio"]["by"]), (part, data.r["ratio"]["part"])):
        np.testing.assert_allclose(found.estimate, np.atleast_1d(r["estimate"]), rtol=TIGHT)
        np.testing.assert_allclose(found.se, np.atleast_1d(r["se"]), rtol=TIGHT)
    if name == "dsn":
        assert everybody.deff[0] == pytest.approx(data.r["ratio"]["deff"], rel=TIGHT)


@settings(max_examples=60)
@given(drawn_designs())
def test_ratios_and_their_covariance_equal_explicit_sums(drawn: Drawn) -> None:
    design, rng = drawn.design, drawn.rng
    y, x = rng.uniform(-1, 3, design.n), rng.uniform(0.5, 2, design.n)
    y[rng.random(design.n) < 0.1] = np.nan
    x[rng.random(design.n) < 0.1] = np.nan
    by = Factor("by", tuple("abz"), rng.integers(-1, 2, design.n))  # nobody is z
    found = ratios(design, y, x, by=by)
    scores = []
    for level in range(3):
        base = (by.codes == level) & ~np.isnan(y) & ~np.isnan(x) & (design.weights > 0)
        assert found.n[level] == base.sum()
        if not base.any():
            assert np.isnan([found.estimate[level], found.se[level], found.low[level], found.covariance[level, 0]]).all()
            continue
        w = design.weights[base]
        ratio = (w @ y[base]) / (w @ x[base])
        assert found.estimate[level] == pytest.approx(ratio, rel=TIGHT)
        assert found.total_above[level] == pytest.approx(w @ y[base], rel=TIGHT, abs=1e-12)
        scores.append((level, np.where(base, np.nan_to_num(y - ratio * x), 0) / (w @ x[base])))
    for one, u in scores:
        for other, v in scores:
            # the covariance is a quarter of what the variances of the sum and the difference differ by
            parts = [variance_by_explicit_sums(design, u + sign * v, drawn.margins) for sign in (1, -1)]
            assert found.covariance[one, other] == pytest.approx((parts[0] - parts[1]) / 4, rel=1e-8, abs=1e-13)
        assert found.se[one] == pytest.approx(np.sqrt(variance_by_explicit_sums(design, u, drawn.margins)), rel=1e-9, abs=1e-12)


@settings(max_examples=40)
@given(drawn_designs(), st.floats(0.01, 1000))
def test_the_order_of_rows_the_names_of_levels_and_the_unit_of_weights_change_nothing(drawn: Drawn, scale: float) -> None:
    design, rng = drawn.design, drawn.rng
    y, x, codes = rng.uniform(-1, 3, design.n), rng.uniform(0.5, 2, design.n), rng.integers(-1, 3, design.n)
    found = ratios(design, y, x, by=Factor("by", tuple("abc"), codes), variance="weights")
    order = rng.permutation(design.n)
    moved = design.kept(order)  # type: ignore[arg-type]
    other = Design(moved.weights * scale, moved.strata, moved.psu, moved.fpc, lonely_psu=design.lonely_psu)
    again = ratios(other, y[order], x[order], by=Factor("with", tuple("xyz"), codes[order]))
    for name in ("estimate", "se", "low", "high", "df", "deff", "n", "n_effective"):
        np.testing.assert_allclose(getattr(again, name), getattr(found, name), rtol=1e-8, atol=1e-12)


def test_with_a_denominator_of_one_it_is_the_mean() -> None:
    rng = np.random.default_rng(1)
    design = Design(rng.uniform(1, 3, 90), strata=np.arange(90) % 3)
    y, by = rng.normal(50, 9, 90), Factor("by", ("a", "b"), np.arange(90) % 2)
    found, mean = ratios(design, y, np.ones(90), by=by), means(design, y, by=by.codes, levels=2)
    for name in ("estimate", "se", "low", "high", "n", "n_weighted", "n_effective", "df", "deff"):
        np.testing.assert_allclose(getattr(found, name), getattr(mean, name), rtol=TIGHT)


def test_a_denominator_that_adds_up_to_nothing_gives_no_ratio() -> None:
    by = Factor("by", ("a", "b"), np.array([0, 0, 1, 1]))
    found = ratios(Design(np.ones(4)), [1.0, 2, 3, 4], [0.1, -0.1, 1, 2], by=by)
    assert np.isnan([found.estimate[0], found.se[0], found.low[0], found.deff[0], found.covariance[0, 1]]).all()
    assert found.estimate[1] == pytest.approx(7 / 3)
    assert list(found.n) == [2, 2]


def test_one_row_has_a_ratio_and_no_interval() -> None:
    found = ratios(Design(np.array([2.0]), lonely_psu="certainty"), [3.0], [4.0])
    assert found.estimate[0] == 0.75
    assert np.isnan([found.low[0], found.deff[0]]).all()


def test_sentences_give_the_base_and_withhold_small_ones() -> None:
    by = Factor("area", ("north", "south", "west"), np.repeat([0, 1], [120, 20]))
    x = np.tile([1.0, 2, 3, 4], 35)
    said = ratios(Design(np.ones(140)), 3 * x, x, by=by, what="visits per person").sentences
    assert said == (
        "area, north: visits per person: weighted ratio 3 (95% interval 3 to 3; 120 people answered).",
        "area, south: visits per person: 20 people answered. Fewer than 30 people answered: too few to publish an estimate.",
        "area, west: visits per person: 0 people answered. Fewer than 30 people answered: too few to publish an estimate.",
    )


def test_what_does_not_fit_is_refused_in_words() -> None:
    design = Design(np.ones(3))
    with pytest.raises(ValueError, match="numerator has 2 values and the design 3 rows"):
        ratios(design, [1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="denominator: row 2 is infinite"):
        ratios(design, [1, 2, 3], [1, np.inf, 3])
    with pytest.raises(ValueError, match="by has 2 rows and the design 3"):
        ratios(design, [1, 2, 3], [1, 2, 3], by=Factor("by", ("a",), np.array([0, 0])))
    with pytest.raises(ValueError, match="df_method is 'svyttest'"):
        ratios(design, [1, 2, 3], [1, 2, 3], df_method="svyttest")  # type: ignore[arg-type]
