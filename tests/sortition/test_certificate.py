"""The check of a lottery passes what is right and names what is not; the certificate holds without a solver."""

from dataclasses import replace

import numpy as np
import pytest

from folkmoot.sortition import Lottery, Pool, Quotas, check_lottery, leximin, maximin, nash
from folkmoot.sortition.certificate import level_excesses, nash_gap, weights_and_bound
from folkmoot.sortition.cuts import Cut
from folkmoot.sortition.person_types import person_types
from tests.sortition.made_pools import every_panel, small_pool, town


@pytest.fixture(scope="module")
def drawn() -> tuple[Lottery, Pool, Quotas]:
    pool, quotas, size = town(60, 12, households=True)
    return leximin(pool, quotas, size), pool, quotas


def problems(lottery: Lottery, drawn: tuple[Lottery, Pool, Quotas]) -> str:
    return " ".join(check_lottery(lottery, *drawn[1:]).problems)


def test_a_lottery_passes_its_own_check(drawn) -> None:
    check = check_lottery(*drawn, prove_bounds=True)
    assert check.passed
    assert check.excess is not None
    assert check.excess < 1e-9
    assert check.bounds_proved


def test_a_person_swapped_into_a_panel_is_found(drawn) -> None:
    lottery, *_ = drawn
    panels = lottery.panels.copy()
    panels[0] = np.arange(lottery.size)
    assert "Panel 1 has" in problems(replace(lottery, panels=panels), drawn)


def test_weights_that_do_not_add_up_are_found(drawn) -> None:
    lottery, *_ = drawn
    assert "add up to 1.01" in problems(replace(lottery, weights=lottery.weights * 1.01), drawn)
    assert "not above 0" in problems(replace(lottery, weights=lottery.weights - lottery.weights.max()), drawn)


def test_chances_that_the_panels_do_not_give_are_found(drawn) -> None:
    lottery, *_ = drawn
    chances = lottery.probabilities.copy()
    chances[4] += 1e-6
    assert "Person 5 is drawn with chance" in problems(replace(lottery, probabilities=chances), drawn)


def test_a_panel_with_two_of_a_household_or_with_someone_twice_is_found(drawn) -> None:
    lottery, pool, _ = drawn
    shared = pool.shared_households()
    home = shared[shared >= 0][0]
    panels = lottery.panels.copy()
    panels[1, :2] = np.flatnonzero(shared == home)[:2]
    panels[2, 1] = panels[2, 0]
    found = problems(replace(lottery, panels=panels), drawn)
    assert "Panel 2 has two people of one household" in found
    assert "Panel 3 does not name its people in rising order" in found


def test_people_said_to_be_fixed_or_excluded_are_looked_for(drawn) -> None:
    lottery, pool, quotas = drawn
    someone = int(lottery.probabilities.argmin())
    assert any(
        "lacks a person who is fixed" in problem for problem in check_lottery(replace(lottery, fixed=(someone,)), pool, quotas).problems
    )
    assert any(
        "has a person who is excluded" in found for found in check_lottery(replace(lottery, excluded=(someone,)), pool, quotas).problems
    )


def test_an_equal_weights_lottery_over_the_same_panels_is_not_proved_fairest(drawn) -> None:
    lottery, pool, _ = drawn
    weights = np.full(len(lottery.weights), 1 / len(lottery.weights))
    chances = np.bincount(lottery.panels.ravel(), np.repeat(weights, lottery.size), pool.n)
    assert "for people whose chance is another" in problems(replace(lottery, weights=weights, probabilities=chances), drawn)


def test_a_certificate_with_other_prices_leaves_room(drawn) -> None:
    lottery, *_ = drawn
    level = lottery.certificate.levels[0]
    forged = replace(level, row_prices=level.row_prices * np.where(np.arange(len(level.row_prices)) == 1, 0.5, 1) + 0.01)
    certificate = replace(lottery.certificate, levels=(forged, *lottery.certificate.levels[1:]))
    assert "leaves room" in problems(replace(lottery, certificate=certificate), drawn)


def test_a_certificate_without_its_last_level_does_not_settle_everyone(drawn) -> None:
    lottery, *_ = drawn
    certificate = replace(lottery.certificate, levels=lottery.certificate.levels[:-1])
    assert "does not settle everyone" in problems(replace(lottery, certificate=certificate), drawn)


def test_another_pool_is_told_from_the_one_that_was_drawn(drawn) -> None:
    lottery, pool, quotas = drawn
    other = Pool(pool.features, {name: codes[::-1] for name, codes in pool.codes.items()}, pool.households)
    assert "types of person are not those" in " ".join(check_lottery(lottery, other, quotas).problems)
    with pytest.raises(ValueError, match="must be the same"):
        check_lottery(lottery, town(61, 12)[0], quotas)


def test_no_panel_weighs_more_than_any_prices_allow() -> None:
    draws = np.random.Generator(np.random.PCG64(8))
    for seed in range(20):
        pool, quotas, size = small_pool(seed)
        panels = every_panel(pool, quotas, size)
        if not len(panels):
            continue
        types = person_types(pool, quotas, size)
        for _ in range(5):
            weight, bound = weights_and_bound(types, (), draws.normal(size=types.rows.shape[0]), np.zeros(0))
            assert (panels @ types.per_person(weight)).max() <= bound + 1e-9


def test_a_level_raised_by_a_millionth_is_no_longer_proved(drawn) -> None:
    lottery, pool, quotas = drawn
    types = person_types(pool, quotas, lottery.size)
    levels = lottery.certificate.levels
    assert max(level_excesses(types, (), levels)) < 1e-9
    lower = tuple(replace(level, chance=level.chance - 1e-6) if level.chance < 1 else level for level in levels)
    assert max(level_excesses(types, (), lower)) > 1e-7


def test_where_counts_that_are_not_whole_would_be_fairer_a_cut_is_proved_again_and_a_false_one_found() -> None:
    for seed in range(400):
        pool, quotas, size = small_pool(seed)
        if len(every_panel(pool, quotas, size)) and (lottery := leximin(pool, quotas, size)).certificate.gap:
            break
    assert check_lottery(lottery, pool, quotas, prove_bounds=True).passed
    cut = lottery.certificate.cuts[0]
    tighter = replace(lottery.certificate, cuts=(Cut(cut.weights, cut.most - 0.01, cut.nodes), *lottery.certificate.cuts[1:]))
    found = check_lottery(replace(lottery, certificate=tighter), pool, quotas, prove_bounds=True).problems
    assert any("Cut 1 says that no panel weighs more" in problem for problem in found)


def test_the_balance_of_nash_leaves_no_room_and_that_of_another_lottery_does() -> None:
    pool, quotas, size = town(60, 12)
    types, lottery = person_types(pool, quotas, size), nash(pool, quotas, size)
    chances = np.array([lottery.probabilities[members[0]] for members in types.members])
    assert nash_gap(types, lottery.certificate, chances) < 1e-8
    assert nash_gap(types, lottery.certificate, np.full(types.count, size / pool.n)) > 1e-4
    with pytest.raises(ValueError, match="Only the certificate of a Nash lottery"):
        nash_gap(types, leximin(pool, quotas, size).certificate, chances)


def test_maximin_is_checked_by_its_smallest_chance() -> None:
    pool, quotas, size = town(60, 12)
    lottery = maximin(pool, quotas, size)
    assert check_lottery(lottery, pool, quotas).passed
    certificate = replace(lottery.certificate, levels=())
    forged = replace(lottery, certificate=replace(certificate, levels=leximin(pool, quotas, size).certificate.levels[:0]))
    assert not check_lottery(forged, pool, quotas).passed
