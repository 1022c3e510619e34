"""What must not change the numbers does not: the order of the rows, the scale of the weights, the names of the levels."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design, Margin, Variance, means, proportions, rake, totals
from folkmoot.survey.comparisons.rao_scott import RaoScott, rao_scott
from folkmoot.survey.factors import Factor
from folkmoot.survey.tables import Table, tables

SEEDS = st.integers(0, 100_000)


@dataclass(frozen=True)
class Drawn:
    """A random survey: everything about its rows, before raking."""

    weights: np.ndarray
    strata: np.ndarray | None
    psu: np.ndarray | None
    area: np.ndarray
    age: np.ndarray
    agree: np.ndarray
    number: np.ndarray

    @classmethod
    def of(cls, seed: int) -> "Drawn":
        rng = np.random.default_rng(seed)
        n = int(rng.integers(30, 120))
        psu = rng.integers(0, 8, n) if seed % 3 == 0 else None
        return cls(
            weights=rng.gamma(3, 2, n),
            strata=rng.integers(0, 2, n) if seed % 2 else None,
            psu=psu,
            area=np.r_[np.arange(4), rng.integers(-1, 4, n - 4)],
            age=np.r_[np.arange(3), rng.integers(0, 3, n - 3)],
            agree=rng.integers(-1, 2, n),
            number=np.where(rng.random(n) < 0.1, np.nan, rng.normal(10, 3, n)),
        )

    def reordered(self, order: np.ndarray) -> "Drawn":
        return Drawn(*(None if column is None else column[order] for column in vars(self).values()))

    def design(self, *, scale: float = 1.0, names: tuple[int, ...] = (0, 1, 2)) -> Design:
        design = Design(self.weights * scale, strata=self.strata, psu=self.psu, lonely_psu="adjust")
        order = np.array(names)
        levels, codes = tuple("abc"[name] for name in names), np.argsort(order)[self.age]
        return rake(design, [Margin("age", levels, codes, np.array([500.0, 300, 200])[order] * scale)]).design

    def tables(self, **how: object) -> tuple[Table, ...]:
        outcomes = [Factor("agree", ("no", "yes"), self.agree)]
        return tables(self.design(**how), outcomes, [Factor("area", tuple("pqrs"), self.area), Factor("age", tuple("xyz"), self.age)])  # type: ignore[arg-type]

    def test(self, **how: object) -> RaoScott:
        return rao_scott(self.design(**how), Factor("area", tuple("pqrs"), self.area), Factor("agree", ("no", "yes"), self.agree))  # type: ignore[arg-type]


def same_tables(mine: tuple[Table, ...], other: tuple[Table, ...], *, weighted: float = 1.0) -> None:
    for a, b in zip(mine, other, strict=True):
        for column in ("estimate", "se", "low", "high", "n", "n_effective", "df", "deff"):
            np.testing.assert_allclose(getattr(a.estimates, column), getattr(b.estimates, column), rtol=1e-7, atol=1e-9, err_msg=column)
        np.testing.assert_allclose(a.estimates.n_weighted * weighted, b.estimates.n_weighted, rtol=1e-7)


def same_tests(mine: RaoScott, other: RaoScott) -> None:
    for column in ("statistic", "df", "df_denominator", "p", "pearson", "first_order_p", "n"):
        assert getattr(mine, column) == pytest.approx(getattr(other, column), rel=1e-6, abs=1e-10, nan_ok=True), column


@settings(max_examples=40)
@given(SEEDS)
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    drawn = Drawn.of(seed)
    other = drawn.reordered(np.random.default_rng(seed + 1).permutation(drawn.weights.size))
    same_tables(drawn.tables(), other.tables())
    same_tests(drawn.test(), other.test())


@settings(max_examples=40)
@given(SEEDS, st.sampled_from([1e-6, 0.37, 1e5]))
def test_the_scale_of_the_weights_changes_nothing_but_the_weighted_base(seed: int, scale: float) -> None:
    drawn = Drawn.of(seed)
    same_tables(drawn.tables(), drawn.tables(scale=scale), weighted=scale)
    same_tests(drawn.test(), drawn.test(scale=scale))


@settings(max_examples=40)
@given(SEEDS, st.permutations(range(3)))
def test_the_names_and_order_of_a_margins_levels_change_nothing(seed: int, names: list[int]) -> None:
    drawn = Drawn.of(seed)
    same_tables(drawn.tables(), drawn.tables(names=tuple(names)))


@settings(max_examples=40)
@given(SEEDS, st.permutations(range(4)))
def test_the_order_of_a_factors_levels_only_moves_the_rows(seed: int, order: list[int]) -> None:
    drawn = Drawn.of(seed)
    design = drawn.design()
    moved = np.where(drawn.area < 0, -1, np.argsort(order)[drawn.area])
    plain = tables(design, [Factor("agree", ("no", "yes"), drawn.agree)], [Factor("area", tuple("pqrs"), drawn.area)])[1].estimates
    other = tables(design, [Factor("agree", ("no", "yes"), drawn.agree)], [Factor("area", tuple("pqrs"), moved)])[1].estimates
    for column in ("estimate", "se", "n"):
        np.testing.assert_allclose(getattr(plain, column)[order], getattr(other, column), rtol=1e-9, atol=1e-12)


@settings(max_examples=40)
@given(SEEDS, st.sampled_from(["raked", "weights"]))
def test_totals_of_groups_add_up_to_the_whole(seed: int, variance: Variance) -> None:
    drawn = Drawn.of(seed)
    design = drawn.design()
    by = totals(design, drawn.number, by=drawn.age, levels=3, variance=variance)
    whole = totals(design, drawn.number, variance=variance)
    assert by.estimate.sum() == pytest.approx(whole.estimate[0], rel=1e-10)
    assert by.n.sum() == whole.n[0]
    assert by.n_weighted.sum() == pytest.approx(whole.n_weighted[0], rel=1e-10)


@settings(max_examples=40)
@given(SEEDS)
def test_the_shares_of_groups_weighted_by_their_bases_are_the_share_of_all(seed: int) -> None:
    drawn = Drawn.of(seed)
    outcome = np.where(drawn.agree < 0, np.nan, drawn.agree)
    by = proportions(drawn.design(), outcome, by=drawn.age, levels=3)
    whole = proportions(drawn.design(), outcome)
    assert np.nansum(by.estimate * by.n_weighted) / by.n_weighted.sum() == pytest.approx(whole.estimate[0], rel=1e-10)


@settings(max_examples=40)
@given(SEEDS, st.floats(-50, 50), st.floats(0.1, 20))
def test_means_follow_a_change_of_scale_and_origin(seed: int, origin: float, scale: float) -> None:
    drawn = Drawn.of(seed)
    design = drawn.design()
    plain, moved = means(design, drawn.number), means(design, origin + scale * drawn.number)
    assert moved.estimate[0] == pytest.approx(origin + scale * plain.estimate[0], rel=1e-9, abs=1e-9)
    assert moved.se[0] == pytest.approx(scale * plain.se[0], rel=1e-7)


@pytest.mark.parametrize("make", [proportions, means, totals])
def test_the_same_input_gives_the_same_bits(make: Callable[..., object]) -> None:
    drawn = Drawn.of(5)
    outcome = np.where(drawn.agree < 0, np.nan, drawn.agree)
    first, again = (make(drawn.design(), outcome, by=drawn.age, levels=3) for _ in range(2))
    for column in ("estimate", "se", "low", "high"):
        assert getattr(first, column).tobytes() == getattr(again, column).tobytes()
