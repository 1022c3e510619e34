"""Trimmed weights are those of R, keep their sum, and capped raking meets both margins and caps."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from folkmoot.survey.design import Design
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import RakingError, rake
from folkmoot.survey.weights.trim import rake_with_cap, trim_weights

R = json.loads((Path(__file__).parent / "r" / "trim.json").read_text("utf-8"))
seeds = st.integers(0, 10_000)


@pytest.mark.parametrize("case", sorted(R))
def test_trimmed_weights_are_those_of_r(case: str) -> None:
    r = R[case]
    ours = trim_weights(r["weights"], lower=r["caps"][0], upper=r["caps"][1])
    np.testing.assert_allclose(ours.weights, r["trimmed"], rtol=1e-12)


@pytest.mark.shared
def test_trimming_the_essex_weights_gives_the_range_and_effective_n_of_r(shared_data: Path) -> None:
    r: dict[str, Any] = json.loads((shared_data / "surveys" / "r-reference" / "r_3021.json").read_text("utf-8"))
    ours = trim_weights(r["w"], lower=0.2, upper=5)
    assert (ours.weights.min(), ours.weights.max()) == pytest.approx(r["trim_range"], rel=1e-12)
    assert ours.n_effective == pytest.approx(r["trim_neff"], rel=1e-12)


def round_by_round(weights: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Cut what is outside and share it among those inside, over and over."""
    w = weights.copy()
    for _ in range(20_000):
        outside = [i for i in range(w.size) if w[i] < low - 1e-14 or w[i] > high + 1e-14]
        if not outside:
            break
        cut = sum(w[i] - min(max(w[i], low), high) for i in outside)
        for i in outside:
            w[i] = min(max(w[i], low), high)
        inside = [i for i in range(w.size) if i not in outside]
        if not inside:
            reject()  # R stops with an error here
        for i in inside:
            w[i] += cut / len(inside)
    return w


@settings(max_examples=40)
@given(seeds)
def test_trimming_is_the_limit_of_round_after_round(seed: int) -> None:
    rng = np.random.default_rng(seed)
    w = rng.gamma(0.8, 1, int(rng.integers(3, 15))) + 0.01
    lower, upper = rng.uniform(0, 0.8), rng.uniform(1.3, 3)
    ours = trim_weights(w, lower=lower, upper=upper)
    np.testing.assert_allclose(ours.weights, round_by_round(w, lower * w.mean(), upper * w.mean()), rtol=1e-9)


@settings(max_examples=60)
@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30), st.floats(0, 0.99), st.floats(1.01, 10))
def test_trimmed_weights_keep_their_sum_and_the_caps(weights: list[float], lower: float, upper: float) -> None:
    ours = trim_weights(weights, lower=lower, upper=upper)
    assert ours.weights.sum() == pytest.approx(sum(weights), rel=1e-12)
    assert ours.weights.min() >= ours.caps[0]
    assert ours.weights.max() <= ours.caps[1]


def test_when_every_weight_is_outside_what_is_left_goes_where_there_is_room() -> None:
    np.testing.assert_allclose(trim_weights([1, 10], lower=3 / 5.5, upper=9 / 5.5).weights, [3, 8])


def test_a_weight_of_zero_stays_zero_and_weights_within_the_caps_stay_as_they_are() -> None:
    assert trim_weights([0, 1, 2, 3], lower=0.4, upper=2).weights.tolist() == [0, 1, 2, 3]
    assert trim_weights([0, 1, 2, 3], lower=0.4, upper=2).moved == 0
    assert "1 of 4 are at the upper cap" in trim_weights([1, 1, 1, 9], upper=2).sentence


@pytest.mark.parametrize(
    ("weights", "caps", "words"),
    [([1, -1], {}, "zero or more"), ([], {}, "zero or more"), ([0, 0], {}, "above zero"), ([1, 2], {"upper": 0.9}, "must lie between")],
)
def test_what_cannot_be_trimmed_is_refused(weights: list[float], caps: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        trim_weights(weights, **caps)


def sample(seed: int) -> tuple[Design, list[Margin]]:
    rng = np.random.default_rng(seed)
    codes = np.unravel_index(np.concatenate([np.arange(6), rng.integers(0, 6, 54)]), (3, 2))
    weights = rng.uniform(0.5, 3, 60)
    targets = [np.array([200.0, 300, 500]), np.array([350.0, 650])]
    margins = [Margin(name, tuple("abc"[: t.size]), code, t) for name, code, t in zip(("age", "sex"), codes, targets, strict=True)]
    return Design(weights), margins


@settings(max_examples=25)
@given(seeds)
def test_capped_raking_meets_margins_and_caps_and_is_closest(seed: int) -> None:
    design, margins = sample(seed)
    free = rake(design, margins)
    upper = 0.4 + 0.6 * free.weight_range[1] / free.weights.mean()
    try:
        ours = rake_with_cap(design, margins, upper=upper)
    except RakingError:
        reject()  # some samples have no weights under this cap
    for margin in margins:
        np.testing.assert_allclose(np.bincount(margin.codes, ours.weights), margin.targets, rtol=1e-9)
    assert ours.weights.max() <= ours.caps[1]
    assert ours.at_upper > 0
    np.testing.assert_allclose(rake(Design(ours.weights), margins).weights, ours.weights, rtol=1e-8)  # both leave it as it is

    def distance(w: NDArray[np.float64]) -> float:
        base = design.weights * 1000 / design.weights.sum()
        return float((w * np.log(w / base) - w + base).sum())

    turns = design.weights
    for _ in range(3000):
        turns = np.minimum(rake(Design(turns), margins).weights, ours.caps[1])
        if all(np.allclose(np.bincount(m.codes, turns), m.targets, rtol=1e-10) for m in margins):
            break
    assert distance(ours.weights) <= distance(turns) * (1 + 1e-6)


def test_capped_raking_without_need_of_a_cap_is_raking() -> None:
    design, margins = sample(3)
    ours = rake_with_cap(design, margins, upper=50)
    np.testing.assert_allclose(ours.weights, rake(design, margins).weights, rtol=1e-8)
    assert ours.design.calibration is not None
    assert "no weight outside" in ours.sentence


def test_a_cap_that_is_too_tight_is_refused_with_the_reason() -> None:
    row = np.array([0] * 9 + [1])
    margin = Margin("age", ("old", "young"), row, np.array([500.0, 500.0]))
    with pytest.raises(RakingError, match=r"within the caps. The target of age young is 500. With weights of 0 to 300 .* more than 300"):
        rake_with_cap(Design(np.ones(10)), [margin], upper=3)
    assert rake_with_cap(Design(np.ones(10)), [margin], upper=5).weights[-1] == pytest.approx(500)
    with pytest.raises(RakingError, match="with or without caps"):
        rake_with_cap(Design(np.ones(10)), [Margin("age", ("a", "b", "c"), row, np.array([5.0, 5, 5]))], upper=5)
    with pytest.raises(RakingError, match="raked already"):
        rake_with_cap(rake(Design(np.ones(10)), [margin]).design, [margin], upper=5)
    with pytest.raises(RakingError, match="at least one"):
        rake_with_cap(Design(np.ones(10)), [], upper=5)
