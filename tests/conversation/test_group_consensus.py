"""Consensus among groups by their sizes, what leaving a group out does to it, and what divides them: each by its definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.conversation.divisiveness import divisiveness
from folkmoot.conversation.group_consensus import group_consensus
from folkmoot.conversation.group_votes import GroupVotes


def votes(agree: list[list[int]], disagree: list[list[int]], seen: list[list[int]]) -> GroupVotes:
    return GroupVotes(np.array(agree, float), np.array(disagree, float), np.array(seen, float), np.array(seen, np.int64))


TWO = votes([[8, 2, 0], [1, 2, 0]], [[0, 2, 0], [3, 2, 0]], [[8, 6, 0], [4, 6, 0]])

COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10)), min_size=2, max_size=5)


def test_the_consensus_is_the_geometric_mean_of_drawn_shares_by_size() -> None:
    found = group_consensus(TWO, np.array([30, 10]))
    np.testing.assert_allclose(found.agree[0], math.exp((30 * math.log(0.9) + 10 * math.log(2 / 6)) / 40), rtol=1e-14)
    np.testing.assert_allclose(found.disagree[0], math.exp((30 * math.log(0.1) + 10 * math.log(4 / 6)) / 40), rtol=1e-14)
    np.testing.assert_allclose([found.agree_low[0], found.agree_high[0]], [2 / 6, 0.9], rtol=1e-14)
    np.testing.assert_allclose(found.agree[2], 0.5, rtol=1e-14)


def test_statements_that_tie_are_in_the_order_of_their_places() -> None:
    assert group_consensus(TWO, np.array([30, 10])).order.tolist() == [0, 2, 1]


@given(COUNTS, st.lists(st.integers(1, 1000), min_size=5, max_size=5))
def test_it_lies_between_the_groups_and_within_its_range_and_scale_does_not_matter(
    counts: list[tuple[int, int, int]], sizes: list[int]
) -> None:
    agree, disagree = [[a] for a, _, _ in counts], [[d] for _, d, _ in counts]
    held = votes(agree, disagree, [[a + d + p] for a, d, p in counts])
    weights = np.array(sizes[: len(counts)])
    found = group_consensus(held, weights)
    shares = (held.agree + 1) / (held.seen + 2)
    assert shares.min() - 1e-12 <= found.agree[0] <= shares.max() + 1e-12
    assert found.agree_low[0] - 1e-12 <= found.agree[0] <= found.agree_high[0] + 1e-12
    np.testing.assert_allclose(group_consensus(held, weights * 2.5).agree, found.agree, rtol=1e-12)


def test_one_group_has_no_range_and_no_group_no_consensus() -> None:
    one = group_consensus(votes([[3]], [[1]], [[4]]), np.array([4]))
    assert one.agree_low[0] == one.agree[0] == one.agree_high[0] == 4 / 6
    with pytest.raises(ValueError, match="There is no opinion group"):
        group_consensus(GroupVotes(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2), np.int64)), np.zeros(0))
    with pytest.raises(ValueError, match="Give the size of each of the 2 groups"):
        group_consensus(TWO, np.array([3, 0]))


def test_groups_of_one_size_that_stand_against_each_other_divide_wholly() -> None:
    held = votes([[10, 5], [0, 5]], [[0, 5], [10, 5]], [[10, 10], [10, 10]])
    found = divisiveness(held, votes([[10, 10]], [[10, 10]], [[20, 20]]))
    assert found.between.tolist() == [1.0, 0.0]
    assert found.split.tolist() == [1.0, 1.0]
    assert found.uncertain.tolist() == [0.0, 0.0]


@given(COUNTS)
def test_what_divides_is_twice_the_spread_of_the_groups_written_row_by_row(counts: list[tuple[int, int, int]]) -> None:
    held = votes([[a] for a, _, _ in counts], [[d] for _, d, _ in counts], [[a + d + p] for a, d, p in counts])
    total = [sum(column) for column in zip(*counts, strict=True)]
    found = divisiveness(held, votes([[total[0]]], [[total[1]]], [[sum(total)]]))
    seen = [a + d + p for a, d, p in counts]
    if sum(each > 0 for each in seen) < 2:
        assert np.isnan(found.between[0])
        return
    mean = total[0] / sum(seen)
    spread = sum(n * (a / n - mean) ** 2 for (a, _, _), n in zip(counts, seen, strict=True) if n) / sum(seen)
    np.testing.assert_allclose(found.between[0], 2 * math.sqrt(spread), rtol=1e-9, atol=1e-7)
    np.testing.assert_allclose(found.uncertain[0], total[2] / sum(seen), rtol=1e-12)


def test_a_statement_nobody_saw_or_one_group_saw_divides_nobody() -> None:
    found = divisiveness(votes([[0, 3], [0, 0]], [[0, 1], [0, 0]], [[0, 4], [0, 0]]), votes([[0, 3]], [[0, 1]], [[0, 4]]))
    assert np.isnan(found.between).all()
    assert np.isnan([found.split[0], found.uncertain[0]]).all()
    with pytest.raises(ValueError, match="of all participants as one group"):
        divisiveness(TWO, TWO)
