"""Raking meets its margins, changes nothing it should not, and says in words when it cannot."""

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from folkmoot.survey import Design, Margin, RakingError, kish_deff, n_effective, rake
from survey.plain_oracles import indicators, rake_row_by_row


def sample(seed: int, n: int = 60) -> tuple[Design, list[Margin]]:
    """A random sample in which every pair of levels occurs, so that any margins can be met."""
    rng = np.random.default_rng(seed)
    shape = (3, 2, 2)
    cells = np.concatenate([np.arange(12), rng.integers(0, 12, n - 12)])
    codes = np.unravel_index(cells, shape)
    targets = [rng.uniform(0.5, 2, size) for size in shape]
    margins = [
        Margin(name, tuple("abc"[: len(t)]), code, 1000 * t / t.sum())
        for name, code, t in zip(("age", "gender", "district"), codes, targets, strict=True)
    ]
    return Design(rng.uniform(0.5, 3, n)), margins


seeds = st.integers(0, 10_000)


@settings(max_examples=50)
@given(seeds)
def test_raked_weights_meet_every_margin(seed: int) -> None:
    design, margins = sample(seed)
    raking = rake(design, margins)
    for margin in margins:
        np.testing.assert_allclose(np.bincount(margin.codes, raking.weights), margin.targets, rtol=1e-9)
    assert raking.converged
    assert raking.largest_error <= 1e-10
    np.testing.assert_array_equal(raking.weights, design.weights * raking.factors)
    assert raking.weight_range == (raking.weights.min(), raking.weights.max())


@settings(max_examples=50)
@given(seeds)
def test_scaling_the_base_weights_changes_nothing(seed: int) -> None:
    design, margins = sample(seed)
    np.testing.assert_allclose(rake(Design(design.weights * 7), margins).weights, rake(design, margins).weights, rtol=1e-9)


@settings(max_examples=50)
@given(seeds)
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    design, margins = sample(seed)
    order = np.random.default_rng(seed).permutation(design.n)
    shuffled = [Margin(m.name, m.levels, m.codes[order], m.targets) for m in margins]
    np.testing.assert_allclose(rake(Design(design.weights[order]), shuffled).weights, rake(design, margins).weights[order], rtol=1e-11)


@settings(max_examples=10)
@given(seeds)
def test_raking_equals_the_row_by_row_loop(seed: int) -> None:
    design, margins = sample(seed)
    np.testing.assert_allclose(rake(design, margins, tolerance=1e-13).weights, rake_row_by_row(design.weights, margins), rtol=1e-11)


@settings(max_examples=25)
@given(seeds)
def test_bounded_raking_keeps_the_bounds_and_is_the_truncated_exponential(seed: int) -> None:
    design, margins = sample(seed)
    base = Design(design.weights * 1000 / design.weights.sum())
    free = rake(base, margins)
    lower, upper = 0.1 + 0.9 * free.factors.min(), 0.1 + 0.9 * free.factors.max()
    try:
        raking = rake(base, margins, bounds=(lower, upper))
    except RakingError:
        reject()  # about one sample in eight has no weights within these bounds
    assert raking.at_lower + raking.at_upper > 0
    assert raking.factors.min() >= lower
    assert raking.factors.max() <= upper
    assert raking.at_lower == (raking.factors == lower).sum()
    assert raking.at_upper == (raking.factors == upper).sum()
    for margin in margins:
        np.testing.assert_allclose(np.bincount(margin.codes, raking.weights), margin.targets, rtol=1e-9)
    inside = (raking.factors > lower) & (raking.factors < upper)
    X = indicators(margins)
    score = np.linalg.lstsq(X[inside], np.log(raking.factors[inside]), rcond=None)[0]
    np.testing.assert_allclose(X[inside] @ score, np.log(raking.factors[inside]), atol=1e-8)


def test_bounded_raking_is_the_closest_to_the_base_weights_within_the_bounds() -> None:
    design, margins = sample(3, 24)
    base = Design(design.weights * 1000 / design.weights.sum())
    free = rake(base, margins)
    bounds = (0.9 * free.factors.min() + 0.1, 0.9 * free.factors.max() + 0.1)
    ours = rake(base, margins, bounds=bounds)
    assert ours.at_lower + ours.at_upper > 0
    X = indicators(margins)[:, [0, 1, 2, 3, 5]]  # the other levels follow
    wanted = np.concatenate([m.targets for m in margins])[[0, 1, 2, 3, 5]]
    # An independent solver of the same programme: least sum of d (g log g - g + 1) (Deville and Sarndal 1992, case 2)
    d = base.weights
    solved = minimize(
        lambda g: float(d @ (g * np.log(g) - g + 1)),
        np.clip(free.factors, *bounds),
        jac=lambda g: d * np.log(g),
        bounds=[bounds] * base.n,
        constraints={"type": "eq", "fun": lambda g: X.T @ (d * g) - wanted, "jac": lambda g: X.T * d},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    np.testing.assert_allclose(ours.factors, solved.x, atol=2e-4)


def test_wide_bounds_give_the_unbounded_weights() -> None:
    design, margins = sample(8)
    base = Design(design.weights * 1000 / design.weights.sum())
    for bounds in ((0.0, np.inf), (1e-6, 1e6), (0.0, 50.0)):
        raking = rake(base, margins, bounds=bounds)
        np.testing.assert_allclose(raking.weights, rake(base, margins).weights, rtol=1e-8)
        assert (raking.at_lower, raking.at_upper) == (0, 0)


def test_margins_whose_totals_differ_by_rounding_are_scaled_to_the_last() -> None:
    design, margins = sample(1)
    rounded = [Margin("age", margins[0].levels, margins[0].codes, margins[0].targets * (1 + 5e-7)), *margins[1:]]
    np.testing.assert_allclose(rake(design, rounded).weights, rake(design, margins).weights, rtol=1e-12)


def two_by_two(counts: list[list[int]]) -> tuple[Design, np.ndarray, np.ndarray]:
    row, column = (np.repeat(axis.ravel(), np.ravel(counts)) for axis in np.indices((2, 2)))
    return Design(np.ones(row.size)), row, column


def refusal(design: Design, margins: list[Margin], bounds: tuple[float, float] | None = None) -> str:
    with pytest.raises(RakingError) as caught:
        rake(design, margins, bounds=bounds)
    return str(caught.value)


def test_a_level_with_nobody_in_it_is_named() -> None:
    design, row, column = two_by_two([[5, 5], [0, 0]])
    said = refusal(
        design, [Margin("age", ("young", "old"), row, np.array([6.0, 4.0])), Margin("sex", ("f", "m"), column, np.array([5.0, 5.0]))]
    )
    assert said.startswith("age, old: nobody in the sample, and 4 in the population.")


def test_a_target_of_zero_with_people_in_it_is_named() -> None:
    design, row, _ = two_by_two([[5, 5], [1, 0]])
    assert refusal(design, [Margin("age", ("young", "old"), row, np.array([6.0, 0.0]))]).startswith(
        "age, old: there are people in the sample"
    )


def test_an_empty_level_with_a_target_of_zero_is_fine() -> None:
    design, row, column = two_by_two([[5, 5], [0, 0]])
    assert rake(design, [Margin("age", ("young", "old"), row, np.array([20.0, 0.0]))]).weights.tolist() == [2.0] * 10
    margins = [Margin("age", ("young", "old"), row, np.array([20.0, 0.0])), Margin("sex", ("f", "m"), column, np.array([12.0, 8.0]))]
    np.testing.assert_allclose(rake(design, margins, bounds=(1.0, 3.0)).weights, [2.4] * 5 + [1.6] * 5)


def test_margins_of_different_totals_are_refused_with_both() -> None:
    design, row, column = two_by_two([[5, 5], [5, 5]])
    said = refusal(design, [Margin("age", ("y", "o"), row, np.array([6.0, 4.0])), Margin("sex", ("f", "m"), column, np.array([5.0, 6.0]))])
    assert "age sums to 10 and sex to 11" in said


def test_margins_that_contradict_each_other_are_refused() -> None:
    design, row, column = two_by_two([[5, 0], [0, 5]])
    said = refusal(design, [Margin("age", ("y", "o"), row, np.array([6.0, 4.0])), Margin("sex", ("f", "m"), column, np.array([4.0, 6.0]))])
    assert "age, " in said
    assert "contradict each other" in said


def test_bounds_that_one_level_cannot_reach_are_refused_with_the_closest_total() -> None:
    design, row, _ = two_by_two([[5, 5], [5, 5]])
    said = refusal(design, [Margin("age", ("young", "old"), row, np.array([4.0, 16.0]))], (0.5, 1.5))
    assert said.startswith("age, young: weights of 0.5 to 1.5 times the base weight cannot reach 4. The closest is 5.")


def test_bounds_that_the_margins_cannot_reach_together_are_refused() -> None:
    design, row, column = two_by_two([[9, 1], [1, 9]])
    margins = [Margin("age", ("y", "o"), row, np.array([13.0, 7.0])), Margin("sex", ("f", "m"), column, np.array([7.0, 13.0]))]
    said = refusal(design, margins, (0.6, 1.4))
    assert "cannot reach" in said
    assert "The closest is" in said


def test_base_weights_on_another_scale_are_explained_when_bounds_fail() -> None:
    design, row, _ = two_by_two([[5, 5], [5, 5]])
    said = refusal(design, [Margin("age", ("y", "o"), row, np.array([900.0, 1100.0]))], (0.5, 2.0))
    assert "The base weights sum to 20 and the population to 2,000" in said


def test_what_cannot_be_raked_is_refused_in_words() -> None:
    design, row, _ = two_by_two([[5, 5], [5, 5]])
    margin = Margin("age", ("y", "o"), row, np.array([10.0, 10.0]))
    assert "at least one" in refusal(design, [])
    assert "leave no room" in refusal(design, [margin], (2.0, 1.0))
    assert "raked already" in refusal(rake(design, [margin]).design, [margin])
    assert refusal(Design(np.ones(3)), [margin]).startswith("age: 20 rows, and the design has 3.")


@pytest.mark.parametrize(
    ("codes", "targets", "words"),
    [
        ([0, 1, 2], [1.0, 1.0], "row 3 has no level"),
        ([0, -1, 1], [1.0, 1.0], "row 2 has no level"),
        ([0, 1, 1], [1.0], "1 targets for 2 levels"),
        ([0, 1, 1], [1.0, -1.0], "age, old: the target -1"),
        ([0, 1, 1], [0.0, 0.0], "every target is zero"),
        ([0.5, 1, 1], [1.0, 1.0], "whole numbers"),
    ],
)
def test_a_margin_that_does_not_fit_its_levels_is_refused(codes: list[float], targets: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Margin("age", ("young", "old"), np.array(codes), np.array(targets))


def test_kish_measures_are_one_and_n_for_equal_weights() -> None:
    assert kish_deff([2.0] * 5) == pytest.approx(1)
    assert n_effective([2.0] * 5) == pytest.approx(5)
    assert n_effective([1.0, 3.0]) == pytest.approx(16 / 10)
    with pytest.raises(ValueError, match="above zero"):
        kish_deff([0.0])
