"""Relaxed quotas against trying every panel: the same smallest change, the same answer to whether there is a panel at all."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from folkmoot.sortition.csv_pair import read_categories, read_respondents
from folkmoot.sortition.infeasible_reasons import why_infeasible
from folkmoot.sortition.lottery import leximin
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas
from folkmoot.sortition.relaxed_quotas import Change, relax_quotas

FEATURES = {"a": ("p", "q"), "b": ("r", "s", "t")}


def panels(pool, size, fixed=(), excluded=()):
    """Every panel that could be drawn if there were no quotas."""
    homes = pool.shared_households()
    for people in combinations(sorted(set(range(pool.n)) - set(excluded)), size):
        shared = [home for home in homes[list(people)].tolist() if home >= 0]
        if set(fixed) <= set(people) and len(shared) == len(set(shared)):
            yield people


def moves_needed(pool, quotas, people):
    """How far each minimum must fall and each maximum rise for this panel to meet the quotas."""
    moves = []
    for quota in quotas:
        count = int(pool.has(quota.feature, quota.level)[list(people)].sum())
        moves += [max(0, quota.min - count), max(0, count - quota.max)]
    return moves


def costs(quotas):
    return [each for quota in quotas for each in (1 + Fraction(2, quota.min) if quota.min else Fraction(0), Fraction(1))]


def rank(quotas, moves):
    cost = sum(each * move for each, move in zip(costs(quotas), moves, strict=True))
    touched = sum(1 for down, up in zip(moves[::2], moves[1::2], strict=True) if down or up)
    return cost, touched, moves


def within(quotas, moves):
    return all(
        move <= limit
        for move, limit in zip(
            moves,
            [
                limit
                for quota in quotas
                for limit in (
                    quota.min - (quota.min if quota.min_flex is None else quota.min_flex),
                    (quota.max if quota.max_flex is None else quota.max_flex) - quota.max,
                )
            ],
            strict=True,
        )
    )


@st.composite
def requests(draw):
    """Small pools with households, some people fixed or excluded, and quotas that often cannot be met."""
    n, size = draw(st.integers(4, 9)), draw(st.integers(1, 5))
    codes = {name: np.array(draw(st.lists(st.integers(0, len(levels) - 1), min_size=n, max_size=n))) for name, levels in FEATURES.items()}
    households = np.array(draw(st.lists(st.sampled_from([-1, -1, 0, 1]), min_size=n, max_size=n)))
    pool = Pool(FEATURES, codes, households)
    quotas = []
    for name, levels in FEATURES.items():
        for level in draw(st.sets(st.sampled_from(levels))):
            least = draw(st.integers(0, 4))
            most = draw(st.integers(least, 5))
            min_flex = draw(st.none() | st.integers(0, least))
            max_flex = draw(st.none() | st.integers(most, 6))
            quotas.append(Quota(name, level, least, most, min_flex, max_flex))
    people = draw(st.permutations(range(n)))
    fixed, excluded = people[: draw(st.integers(0, 2))], people[2 : 2 + draw(st.integers(0, 1))]
    homes = [home for home in pool.shared_households()[list(fixed)].tolist() if home >= 0]
    assume(size <= n and len(homes) == len(set(homes)))
    return pool, Quotas(quotas), size, tuple(fixed), tuple(excluded)


@settings(max_examples=250, suppress_health_check=[HealthCheck.filter_too_much])
@given(requests())
def test_the_change_is_the_cheapest_that_any_panel_needs_and_ties_are_broken_as_stated(request_):
    pool, quotas, size, fixed, excluded = request_
    needed = [moves_needed(pool, quotas, people) for people in panels(pool, size, fixed, excluded)]
    if not needed:
        with pytest.raises(InfeasibleQuotas):
            relax_quotas(pool, quotas, size, fixed=fixed, excluded=excluded)
        assert why_infeasible(pool, quotas, size, fixed=fixed, excluded=excluded)
        event("the size cannot be met")
        return
    flexible = [moves for moves in needed if within(quotas, moves)]
    best = min(flexible or needed, key=lambda moves: rank(quotas, moves))
    relaxed = relax_quotas(pool, quotas, size, fixed=fixed, excluded=excluded)
    moved = [move for old, new in zip(quotas, relaxed.quotas, strict=True) for move in (old.min - new.min, new.max - old.max)]
    assert moved == best
    assert relaxed.within_flex == bool(flexible)
    assert relaxed.cost == pytest.approx(float(rank(quotas, best)[0]))
    assert bool(relaxed.changes) == any(best)
    assert bool(relaxed.reasons) == any(best)
    assert sum(abs(change.was - change.becomes) for change in relaxed.changes) == sum(best)
    relaxed.quotas.check(pool, size)
    event("met already" if not any(best) else "within flex" if flexible else "beyond flex")


@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(requests())
def test_reasons_are_given_exactly_when_no_panel_meets_the_quotas_and_then_the_changed_quotas_have_none(request_):
    pool, quotas, size, fixed, excluded = request_
    possible = list(panels(pool, size, fixed, excluded))
    met = any(not any(moves_needed(pool, quotas, people)) for people in possible)
    assert (why_infeasible(pool, quotas, size, fixed=fixed, excluded=excluded) == ()) == met
    if possible:
        relaxed = relax_quotas(pool, quotas, size, fixed=fixed, excluded=excluded)
        assert why_infeasible(pool, relaxed.quotas, size, fixed=fixed, excluded=excluded) == ()


def test_of_quotas_named_as_contradicting_each_other_none_can_be_dropped_from_the_list():
    random, found = np.random.Generator(np.random.PCG64(5)), 0
    for _ in range(80):
        first = random.permutation([0, 0, 0, 0, 1, 1, 1, 1, 1])
        codes = {name: np.where(random.random(9) < noise, 1 - first, first) for name, noise in {"a": 0, "b": 0.1, "c": 0.3}.items()}
        pool, size = Pool(dict.fromkeys("abc", ("p", "q")), codes), 4
        quotas = Quotas([Quota(name, "p", low := int(random.integers(0, 4)), low + 1) for name in "abc"])
        told = " ".join(why_infeasible(pool, quotas, size))
        limits = re.findall(r"([abc]): p: ((?:at least|at most) [^;.]*)", told)
        named = [(name, side, int(number)) for name, words in limits for side, number in re.findall(r"at (least|most) (\d)", words)]
        if named:
            found += 1
            drawn = [list(people) for people in combinations(range(9), size)]
            counts = {name: np.array([pool.has(name, "p")[people].sum() for people in drawn]) for name in "abc"}
            meets = [counts[name] >= number if side == "least" else counts[name] <= number for name, side, number in named]
            assert not np.all(meets, axis=0).any()
            assert all(np.all(meets[:place] + meets[place + 1 :], axis=0).any() for place in range(len(named)))
    assert found >= 20


def pool_of(*people, households=None):
    rows = [{"age": age, "gender": gender} for age, gender in people]
    levels = {"age": ("16 to 29", "30 or over"), "gender": ("female", "male")}
    return Pool.from_rows(rows, features=levels, households=households)


YOUNG, OLD = "16 to 29", "30 or over"


def test_a_minimum_above_the_people_in_the_pool_is_told_with_its_change_in_plain_words():
    pool = pool_of(*[(YOUNG, "female")] * 4, *[(OLD, "male")] * 20)
    relaxed = relax_quotas(pool, Quotas([Quota("age", YOUNG, 5, 6)]), 10)
    assert relaxed.changes == (Change("age", YOUNG, "min", 5, 4),)
    assert relaxed.sentences == (
        "age: 16 to 29: the minimum is 5 but only 4 people can be drawn.",
        "No quota says that it may be moved. The smallest change that helps all the same moves 1 limit:",
        "age 16 to 29: at least 4 instead of 5.",
    )
    assert relaxed.cost == pytest.approx(1.4)
    assert not relaxed.within_flex


def test_flexible_limits_are_kept_when_they_suffice_even_if_another_change_is_cheaper():
    pool = pool_of(*[(YOUNG, "female")] * 10, *[(OLD, "male")] * 10)
    quotas = [Quota("age", YOUNG, 6, 6, 4, None), Quota("gender", "male", 5, 5)]
    relaxed = relax_quotas(pool, Quotas(quotas), 10)
    assert relaxed.within_flex
    assert relaxed.changes == (Change("age", YOUNG, "min", 6, 5),)
    assert "no further than the quotas say" in relaxed.sentences[1]
    tight = [Quota("age", YOUNG, 7, 7, 6, None), Quota("gender", "male", 5, 5)]
    beyond = relax_quotas(pool, Quotas(tight), 10)
    assert not beyond.within_flex
    assert beyond.sentences[1].startswith("Moving the quotas as far as they say they may be moved does not help.")
    assert beyond.changes == (Change("age", YOUNG, "min", 7, 5),)


def test_losing_the_last_person_of_a_level_costs_three_so_other_changes_come_first():
    pool = pool_of(*[(YOUNG, "female")] * 5, *[(OLD, "male")] * 5)
    relaxed = relax_quotas(pool, Quotas([Quota("age", YOUNG, 1, 5), Quota("gender", "female", 0, 0)]), 4)
    assert relaxed.changes == (Change("gender", "female", "max", 0, 1),)
    assert relaxed.cost == 1


def test_quotas_that_contradict_each_other_are_named_and_those_that_do_not_matter_are_left_out():
    pool = pool_of(*[(YOUNG, "female")] * 5, *[(OLD, "male")] * 5)
    quotas = Quotas([Quota("age", YOUNG, 2, 4), Quota("gender", "male", 3, 4), Quota("gender", "female", 0, 4)])
    assert why_infeasible(pool, quotas, 4) == (
        "Each of these can be met, but no panel of 4 meets them all together: age: 16 to 29: at least 2; gender: male: at least 3. "
        "If any one of these limits were dropped, the others could be met.",
    )


def test_every_reason_that_counting_shows_is_named_at_once():
    pool = pool_of(*[(YOUNG, "female")] * 3, *[(OLD, "male")] * 3)
    quotas = Quotas([Quota("age", YOUNG, 4, 4), Quota("age", OLD, 3, 3), Quota("gender", "female", 0, 1), Quota("gender", "male", 0, 1)])
    reasons = why_infeasible(pool, quotas, 5, fixed=[0, 1])
    assert reasons == (
        "age: 16 to 29: the minimum is 4 but only 3 people can be drawn.",
        "gender: female: 2 fixed people have it, more than the maximum 1.",
        "age: the minimums add up to 7, more than the 5 seats.",
        "gender: its maximums and the people who can be drawn allow 2 of 5 seats.",
    )
    relaxed = relax_quotas(pool, quotas, 5, fixed=[0, 1])
    assert {(change.level, change.bound) for change in relaxed.changes} >= {("female", "max"), (YOUNG, "min")}


def test_households_that_make_a_minimum_or_the_size_impossible_are_named():
    pool = pool_of(*[(YOUNG, "female")] * 4, *[(OLD, "male")] * 2, households=["x", "x", "y", "y", None, None])
    (reason,) = why_infeasible(pool, Quotas([Quota("age", YOUNG, 3, 4)]), 3)
    assert reason == "age: 16 to 29: the minimum is 3, but the 4 people who have it live in so few households that 2 of them can be drawn."
    with pytest.raises(InfeasibleQuotas, match="the 6 people who can be drawn fill 4 of the 5 seats"):
        relax_quotas(pool, Quotas([Quota("age", YOUNG, 3, 4)]), 5)
    with pytest.raises(InfeasibleQuotas, match="Only 3 people can be drawn for 4 seats"):
        relax_quotas(pool, Quotas([Quota("age", YOUNG, 0, 4)]), 4, excluded=[3, 4, 5])


@pytest.mark.shared
def test_a_lottery_can_be_held_with_the_relaxed_quotas_of_a_real_sized_pool(shared_data):
    folder = shared_data / "sortition" / "opendlp_28"
    quotas = read_categories(folder / "categories.csv")
    pool = read_respondents(folder / "respondents.csv", quotas).pool
    tight = Quotas([replace(each, min=each.min + (each.feature == "province")) if each.min < each.max else each for each in quotas])
    with pytest.raises(InfeasibleQuotas):
        leximin(pool, tight, 28)
    relaxed = relax_quotas(pool, tight, 28)
    assert relaxed.changes
    assert 0 < relaxed.cost < sum(new.min - old.min for new, old in zip(tight, quotas, strict=True)) * 3
    lottery = leximin(pool, relaxed.quotas, 28)
    for quota in relaxed.quotas:
        counts = pool.has(quota.feature, quota.level)[lottery.panels].sum(1)
        assert (counts >= quota.min).all()
        assert (counts <= quota.max).all()


def test_mistakes_are_told_all_at_once_and_quotas_given_are_left_as_they_were():
    pool = pool_of((YOUNG, "female"), (OLD, "male"))
    quotas = Quotas([Quota("age", YOUNG, 2, 1), Quota("height", "tall", 0, 1)])
    with pytest.raises(ValueError, match=r"(?s)minimum 2 is greater.*no feature 'height'"):
        relax_quotas(pool, quotas, 2)
    given_ = Quotas([Quota("age", YOUNG, 2, 2)])
    relax_quotas(pool, given_, 2)
    assert given_ == Quotas([Quota("age", YOUNG, 2, 2)])
