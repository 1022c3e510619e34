"""The greedy draw of the field: it meets the quotas, follows its rule, and is less fair."""

import numpy as np
import pytest

from folkmoot.sortition import Pool, Quota, Quotas, check_lottery, legacy, leximin
from tests.sortition.made_pools import town


def test_every_greedy_panel_meets_quotas_and_households() -> None:
    pool, quotas, size = town(80, 12, households=True)
    lottery = legacy(pool, quotas, size, draws=200, fixed=[3], excluded=[4])
    check = check_lottery(lottery, pool, quotas)
    assert check.passed, check.problems
    assert check.excess is None
    assert lottery.certificate is None
    assert lottery.probabilities[[3, 4]].tolist() == [1, 0]


def test_the_most_needed_level_decides_who_is_drawn() -> None:
    pool = Pool({"age": ("young", "old")}, {"age": np.array([0, 0, 1, 1, 1, 1])})
    lottery = legacy(pool, Quotas([Quota("age", "young", 1, 2), Quota("age", "old", 1, 2)]), 2, draws=4000)
    # young people are needed first (1 of 2 against 1 of 4), then old ones, and nobody else
    np.testing.assert_allclose(lottery.probabilities[:2], 0.5, atol=0.04)
    np.testing.assert_allclose(lottery.probabilities[2:], 0.25, atol=0.04)


def test_seats_that_nobody_needs_are_drawn_from_everyone() -> None:
    pool = Pool({"age": ("young", "old")}, {"age": np.array([0, 0, 0, 1, 1, 1])})
    chances = legacy(pool, Quotas([Quota("age", "old", 1, 3)]), 2, draws=4000).probabilities
    np.testing.assert_allclose(chances[:3], 1 / 5, atol=0.03)
    np.testing.assert_allclose(chances[3:], 1 / 3 + 2 / 3 / 5, atol=0.03)


def test_its_smallest_chance_is_below_that_of_leximin() -> None:
    pool, quotas, size = town(100, 15, seed=2)
    assert legacy(pool, quotas, size).probabilities.min() < leximin(pool, quotas, size).probabilities.min()


def test_the_same_seed_draws_the_same_panels() -> None:
    pool, quotas, size = town(60, 10)
    one, again, other = (legacy(pool, quotas, size, seed=seed, draws=50) for seed in (1, 1, 2))
    assert np.array_equal(one.panels, again.panels)
    assert not np.array_equal(one.panels[:20], other.panels[:20])
    assert "counted from trial draws" in one.sentences[-1]


def test_at_least_one_draw_is_asked_for() -> None:
    pool, quotas, size = town(60, 10)
    with pytest.raises(ValueError, match="at least 1, not 0"):
        legacy(pool, quotas, size, draws=0)


def test_quotas_that_greed_does_not_meet_are_told_so() -> None:
    """Only one pair of 40 people meets the quotas; the greedy draw may take a first person whom no second one fits."""
    codes = {"a": np.repeat([0, 1], 20), "b": np.r_[np.zeros(19, int), 1, 0, np.ones(19, int)]}
    pool = Pool({"a": ("x", "y"), "b": ("x", "y")}, codes)
    quotas = Quotas([Quota("a", "x", 1, 1), Quota("b", "x", 1, 1)])
    assert check_lottery(legacy(pool, quotas, 2, draws=20), pool, quotas).passed
