"""What each group holds: counts, representative statements, consensus."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.plain_conversation import counts_by_loops, made_table, polis_numbers
from folkmoot.conversation import (
    GroupVotes,
    VoteMatrix,
    consensus,
    group_informed_consensus,
    group_votes,
    representative,
)

Z90 = 1.2815515655446004


def counts(agree, disagree, seen) -> GroupVotes:
    agree, disagree, seen = (np.array(each, float) for each in (agree, disagree, seen))
    return GroupVotes(agree, disagree, seen, seen.astype(np.int64))


@given(st.integers(1, 30), st.integers(1, 8), st.integers(1, 4), st.integers(0, 10**6), st.booleans())
@settings(max_examples=50)
def test_the_counts_are_those_of_plain_loops(n, m, k, seed, weighed) -> None:
    table = made_table(n, m, seed)
    rng = np.random.default_rng(seed)
    group, weights = rng.integers(-1, k, n), rng.gamma(2, 1, n) if weighed else np.ones(n)
    found = group_votes(VoteMatrix.from_dense(table), group, k, weights if weighed else None)
    for each, expected in zip((found.agree, found.disagree, found.seen), counts_by_loops(table, group, k, weights), strict=True):
        np.testing.assert_allclose(each, expected, atol=1e-12)
    assert np.array_equal(found.people, counts_by_loops(table, group, k, np.ones(n))[2])
    np.testing.assert_allclose(found.passed, found.seen - found.agree - found.disagree, atol=1e-12)
    together = found.together
    np.testing.assert_allclose(together.seen[0], found.seen.sum(axis=0))
    assert together.k == 1


def test_group_numbers_and_weights_that_do_not_fit_are_refused() -> None:
    votes = VoteMatrix.from_dense([[1.0], [0.0]])
    with pytest.raises(ValueError, match="2 participants and 1 group numbers"):
        group_votes(votes, np.array([0]), 1)
    with pytest.raises(ValueError, match=r"from -1 \(none\) to 1; there are 0 to 2"):
        group_votes(votes, np.array([0, 2]), 2)
    with pytest.raises(ValueError, match="2 participants and 3 weights"):
        group_votes(votes, np.array([0, 1]), 2, np.ones(3))


@given(st.integers(2, 4), st.integers(1, 12), st.integers(0, 10**6))
@settings(max_examples=60)
def test_representative_statements_stand_out_by_the_formulas(k, m, seed) -> None:
    rng = np.random.default_rng(seed)
    agree, disagree, passed = (rng.integers(0, 30, (k, m)) for _ in range(3))
    votes = counts(agree, disagree, agree + disagree + passed)
    lists = representative(votes)
    assert len(lists) == k
    for group, chosen in enumerate(lists):
        expected = {}
        for statement in range(m):
            sides = {}
            for side, count in (("agree", votes.agree), ("disagree", votes.disagree)):
                mine, seen = count[group, statement], votes.seen[group, statement]
                others, of_others = count[:, statement].sum() - mine, votes.seen[:, statement].sum() - seen
                sides[side] = polis_numbers(mine, seen, others, of_others)
            side = "agree" if sides["agree"][3] > sides["disagree"][3] else "disagree"
            share, ratio, z_share, z_ratio = sides[side]
            if z_share > Z90 and z_ratio > Z90:
                expected[statement] = (side, share * ratio * z_share * z_ratio, sides[side])
        best = sorted(expected, key=lambda statement: -expected[statement][1])[:5]
        assert {one.statement for one in chosen} == set(best)
        assert [one.side for one in chosen] == sorted(one.side for one in chosen)
        for one in chosen:
            side, _, numbers = expected[one.statement]
            assert one.side == side
            assert (one.share, one.ratio, one.z_share, one.z_ratio) == pytest.approx(numbers, rel=1e-12)
            assert one.people == votes.people[group, one.statement]


def test_polis_names_a_statement_for_each_group_even_where_none_stands_out() -> None:
    alike = counts([[3, 4], [3, 4]], [[3, 2], [3, 2]], [[8, 8], [8, 8]])
    assert representative(alike) == ((), ())
    assert [[one.statement for one in chosen] for chosen in representative(alike, polis=True)] == [[0], [0]]
    agreed = counts([[3, 30], [3, 29]], [[3, 0], [3, 0]], [[8, 30], [8, 30]])
    assert [one.statement for one in representative(agreed, polis=True)[0]] == [1]


def test_one_group_stands_out_from_nobody() -> None:
    assert representative(counts([[9]], [[0]], [[9]])) == ((),)
    assert representative(counts(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)))) == ()


def test_consensus_is_ranked_and_counts_everybody() -> None:
    seen = [100, 100, 100, 4, 100, 0]
    found = consensus(counts([[80, 95, 52, 4, 5, 0]], [[5, 2, 40, 0, 90, 0]], [seen]))
    assert [one.statement for one in found.agree] == [1, 0, 3]
    assert [one.statement for one in found.disagree] == [4]
    best = found.agree[0]
    assert (best.count, best.seen, best.people, best.share) == (95, 100, 100, 96 / 102)
    assert best.z == pytest.approx(2 * math.sqrt(101) * (96 / 101 - 0.5))
    with pytest.raises(ValueError, match="there are 2"):
        consensus(counts([[1], [1]], [[0], [0]], [[1], [1]]))


def test_group_informed_consensus_is_the_product_over_groups() -> None:
    found = group_informed_consensus(counts([[10, 0], [2, 8]], [[0, 9], [1, 0]], [[10, 9], [4, 8]]))
    np.testing.assert_allclose(found.agree, [(11 / 12) * (3 / 6), (1 / 11) * (9 / 10)], rtol=1e-15)
    np.testing.assert_allclose(found.disagree, [(1 / 12) * (2 / 6), (10 / 11) * (1 / 10)], rtol=1e-15)
    none = counts(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)))
    assert np.isnan(group_informed_consensus(none).agree).all()


def test_under_weights_the_tests_rest_on_the_effective_number_of_people() -> None:
    table = np.concatenate([np.tile([1.0, -1.0], (30, 1)), np.tile([-1.0, 1.0], (20, 1)), np.tile([1.0, 1.0], (10, 1))])
    votes, group = VoteMatrix.from_dense(table), np.repeat([0, 1, 0], [30, 20, 10])
    weights = np.random.default_rng(5).gamma(0.8, 1, 60)
    weights *= 60 / weights.sum()
    counted = group_votes(votes, group, 2, weights)
    for at in (0, 1):
        mine = weights[group == at]
        np.testing.assert_allclose(counted.n_effective[at], mine.sum() ** 2 / (mine**2).sum(), rtol=1e-12)
        np.testing.assert_allclose(counted.effective(counted.seen), counted.n_effective, rtol=1e-12)
        np.testing.assert_allclose(counted.others.n_effective[at], counted.n_effective[1 - at], rtol=1e-9)
    np.testing.assert_allclose(counted.together.n_effective[0], weights.sum() ** 2 / (weights**2).sum(), rtol=1e-12)
    for at, chosen in enumerate(representative(counted)):
        assert chosen
        for one in chosen:
            count = (counted.agree if one.side == "agree" else counted.disagree)[:, one.statement]
            n, share = counted.n_effective[:, one.statement], count / counted.seen[:, one.statement]
            effective = polis_numbers(share[at] * n[at], n[at], share[1 - at] * n[1 - at], n[1 - at])
            assert (one.z_share, one.z_ratio) == pytest.approx(effective[2:], rel=1e-9)
            plain = polis_numbers(count[at], counted.seen[at, one.statement], count[1 - at], counted.seen[1 - at, one.statement])
            assert (one.share, one.ratio) == pytest.approx(plain[:2], rel=1e-9)
            assert one.z_share < plain[2]
    whole = counted.together
    n = whole.n_effective[0, 0]
    best = consensus(whole).agree[0]
    assert best.z == pytest.approx(2 * math.sqrt(n + 1) * ((best.count / best.seen * n + 1) / (n + 1) - 0.5), rel=1e-9)
