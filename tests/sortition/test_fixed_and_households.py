"""Fixed people are on every panel, excluded people on none, and no panel has two people of a household."""

import numpy as np
import pytest

from folkmoot.sortition import InfeasibleQuotas, Pool, Quota, Quotas, check_lottery, leximin, maximin, nash
from tests.sortition.made_pools import every_panel, town


def test_no_panel_has_two_people_of_a_household() -> None:
    pool, quotas, size = town(households=True)
    shared = pool.shared_households()
    assert (shared >= 0).sum() > 20
    for panel in leximin(pool, quotas, size).panels:
        homes = shared[panel][shared[panel] >= 0]
        assert len(np.unique(homes)) == len(homes)


@pytest.mark.parametrize("draw", [leximin, maximin, nash])
def test_fixed_people_are_on_every_panel_and_excluded_people_on_none(draw) -> None:
    pool, quotas, size = town(households=True, seed=3)
    fixed, excluded = (7, 2), (1, 30)
    lottery = draw(pool, quotas, size, fixed=fixed, excluded=excluded)
    np.testing.assert_allclose(lottery.probabilities[list(fixed)], 1, atol=1e-12)
    assert not lottery.probabilities[list(excluded)].any()
    assert lottery.fixed == (2, 7)
    assert check_lottery(lottery, pool, quotas).passed


def test_the_household_of_a_fixed_person_has_no_chance() -> None:
    pool = Pool({"age": ("a", "b")}, {"age": np.array([0, 1, 0, 1, 0, 1])}, np.array([5, 5, 6, 6, -1, -1]))
    chances = leximin(pool, Quotas([Quota("age", "a", 1, 1)]), 2, fixed=[0]).probabilities
    np.testing.assert_allclose(chances, [1, 0, 0, 0.5, 0, 0.5], atol=1e-12)


def test_fixing_people_is_as_leximin_over_the_panels_that_have_them() -> None:
    pool, quotas, size = town(12, 4, seed=5)
    panels = every_panel(pool, quotas, size)
    person = int(panels.sum(0).argmax())
    others = panels[panels[:, person] == 1]
    chances = leximin(pool, quotas, size, fixed=[person]).probabilities
    assert np.array_equal(chances > 0, others.any(0))
    assert chances[others.any(0)].min() >= others.mean(0)[others.any(0)].min() - 1e-12


def test_a_jury_of_fixed_people_alone_is_one_panel() -> None:
    pool, _, _ = town(6, 2)
    lottery = leximin(pool, Quotas([]), 2, fixed=[4, 1])
    assert lottery.panels.tolist() == [[1, 4]]
    assert lottery.probabilities.tolist() == [0, 1, 0, 0, 1, 0]
    assert check_lottery(lottery, pool, Quotas([])).passed


def test_a_jury_of_everyone_is_one_panel() -> None:
    pool, _, _ = town(6, 2)
    assert leximin(pool, Quotas([]), 6).panels.tolist() == [[0, 1, 2, 3, 4, 5]]


@pytest.mark.parametrize(
    ("fixed", "excluded", "words"),
    [
        ([1, 1], [], "Person 2 is fixed twice"),
        ([99], [], "numbers from 0 to 5"),
        ([2], [2], "Person 3 is both fixed and excluded"),
        ([0, 1], [], "Two fixed people share a household"),
    ],
)
def test_mistakes_in_who_is_fixed_or_excluded_are_named(fixed: list[int], excluded: list[int], words: str) -> None:
    pool = Pool({"age": ("a", "b")}, {"age": np.array([0, 1, 0, 1, 0, 1])}, np.array([5, 5, 6, 6, -1, -1]))
    with pytest.raises(ValueError, match=words):
        leximin(pool, Quotas([]), 3, fixed=fixed, excluded=excluded)


def test_too_many_fixed_people_make_quotas_impossible() -> None:
    pool, _, _ = town(6, 2)
    with pytest.raises(InfeasibleQuotas, match="3 people are fixed but the jury has 2 seats"):
        leximin(pool, Quotas([]), 2, fixed=[0, 1, 2])
    level = pool.features["gender"][pool.codes["gender"][0]]
    with pytest.raises(InfeasibleQuotas, match="1 fixed person has it, more than the maximum 0"):
        leximin(pool, Quotas([Quota("gender", level, 0, 0)]), 2, fixed=[0])


def test_excluding_too_many_people_makes_quotas_impossible() -> None:
    pool, _, _ = town(6, 2)
    with pytest.raises(InfeasibleQuotas, match="Only 1 person can be drawn for 2 seats"):
        leximin(pool, Quotas([]), 2, excluded=[0, 1, 2, 3, 4])


@pytest.mark.parametrize("draw", [leximin, maximin, nash])
@pytest.mark.parametrize("fixed", [[0, 1, 2, 3, 4, 5], [3, 0]])
def test_a_jury_that_is_settled_is_drawn_for_every_goal(draw, fixed: list[int]) -> None:
    pool, _, _ = town(6, 2)
    lottery = draw(pool, Quotas([]), len(fixed), fixed=fixed)
    assert lottery.panels.tolist() == [sorted(fixed)]
    assert check_lottery(lottery, pool, Quotas([])).passed
