"""The matrix of votes: the last vote counts, in any order of arrival; bad rows are named."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.plain_conversation import last_votes_by_loops
from folkmoot.conversation import VoteMatrix

EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 3), st.integers(-1, 1), st.integers(0, 3)), min_size=1, max_size=40)


def cells(votes: VoteMatrix) -> dict[tuple[int, int], int]:
    people, statements = votes.participants[votes.rows].tolist(), votes.statements[votes.columns].tolist()
    return dict(zip(zip(people, statements, strict=True), votes.votes.tolist(), strict=True))


def same(one: VoteMatrix, other: VoteMatrix) -> bool:
    fields = ("participants", "statements", "votes", "columns", "starts")
    return all(
        getattr(one, field).dtype == getattr(other, field).dtype and np.array_equal(getattr(one, field), getattr(other, field))
        for field in fields
    )


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_last_vote_counts_and_the_order_of_arrival_does_not(events, random) -> None:
    votes = VoteMatrix.from_events(*np.array(events).T)
    expected = last_votes_by_loops(events)
    assert cells(votes) == expected
    assert votes.replaced == len(events) - len(expected)
    shuffled = list(events)
    random.shuffle(shuffled)
    again = VoteMatrix.from_events(*np.array(shuffled).T)
    assert same(votes, again)
    assert votes.contradictory == again.contradictory


@given(EVENTS)
def test_the_sparse_matrix_holds_passes_as_votes(events) -> None:
    votes = VoteMatrix.from_events(*np.array(events).T)
    assert votes.csr.nnz == votes.cast == len(last_votes_by_loops(events))
    assert np.array_equal(votes.votes_of_participants, np.diff(votes.csr.indptr))
    assert np.array_equal(votes.votes_on_statements, np.bincount(votes.csr.indices, minlength=votes.m))
    assert (np.diff(votes.participants) > 0).all()
    assert (np.diff(votes.statements) > 0).all()


def test_last_votes_of_one_time_that_differ_are_a_pass() -> None:
    votes = VoteMatrix.from_events([1, 1, 1, 2, 2], [7, 7, 7, 7, 7], [1, 1, -1, 1, 1], [3, 9, 9, 4, 4])
    assert cells(votes) == {(1, 7): 0, (2, 7): 1}
    assert (votes.replaced, votes.contradictory) == (3, 1)


def test_ids_of_64_bits_and_text_are_kept_as_they_are() -> None:
    near = [2**63 - 1, 2**63 - 2, -(2**63)]
    votes = VoteMatrix.from_events(near, ["b", "a", "a"], [1, -1, 0])
    assert votes.participants.tolist() == sorted(near)
    assert votes.statements.tolist() == ["a", "b"]
    assert cells(votes) == {(near[0], "b"): 1, (near[1], "a"): -1, (near[2], "a"): 0}
    assert VoteMatrix.from_events(np.array([5], np.uint64), np.array([1], np.int8), [1.0]).participants.dtype == np.int64


def test_many_people_and_statements_are_put_in_order() -> None:
    rng = np.random.default_rng(5)
    place = rng.permutation(200_000)
    people, statements = place // 2 + 10**12, place % 2 * 70_001
    votes = VoteMatrix.from_events(people, statements, place % 3 - 1)
    assert np.array_equal(votes.participants, np.arange(100_000) + 10**12)
    assert np.array_equal(votes.columns, np.tile([0, 1], 100_000))
    assert np.array_equal(votes.votes, np.arange(200_000) % 3 - 1)


def test_times_are_numbers_or_numpy_datetimes() -> None:
    moments = np.array(["2026-03-01T10:00", "2026-03-01T09:59"], "M8[s]")
    assert VoteMatrix.from_events([1, 1], [1, 1], [1, -1], moments).votes.tolist() == [1]
    assert VoteMatrix.from_events([1, 1], [1, 1], [1, -1], [0.25, 0.5]).votes.tolist() == [-1]
    exact = [2**62 + 1, 2**62]  # the same as floating-point numbers
    assert VoteMatrix.from_events([1, 1], [1, 1], [1, -1], exact).votes.tolist() == [1]


def test_people_and_statements_without_votes_are_held() -> None:
    votes = VoteMatrix.from_events([3], [20], [1], participants=[4, 3, 1], statements=[30, 20])
    assert votes.participants.tolist() == [1, 3, 4]
    assert votes.votes_of_participants.tolist() == [0, 1, 0]
    assert votes.votes_on_statements.tolist() == [1, 0]
    empty = VoteMatrix.from_events([], [], [], participants=[1], statements=["a"])
    assert (empty.n, empty.m, empty.cast) == (1, 1, 0)
    assert (VoteMatrix.from_events([], [], []).n, VoteMatrix.from_events([], [], [], []).m) == (0, 0)


@given(EVENTS, st.sets(st.integers(0, 4)), st.sets(st.integers(-3, 3)))
def test_who_is_left_out_was_never_there(events, people, statements) -> None:
    everyone, everything = range(5), range(-3, 4)
    votes = VoteMatrix.from_events(*np.array(events).T, participants=everyone, statements=everything)
    left = [event for event in events if event[0] not in people and event[1] not in statements]
    kept = (sorted(set(everyone) - people), sorted(set(everything) - statements))
    columns = np.array(left).reshape(-1, 4).T
    expected = VoteMatrix.from_events(*columns, participants=kept[0], statements=kept[1])
    assert same(votes.without(participants=sorted(people), statements=sorted(statements)), expected)


def test_a_table_gives_the_same_matrix_as_its_votes() -> None:
    table = np.array([[1, np.nan, 0], [np.nan, np.nan, np.nan], [-1, 1, 1]])
    votes = VoteMatrix.from_dense(table, [12, 11, 10], ["c", "b", "a"])
    assert votes.participants.tolist() == [10, 11, 12]
    assert votes.csr.toarray().tolist() == [[1, 1, -1], [0, 0, 0], [0, 0, 1]]
    assert votes.cast == 5


@pytest.mark.parametrize(
    ("given_events", "message"),
    [
        (([1, 2], [1, 1], [1, 2]), r"Row 2: the vote is 2\. A vote is 1"),
        (([1, 2], [1, 1], [1, 0.5]), r"Row 2: the vote is 0\.5\."),
        (([1, 2], [1, 1], [np.nan, 1]), "Row 1: the vote is nan"),
        (([1, 2], [1, 1], ["1", "0"]), "the numbers 1"),
        (([1, 2], [1, 1], [1, 0], [5, np.nan]), "Row 2: the time is missing"),
        (([1, 2], [1, 1], [1, 0], np.array(["2026-01-01", "NaT"], "M8[D]")), "Row 2: the time is missing"),
        (([1, 2], [1, 1], [1, 0], [datetime(2026, 1, 1)] * 2), "numpy datetimes"),  # noqa: DTZ001
        (([1, 1], [1, 1], [1, 0]), "Rows 1 and 2 are votes of the same participant"),
        (([1, 2], [1], [1, 0]), "statement has 1"),
        (([1, None], [1, 1], [1, 0]), "Row 2: the participant id is missing"),
        (([1, "b"], [1, 1], [1, 0]), "Row 2: the participant id is of another kind"),
        (([1.0, 2.0], [1, 1], [1, 0]), "Row 1: the participant id is of another kind"),
        ((np.array([1.0, 2.0]), [1, 1], [1, 0]), "may be rounded"),
        (([1, float("nan")], [1, 1], [1, 0]), "Row 2: the participant id is missing"),
        (([True, False], [1, 1], [1, 0]), "bool"),
        (([1, 2], ["a", ""], [1, 0]), "Row 2: the statement id is missing"),
        (([1, 2**64], [1, 1], [1, 0]), "over 64 bits"),
        (([1, 2**63], [1, 1], [1, 0]), "Row 2: the participant id 9223372036854775808 is over 64 bits"),
        ((np.array([1, 2**63], np.uint64), [1, 1], [1, 0]), "Row 2.*over 64 bits"),
        (([[1], [2]], [1, 1], [1, 0]), "one column"),
    ],
)
def test_a_bad_row_is_named(given_events, message) -> None:
    with pytest.raises(ValueError, match=message):
        VoteMatrix.from_events(*given_events)


def test_ids_that_are_not_listed_or_listed_twice_are_named() -> None:
    with pytest.raises(ValueError, match="Row 2: the participant id 9 is not among the participants listed"):
        VoteMatrix.from_events([1, 9], [1, 1], [1, 1], participants=[1, 2])
    with pytest.raises(ValueError, match="Row 1: the statement id zz is not among"):
        VoteMatrix.from_events([1], ["zz"], [1], statements=["a"])
    with pytest.raises(ValueError, match="The statement id 1 is listed twice"):
        VoteMatrix.from_events([1], [1], [1], statements=[1, 2, 1])
    with pytest.raises(ValueError, match="numbers in one place and text in another"):
        VoteMatrix.from_events([1], [1], [1], statements=["1"])
    with pytest.raises(ValueError, match="Row 1: the participant id 1 is not among"):
        VoteMatrix.from_events([1], [1], [1], participants=[])
    with pytest.raises(ValueError, match="the statement id 8 is not among"):
        VoteMatrix.from_events([1], [1], [1]).without(statements=[8])
    far = [0, 10**15]
    with pytest.raises(ValueError, match="Row 2: the participant id 5 is not among"):
        VoteMatrix.from_events([0, 5], [1, 1], [1, 1], participants=far)


def test_a_bad_cell_of_a_table_is_named() -> None:
    with pytest.raises(ValueError, match="Row 2, column 1 holds 3"):
        VoteMatrix.from_dense([[1, 0], [3, 1]])
    with pytest.raises(ValueError, match="2 by 2, its ids 1 by 2"):
        VoteMatrix.from_dense([[1, 0], [0, 1]], participants=[1])
    with pytest.raises(ValueError, match="1 dimension"):
        VoteMatrix.from_dense([1, 0])
