"""The R-indicator is that of R and of its definition; balance against the population is as counted by hand."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.honesty.balance import population_balance
from folkmoot.survey.honesty.representativeness import r_indicator
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake

R = json.loads((Path(__file__).parent / "r" / "nonresponse.json").read_text("utf-8"))
D = {name: np.array(column) for name, column in R["data"].items()}
FACTORS = [Factor("age", ("young", "middle", "old"), D["age"]), Factor("area", tuple("abcd"), D["area"])]
YEARS = {"years": D["years"]}


def test_the_r_indicator_and_its_parts_are_those_of_r() -> None:
    ours = r_indicator(Design(D["w"]), D["y"], FACTORS, numbers=YEARS)
    assert ours.estimate == pytest.approx(R["r_indicator"], rel=1e-10)
    assert ours.mean_chance == pytest.approx(R["mean_chance"], rel=1e-10)
    for factor, name in zip(FACTORS, ("partial_age", "partial_area"), strict=True):
        parts = [part for part in ours.partial if part.characteristic == factor.name]
        np.testing.assert_allclose([part.value for part in parts[1:]], R[name], rtol=1e-8)
        assert parts[0].value == pytest.approx(np.sqrt(np.square(R[name]).sum()), rel=1e-9)
        assert sum(part.n for part in parts[1:]) == 300
    assert ours.largest_bias == pytest.approx((1 - ours.estimate) / 2 / ours.mean_chance)
    assert ours.estimate < ours.adjusted <= 1


@pytest.mark.parametrize("drawn", ["person by person", "in strata and clusters"])
def test_the_standard_error_is_that_of_the_indicators_own_slope_in_every_weight(drawn: str) -> None:
    """Move each weight a little, fit again, and see how far the indicator moves: its influence, by no formula at all."""
    design = Design(D["w"])
    if drawn == "in strata and clusters":
        design = Design(D["w"], strata=np.arange(300) % 3, psu=np.arange(300) // 10)
    ours = r_indicator(design, D["y"], FACTORS, numbers=YEARS)
    influence = np.zeros(300)
    for row in range(300):
        moved = []
        for step in (1e-3, -1e-3):
            weights = D["w"].copy()
            weights[row] += step
            moved.append(r_indicator(replace(design, weights=weights), D["y"], FACTORS, numbers=YEARS).estimate)
        influence[row] = (moved[0] - moved[1]) / 2e-3
    z = influence * D["w"]
    total = 0.0
    strata = np.zeros(300, int) if design.strata is None else design.strata
    psu = np.arange(300) if design.psu is None else design.psu
    for stratum in np.unique(strata):
        sums = np.array([z[(strata == stratum) & (psu == unit)].sum() for unit in np.unique(psu[strata == stratum])])
        total += sums.size / (sums.size - 1) * ((sums - sums.mean()) ** 2).sum()
    # N - 1 in place of N in the definition moves with the weights too, by one part in their sum (18,000)
    assert ours.se == pytest.approx(np.sqrt(total), rel=1e-4)
    half = float(stdtrit(ours.df, 0.975)) * ours.se
    assert (ours.low, ours.high) == (pytest.approx(ours.estimate - half), pytest.approx(min(ours.estimate + half, 1)))
    assert ours.df == (299 if drawn == "person by person" else 87)


def test_when_all_respond_alike_the_indicator_is_one_and_its_error_is_not_known() -> None:
    even = r_indicator(Design(np.ones(40)), np.tile([0, 1], 20), [Factor("age", ("a", "b"), np.repeat([0, 1], 20))])
    assert even.estimate == pytest.approx(1)
    assert (even.adjusted, np.isnan(even.se), np.isnan(even.low)) == (1, True, True)
    everybody = r_indicator(Design(np.ones(40)), np.ones(40), [Factor("age", ("a", "b"), np.repeat([0, 1], 20))])
    assert (everybody.estimate, everybody.mean_chance) == (1, 1)
    assert "interval" not in " ".join(even.sentences)


def test_when_only_one_of_two_equal_groups_responds_the_indicator_is_zero() -> None:
    ours = r_indicator(Design(np.full(40, 1e9)), np.repeat([0, 1], 20), [Factor("age", ("a", "b"), np.repeat([0, 1], 20))])
    assert ours.estimate == pytest.approx(0, abs=1e-9)
    assert ours.partial[0].value == pytest.approx(0.5)
    assert ours.propensity.certain == 40


def test_its_sentences_say_n_the_interval_and_what_it_cannot_see() -> None:
    said = " ".join(r_indicator(Design(D["w"]), D["y"], FACTORS, numbers=YEARS).sentences)
    assert f"{int(D['y'].sum())} of 300 people asked responded." in said
    assert "Response differed most by age." in said
    assert "ways that are not listed" in said


def test_nobody_responding_is_refused() -> None:
    with pytest.raises(ValueError, match="Nobody responded"):
        r_indicator(Design(np.ones(40)), np.zeros(40), [Factor("age", ("a", "b"), np.repeat([0, 1], 20))])


seeds = st.integers(0, 10_000)


@settings(max_examples=30)
@given(seeds)
def test_balance_is_counted_by_hand_and_raking_takes_all_of_it_away(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = np.concatenate([np.arange(3), rng.integers(0, 3, 40)])
    margin = Margin("age", ("young", "middle", "old"), codes, rng.uniform(10, 90, 3))
    before = rng.uniform(0.5, 2, 43)
    ours = population_balance(before, rake(Design(before), [margin]).weights, [margin])
    for code, level in enumerate(ours.levels):
        share = sum(before[i] for i in range(43) if codes[i] == code) / sum(before)
        target = margin.targets[code] / sum(margin.targets)
        assert (level.n, level.before, level.population) == (sum(codes == code), pytest.approx(share), pytest.approx(target))
        assert level.difference_before == pytest.approx((share - target) / (target * (1 - target)) ** 0.5)
        assert level.difference_after == pytest.approx(0, abs=1e-8)
    assert ours.average_before == pytest.approx(np.mean([abs(level.difference_before) for level in ours.levels]))
    assert ours.displaced_before["age"] == pytest.approx(sum(max(level.before - level.population, 0) for level in ours.levels))
    assert ours.displaced_after["age"] == pytest.approx(0, abs=1e-9)
    assert any("no listed level differs" in sentence for sentence in ours.sentences)


def test_what_still_differs_after_weighting_is_named() -> None:
    margin = Margin("age", ("young", "old", "none"), np.repeat([0, 1], [30, 10]), np.array([50.0, 50, 0]))
    ours = population_balance(np.ones(40), np.ones(40), [margin])
    assert (
        ours.sentences[1] == "The sample differed most from the population in age young: 75.0% of the sample and 50.0% of the population."
    )
    assert ours.sentences[2] == "After weighting it still differs in age young, age old."
    assert (ours.levels[2].n, np.isnan(ours.levels[2].difference_before)) == (0, True)
    assert ours.average_before == pytest.approx(0.5)


def test_balance_that_cannot_be_had_is_refused() -> None:
    margin = Margin("age", ("young", "old"), np.repeat([0, 1], 5), np.array([5.0, 5]))
    for weights, margins, words in [
        (np.zeros(10), [margin], "weights before"),
        (np.ones(9), [margin], "age: 10 rows and 9 and 10 weights"),
        (np.ones(10), [], "no margin"),
    ]:
        with pytest.raises(ValueError, match=words):
            population_balance(weights, np.ones(10), margins)
