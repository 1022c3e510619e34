"""Tickets against plain counting: every panel meets the quotas, equal people have equal tickets, and rounding moves chances little."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.sortition.generator import seeded
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quota, Quotas
from folkmoot.sortition.rotation import Deck
from folkmoot.sortition.ticket_rounding import Due, rounded
from folkmoot.sortition.tickets import make_tickets
from tests.sortition.small_draws import lottery_over, meets, symmetric_lottery, ten_people


@st.composite
def small_lotteries(draw):
    """A pool of 5 to 9 people, panels of 2 to 4, quotas from one panel, and a lottery over some of the panels that meet them."""
    n, size = draw(st.integers(5, 9)), draw(st.integers(2, 4))
    features = {"a": ("p", "q"), "b": ("r", "s", "t")}
    codes = {name: np.array(draw(st.lists(st.integers(0, len(levels) - 1), min_size=n, max_size=n))) for name, levels in features.items()}
    households = np.array(draw(st.lists(st.sampled_from([-1, -1, -1, 0, 1]), min_size=n, max_size=n)))
    pool = Pool(features, codes, households)
    slack = draw(st.integers(0, 1))
    first = range(size)
    counts = {(name, level): int(pool.has(name, level)[list(first)].sum()) for name in features for level in features[name]}
    quotas = Quotas([Quota(name, level, max(0, count - slack), count + slack) for (name, level), count in counts.items()])
    possible = [panel for panel in combinations(range(n), size) if meets(pool, quotas, panel)]
    assume(possible)
    chosen = draw(st.lists(st.sampled_from(possible), min_size=1, max_size=12, unique=True))
    weights = draw(st.lists(st.integers(1, 1000), min_size=len(chosen), max_size=len(chosen)))
    return pool, quotas, lottery_over(pool, chosen, weights)


@settings(max_examples=60)
@given(small_lotteries(), st.sampled_from([10, 100, 1000]), st.booleans(), st.integers(0, 3))
def test_tickets_are_panels_that_meet_the_quotas_with_the_counts_they_say(drawn, count, outside, seed):
    pool, quotas, lottery = drawn
    tickets = make_tickets(lottery, pool, quotas, count=count, seed=seed, outside=outside)
    assert tickets.panels.shape == (count, lottery.panels.shape[1])
    assert all(meets(pool, quotas, panel) and list(panel) == sorted(set(panel.tolist())) for panel in tickets.panels)
    assert tickets.counts.tolist() == [sum(1 for panel in tickets.panels.tolist() if person in panel) for person in range(pool.n)]
    assert tickets.after.tolist() == [panels / count for panels in tickets.counts]
    assert tickets.largest_deviation == max(abs(tickets.after - lottery.probabilities))
    assert (tickets.lowest, tickets.highest) == (min(tickets.after), max(tickets.after))
    assert not tickets.counts[lottery.probabilities == 0].any()
    assert (tickets.counts[lottery.probabilities > 1 - 1e-9] == count).all()
    for one, other in combinations(range(pool.n), 2):
        same = all(codes[one] == codes[other] for codes in pool.codes.values())
        alone = pool.shared_households()[[one, other]].max() < 0
        if same and alone and ((lottery.probabilities[[one, other]] > 1e-9) & (lottery.probabilities[[one, other]] < 1 - 1e-9)).all():
            assert abs(int(tickets.counts[one]) - int(tickets.counts[other])) <= 1


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(0, 10**6))
def test_a_deck_deals_everybody_as_often_give_or_take_one_and_nobody_twice_at_once(places, seed):
    deck = Deck([3, 5, 7, 11, 13], seeded(seed, "deck"))
    dealt = dict.fromkeys((3, 5, 7, 11, 13), 0)
    for number in places * 3:
        hand = deck.deal(number)
        assert len(set(hand)) == len(hand) == number
        for person in hand:
            dealt[person] += 1
        assert max(dealt.values()) - min(dealt.values()) <= 1


def best_by_brute_force(panels, due, count):
    """The least badness over all ways to share the copies out."""

    def shares(left, panels_left):
        if panels_left == 1:
            yield [left]
            return
        for first in range(left + 1):
            for rest in shares(left - first, panels_left - 1):
                yield [first, *rest]

    return min(due.badness(np.array(copies) @ panels) for copies in shares(count, len(panels)))


def test_the_rounding_is_nearly_always_the_best_there_is():
    """200 small lotteries over 4 panels, 10 copies: 286 roundings each, all tried."""
    random = np.random.default_rng(5)
    apart, remainders = [], []
    for _ in range(200):
        members = random.integers(1, 4, size=6)
        panels = np.unique(np.array([random.multivariate_hypergeometric(members, 4) for _ in range(4)]), axis=0)
        weights = random.dirichlet(np.ones(len(panels)))
        due = Due(10 * weights @ panels, members)
        result = rounded(panels, weights, due, 10)
        assert result.copies.sum() == 10
        best = best_by_brute_force(panels, due, 10)
        apart.append(due.badness(result.counts)[0] - best[0])
        copies = np.floor(10 * weights).astype(int)
        copies[np.argsort(copies - 10 * weights)[: 10 - copies.sum()]] += 1
        remainders.append(due.badness(copies @ panels)[0] - best[0])
    assert min(apart) > -1e-9
    assert np.mean(np.array(apart) < 1e-9) >= 0.9
    assert np.mean(apart) < 0.3 * np.mean(remainders)


def test_panels_outside_the_lottery_bring_the_rounding_nearer():
    """Pairs of six people, all different: of 10 pairs drawn from two triangles, one triangle has 9 or 11 places where 10 are due."""
    pool = Pool({"a": tuple("abcdef")}, {"a": np.arange(6)})
    quotas = Quotas([Quota("a", level, 0, 1) for level in "abcdef"])
    lottery = lottery_over(pool, [[0, 1], [1, 2], [0, 2], [3, 4], [4, 5], [3, 5]], [2, 1, 1, 2, 1, 1])
    within, outside = (make_tickets(lottery, pool, quotas, count=10, outside=allowed) for allowed in (False, True))
    assert outside.largest_deviation <= within.largest_deviation
    assert outside.largest_deviation < 0.1


def test_people_who_are_sure_or_shut_out_stay_so():
    pool, quotas = ten_people()
    every = symmetric_lottery(pool, quotas, 4)
    with_three = every.panels[(every.panels == 3).any(axis=1) & ~(every.panels == 9).any(axis=1)]
    tickets = make_tickets(lottery_over(pool, with_three, np.ones(len(with_three))), pool, quotas, count=100)
    assert tickets.counts[3] == 100
    assert tickets.counts[9] == 0


def test_the_same_seed_gives_the_same_tickets_and_another_seed_other_people_of_a_type():
    pool, quotas = ten_people()
    lottery = symmetric_lottery(pool, quotas, 4)
    first, again, other = (make_tickets(lottery, pool, quotas, count=100, seed=seed) for seed in (1, 1, 2))
    assert (first.panels == again.panels).all()
    assert not (first.panels == other.panels).all()


def test_the_sentences_tell_the_deviation_and_who_is_left_without_a_ticket():
    pool = Pool({"a": ("x", "y")}, {"a": np.array([0, 0, 1])})
    lottery = lottery_over(pool, [[0, 1], [1, 2]], [0.999, 0.001])
    tickets = make_tickets(lottery, pool, Quotas([Quota("a", "y", 0, 1)]), count=100)
    assert tickets.counts.tolist() == [100, 100, 0]
    assert "moved nobody's chance by more than 0.10 percentage points" in tickets.sentences[0]
    assert tickets.sentences[1] == "The lowest chance is 0.00% and the highest 100.00%; before rounding they were 0.10% and 100.00%."
    assert tickets.sentences[2].startswith("One person has a chance above 0 that is too small for one ticket in 100, and so no ticket.")


def test_what_cannot_be_rounded_is_refused_in_words():
    pool, quotas = ten_people()
    lottery = symmetric_lottery(pool, quotas, 4)
    with pytest.raises(ValueError, match="10, 100, 1,000 or 10,000 panels, not 500"):
        make_tickets(lottery, pool, quotas, count=500)
    with pytest.raises(ValueError, match="lottery has 10 people and the pool 2"):
        make_tickets(lottery, Pool({"a": ("x",)}, {"a": np.zeros(2, int)}), quotas)
