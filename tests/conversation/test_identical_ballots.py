"""Identical ballots: the expected number against a full enumeration, planted copies, and real conversations."""

from itertools import combinations, product
from math import comb, exp, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from conversation.planted_blocs import CONVERSATIONS, real_table
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.identical_ballots import identical_ballots, log_expected


@given(
    counts=arrays(np.int64, st.tuples(st.just(3), st.integers(1, 4)), elements=st.integers(0, 9)),
    members=st.integers(2, 4),
    same=st.integers(4, 9),
    data=st.data(),
)
@settings(max_examples=80)
def test_the_expected_number_is_the_sum_over_all_ballots(counts, members, same, data) -> None:
    cast = np.array(data.draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=counts.shape[1], max_size=counts.shape[1])), np.int8)
    counts[cast + 1, np.arange(len(cast))] += members
    others = counts.astype(float)
    others[cast + 1, np.arange(len(cast))] -= members
    shares = (others + 0.5) / (others.sum(0) + 1.5)
    ballots = product(range(3), repeat=len(cast))
    plain = sum(comb(same, members) * prod(shares[vote, at] for at, vote in enumerate(ballot)) ** members for ballot in ballots)
    assert exp(log_expected(counts, cast, members, same)) == pytest.approx(plain, rel=1e-9)


def conversation(n: int, m: int, seed: int) -> np.ndarray:
    random = np.random.Generator(np.random.PCG64(seed))
    table = np.where(random.random((n, m)) < 0.6, 1.0, -1.0)
    table[random.random((n, m)) < 0.2] = 0.0
    return table


def test_five_copies_of_one_long_ballot_are_flagged_once() -> None:
    table = conversation(80, 20, 1)
    table[[3, 9, 27, 50, 61]] = table[3]
    result = identical_ballots(VoteMatrix.from_dense(table))
    assert [group.participants.tolist() for group in result.groups] == [[3, 9, 27, 50, 61]]
    group = result.groups[0]
    assert group.votes.tolist() == table[3].tolist()
    assert group.statements.tolist() == list(range(20))
    assert (group.same_statements, result.of, result.unflagged) == (80, 80, 0)
    assert group.expected < 1e-6
    assert group.sentence.startswith("5 people voted alike on all of the same 20 statements. By chance we would expect")


def test_groups_are_exactly_the_rows_that_are_equal() -> None:
    table = conversation(60, 3, 2)
    table[np.random.Generator(np.random.PCG64(5)).random((60, 3)) < 0.2] = np.nan
    result = identical_ballots(VoteMatrix.from_dense(table), false_alarms=1e9)
    pairs = {(i, j) for group in result.groups for i, j in combinations(sorted(group.participants.tolist()), 2)}
    rows = [row for row in range(60) if not np.isnan(table[row]).all()]
    assert pairs == {(i, j) for i, j in combinations(rows, 2) if np.array_equal(table[i], table[j], equal_nan=True)}


def test_many_people_with_the_same_short_ballot_are_ordinary() -> None:
    result = identical_ballots(VoteMatrix.from_dense(conversation(200, 3, 4)))
    assert result.groups == ()
    assert result.unflagged > 100
    assert result.sentences == ("Among 200 people, no ballots are the same beyond what chance explains.",)


def test_a_large_group_of_copies_does_not_make_its_own_ballot_look_ordinary() -> None:
    table = np.vstack([conversation(50, 12, 6), np.repeat(conversation(1, 12, 7), 50, axis=0)])
    assert [len(group.participants) for group in identical_ballots(VoteMatrix.from_dense(table)).groups] == [50]


def test_the_order_of_arrival_changes_nothing() -> None:
    table = conversation(60, 15, 8)
    table[[1, 2]], table[[30, 40, 50]] = table[1], table[30]
    votes = VoteMatrix.from_dense(table)
    order = np.random.Generator(np.random.PCG64(1)).permutation(votes.cast)
    again = VoteMatrix.from_events(votes.rows[order], votes.columns[order], votes.votes[order])
    found = [[group.participants.tolist() for group in identical_ballots(one).groups] for one in (votes, again)]
    assert found[0] == found[1] == [[30, 40, 50], [1, 2]]


def test_no_more_are_flagged_by_chance_than_the_rate_says() -> None:
    flagged = sum(len(identical_ballots(VoteMatrix.from_dense(conversation(60, 8, seed)), false_alarms=0.05).groups) for seed in range(200))
    assert flagged <= 20  # 5% of 200 and over three standard deviations


@pytest.mark.shared
def test_no_real_conversation_is_flagged(shared_data) -> None:
    for name in CONVERSATIONS:
        assert identical_ballots(VoteMatrix.from_dense(real_table(shared_data, name)[0])).groups == ()


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_a_rate_of_false_alarms_must_be_positive(rate) -> None:
    with pytest.raises(ValueError, match="above 0"):
        identical_ballots(VoteMatrix.from_dense(conversation(5, 5, 1)), false_alarms=rate)


def test_no_votes_have_no_ballots() -> None:
    assert identical_ballots(VoteMatrix.from_dense(np.full((3, 2), np.nan))).groups == ()
