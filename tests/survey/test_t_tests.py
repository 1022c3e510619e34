"""Differences of means and shares beside R's svyttest and svyglm, and beside explicit sums."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, means, proportions
from folkmoot.survey.comparisons.t_tests import TTest, against, difference, difference_of_means, difference_of_shares
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import group_means, group_shares
from folkmoot.survey.ratios import ratios
from survey.compared_schools import DESIGNS, TIGHT, ComparedSchools
from survey.plain_oracles import variance_by_explicit_sums
from survey.random_designs import Drawn, drawn_designs


def check(found: TTest, r: dict[str, Any]) -> None:
    assert found.df == r["df"]
    for name in ("estimate", "statistic", "p", "low", "high"):
        assert getattr(found, name) == pytest.approx(r[name], rel=TIGHT, abs=1e-11)


@pytest.mark.shared
@pytest.mark.parametrize("name", DESIGNS)
def test_differences_of_means_and_shares_are_those_of_r(shared_data: Path, name: str) -> None:
    data = ComparedSchools(shared_data, name)
    r = data.r["t"]
    check(difference_of_means(data.design, data.score, data.improved), r["comp"])
    check(difference_of_shares(data.design, data.wide, data.improved), r["wide"])
    check(against(group_means(data.design, data.score), 650), r["against"])
    groups = group_means(data.design, data.score, by=data.stype)
    for first, second in ("EH", "EM", "HM"):
        check(difference(groups, first, second), r[first + second])
        check(difference_of_means(data.design, data.score, data.stype, first=first, second=second), r[first + second])
    np.testing.assert_allclose(groups.estimate, data.r["means"]["estimate"], rtol=TIGHT)
    np.testing.assert_allclose(groups.covariance, data.r["means"]["covariance"], rtol=TIGHT)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ds", "dsn", "dc", "dcn"])
def test_svyttest_of_the_reference_file_comes_out(shared_data: Path, name: str) -> None:
    r = json.loads((shared_data / "surveys" / "r-reference" / "r_api.json").read_text("utf-8"))[name]["tt"]
    data = ComparedSchools(shared_data, name)
    found = difference_of_means(data.design, data.score, data.improved)
    np.testing.assert_allclose([found.statistic, found.df, found.p], [r["statistic"], r["parameter"], r["p.value"]], rtol=TIGHT)


@settings(max_examples=60)
@given(drawn_designs(), st.booleans())
def test_a_difference_has_the_error_of_its_explicit_sums(drawn: Drawn, shares: bool) -> None:
    design, rng = drawn.design, drawn.rng
    values = rng.integers(0, 2, design.n).astype(float) if shares else rng.normal(1000, 5, design.n)
    values[rng.random(design.n) < 0.1] = np.nan
    by = Factor("by", tuple("abz"), rng.integers(-1, 2, design.n))  # nobody is z
    groups = (group_shares if shares else group_means)(design, values, by=by)
    found = difference(groups, "a", "b")
    base = [(by.codes == level) & ~np.isnan(values) & (design.weights > 0) for level in (0, 1)]
    assert found.n == base[0].sum() + base[1].sum()
    if not (base[0].any() and base[1].any()):
        assert np.isnan([found.estimate, found.se, found.p]).all()
        return
    sides = [float(design.weights[rows] @ values[rows] / design.weights[rows].sum()) for rows in base]
    u = sum(
        sign * np.where(rows, np.nan_to_num(values) - side, 0) / design.weights[rows].sum()
        for sign, rows, side in zip((-1, 1), base, sides, strict=True)
    )
    assert found.estimate == pytest.approx(sides[1] - sides[0], rel=1e-9, abs=1e-12)
    se = np.sqrt(variance_by_explicit_sums(design, np.asarray(u), drawn.margins))
    assert found.se == pytest.approx(se, rel=1e-8, abs=1e-11)
    units = np.arange(design.n) if design.psu is None else design.psu
    strata = np.zeros(design.n, int) if design.strata is None else design.strata
    held = {(int(strata[i]), int(units[i])) for i in np.flatnonzero(base[0] | base[1])}
    domain = len(held) - len({stratum for stratum, _ in held})
    assert difference(groups, "a", "b", df_method="domain").df == domain
    assert found.df == max(domain - 1, 0)
    assert difference(groups, "a", "b", df_method="design").df == groups.design_df
    nobody = difference(groups, "a", "z")
    assert np.isnan([nobody.estimate, nobody.se, nobody.low, nobody.p]).all()


@settings(max_examples=40)
@given(drawn_designs(), st.floats(0.01, 1000))
def test_a_difference_is_antisymmetric_and_knows_no_order_names_or_units(drawn: Drawn, scale: float) -> None:
    design, rng = drawn.design, drawn.rng
    values, codes = rng.normal(0, 1, design.n), rng.integers(-1, 3, design.n)
    groups = group_means(design, values, by=Factor("by", tuple("abc"), codes), variance="weights")
    one, two = difference(groups, "a", "b"), difference(groups, "b", "a")
    np.testing.assert_array_equal([one.estimate, one.statistic, one.low, one.high], [-two.estimate, -two.statistic, -two.high, -two.low])
    np.testing.assert_array_equal([one.se, one.df, one.p, one.n, one.n_effective], [two.se, two.df, two.p, two.n, two.n_effective])
    order = rng.permutation(design.n)
    moved = design.kept(order)  # type: ignore[arg-type]
    other = Design(moved.weights * scale, moved.strata, moved.psu, moved.fpc, lonely_psu=design.lonely_psu)
    again = difference_of_means(other, values[order], Factor("with", tuple("xyz"), codes[order]), first="x", second="y")
    for name in ("estimate", "se", "low", "high", "statistic", "df", "p", "n_effective"):
        np.testing.assert_allclose(getattr(again, name), getattr(one, name), rtol=1e-7, atol=1e-11)


def test_group_estimates_are_the_means_and_shares_they_stand_for() -> None:
    rng = np.random.default_rng(2)
    design = Design(rng.uniform(1, 2, 200), psu=np.arange(200) // 5)
    by, y = Factor("by", tuple("abc"), rng.integers(-1, 3, 200)), rng.integers(0, 2, 200).astype(float)
    for found, plain in (
        (group_means(design, y, by=by), means(design, y, by=by.codes.astype(int), levels=3)),
        (group_shares(design, y, by=by), proportions(design, y, by=by.codes.astype(int), levels=3)),
    ):
        for name in ("estimate", "se", "low", "high", "n", "n_weighted", "n_effective", "df", "deff", "method"):
            ours, theirs = getattr(found, name), getattr(plain, name)
            assert ours == theirs if name == "method" else np.allclose(ours, theirs, rtol=TIGHT, atol=0)
        np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), plain.se, rtol=TIGHT)


def test_ratios_of_two_groups_can_be_compared_too() -> None:
    rng = np.random.default_rng(4)
    y, x = rng.uniform(1, 2, 100), rng.uniform(1, 2, 100)
    found = ratios(Design(np.ones(100)), y, x, by=Factor("half", ("a", "b"), np.arange(100) % 2))
    test = difference(found, "a", "b")
    assert test.se == pytest.approx(np.sqrt(found.covariance[0, 0] + found.covariance[1, 1] - 2 * found.covariance[0, 1]), rel=1e-12)
    assert test.kind == "ratio"


def test_answers_that_do_not_vary_are_not_tested() -> None:
    by = Factor("by", ("a", "b"), np.arange(60) % 2)
    alike = difference_of_means(Design(np.full(60, 1 / 3)), np.where(by.codes == 0, 7.3, 9.1), by)
    assert alike.estimate == pytest.approx(1.8)
    assert alike.se == 0
    assert np.isnan([alike.statistic, alike.p]).all()
    assert alike.sentences[1] == "It could not be tested."


def test_one_cluster_that_moves_both_groups_alike_leaves_no_spread_in_their_difference() -> None:
    cluster = np.arange(80) // 8
    by, pull = Factor("by", ("a", "b"), np.arange(80) % 2), np.sin(cluster + 1.0)
    found = difference_of_means(Design(np.ones(80), psu=cluster), pull + by.codes, by)
    assert found.estimate == pytest.approx(1)
    assert found.se == 0


def test_sentences_say_both_sides_the_difference_and_whether_it_could_be_chance() -> None:
    yes = np.concatenate([np.repeat([1.0, 0], [80, 40]), np.repeat([1.0, 0], [60, 60])])
    by = Factor("area", ("north", "south"), np.repeat([0, 1], 120))
    found = difference_of_shares(Design(np.ones(240)), yes, by, what="agree")
    assert found.sentences == (
        "agree: weighted share 66.7% among north (120 people), and 50.0% among south (120 people): a difference of -16.7 percentage "
        "points (95% interval -29.1 to -4.3).",
        "That is more than chance alone would often give (p = 0.009).",
    )
    single = against(group_means(Design(np.ones(40)), np.arange(40.0), what="age"), 19)
    assert single.sentences[0].startswith("age: weighted mean 19.5 among 40 people, set against 19: a difference of +0.5 (95% interval -3.")
    assert single.sentences[-1] == "Fewer than 100 people answered: read the estimate with caution."
    small = difference_of_shares(Design(np.ones(240)), np.where(np.arange(240) > 125, np.nan, yes), by, what="agree")
    assert small.sentences == (
        "agree: north (120 people) and south (6 people) answered. Fewer than 30 people answered: too few to publish an estimate.",
    )


def test_what_cannot_be_compared_is_refused_in_words() -> None:
    design, by = Design(np.ones(4)), Factor("area", ("n", "s", "w"), np.array([0, 1, 2, 2]))
    with pytest.raises(ValueError, match=r"area has 3 levels: n, s, w\. Name the first and the second"):
        difference_of_means(design, [1, 2, 3, 4], by)
    groups = group_means(design, [1, 2, 3, 4], by=by)
    with pytest.raises(ValueError, match=r"area has no level “x”\. Use one of: n, s, w"):
        difference(groups, "x", "n")
    with pytest.raises(ValueError, match="“n” is set against itself"):
        difference(groups, "n", "n")
    with pytest.raises(ValueError, match="df_method is 'welch'"):
        difference(groups, "n", "s", df_method="welch")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="against is nan"):
        against(groups, float("nan"), "n")
    with pytest.raises(ValueError, match="agree: row 2 is 2"):
        group_shares(design, [1, 2, 0, 1], by=by, what="agree")
