"""Numbers that lose digits, weights of zero, empty blocks of a table, and misspelt words: right, or refused."""

from typing import Any

import numpy as np
import pytest

from folkmoot.survey import Design, Factor, Margin, means, proportions, rake, tables, totals
from folkmoot.survey.comparisons import rao_scott


@pytest.mark.parametrize("level", [2024.0, 2.5e7, 1.7e9])
def test_the_spread_of_large_numbers_that_differ_little_is_kept(level: float) -> None:
    rng = np.random.default_rng(1)
    small = rng.normal(0, 1, 500)
    found = totals(Design(np.full(500, 3.0)), level + small)
    assert found.se[0] == pytest.approx(3 * np.sqrt(500) * (level + small).std(ddof=1), rel=1e-6)
    assert found.se[0] == pytest.approx(3 * np.sqrt(500) * small.std(ddof=1), rel=1e-6)


@pytest.mark.parametrize("psu", [False, True])
@pytest.mark.parametrize("raked", [False, True])
def test_strata_of_very_different_size_keep_theirs(psu: bool, raked: bool) -> None:
    rng = np.random.default_rng(2)
    stratum = np.arange(400) % 4
    units = np.arange(400) // 20 if psu else None
    noise = rng.normal(0, 1, 400)
    values = 1e8 * (1 + stratum) + noise
    design = Design(np.full(400, 5.0), strata=stratum, psu=units)
    if raked:
        design = rake(design, [Margin("m", ("a", "b"), np.arange(400) % 2, np.array([900.0, 1100]))]).design
    z = np.where(np.arange(400) % 2, 5.5, 4.5) * noise / 2000 if raked else 5 * noise / 2000
    unit = np.arange(400) if units is None else stratum * 100 + units
    variance = 0.0
    if not raked:  # within a stratum only the noise differs
        for h in range(4):
            sums = np.array([z[(stratum == h) & (unit == u)].sum() for u in np.unique(unit[stratum == h])])
            variance += sums.size * sums.var(ddof=1)
        assert means(design, values).se[0] == pytest.approx(np.sqrt(variance), rel=1e-5)
    else:
        assert 0 < means(design, values).se[0] < 10 * 1e8  # a number, and not lost in rounding
        assert means(design, noise).se[0] > 0.01


def test_a_margin_that_was_raked_to_has_no_variance_even_where_some_weigh_nothing() -> None:
    rng = np.random.default_rng(3)
    n = 400
    weights = np.where(rng.random(n) < 0.3, 0.0, rng.uniform(1, 3, n))
    one, two = rng.integers(0, 2, n), rng.integers(0, 3, n)
    margins = [Margin("one", ("x", "y"), one, np.array([500.0, 500])), Margin("two", ("p", "q", "r"), two, np.array([300.0, 300, 400]))]
    zero = rake(Design(weights), margins).design
    live = weights > 0
    dropped = [Margin(m.name, m.levels, m.codes[live], m.targets) for m in margins]
    alone = rake(Design(weights[live]), dropped).design
    assert proportions(zero, (one == 0).astype(float)).se[0] == pytest.approx(0, abs=1e-8)
    values = rng.normal(size=n)
    # the rows that weigh nothing still count among the units that were sampled: n/(n-1) alone differs
    ratio = np.sqrt((n / (n - 1)) / (live.sum() / (live.sum() - 1)))
    assert means(zero, values).se[0] == pytest.approx(means(alone, values[live]).se[0] * ratio, rel=1e-3)


@pytest.mark.parametrize("psu", [False, True])
def test_a_table_with_an_empty_block_is_tested_alike_in_every_order_of_its_levels(psu: bool) -> None:
    rng = np.random.default_rng(0)
    n, levels = 400, tuple("0123")
    rows, columns = rng.integers(0, 4, n), rng.integers(0, 4, n)
    columns[(rows < 2) & (columns < 2)] += 2
    design = Design(rng.uniform(0.5, 2, n), psu=np.arange(n) // 8 if psu else None)
    found = []
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        test = rao_scott(design, Factor("r", levels, np.array(order)[rows]), Factor("c", levels, columns))
        other = rao_scott(design, Factor("r", levels, rows), Factor("c", levels, np.array(order)[columns]))
        found += [test, other]
    for test in found[1:]:
        assert test.statistic == pytest.approx(found[0].statistic, rel=1e-7)
        assert test.df == pytest.approx(found[0].df, rel=1e-7)
        assert test.first_order_p == pytest.approx(found[0].first_order_p, rel=1e-6, abs=1e-300)
    assert found[0].first_order_df == 8  # nine contrasts, one of which only the empty cells would tell


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"interval": "Logit"}, "interval is 'Logit'. Use one of: logit, wald"),
        ({"variance": "rake"}, "variance is 'rake'. Use one of: raked, weights"),
        ({"df_method": "Normal"}, "df_method is 'Normal'. Use one of: domain, design, normal"),
    ],
)
def test_a_misspelt_choice_is_refused(how: dict[str, Any], words: str) -> None:
    yes = np.array([0.0, 1, 1, 0])
    with pytest.raises(ValueError, match=words):
        proportions(Design(np.ones(4)), yes, **how)
    with pytest.raises(ValueError, match=words):
        tables(Design(np.ones(4)), [Factor("a", ("no", "yes"), yes.astype(int))], [], **how)


def test_a_misspelt_convention_of_a_test_is_refused() -> None:
    factor = Factor("a", ("x", "y"), np.array([0, 1, 1, 0]))
    with pytest.raises(ValueError, match="missing is 'drop'"):
        rao_scott(Design(np.ones(4)), factor, factor, missing="drop")  # type: ignore[arg-type]


def test_numbers_are_levels_in_the_order_of_numbers_and_nan_is_no_answer() -> None:
    assert Factor.from_values("n", [10, 9, 2, None]).levels == ("2", "9", "10")
    floats = Factor.from_values("n", [1.0, float("nan"), 2.0])
    assert floats.levels == ("1.0", "2.0")
    assert floats.codes.tolist() == [0, -1, 1]
    assert Factor.from_values("n", ["b", float("nan"), "a"]).codes.tolist() == [1, -1, 0]
    with pytest.raises(ValueError, match="some values are words and some are not"):
        Factor.from_values("n", ["a", 1])
    with pytest.raises(ValueError, match="levels must be words, each named once"):
        Factor.from_values("n", ["a"], ["a", "a"])


@pytest.mark.parametrize("name", ["strata", "psu"])
def test_a_row_without_a_stratum_or_cluster_is_refused(name: str) -> None:
    area = Factor.from_values("area", ["N", None, "S"])
    with pytest.raises(ValueError, match=f"{name}: row 2 has none"):
        Design(np.ones(3), **{name: area.codes})


@pytest.mark.parametrize("scale", [1e-150, 1e100])
def test_weights_of_any_scale_can_be_raked(scale: float) -> None:
    codes = np.array([0, 1, 0, 1, 1])
    margins = [Margin("m", ("a", "b"), codes, np.array([0.5, 0.5]))]
    plain, scaled = rake(Design(np.ones(5)), margins), rake(Design(np.full(5, scale)), margins)
    np.testing.assert_allclose(scaled.weights, plain.weights, rtol=1e-12)


def test_codes_changed_afterwards_change_no_margin() -> None:
    codes = np.array([0, 1, 0, 1], np.int8)
    margin = Margin("m", ("a", "b"), codes, np.array([1.0, 1]))
    codes[:] = 0
    assert margin.codes.tolist() == [0, 1, 0, 1]
