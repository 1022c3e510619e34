"""Non-response adjustments are those of R, keep what they should keep, and never lose a class in silence."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor
from folkmoot.survey.weights.nonresponse import adjust_by_class, adjust_by_propensity
from folkmoot.survey.weights.propensity import response_propensity
from folkmoot.survey.weights.response_rates import Disposition, ResponseRate

R = json.loads((Path(__file__).parent / "r" / "nonresponse.json").read_text("utf-8"))
D = {name: np.array(column) for name, column in R["data"].items()}
AGE, AREA = Factor("age", ("young", "middle", "old"), D["age"]), Factor("area", tuple("abcd"), D["area"])
CLOSE = 1e-10


def test_chances_of_response_are_those_of_r() -> None:
    ours = response_propensity(D["w"], D["y"], [AGE, AREA], {"years": D["years"]})
    np.testing.assert_allclose(ours.chances, R["chances"], rtol=CLOSE)
    assert ours.terms[:3] == ("everybody", "age, middle", "age, old")
    assert ours.certain == 0


def test_adjusting_by_class_is_as_r() -> None:
    ours = adjust_by_class(D["w"], D["disposition"], AGE)
    np.testing.assert_allclose(ours.weights, R["by_class"], rtol=CLOSE)


def test_adjusting_by_propensity_is_as_r() -> None:
    ours = adjust_by_propensity(D["w"], D["disposition"], [AGE, AREA], numbers={"years": D["years"]})
    np.testing.assert_allclose(ours.weights, R["by_propensity"], rtol=CLOSE)
    assert ours.largest == pytest.approx((np.array(R["by_propensity"]) / D["w"]).max(), rel=CLOSE)


def test_a_model_of_the_classes_alone_gives_the_class_adjustment() -> None:
    every = D["disposition"].copy()
    every[every == Disposition.ELIGIBILITY_UNKNOWN] = Disposition.DID_NOT_RESPOND
    np.testing.assert_allclose(
        adjust_by_propensity(D["w"], every, [AGE]).weights, adjust_by_class(D["w"], every, AGE).weights, rtol=1e-9, atol=1e-9
    )


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_each_class_keeps_its_weight_and_unknown_eligibility_is_kept_apart(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 80
    place = rng.integers(0, 3, n)
    dispositions = rng.integers(0, 4, n)
    dispositions[:3], place[:3] = Disposition.RESPONDED, [0, 1, 2]
    w = rng.uniform(0.5, 4, n)
    ours = adjust_by_class(w, dispositions, Factor("class", tuple("abc"), place))
    for code, each in enumerate(ours.classes):
        rows = place == code
        assert ours.weights[rows].sum() == pytest.approx(w[rows].sum(), rel=1e-12)
        counts = [int((dispositions[rows] == d).sum()) for d in Disposition]
        assert each.rate == ResponseRate(int(rows.sum()), *counts)
        known = rows & (dispositions != Disposition.ELIGIBILITY_UNKNOWN)
        outside = rows & (dispositions == Disposition.NOT_ELIGIBLE)
        # people not eligible stand for others of unknown eligibility, and for nobody who did not respond
        np.testing.assert_allclose(ours.factors[outside], w[rows].sum() / w[known].sum(), rtol=1e-12)
        assert each.for_nonresponse == pytest.approx(1 / each.weighted_rate, rel=1e-12)
    gone = (dispositions == Disposition.DID_NOT_RESPOND) | (dispositions == Disposition.ELIGIBILITY_UNKNOWN)
    assert not ours.weights[gone].any()
    assert (ours.weights[~gone] >= w[~gone] * (1 - 1e-12)).all()


def test_classes_made_of_the_propensity_are_of_like_weight_and_keep_the_sum() -> None:
    ours = adjust_by_propensity(D["w"], D["disposition"], [AGE, AREA], numbers={"years": D["years"]}, classes=4)
    assert ours.total_after == pytest.approx(ours.total_before, rel=1e-12)
    assert ours.classes[0].level == "lowest of 4 by chance of responding"
    asked = [each.rate.asked for each in ours.classes]
    assert (sum(asked), min(asked) > 50) == (300, True)
    rates = [each.weighted_rate for each in ours.classes]
    assert rates[0] < rates[-1]
    assert ours.smallest_class.rate.responded == min(each.rate.responded for each in ours.classes)


def test_a_class_that_nobody_speaks_for_is_refused_by_name() -> None:
    classes = Factor("area", ("a", "b"), np.array([0, 0, 1, 1]))
    with pytest.raises(ValueError, match=r"area, b: there is nobody who responded .* Merge it with another class"):
        adjust_by_class(np.ones(4), np.array([0, 1, 1, 2]), classes)
    with pytest.raises(ValueError, match="area, b: there is nobody whose eligibility is known"):
        adjust_by_class(np.ones(4), np.array([0, 1, 3, 3]), classes)


def test_a_group_none_of_whom_responded_is_counted_by_the_model() -> None:
    area = np.repeat([0, 1, 2], 10)
    dispositions = np.where(area == 2, 1, np.tile([0, 1], 15))
    ours = adjust_by_propensity(np.ones(30), dispositions, [Factor("area", tuple("abc"), area)])
    assert ours.certain == 10
    np.testing.assert_allclose(ours.factors[dispositions == 0], 2)
    assert any("For 10 people the model gives no doubt" in sentence for sentence in ours.sentences)


def test_when_everybody_responded_nothing_changes() -> None:
    ours = adjust_by_propensity(D["w"], np.zeros(300, int), [AGE])
    np.testing.assert_allclose(ours.weights, D["w"])
    assert ours.n_effective == pytest.approx(ours.n_effective_before)


def test_rates_are_those_of_the_standard_definitions() -> None:
    rate = ResponseRate(asked=100, responded=30, did_not_respond=30, not_eligible=20, unknown=20)
    assert rate.known_eligible == 0.75
    assert (rate.lowest, rate.estimated, rate.highest) == (30 / 80, 30 / 75, 0.5)
    assert rate.sentence == (
        "30 of 100 people asked responded; 20 turned out not to be eligible. Of 20 it is not known whether they are: the response rate is "
        "between 37.5% and 50.0%."
    )
    assert ResponseRate(0, 0, 0, 0, 0).sentence == "Nobody was asked."


def test_small_classes_are_named_and_missing_predictors_are_a_level_of_their_own() -> None:
    ours = adjust_by_class(np.ones(45), np.tile([0, 0, 1], 15), Factor("area", ("a", "b", "c"), np.array([0] * 42 + [1] * 3)))
    assert ours.smallest_class.level == "b"
    assert any("Fewer than 30 people responded in: a, b." in sentence for sentence in ours.sentences)
    codes = D["age"].copy()
    codes[::7] = -1
    named = Factor("age", ("young", "middle", "old", "not known"), np.where(codes < 0, 3, codes))
    missing = response_propensity(D["w"], D["y"], [Factor("age", AGE.levels, codes)])
    np.testing.assert_allclose(missing.chances, response_propensity(D["w"], D["y"], [named]).chances, rtol=1e-9)


def test_what_does_not_fit_is_refused_naming_row_and_field() -> None:
    for arguments, words in [
        ((np.ones(3), np.array([0, 5, 1]), AGE), "dispositions: row 2 is 5. Use one of: 0 responded"),
        ((np.ones(3), np.array([0, 1]), AGE), "dispositions must hold 3"),
        ((np.array([1, -1.0]), np.array([0, 1]), AGE), "weights must be"),
        ((np.ones(2), np.array([1, 1]), AGE), "Nobody responded"),
        ((np.ones(2), np.array([0, 1]), AGE), "age has 300 rows and there are 2 weights"),
        ((np.ones(2), np.array([0, 1]), Factor("a", ("b",), np.array([0, -1]))), "a: row 2 has no class"),
    ]:
        with pytest.raises(ValueError, match=words):
            adjust_by_class(*arguments)
    with pytest.raises(ValueError, match="years: row 1 has no number"):
        response_propensity(D["w"], D["y"], [AGE], {"years": np.full(300, np.nan)})
    with pytest.raises(ValueError, match="nothing to predict response from"):
        response_propensity(D["w"], D["y"], [])
    with pytest.raises(ValueError, match="classes is 1"):
        adjust_by_propensity(D["w"], D["disposition"], [AGE], classes=1)
