"""Wilcoxon's, Friedman's and Page's tests beside R, the published examples, and every sign or order of tiny samples."""

import json
from itertools import permutations, product
from math import erfc, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.between_steps import friedman
from folkmoot.survey.shift.rank_tests import page_trend, wilcoxon_signed_rank

R: dict[str, Any] = json.loads((Path(__file__).parent / "r" / "rank_tests.json").read_text("utf-8"))
TIGHT = 1e-10
SIDES = ("two-sided", "up", "down")
# Hollander and Wolfe (1973), p. 29: a scale of depression before and after, nine people
DEPRESSION = ([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
# Hollander and Wolfe (1973), p. 140: three ways of rounding first base, 22 players
ROUNDING = np.array(
    [
        [5.40, 5.50, 5.55],
        [5.85, 5.70, 5.75],
        [5.20, 5.60, 5.50],
        [5.55, 5.50, 5.40],
        [5.90, 5.85, 5.70],
        [5.45, 5.55, 5.60],
        [5.40, 5.40, 5.35],
        [5.45, 5.50, 5.35],
        [5.25, 5.15, 5.00],
        [5.85, 5.80, 5.70],
        [5.25, 5.20, 5.10],
        [5.65, 5.55, 5.45],
        [5.60, 5.35, 5.45],
        [5.05, 5.00, 4.95],
        [5.50, 5.50, 5.40],
        [5.45, 5.55, 5.50],
        [5.55, 5.55, 5.35],
        [5.45, 5.50, 5.55],
        [5.50, 5.45, 5.25],
        [5.65, 5.60, 5.40],
        [5.70, 5.65, 5.55],
        [6.30, 6.30, 6.25],
    ]
)
# The example of scipy's page_trend_test: ten students, three kinds of teaching
TEACHING = np.array([[3, 4, 3], [2, 2, 4], [3, 3, 5], [1, 3, 2], [2, 3, 2], [2, 4, 5], [1, 2, 4], [3, 4, 4], [2, 4, 5], [1, 3, 4]])


def midranks(values: Any) -> list[float]:
    """By their definition."""
    return [sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2 for value in values]


@pytest.mark.parametrize("case", [*R["untied"], *R["tied"]], ids=lambda case: f"n={len(case['before'])}")
def test_wilcoxon_is_rs_exact_without_ties_and_normal_with_them(case: dict[str, Any]) -> None:
    for side, r in zip(SIDES, case["r"], strict=True):
        kind = "exact" if case["exact"] else "normal"
        found = wilcoxon_signed_rank(case["before"], case["after"], alternative=side, distribution=kind)  # type: ignore[arg-type]
        assert found.rank_sum_up == found.statistic == r["V"]
        assert found.p == pytest.approx(r["p"], rel=TIGHT)


def test_the_depression_example_is_as_published() -> None:
    found = wilcoxon_signed_rank(*DEPRESSION, alternative="down")
    assert (found.rank_sum_down, found.rank_sum_up, found.exact) == (40, 5, True)
    assert round(found.p, 5) == 0.01953


@settings(max_examples=60)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=11), st.sampled_from(["drop", "pratt"]))
def test_wilcoxons_exact_p_is_the_share_of_all_signs_ties_and_zeros_included(change: list[int], zeros: str) -> None:
    ranked = [d for d in change if d] if zeros == "drop" else change
    ranks = [rank for rank, d in zip(midranks([abs(d) for d in ranked]), ranked, strict=True) if d]
    moved = [d for d in change if d]
    sums = np.array([sum(r for r, sign in zip(ranks, signs, strict=True) if sign) for signs in product((0, 1), repeat=len(ranks))])
    up = sum(r for r, d in zip(ranks, moved, strict=True) if d > 0)
    above, below = np.mean(sums >= up), np.mean(sums <= up)
    for side, expected in zip(SIDES, (min(1, 2 * min(above, below)), above, below), strict=True):
        found = wilcoxon_signed_rank(np.zeros(len(change)), change, alternative=side, zeros=zeros)  # type: ignore[arg-type]
        assert (found.n, found.moved, found.up, found.down) == (
            len(change),
            len(moved),
            sum(d > 0 for d in change),
            sum(d < 0 for d in change),
        )
        assert found.p == pytest.approx(expected, rel=TIGHT) if moved else np.isnan(found.p)


def test_pratts_zeros_change_the_spread_of_the_normal_distribution_as_enumerated() -> None:
    change = [0, 0, 1, 1, -2, 3, 3, 3, -1, 4]
    ranks = [rank for rank, d in zip(midranks([abs(d) for d in change]), change, strict=True) if d]
    sums = np.array([sum(r for r, s in zip(ranks, signs, strict=True) if s) for signs in product((0, 1), repeat=len(ranks))])
    up = sum(r for r, d in zip(ranks, [d for d in change if d], strict=True) if d > 0)
    z = (up - sums.mean() - 0.5) / sums.std()
    found = wilcoxon_signed_rank(np.zeros(10), change, zeros="pratt", distribution="normal")
    assert found.p == pytest.approx(erfc(z / sqrt(2)), rel=TIGHT)


@pytest.mark.parametrize("case", R["friedman"], ids=lambda case: f"{len(case['answers'])} by {len(case['answers'][0])}")
def test_friedman_with_ties_is_rs(case: dict[str, Any]) -> None:
    answers = np.array(case["answers"])
    found = friedman(list(answers.T), distribution="chi2")
    np.testing.assert_allclose([found.statistic, found.df, found.p], [case["statistic"], case["df"], case["p"]], rtol=TIGHT)
    np.testing.assert_allclose(found.by_step, np.mean([midranks(row) for row in answers.tolist()], axis=0), rtol=1e-13)
    assert found.kendall_w == pytest.approx(case["statistic"] / (len(answers) * case["df"]), rel=TIGHT)


def test_the_rounding_times_example_is_as_published() -> None:
    found = friedman(list(ROUNDING.T), distribution="chi2")
    assert (round(found.statistic, 3), round(found.p, 6), found.n) == (11.143, 0.003805, 22)


def test_people_in_full_agreement_have_a_kendall_w_of_one() -> None:
    found = friedman([[1, 2, 5], [2, 3, 6], [3, 4, 9]])
    assert found.kendall_w == pytest.approx(1, rel=1e-14)
    assert found.p == pytest.approx(6 / 6**3, rel=1e-12)


small = st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=1, max_size=4)


@settings(max_examples=40)
@given(small)
def test_friedmans_and_pages_exact_p_are_the_share_of_all_orders(rows: list[list[int]]) -> None:
    ranks = [midranks(row) for row in rows]
    steps = list(np.array(rows).T)
    tested, trend = friedman(steps, distribution="exact"), page_trend(steps, distribution="exact")
    if not tested.moved:
        assert np.isnan([tested.p, trend.p]).all()
        return
    arranged = np.array(list(product(*(list(permutations(row)) for row in ranks))))
    totals, observed = arranged.sum(1), np.sum(ranks, axis=0)
    spread = ((totals - totals.mean(1, keepdims=True)) ** 2).sum(1)
    assert tested.p == pytest.approx(np.mean(spread >= ((observed - observed.mean()) ** 2).sum() - 1e-9), rel=TIGHT)
    weighed = totals @ [1, 2, 3]
    assert trend.statistic == observed @ [1, 2, 3]
    assert trend.p == pytest.approx(np.mean(weighed >= trend.statistic), rel=TIGHT)
    assert trend.z == pytest.approx((trend.statistic - weighed.mean()) / weighed.std(), rel=TIGHT, abs=1e-12)


def test_pages_exact_distribution_of_four_steps_is_enumerated() -> None:
    rows = [(1, 2, 4, 3), (2, 1, 3, 4), (1, 3, 2, 4)]
    arranged = np.array(list(product(permutations(range(1, 5)), repeat=3))).sum(1) @ [1, 2, 3, 4]
    found = page_trend(list(np.array(rows).T))
    assert found.p == pytest.approx(np.mean(arranged >= found.statistic), rel=TIGHT)
    assert page_trend(list(np.array(rows).T), distribution="untied").p == pytest.approx(found.p, rel=1e-12)


def test_pages_published_example_takes_the_tables_without_ties() -> None:
    found = page_trend(list(TEACHING.T), distribution="untied")
    assert (found.statistic, round(found.p, 5)) == (133.5, 0.00182)
    assert page_trend(list(TEACHING.T), distribution="exact").p < found.p


def test_the_order_foretold_decides_which_trend_is_tested() -> None:
    rise, fall = page_trend(list(TEACHING.T)), page_trend(list(TEACHING.T), foretold=[3, 2, 1])
    assert (rise.z, rise.statistic + fall.statistic) == (pytest.approx(-fall.z), 10 * 3 * 16 / 2)
    assert rise.p < 0.001 < 0.99 < fall.p
    assert "The order foretold, lowest first, was step 3 then 2 then 1." in fall.found


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_swapping_the_steps_swaps_up_and_down_and_nothing_else(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = (Factor(name, tuple("abcde"), rng.integers(-1, 5, 40)) for name in ("before", "after"))
    one, two = wilcoxon_signed_rank(before, after), wilcoxon_signed_rank(after, before)
    assert (one.rank_sum_up, one.up, one.p) == (two.rank_sum_down, two.down, pytest.approx(two.p, rel=1e-12))
    order = rng.permutation(40)
    mixed = wilcoxon_signed_rank(*(Factor(f.name, tuple("vwxyz"), f.codes[order]) for f in (before, after)))
    assert (mixed.statistic, mixed.n) == (one.statistic, int(((before.codes >= 0) & (after.codes >= 0)).sum()))
    assert mixed.p == pytest.approx(one.p, rel=1e-12)


def test_two_hundred_movers_are_exact_and_more_are_normal_and_the_two_are_close() -> None:
    rng = np.random.default_rng(1)
    change = rng.integers(1, 5, 201) * rng.choice([-1, 1], 201)
    few, many = (wilcoxon_signed_rank(np.zeros(n), change[:n]) for n in (200, 201))
    assert (few.exact, many.exact) == (True, False)
    assert wilcoxon_signed_rank(np.zeros(201), change, distribution="exact").p == pytest.approx(many.p, rel=0.01)


def test_too_many_orders_fall_back_to_the_large_sample_distribution_and_say_so() -> None:
    steps = list(np.random.default_rng(2).integers(1, 6, (5, 60)))
    found = friedman(steps)
    assert (found.exact, "distribution=chi2" in found.method) == (False, True)
    with pytest.raises(ValueError, match="too many orders of 60 people's answers at 5 steps"):
        friedman(steps, distribution="exact")


def test_sentences_count_people_and_speak_of_no_population() -> None:
    before, after = (
        Factor(name, ("no", "perhaps", "yes"), codes) for name, codes in (("b", [0] * 9 + [2, -1]), ("a", [2] * 8 + [0, 0, 1]))
    )
    found = wilcoxon_signed_rank(before, after)
    assert found.sentences[0] == "Of 10 people who answered both times, 9 moved and 1 did not move: 8 up and 1 down."
    assert "a result at least so far from balance would come up" in found.sentences[1]
    assert "not an estimate for anybody else" in found.sentences[-1]
    assert "at least so far up would" in wilcoxon_signed_rank(before, after, alternative="up").sentences[1]
    assert "at least so far in that order would" in page_trend([before, after]).sentences[1]


def test_what_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="Step 2: row 2 is infinite"):
        wilcoxon_signed_rank([1, 2], [1, np.inf])
    with pytest.raises(ValueError, match="Step 2 does not have one number for each of the same people"):
        friedman([[1, 2], [1, 2, 3]])
    with pytest.raises(ValueError, match="Some steps are factors and some are numbers"):
        wilcoxon_signed_rank(Factor("b", ("x", "y"), [0, 1]), [1, 2])
    with pytest.raises(ValueError, match="foretold must name each of the steps 1 to 3 once"):
        page_trend(list(TEACHING.T), foretold=[1, 2, 2])
    with pytest.raises(ValueError, match="up to 12 steps and there are 13"):
        page_trend(list(np.arange(26.0).reshape(13, 2)), distribution="exact")
    with pytest.raises(ValueError, match="900 people at 6 steps are too many"):
        page_trend(list(np.random.default_rng(1).random((6, 900))), distribution="exact")
    with pytest.raises(ValueError, match="1,001 people moved, too many"):
        wilcoxon_signed_rank(np.zeros(1001), np.ones(1001), distribution="exact")
    with pytest.raises(ValueError, match="There are 1 steps"):
        page_trend([[1, 2]])
    for empty in (wilcoxon_signed_rank([np.nan], [1]), friedman([[np.nan], [1]]), page_trend([[np.nan], [1]])):
        assert (empty.n, empty.moved) == (0, 0)
        assert np.isnan(empty.p)
