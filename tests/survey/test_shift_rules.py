"""What must hold of every shift whatever the answers, its sentences, the smallest bases, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.survey import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.no_change_test import free_contrasts
from folkmoot.survey.shift.paired_shift import Shift, shift
from folkmoot.survey.shift.shift_over_steps import shift_over_steps

LEVELS = ("no", "perhaps", "yes")


class Case:
    """A random clustered sample with two answers, some missing, and groups."""

    def __init__(self, seed: int, n: int = 60) -> None:
        rng = np.random.default_rng(seed)
        self.before, self.after = (Factor(name, LEVELS, rng.integers(-1, 3, n)) for name in ("before", "after"))
        self.by = Factor("place", ("north", "south"), rng.integers(-1, 2, n))
        self.w, self.psu, self.strata = rng.uniform(0.5, 2, n), rng.integers(0, 8, n), rng.integers(0, 2, n)

    def shift(self, rows: object = slice(None), scale: float = 1.0, swapped: bool = False, levels: tuple[str, ...] = LEVELS) -> Shift:
        before, after, by = (
            Factor(f.name, names, f.codes[rows]) for f, names in ((self.before, levels), (self.after, levels), (self.by, self.by.levels))
        )
        design = Design(self.w[rows] * scale, strata=self.strata[rows], psu=self.psu[rows])  # type: ignore[index]
        return shift(design, after, before, by=by) if swapped else shift(design, before, after, by=by)


def same(a: Shift, b: Shift, sign: float = 1.0) -> None:
    close = {"rtol": 1e-9, "atol": 1e-12}
    np.testing.assert_allclose(a.estimate, sign * b.estimate, **close)
    np.testing.assert_allclose(a.se, b.se, **close)
    np.testing.assert_allclose(a.no_change.chi2, b.no_change.chi2, rtol=1e-7, atol=1e-9)
    np.testing.assert_array_equal(a.n, b.n)
    np.testing.assert_array_equal(a.df, b.df)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.001, 1000))
def test_neither_row_order_nor_weight_scale_nor_level_names_matter_and_swapping_the_steps_flips_signs(seed: int, scale: float) -> None:
    case = Case(seed)
    found = case.shift()
    same(case.shift(rows=np.random.default_rng(seed + 1).permutation(60)), found)
    same(case.shift(scale=scale), found)
    same(case.shift(levels=("x", "y", "z")), found)
    swapped = case.shift(swapped=True)
    same(swapped, found, -1.0)
    np.testing.assert_allclose(swapped.low, -found.high, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(swapped.share_before, found.share_after)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_changes_sum_to_zero_and_are_the_shares_after_less_before(seed: int) -> None:
    found = Case(seed).shift()
    np.testing.assert_allclose(found.estimate.sum(1), 0, atol=1e-13)
    np.testing.assert_allclose(found.estimate, found.share_after - found.share_before, atol=1e-13)
    np.testing.assert_allclose(found.covariance.sum(1), 0, atol=1e-13)


def simple(before: list[int], after: list[int], levels: tuple[str, ...] = LEVELS, **kwargs: object) -> Shift:
    return shift(Design(np.ones(len(before))), Factor("b", levels, before), Factor("a", levels, after), **kwargs)  # type: ignore[arg-type]


def test_a_level_nobody_gave_takes_its_degree_of_freedom_away() -> None:
    before, after = [0, 0, 1, 1, 0, 1, 0, 0] * 5, [0, 1, 1, 0, 1, 1, 1, 0] * 5
    three, two = simple(before, after), simple(before, after, ("no", "yes"))
    assert (three.no_change.df[0], two.no_change.df[0]) == (1, 1)
    assert three.no_change.chi2[0] == pytest.approx(two.no_change.chi2[0], rel=1e-12)
    assert three.estimate[0, 2] == three.se[0, 2] == 0
    assert np.isnan(three.p[0, 2])


def test_people_moving_only_within_two_pairs_of_levels_are_two_degrees_of_freedom() -> None:
    before, after = [0, 0, 1, 2, 3, 3, 2] * 4, [1, 0, 0, 3, 3, 2, 3] * 4
    found = simple(before, after, tuple("abcd"))
    assert found.no_change.df[0] == 2
    assert found.no_change.chi2[0] > 0


@pytest.mark.parametrize("strata", [None, np.repeat([0, 1], 20)])
def test_where_all_moved_alike_there_is_no_test_and_no_silent_certainty(strata: object) -> None:
    weights = np.linspace(0.1, 1.7, 40) if strata is None else np.full(40, 0.3)
    before = np.zeros(40, int)
    after = np.repeat([1, 2], 20) if strata is not None else np.full(40, 2)
    found = shift(Design(weights, strata=strata), Factor("b", LEVELS, before), Factor("a", LEVELS, after))  # type: ignore[arg-type]
    assert (found.se == 0).all()
    assert np.isnan(found.p).all()
    assert np.isnan([found.no_change.chi2[0], found.no_change.p[0]]).all()


def test_nobody_who_answered_both_times_gives_a_row_of_nan_and_a_sentence() -> None:
    found = simple([0, -1, 1], [-1, 2, -1])
    assert found.n[0] == 0
    assert np.isnan(found.estimate).all()
    assert np.isnan(found.low).all()
    assert np.isnan(found.no_change.chi2).all()
    assert found.sentences == (
        "0 people answered both times. Fewer than 30 people answered: too few to publish an estimate. Count who moved instead.",
    )


def test_one_unit_gives_no_interval_where_its_spread_is_taken_as_none() -> None:
    design = Design(np.ones(40), psu=np.zeros(40, int), lonely_psu="certainty")
    found = shift(design, Factor("b", LEVELS, [0, 1] * 20), Factor("a", LEVELS, [1, 1] * 20))
    assert found.df[0] == 0
    assert np.isnan(found.low).all()
    assert np.isnan(found.no_change.p[0])
    assert "no interval, because the design has too few units" in found.sentences[0]


def test_fewer_units_than_levels_give_no_wald_test() -> None:
    design = Design(np.ones(60), psu=np.arange(60) % 2)
    rng = np.random.default_rng(3)
    found = shift(design, Factor("b", LEVELS, rng.integers(0, 3, 60)), Factor("a", LEVELS, rng.integers(0, 3, 60)))
    assert found.df[0] == 1
    assert np.isnan([found.no_change.chi2[0], found.no_change.p[0], found.no_change.df_denominator[0]]).all()


def test_sentences_say_how_many_people_the_change_and_its_interval() -> None:
    found = simple([0] * 50 + [2] * 50, [0] * 40 + [2] * 55 + [0] * 5)
    start = "Of 100 people who answered both times, the weighted share who said “yes” went from 50.0% to 55.0%: up 5.0 percentage points"
    assert found.sentences[2].startswith(f"{start} (95% interval ")
    assert "“perhaps” went from 0.0% to 0.0%: no change" in found.sentences[1]
    assert found.sentences[3].startswith("If no answer's share had changed, changes at least so large taken together would come up about ")
    fewer = simple([0] * 50, [0] * 40 + [2] * 10)
    assert fewer.sentences[-1] == "Fewer than 100 people answered: read the estimate with caution."


def test_a_group_too_small_to_publish_has_no_estimate_in_words() -> None:
    by = Factor("place", ("north", "south"), [0] * 40 + [1] * 10)
    found = simple([0] * 50, [0, 1] * 25, by=by)
    assert found.sentences[-1].startswith("place, south: 10 people answered both times. Fewer than 30")
    assert not any("%" in sentence for sentence in found.sentences if "south" in sentence)


def test_the_four_degrees_of_freedom_are_named_and_differ() -> None:
    case = Case(1)
    design = Design(case.w, strata=case.strata, psu=case.psu)
    by = Factor("place", ("few", "rest"), np.where(case.psu < 2, 0, 1))
    found = {m: shift(design, case.before, case.after, by=by, df_method=m) for m in ("domain", "design", "svyttest", "normal")}  # type: ignore[arg-type]
    units = len(set(zip(case.strata, case.psu, strict=True)))
    assert [float(found[m].df[0]) for m in found] == [2, units - 2, 1, np.inf]
    assert [f"df={m}" in found[m].method for m in found] == [True] * 4
    assert found["normal"].p[0, 0] < found["domain"].p[0, 0] < found["svyttest"].p[0, 0]


def test_contrasts_leave_out_what_is_zero_for_everybody() -> None:
    changes = np.array([[1.0, -1, 0, 0], [-1, 1, 0, 0], [0, 0, 0, 0]])
    contrasts = free_contrasts(changes.T @ changes)
    assert contrasts.shape == (4, 1)
    assert free_contrasts(np.zeros((3, 3))).shape == (3, 0)


def test_steps_or_groups_that_do_not_fit_are_refused_in_words() -> None:
    design, step = Design(np.ones(3)), Factor("before", LEVELS, [0, 1, 2])
    with pytest.raises(ValueError, match=r"after .* has the levels yes, no, and before .* no, perhaps, yes"):
        shift(design, step, Factor("after", ("yes", "no"), [0, 1, 1]))
    with pytest.raises(ValueError, match=r"after .* has 2 rows and before 3"):
        shift(design, step, Factor("after", LEVELS, [0, 1]))
    with pytest.raises(ValueError, match="The steps: there are 3 rows and the design has 4"):
        shift(Design(np.ones(4)), step, step)
    with pytest.raises(ValueError, match="by: there are 2 rows"):
        shift(design, step, step, by=Factor("g", ("a",), [0, 0]))
    with pytest.raises(ValueError, match=r"df_method is 'welch'\. Use one of: domain, design, svyttest, normal"):
        shift(design, step, step, df_method="welch")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two or more"):
        shift_over_steps(design, [step])
