"""Estimates and variances beside explicit sums, on random designs of every kind; empty and tiny bases; what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, t

from folkmoot.survey import Design, Estimates, Margin, means, proportions, rake, totals
from survey.plain_oracles import variance_by_explicit_sums

LEVELS = 3


class Case:
    """A random design, raked or not, with a yes-or-no answer, an amount, and groups; some of each missing."""

    def __init__(self, seed: int, *, strata: bool, clusters: bool, fpc: bool, raked: bool, lonely: str) -> None:
        rng = np.random.default_rng(seed)
        n = 40
        self.yes = np.where(rng.random(n) < 0.1, np.nan, (rng.random(n) < 0.6) * 1.0)
        self.amount = np.where(np.isnan(self.yes), np.nan, 1000 + rng.normal(0, 2, n))
        self.by = rng.integers(-1, LEVELS - 1, n)  # the last level is empty
        stratum = rng.integers(0, 3, n) if strata else None
        psu = rng.integers(0, 6, n) if clusters else None
        population = np.full(n, 50.0) if stratum is None else np.array([45.0, 60.0, 100.0])[stratum]
        rows = np.arange(n)
        margins = [
            Margin("a", ("x", "y"), rows % 2, np.array([30.0, 70.0])),
            Margin("b", ("u", "v"), rows % 4 // 2, np.array([45.0, 55.0])),
        ]
        design = Design(
            np.where(rng.random(n) < 0.05, 0.0, rng.uniform(0.5, 2, n)),
            strata=stratum,
            psu=psu,
            fpc=population if fpc else None,
            lonely_psu=lonely,  # type: ignore[arg-type]
        )
        self.margins = margins if raked else None
        self.design = rake(design, margins).design if raked else design

    def expected(self, values: Any, level: int, *, total: bool) -> tuple[float, float, int]:
        base = (self.by == level) & ~np.isnan(values) & (self.design.weights > 0)
        w, y = self.design.weights, np.nan_to_num(values)
        if not base.any():
            return np.nan, np.nan, 0
        estimate = w[base] @ y[base] if total else w[base] @ y[base] / w[base].sum()
        u = base * (y if total else (y - estimate) / w[base].sum())
        return estimate, np.sqrt(variance_by_explicit_sums(self.design, u, self.margins)), int(base.sum())


cases = st.builds(
    Case,
    st.integers(0, 10_000),
    strata=st.booleans(),
    clusters=st.booleans(),
    fpc=st.booleans(),
    raked=st.booleans(),
    lonely=st.sampled_from(["certainty", "adjust", "average"]),
)


@settings(max_examples=150)
@given(cases, st.sampled_from(["proportions", "means", "totals"]))
def test_estimates_and_standard_errors_equal_explicit_sums(case: Case, statistic: str) -> None:
    function = {"proportions": proportions, "means": means, "totals": totals}[statistic]
    values = case.yes if statistic == "proportions" else case.amount
    found: Estimates = function(case.design, values, by=case.by, levels=LEVELS)  # type: ignore[operator]
    for level in range(LEVELS):
        estimate, se, n = case.expected(values, level, total=statistic == "totals")
        np.testing.assert_allclose(found.estimate[level], estimate, rtol=1e-12)
        np.testing.assert_allclose(found.se[level], se, rtol=1e-7, atol=1e-9)
        assert found.n[level] == n


@settings(max_examples=50)
@given(cases)
def test_bases_are_the_people_their_weights_and_kish_s_effective_number(case: Case) -> None:
    found = proportions(case.design, case.yes, by=case.by, levels=LEVELS)
    for level in range(LEVELS):
        w = case.design.weights[(case.by == level) & ~np.isnan(case.yes)]
        assert found.n[level] == (w > 0).sum()
        np.testing.assert_allclose(found.n_weighted[level], w.sum())
        np.testing.assert_allclose(found.n_effective[level], w.sum() ** 2 / (w**2).sum() if w.any() else 0)


@settings(max_examples=50)
@given(cases)
def test_degrees_of_freedom_are_units_less_strata(case: Case) -> None:
    domain = proportions(case.design, case.yes, by=case.by, levels=LEVELS)
    whole = proportions(case.design, case.yes, by=case.by, levels=LEVELS, df_method="design")
    strata = np.zeros(case.design.n, int) if case.design.strata is None else case.design.strata
    psu = np.arange(case.design.n) if case.design.psu is None else case.design.psu
    units = list(zip(strata.tolist(), psu.tolist(), strict=True))
    assert set(whole.df) == {float(len(set(units)) - len(set(strata.tolist())))}
    for level in range(LEVELS):
        rows = np.flatnonzero((case.by == level) & ~np.isnan(case.yes) & (case.design.weights > 0))
        assert domain.df[level] == len({units[i] for i in rows}) - len({units[i][0] for i in rows})


def test_an_empty_level_gives_a_row_without_an_estimate() -> None:
    found = proportions(Design(np.ones(4)), [1.0, 0, 1, np.nan], by=[0, 0, 0, 1], levels=3)
    assert found.n.tolist() == [3, 0, 0]
    assert np.isnan(found.estimate).tolist() == [False, True, True]
    for column in (found.se, found.low, found.high, found.deff):
        assert np.isnan(column[1:]).all()


def test_a_single_answer_gives_no_interval() -> None:
    for interval in ("logit", "wald"):
        found = proportions(Design(np.ones(3)), [1.0, 0, 1], by=[0, 1, 1], levels=2, interval=interval)
        assert found.df.tolist() == [0, 1]
        assert np.isnan([found.low[0], found.high[0]]).all()
        assert not np.isnan([found.low[1], found.high[1]]).any()


def test_all_answers_alike_give_the_exact_interval_of_clopper_and_pearson() -> None:
    found = proportions(Design(np.ones(30)), np.repeat([1.0, 0.0], 15), by=np.repeat([0, 1], 15), levels=2)
    assert found.estimate.tolist() == [1, 0]
    np.testing.assert_allclose(found.low, [beta.ppf(0.025, 15, 1), 0], rtol=1e-12)
    np.testing.assert_allclose(found.high, [1, beta.ppf(0.975, 1, 15)], rtol=1e-12)


def test_a_logit_interval_stays_inside_nought_and_one_where_a_wald_interval_does_not() -> None:
    answers = np.array([1.0] + [0.0] * 19)
    logit, wald = (proportions(Design(np.ones(20)), answers, interval=kind) for kind in ("logit", "wald"))
    assert 0 < logit.low[0] < 0.05 < logit.high[0] < 1
    assert wald.low[0] < 0
    half = t.ppf(0.975, 19) * wald.se[0]
    np.testing.assert_allclose(wald.high[0] - wald.estimate[0], half, rtol=1e-12)


def test_the_method_is_told() -> None:
    design = Design(np.ones(4))
    raked = rake(design, [Margin("a", ("x", "y"), np.array([0, 0, 1, 1]), np.array([1.0, 3.0]))]).design
    answers = [1.0, 0, 1, 0]
    assert proportions(design, answers).method == "proportion; variance=taylor,weights; interval=logit,0.95; df=domain; missing=domain"
    assert means(raked, answers, confidence=0.9).method == "mean; variance=taylor,raked; interval=wald,0.9; df=domain; missing=domain"
    assert totals(raked, answers, variance="weights").method.startswith("total; variance=taylor,weights")


def test_a_raked_margin_has_no_variance_left() -> None:
    codes = np.array([0, 0, 1, 1, 1, 0])
    raked = rake(Design(np.array([1.0, 2, 1, 3, 1, 1])), [Margin("a", ("x", "y"), codes, np.array([1.0, 3.0]))]).design
    assert proportions(raked, codes * 1.0).se[0] == pytest.approx(0, abs=1e-8)
    assert proportions(raked, codes * 1.0, variance="weights").se[0] > 0.1


def test_a_stratum_of_one_unit_is_refused_by_default_and_named() -> None:
    design = Design(np.ones(3), strata=np.array([4, 4, 9]))
    with pytest.raises(ValueError, match="Stratum 9 has one unit"):
        means(design, [1.0, 2, 3])
    census = Design(np.ones(3), strata=np.array([4, 4, 9]), fpc=np.array([5.0, 5, 1]))
    assert means(census, [1.0, 2, 3]).se[0] > 0


def test_units_of_the_same_code_in_two_strata_are_two_units() -> None:
    design = Design(np.ones(8), strata=np.repeat([0, 1], 4), psu=np.tile([7, 7, 8, 8], 2))
    assert means(design, np.arange(8.0), df_method="design").df[0] == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weights": []}, "no rows"),
        ({"weights": [1, -1, 1]}, "row 2 is below zero"),
        ({"weights": [1, np.nan, 1]}, "row 2 is not a number"),
        ({"weights": [0, 0, 0]}, "Every weight is zero"),
        ({"weights": [[1, 2]]}, "2 dimensions"),
        ({"strata": [1, 2]}, "strata has 2 rows and weights 3"),
        ({"strata": [1.5, 2, 2]}, "whole-number codes"),
        ({"fpc": [5, 6, 5]}, "row 2 differs"),
        ({"fpc": [0.5, 0.5, 0.5]}, "not sampling fractions"),
        ({"lonely_psu": "ignore"}, "fail, certainty, adjust, average"),
    ],
)
def test_arrays_that_are_not_a_design_are_refused_in_words(changes: dict[str, Any], words: str) -> None:
    arguments: dict[str, Any] = {"weights": [1, 1, 1]} | changes
    arrays: dict[str, Any] = {key: np.array(value) if isinstance(value, list) else value for key, value in arguments.items()}
    with pytest.raises(ValueError, match=words):
        Design(**arrays)


@pytest.mark.parametrize(
    ("outcome", "by", "words"),
    [
        ([1, 0], None, "2 values"),
        ([1, 2, 0], None, "row 2 is 2"),
        ([1, np.inf, 0], None, "Row 2 is infinite"),
        ([1, 0, 0], [0, 1], "3 whole-number codes"),
        ([1, 0, 0], [0, 5, 0], "row 2 has code 5"),
        ([1, 0, 0], [0.0, 1.0, 1.0], "whole-number codes"),
    ],
)
def test_answers_that_do_not_fit_the_design_are_refused_in_words(outcome: list[float], by: list[float] | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        proportions(Design(np.ones(3)), np.array(outcome), by=None if by is None else np.array(by), levels=2)


def test_a_confidence_outside_nought_and_one_is_refused() -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        proportions(Design(np.ones(3)), [1.0, 0, 1], confidence=95)


@pytest.mark.parametrize("estimate", [proportions, means, totals])
def test_the_complete_convention_is_the_design_of_those_who_answered_alone(estimate: Any) -> None:
    rng = np.random.default_rng(8)
    answers, by = rng.integers(0, 2, 60).astype(float), rng.integers(-1, 2, 60)
    answers[rng.random(60) < 0.2] = np.nan
    design = Design(rng.uniform(1, 3, 60), strata=np.arange(60) % 2, psu=np.arange(60) // 5, lonely_psu="adjust")
    keep = ~np.isnan(answers) & (by >= 0)
    alone = Design(design.weights[keep], strata=(np.arange(60) % 2)[keep], psu=(np.arange(60) // 5)[keep], lonely_psu="adjust")
    complete = estimate(design, answers, by=by, levels=2, missing="complete", df_method="design")
    plain = estimate(alone, answers[keep], by=by[keep], levels=2, df_method="design")
    domain = estimate(design, answers, by=by, levels=2, df_method="design")
    np.testing.assert_allclose(complete.se, plain.se, rtol=1e-12)
    np.testing.assert_array_equal(complete.df, plain.df)
    np.testing.assert_allclose(complete.estimate, domain.estimate, rtol=1e-12)
    assert "missing=complete" in complete.method
    assert "missing=domain" in domain.method
    with pytest.raises(ValueError, match="missing is 'some'"):
        estimate(design, answers, missing="some")
