"""Base weights that all differ cost no more than equal ones: rows are alike in margins, whatever they weigh."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.estimates import means, proportions, totals
from folkmoot.survey.factors import Factor
from folkmoot.survey.group_estimates import group_means, group_shares
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake
from folkmoot.survey.weights.auxiliaries import Auxiliary
from folkmoot.survey.weights.calibrate import calibrate
from survey.plain_oracles import indicators, variance_by_explicit_sums

SIZES = (2, 6, 12, 5)
CELLS = 2 * 6 * 12 * 5


def survey(n: int, sizes: tuple[int, ...], seed: int) -> tuple[Design, list[Margin], np.random.Generator]:
    """A sample with a base weight of its own for each row, and margins a little away from it."""
    rng = np.random.Generator(np.random.PCG64(seed))
    weights = rng.lognormal(0, 0.5, n)
    margins = []
    for place, size in enumerate(sizes):
        codes = np.concatenate([np.arange(size), rng.integers(0, size, n - size)])
        held = np.bincount(codes, weights, size) * rng.uniform(0.9, 1.1, size)
        margins.append(Margin(f"factor {place}", tuple(map(str, range(size))), codes, held * 1000 / held.sum()))
    return Design(weights), margins, rng


def test_rows_of_different_base_weight_share_a_cell() -> None:
    design, margins, _ = survey(20_000, SIZES, 1)
    assert np.unique(design.weights).size == 20_000
    raked, calibrated = rake(design, margins).design, calibrate(design, margins, distance="raking").design
    thirds = np.arange(20_000) % 3 == 0
    for made in (raked, calibrated, raked.kept(thirds), calibrated.kept(thirds)):
        assert made.calibration is not None
        assert len(made.calibration.cell_levels) <= CELLS
        assert made.raked_blocks.stratum.size <= CELLS
    stratified = calibrate(replace(design, strata=np.arange(20_000) % 4), margins).design
    assert stratified.raked_blocks.stratum.size <= 4 * CELLS


def explained(X: Floats, base: Floats, u: Floats) -> Floats:
    """The regression of u on X in which each row counts its base weight."""
    root = np.sqrt(base)[:, None]
    return np.asarray(X @ np.linalg.lstsq(X * root, u * root[:, 0], rcond=None)[0])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.booleans())
def test_every_estimate_has_the_variance_of_the_weighted_regression_row_by_row(
    seed: int, strata: bool, clusters: bool, zeros: bool
) -> None:
    base, margins, rng = survey(70, (2, 3), seed)
    weights = np.where(np.arange(70) % 9 == 7, 0.0, base.weights) if zeros else base.weights
    design = Design(weights, strata=np.arange(70) % 3 if strata else None, psu=rng.integers(0, 8, 70) if clusters else None)
    age = Auxiliary("age", rng.uniform(20, 80, 70), 1000 * 50.0)
    design = calibrate(replace(design, weights=weights * 1000 / weights.sum()), margins, [age], distance="raking").design
    w, X = design.weights, np.column_stack([indicators(margins), age.values])
    y = np.where(np.arange(70) % 11 == 3, np.nan, (rng.random(70) < 0.4) * 1.0)
    number = rng.normal(40, 9, 70)
    by = Factor.from_values("group", [("a", "b", "c")[k] for k in rng.integers(0, 3, 70)])
    level = by.codes.astype(np.int64)
    shares, averages, sums = (made(design, v, by=level, levels=3) for made, v in ((proportions, y), (means, number), (totals, number)))
    grouped = {"share": group_shares(design, y, by=by), "mean": group_means(design, number, by=by)}
    residual = {}
    for k in range(3):
        for name, found, values in (("share", shares, y), ("mean", averages, number), ("total", sums, number)):
            inside = (level == k) & ~np.isnan(values) & (w > 0)
            u = np.zeros(70)
            u[inside] = values[inside] if name == "total" else (values[inside] - found.estimate[k]) / w[inside].sum()
            residual[name, k] = u - explained(X, weights, u)
            expected = variance_by_explicit_sums(design, residual[name, k], None)
            assert found.se[k] ** 2 == pytest.approx(expected, rel=1e-9, abs=1e-18)
            scores = np.column_stack([u, u])
            assert linearised_covariance(design, scores, variance="raked")[0, 1] == pytest.approx(expected, rel=1e-9, abs=1e-18)
    for name, groups in grouped.items():
        for a, b in ((0, 1), (1, 2), (2, 0)):
            both = variance_by_explicit_sums(design, residual[name, a] + residual[name, b], None)
            twice = both - groups.covariance[a, a] - groups.covariance[b, b]
            assert groups.covariance[a, b] == pytest.approx(twice / 2, rel=1e-8, abs=1e-15 * max(both, 1))


def test_who_weighs_nothing_stays_out_of_the_fit_when_rows_are_kept_or_repeated() -> None:
    base, margins, rng = survey(90, (2, 3), 4)
    y = (rng.random(90) < 0.5) * 1.0
    live = np.arange(90) % 5 != 3
    some = [Margin(m.name, m.levels, m.codes[live], m.targets) for m in margins]
    whole = rake(replace(base, weights=np.where(live, base.weights, 0.0)), margins).design
    half = np.arange(90) % 2 == 0
    without = rake(Design(base.weights[live]), some).design
    kept = whole.kept(half).kept((whole.weights > 0)[half])
    np.testing.assert_allclose(proportions(kept, y[half & live]).se, proportions(without.kept(half[live]), y[half & live]).se, rtol=1e-10)
    assert whole.calibration is not None
    twice = whole.calibration.taken(np.tile(np.arange(90), 2))
    np.testing.assert_array_equal(twice.counts, 2 * whole.calibration.counts)


def test_many_levels_in_many_cells_are_worked_out_a_few_at_a_time() -> None:
    # 3,000 rows that each have a number of their own are 3,000 cells: with 3,000 levels, nine million sums of each kind
    design, margins, rng = survey(3_000, (2,), 8)
    income = Auxiliary("income", rng.lognormal(10, 0.3, 3_000), 1000 * 23_000.0)
    design = calibrate(replace(design, weights=design.weights * 1000 / design.weights.sum()), margins, [income], distance="raking").design
    level = np.arange(3_000) // 2 * 2  # a level of two rows, then one of none
    values = rng.normal(size=3_000)
    outcome = (values > 0) * 1.0
    whole = proportions(design, outcome, by=level, levels=3_000), means(design, values, by=level, levels=3_000)
    for place in (0, 1, 1_398, 1_399, 2_998, 2_999):
        own = np.where(level == place, 0, -1)
        alone = proportions(design, outcome, by=own), means(design, values, by=own)
        for together, one in zip(whole, alone, strict=True):
            for name in ("estimate", "n_weighted", "df", "low", "high", "n"):
                np.testing.assert_allclose(getattr(together, name)[place], getattr(one, name)[0], rtol=1e-10, err_msg=name)
            np.testing.assert_allclose(together.se[place], one.se[0], rtol=1e-9, atol=1e-12)
