"""Many tables at once are the single tables, and the tests of independence those of a row-by-row covariance."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, Margin, Variance, proportions, rake
from folkmoot.survey.comparisons.rao_scott import rao_scott
from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.cube import cell_covariance, make_cube
from folkmoot.survey.factors import Factor
from folkmoot.survey.tables import tables


def draw_survey(seed: int, n: int, *, strata: bool, psu: bool, raked: bool, zero: bool) -> tuple[Design, list[Factor], list[Factor]]:
    rng = np.random.default_rng(seed)
    weights = rng.gamma(2, 3, n)
    if zero:
        weights[rng.random(n) < 0.2] = 0
        weights[0] = 1.0
    design = Design(
        weights,
        strata=rng.integers(0, 3, n) if strata else None,
        psu=rng.integers(0, 4, n) if psu else None,
        lonely_psu="adjust",
    )
    factors = [
        Factor(name, tuple("abcdef"[:levels]), rng.integers(-1, levels, n)) for name, levels in (("age", 3), ("area", 6), ("one", 1))
    ]
    outcomes = [Factor("agree", ("no", "yes"), rng.integers(-1, 2, n)), Factor("how", ("x", "y", "z"), rng.integers(-1, 3, n))]
    if raked:
        codes = np.arange(n) % 3
        totals = np.bincount(codes, design.weights, 3)
        if (totals > 0).all():
            design = rake(design, [Margin("m", ("p", "q", "r"), codes, totals * [1.1, 0.9, 1.2])]).design
    return design, outcomes, factors


DESIGNS = st.fixed_dictionaries({name: st.booleans() for name in ("strata", "psu", "raked", "zero")})


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(3, 40), DESIGNS, st.sampled_from(["raked", "weights"]))
def test_every_table_is_the_table_made_alone(seed: int, n: int, kind: dict[str, bool], variance: Variance) -> None:
    design, outcomes, factors = draw_survey(seed, n, **kind)
    made = tables(design, outcomes, factors, variance=variance)
    assert [(t.outcome, t.answer, t.factor) for t in made] == [
        (o.name, answer, f)
        for o, answers in zip(outcomes, (["yes"], ["x", "y", "z"]), strict=True)
        for answer in answers
        for f in (None, "age", "area", "one")
    ]
    by_name = {f.name: f for f in (*outcomes, *factors)}
    for table in made:
        outcome = by_name[table.outcome]
        gave = np.where(outcome.codes < 0, np.nan, outcome.codes == outcome.levels.index(table.answer))
        by = None if table.factor is None else by_name[table.factor]
        alone = proportions(design, gave, by=None if by is None else by.codes, levels=len(table.levels), variance=variance)
        for column in ("n", "n_weighted", "n_effective", "estimate", "se", "low", "high", "df", "deff"):
            np.testing.assert_allclose(getattr(table.estimates, column), getattr(alone, column), rtol=1e-9, atol=1e-11, err_msg=column)
        assert table.estimates.method == alone.method


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(4, 40), DESIGNS, st.sampled_from(["raked", "weights"]))
def test_the_covariance_of_cells_is_that_of_the_rows(seed: int, n: int, kind: dict[str, bool], variance: Variance) -> None:
    design, outcomes, factors = draw_survey(seed, n, **(kind | {"psu": False}))
    cube = make_cube(design, outcomes[:1], factors[:1], variance=variance)
    cells = cube.by_block(0).values.swapaxes(1, 2).reshape(-1, 3)
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(6, 2))  # a score for each level of the factor by each answer
    by_row = np.zeros((n, 2))
    known = (factors[0].codes >= 0) & (outcomes[0].codes >= 0) & (design.weights > 0)
    by_row[known] = scores[factors[0].codes[known] * 2 + outcomes[0].codes[known]]
    blocks = cube.blocks.stratum.size
    fast = cell_covariance(design, cells, np.repeat(np.arange(blocks), 6), np.tile(scores, (blocks, 1)), variance=variance)
    np.testing.assert_allclose(fast, linearised_covariance(design, by_row, variance=variance), rtol=1e-9, atol=1e-8)


def plain_rao_scott(design: Design, rows: Factor, columns: Factor, variance: Variance) -> tuple[float, float, float]:
    """Pearson's statistic, its mean design effect and Satterthwaite's degrees of freedom, from the eigenvalues of the generalised
    design effects (Rao and Scott 1984) with the covariance of the rows."""
    known = (rows.codes >= 0) & (columns.codes >= 0) & (design.weights > 0)
    levels = [sorted(set(f.codes[known].tolist())) for f in (rows, columns)]
    R, C = len(levels[0]), len(levels[1])
    total = design.weights[known].sum()
    indicator = np.zeros((design.n, R * C))
    for i in np.flatnonzero(known):
        indicator[i, levels[0].index(int(rows.codes[i])) * C + levels[1].index(int(columns.codes[i]))] = 1
    p = design.weights @ indicator / total
    V = linearised_covariance(design, (indicator - p) * known[:, None] / total, variance=variance)
    table = p.reshape(R, C)
    expected = np.outer(table.sum(1), table.sum(0))
    pearson = design.n * ((table - expected) ** 2 / expected).sum()
    # contrasts of log shares that independence sets to zero: each cell against the last row and column
    contrasts = []
    for i in range(R - 1):
        for j in range(C - 1):
            c = np.zeros((R, C))
            c[i, j], c[i, -1], c[-1, j], c[-1, -1] = 1, -1, -1, 1
            contrasts.append(c.ravel())
    over = np.array(contrasts) / p
    simple = over @ np.diag(p) @ over.T / design.n
    effects = np.linalg.eigvals(np.linalg.solve(simple, over @ V @ over.T)).real
    return float(pearson), float(effects.mean()), float(effects.sum() ** 2 / (effects**2).sum())


@settings(max_examples=40)
@given(st.integers(0, 10_000), DESIGNS, st.sampled_from(["raked", "weights"]))
def test_rao_scott_is_that_of_the_eigenvalues_of_the_design_effects(seed: int, kind: dict[str, bool], variance: Variance) -> None:
    design, outcomes, factors = draw_survey(seed, 300, **kind)
    found = rao_scott(design, factors[1], outcomes[1], variance=variance)
    pearson, mean_deff, df = plain_rao_scott(design, factors[1], outcomes[1], variance)
    assert found.pearson == pytest.approx(pearson, rel=1e-9)
    assert found.mean_deff == pytest.approx(mean_deff, rel=1e-7)
    assert found.df == pytest.approx(df, rel=1e-7)
    assert found.statistic == pytest.approx(pearson / (mean_deff * 10), rel=1e-7)


def test_leaving_out_those_who_did_not_answer_changes_the_degrees_of_freedom_only_a_little() -> None:
    design, outcomes, factors = draw_survey(1, 300, strata=False, psu=False, raked=False, zero=False)
    domain = rao_scott(design, factors[0], outcomes[0])
    complete = rao_scott(design, factors[0], outcomes[0], missing="complete")
    assert domain.n == complete.n < 300
    assert domain.df_denominator == pytest.approx(domain.df * 299)
    assert complete.df_denominator == pytest.approx(complete.df * (complete.n - 1))
    # the variances differ by n/(n-1) alone
    assert complete.statistic / domain.statistic == pytest.approx((300 / 299) / (complete.n / (complete.n - 1)))


@pytest.mark.parametrize("psu", [True, False])
def test_a_table_with_one_row_that_holds_anybody_has_nothing_to_test(psu: bool) -> None:
    design = Design(np.ones(6), psu=np.arange(6) if psu else None)
    found = rao_scott(design, Factor("one", ("a",), np.zeros(6, int)), Factor("agree", ("no", "yes"), np.arange(6) % 2))
    assert np.isnan([found.statistic, found.p, found.df]).all()
    assert found.n == 6
    assert "fewer than two rows or columns" in found.method


def test_an_outcome_of_one_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="agree has one answer"):
        tables(Design(np.ones(2)), [Factor("agree", ("yes",), np.zeros(2, int))], [])


def test_a_factor_of_ten_thousand_levels_and_empty_groups_give_a_row_each() -> None:
    n = 3000
    area: Any = np.arange(n) * 3  # two levels in three hold nobody
    made = tables(
        Design(np.ones(n)), [Factor("agree", ("no", "yes"), np.arange(n) % 2)], [Factor("area", tuple(map(str, range(10_000))), area)]
    )
    assert made[1].estimates.n.sum() == n
    assert np.isnan(made[1].estimates.estimate[1])
    assert made[1].estimates.n[1] == 0


def test_an_outcome_that_nobody_answered_has_rows_without_numbers() -> None:
    made = tables(Design(np.ones(4)), [Factor("agree", ("no", "yes"), np.full(4, -1))], [Factor("age", ("a", "b"), np.array([0, 0, 1, 1]))])
    assert [t.estimates.n.tolist() for t in made] == [[0], [0, 0]]
    assert all(np.isnan(t.estimates.estimate).all() for t in made)
