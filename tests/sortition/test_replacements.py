"""Replacements against trying everybody: panels that meet the quotas, and the fairest chances there are."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas
from folkmoot.sortition.replacements import NoReplacements, OpenSeats, replacement_lottery
from folkmoot.sortition.tickets import make_tickets
from tests.sortition.small_draws import meets

FEATURES = {"a": ("p", "q"), "b": ("r", "s", "t")}


def possible(pool, quotas, size, stays, out):
    """The people of the open seats of every panel that could be."""
    free = [person for person in range(pool.n) if person not in stays and person not in out]
    return [hand for hand in combinations(free, size - len(stays)) if meets(pool, quotas, [*stays, *hand])]


def greatest_smallest_chance(hands):
    """By one linear programme over all of them: the greatest level that everybody who is in any hand can have."""
    from scipy.optimize import linprog

    people = sorted({person for hand in hands for person in hand})
    on = np.array([[person in hand for hand in hands] for person in people], float)
    rows = np.hstack([-on, np.ones((len(people), 1))])
    solved = linprog(
        np.append(np.zeros(len(hands)), -1), rows, np.zeros(len(people)), [np.append(np.ones(len(hands)), 0)], [1], method="highs"
    )
    return people, -solved.fun


@st.composite
def dropouts(draw):
    """A panel of 3 to 5 out of 6 to 10 people that met its quotas, of whom some dropped out, and some others who refused."""
    n, size = draw(st.integers(6, 10)), draw(st.integers(3, 5))
    codes = {name: np.array(draw(st.lists(st.integers(0, len(levels) - 1), min_size=n, max_size=n))) for name, levels in FEATURES.items()}
    pool = Pool(FEATURES, codes, np.array(draw(st.lists(st.sampled_from([-1, -1, 0, 1]), min_size=n, max_size=n))))
    order = draw(st.permutations(range(n)))
    panel = order[:size]
    slack = draw(st.integers(0, 2))
    counts = [(name, level, int(pool.has(name, level)[list(panel)].sum())) for name in FEATURES for level in FEATURES[name]]
    quotas = Quotas([Quota(name, level, max(0, count - slack), count + slack) for name, level, count in counts])
    assume(meets(pool, quotas, panel))
    gone = panel[: draw(st.integers(1, min(3, size)))]
    return pool, quotas, size, panel[len(gone) :], gone, order[size : size + draw(st.integers(0, 1))]


@settings(max_examples=120, suppress_health_check=[HealthCheck.filter_too_much])
@given(dropouts(), st.integers(0, 3))
def test_open_seats_go_only_to_people_who_complete_the_panel_with_the_greatest_smallest_chance(drawn, seed):
    pool, quotas, size, stays, gone, refused = drawn
    hands = possible(pool, quotas, size, stays, [*gone, *refused])
    if not hands:
        with pytest.raises(InfeasibleQuotas) as refusal:
            replacement_lottery(pool, quotas, size, stays=stays, gone=gone, refused=refused)
        if isinstance(refusal.value, NoReplacements):
            assert possible(pool, refusal.value.relaxed.quotas, size, stays, [*gone, *refused])
        event("none" if isinstance(refusal.value, NoReplacements) else "too few people")
        return
    found = replacement_lottery(pool, quotas, size, stays=stays, gone=gone, refused=refused, seed=seed)
    lottery = found.lottery
    assert lottery.panels.shape[1] == found.seats == size - len(stays)
    assert {tuple(panel) for panel in lottery.panels.tolist()} <= set(hands)
    assert lottery.weights.sum() == pytest.approx(1)
    mean = np.bincount(lottery.panels.ravel(), np.repeat(lottery.weights, found.seats), pool.n)
    assert lottery.probabilities == pytest.approx(mean, abs=1e-9)
    people, level = greatest_smallest_chance(hands)
    assert lottery.probabilities[people].min() == pytest.approx(level, abs=1e-6)
    assert set(np.flatnonzero(lottery.probabilities > 0)) == set(people)
    for hand in combinations(range(pool.n), found.seats):
        complete = hand in hands
        assert complete == (
            meets(pool, found.quotas, hand) and not set(hand) & set(found.excluded) and meets(pool, quotas, [*stays, *hand])
        )
    assert [sorted([*stays, *panel]) for panel in lottery.panels.tolist()] == found.whole.panels.tolist()
    event("replaced")


def example():
    rows = [{"age": age, "gender": gender} for age, gender in zip("yyooyyooyyoo", "fmfmfmfmffmm", strict=True)]
    households = [None, None, None, None, "x", "x", "y", None, None, None, None, None]
    pool = Pool.from_rows(rows, features={"age": ("y", "o"), "gender": ("f", "m")}, households=households)
    return pool, Quotas([Quota("age", "y", 2, 2), Quota("age", "o", 2, 2), Quota("gender", "f", 2, 3), Quota("gender", "m", 1, 2)])


def test_what_is_left_of_the_quotas_and_who_is_available_is_told_in_plain_words():
    pool, quotas = example()
    found = replacement_lottery(pool, quotas, 4, stays=[0, 2], gone=[1, 3], refused=[8])
    assert found.needs == (
        OpenSeats("age", "y", 1, 1, 3),
        OpenSeats("age", "o", 1, 1, 4),
        OpenSeats("gender", "f", 0, 1, 3),
        OpenSeats("gender", "m", 1, 2, 4),
    )
    assert found.sentences[0] == "2 seats are open of 4. 2 members dropped out. 7 people may still be drawn."
    assert "age y: 1 of the open seats, 3 available." in found.sentences
    assert found.available == 7
    assert found.excluded == (0, 1, 2, 3, 8)
    assert found.lottery.probabilities[[0, 1, 2, 3, 8]].tolist() == [0] * 5


def test_nobody_of_the_household_of_a_member_who_stays_is_drawn_but_those_of_one_who_left_may_be():
    pool, quotas = example()
    stays = replacement_lottery(pool, quotas, 4, stays=[4, 2], gone=[1, 3])
    assert stays.lottery.probabilities[5] == 0
    left = replacement_lottery(pool, quotas, 4, stays=[0, 2], gone=[4, 3])
    assert left.lottery.probabilities[5] > 0


def test_the_lottery_of_the_open_seats_can_be_ticketed_like_any_other():
    pool, quotas = example()
    found = replacement_lottery(pool, quotas, 4, stays=[0, 2], gone=[1, 3])
    tickets = make_tickets(found.lottery, pool, found.quotas, count=100)
    assert tickets.panels.shape == (100, 2)
    assert all(meets(pool, quotas, [0, 2, *panel]) for panel in tickets.panels.tolist())
    assert tickets.counts[[0, 1, 2, 3]].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("goal", ["leximin", "maximin", "nash"])
def test_every_goal_fills_the_open_seats(goal):
    pool, quotas = example()
    found = replacement_lottery(pool, quotas, 4, stays=[0], goal=goal)
    assert found.lottery.goal == goal
    assert found.lottery.probabilities.sum() == pytest.approx(3)


def test_when_nobody_fits_the_smallest_change_to_the_quotas_is_told_and_usable():
    pool, quotas = example()
    young = [1, 4, 5, 8, 9]
    with pytest.raises(NoReplacements) as refusal:
        replacement_lottery(pool, quotas, 4, stays=[0, 2], gone=[1, 3], refused=young[1:])
    assert "age: y: the minimum is 2 but only 1 person can be drawn." in refusal.value.reasons
    assert "age y: at least 1 instead of 2." in refusal.value.reasons
    assert "age o: at most 3 instead of 2." in refusal.value.reasons
    again = replacement_lottery(pool, refusal.value.relaxed.quotas, 4, stays=[0, 2], gone=[1, 3], refused=young[1:])
    assert again.seats == 2
    with pytest.raises(InfeasibleQuotas, match="Only 3 people can be drawn for 4 seats"):
        replacement_lottery(pool, quotas, 4, stays=[0, 2], refused=[1, *range(4, 12)])


def test_mistakes_are_told_all_at_once():
    pool, quotas = example()
    with pytest.raises(ValueError, match=r"(?s)Person 1 is said both to stay.*no seat is open"):
        replacement_lottery(pool, quotas, 2, stays=[0, 1], gone=[0])
    with pytest.raises(ValueError, match=r"(?s)dropped out must be numbers.*twice among those who refused.*goal must be"):
        replacement_lottery(pool, quotas, 4, stays=[0], gone=[40], refused=[3, 3], goal="best")
