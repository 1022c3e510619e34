"""Weighted quantiles and Woodruff's intervals beside R's svyquantile and beside the definition, row by row."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import stdtrit

from folkmoot.survey import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.quantiles import QuantileRule, Quantiles, quantiles
from survey.compared_schools import DESIGNS, TIGHT, ComparedSchools, R, golden
from survey.plain_oracles import variance_by_explicit_sums
from survey.random_designs import Drawn, drawn_designs

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
COLUMNS = ("estimate", "low", "high", "se")


def check(found: tuple[Quantiles, ...], level: int, r: dict[str, list[float]]) -> None:
    for name in COLUMNS:
        np.testing.assert_allclose([getattr(each, name)[level] for each in found], golden(r[name]), rtol=TIGHT)


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles_intervals_and_errors_are_those_of_r(shared_data: Path, name: str) -> None:
    data = ComparedSchools(shared_data, name)
    r = data.r["quantiles"]
    check(quantiles(data.design, data.score, SHARES), 0, r["all"])
    check(quantiles(data.design, data.band, SHARES), 0, r["ties"])
    check(quantiles(data.design, data.numbers("acs.core"), SHARES), 0, r["missing"])
    check(quantiles(data.design, data.score, SHARES, rule="school"), 0, r["school"])
    groups = quantiles(data.design, data.score, (0.25, 0.5, 0.75), by=data.stype)
    for level, of_level in enumerate(r["by"]):
        check(groups, level, of_level)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "median"), [("ds", 668), ("dsn", 668), ("dc", 652), ("dcn", 652)])
def test_the_medians_are_those_of_the_reference_file(shared_data: Path, name: str, median: float) -> None:
    data = ComparedSchools(shared_data, name)
    assert quantiles(data.design, data.score)[0].estimate[0] == median


@pytest.mark.shared
def test_an_interval_around_the_share_asked_for_is_that_of_oldsvyquantile_on_steps(shared_data: Path) -> None:
    data = ComparedSchools(shared_data, "dsn")
    found = quantiles(data.design, data.score, (0.25, 0.5, 0.75), centre="asked")
    for name in ("estimate", "low", "high"):
        np.testing.assert_array_equal([getattr(each, name)[0] for each in found], R["asked"][name])


def by_definition(values: NDArray[np.float64], weights: NDArray[np.float64], share: float, rule: QuantileRule) -> float:
    """Adding up row by row."""
    rows = sorted((float(value), float(weight)) for value, weight in zip(values, weights, strict=True))
    total, held = sum(weight for _, weight in rows), 0.0
    for place, (value, weight) in enumerate(rows):
        held += weight
        if held >= share * total - 1e-12 * total:
            first_is_more = place == 0 and held > share * total + 1e-12 * total
            last = place == len(rows) - 1
            if rule != "definition" and first_is_more and not last:
                return rows[1][0]
            if rule == "school" and abs(held - share * total) <= 1e-12 * total and not last:
                return (value + rows[place + 1][0]) / 2
            return value
    return rows[-1][0]


@settings(max_examples=60)
@given(drawn_designs(), st.sampled_from(["math", "school", "definition"]), st.sampled_from([0.05, 0.3, 0.5, 0.9]), st.booleans())
def test_quantiles_and_intervals_equal_the_definition_row_by_row(drawn: Drawn, rule: QuantileRule, share: float, ties: bool) -> None:
    design, rng = drawn.design, drawn.rng
    values = rng.integers(1, 6, design.n).astype(float) if ties else rng.normal(0, 1, design.n)
    values[rng.random(design.n) < 0.1] = np.nan
    by = Factor("by", tuple("abz"), rng.integers(-1, 2, design.n))  # nobody is z
    for centre in ("estimate", "asked"):
        found = quantiles(design, values, (share,), by=by, rule=rule, centre=centre)[0]  # type: ignore[arg-type]
        for level in range(3):
            base = (by.codes == level) & ~np.isnan(values) & (design.weights > 0)
            assert found.n[level] == base.sum()
            if not base.any():
                assert np.isnan([getattr(found, name)[level] for name in COLUMNS]).all()
                continue
            x, w = values[base], design.weights[base]
            assert found.estimate[level] == by_definition(x, w, share, rule)
            below = float(w @ (x <= found.estimate[level]) / w.sum())
            assert found.share_below[level] == pytest.approx(below, rel=TIGHT)
            u = np.where(base, (values <= found.estimate[level]) - below, 0) / w.sum()
            half = np.sqrt(variance_by_explicit_sums(design, u, drawn.margins))
            t = float(stdtrit(found.df[level], 0.975)) if found.df[level] else np.nan
            middle = below if centre == "estimate" else share
            for end, ours in ((middle - t * half, found.low[level]), (middle + t * half, found.high[level])):
                if np.isnan(end) or end < -1e-9 or end > 1 + 1e-9:
                    assert np.isnan(ours)
                elif 1e-9 < end < 1 - 1e-9 and ours != by_definition(x, w, end, rule):
                    around = [by_definition(x, w, end + step, rule) for step in (-1e-9, 1e-9)]  # an end that falls between two rows
                    assert ours in around
            width = (found.high[level] - found.low[level]) / (2 * t)
            assert found.se[level] == pytest.approx(width, rel=TIGHT, nan_ok=True)


@settings(max_examples=40)
@given(drawn_designs(), st.sampled_from([1e-6, 1 / 3, 0.1, 7.0, 1e9]))
def test_the_order_of_rows_the_names_of_levels_and_the_unit_of_weights_change_nothing(drawn: Drawn, scale: float) -> None:
    design, rng = drawn.design, drawn.rng
    weights = np.where(rng.random(design.n) < 0.5, design.weights, 1.0)  # with many ties of cumulative weight and share
    design = Design(weights, design.strata, design.psu, design.fpc, lonely_psu=design.lonely_psu)
    values, codes = rng.integers(0, 9, design.n) / 3, rng.integers(-1, 3, design.n)
    order = rng.permutation(design.n)
    moved = design.kept(order)  # type: ignore[arg-type]
    other = Design(moved.weights * scale, moved.strata, moved.psu, moved.fpc, lonely_psu=design.lonely_psu)
    found = quantiles(design, values, (0.25, 0.5), by=Factor("by", tuple("abc"), codes), rule="school")
    again = quantiles(other, values[order], (0.25, 0.5), by=Factor("with", tuple("xyz"), codes[order]), rule="school")
    for one, two in zip(found, again, strict=True):
        np.testing.assert_array_equal(two.estimate, one.estimate)
        np.testing.assert_allclose(two.share_below, one.share_below, rtol=1e-12)


@pytest.mark.parametrize("weight", [1.0, 0.1, 1 / 3, 30.97])
def test_a_share_that_is_reached_exactly_is_reached_whatever_the_weights_are_counted_in(weight: float) -> None:
    design = Design(np.full(10, weight))
    values = np.arange(1.0, 11)
    for tenths in range(1, 10):
        assert quantiles(design, values, (tenths / 10,))[0].estimate[0] == tenths
        assert quantiles(design, values, (tenths / 10,), rule="school")[0].estimate[0] == tenths + 0.5


def test_a_share_below_the_first_row_alone_is_rs_second_row_or_by_the_definition_the_first() -> None:
    design, values = Design(np.ones(4)), [4.0, 3, 2, 1]
    assert quantiles(design, values, (0.1,))[0].estimate[0] == 2  # survey 4.1: svyquantile(~x, d, .1)
    assert quantiles(design, values, (0.1,), rule="definition")[0].estimate[0] == 1
    assert quantiles(design, values, (0.25,))[0].estimate[0] == 1


def test_rows_of_no_weight_and_without_an_answer_do_not_count() -> None:
    design = Design(np.array([0.0, 1, 1, 1, 1]))
    found = quantiles(design, [-100.0, 1, 2, 3, np.nan])[0]
    assert (found.estimate[0], found.n[0]) == (2, 3)


def test_one_row_is_its_own_median_and_has_no_interval() -> None:
    found = quantiles(Design(np.array([2.0]), lonely_psu="certainty"), [7.0])[0]
    assert found.estimate[0] == 7
    assert np.isnan([found.low[0], found.high[0], found.se[0]]).all()
    nobody = quantiles(Design(np.ones(2)), [np.nan, np.nan])[0]
    assert nobody.n[0] == 0
    assert np.isnan([nobody.estimate[0], nobody.low[0]]).all()


def test_sentences_name_the_median_and_withhold_small_bases() -> None:
    by = Factor("area", ("north", "south"), np.repeat([0, 1], [101, 9]))
    values = np.tile(np.arange(1.0, 12), 10)
    median, lower = quantiles(Design(np.ones(110)), values, (0.5, 0.25), by=by, what="visits")
    assert median.sentences == (
        "area, north: visits: weighted median 6 (95% interval 5 to 8; 101 people answered).",
        "area, south: visits: 9 people answered. Fewer than 30 people answered: too few to publish an estimate.",
    )
    assert lower.sentences[0].startswith("area, north: visits: at least 25% of the weight lies at or below 3 (95% interval ")
    assert median.method == (
        "quantile 0.5; rule=math; variance=taylor,weights; interval=woodruff,centred on the estimate,0.95; df=domain; missing=domain"
    )


def test_what_cannot_be_used_is_refused_in_words() -> None:
    design = Design(np.ones(3))
    for share in (0.0, 1.0, float("nan")):
        with pytest.raises(ValueError, match="is not between 0 and 1"):
            quantiles(design, [1, 2, 3], (share,))
    with pytest.raises(ValueError, match="ages: row 3 is infinite"):
        quantiles(design, [1, 2, np.inf], what="ages")
    with pytest.raises(ValueError, match="rule is 'hf7'"):
        quantiles(design, [1, 2, 3], rule="hf7")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="centre is 'p'"):
        quantiles(design, [1, 2, 3], centre="p")  # type: ignore[arg-type]
