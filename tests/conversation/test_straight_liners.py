"""Straight-liners: flagged by the chance of their ballot, against a slow plain count; short ballots are left in peace."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from conversation.planted_blocs import real_table
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.straight_liners import ANSWERS, straight_liners


def plainly(table: np.ndarray, false_alarms: float) -> tuple[list[tuple[int, str, float]], int]:
    """Flagged (row, answer, log10 of the chance), and how many are not, by loops."""
    voted = [row for row in range(len(table)) if not np.isnan(table[row]).all()]
    flagged, unflagged = [], 0
    for row in voted:
        seen = [column for column in range(table.shape[1]) if not np.isnan(table[row, column])]
        for answer, value in ANSWERS:
            if all(table[row, column] == value for column in seen):
                chance = 0.0
                for column in seen:
                    others = [table[other, column] for other in range(len(table)) if other != row and not np.isnan(table[other, column])]
                    chance += math.log10((others.count(value) + 0.5) / (len(others) + 1))
                if chance + math.log10(len(voted)) < math.log10(false_alarms):
                    flagged.append((row, answer, chance))
                else:
                    unflagged += 1
    return flagged, unflagged


@given(arrays(np.float64, st.tuples(st.integers(1, 7), st.integers(1, 9)), elements=st.sampled_from([1.0, 1.0, -1.0, 0.0, np.nan])))
@settings(max_examples=150)
def test_flags_are_those_of_a_plain_count(table) -> None:
    result = straight_liners(VoteMatrix.from_dense(table), false_alarms=0.5)
    flagged, unflagged = plainly(table, 0.5)
    assert list(zip(result.participants.tolist(), result.answers, strict=True)) == [(row, answer) for row, answer, _ in flagged]
    np.testing.assert_allclose(result.log10_chance, [chance for _, _, chance in flagged], atol=1e-9)
    assert result.unflagged == unflagged
    assert result.of == int((~np.isnan(table)).any(1).sum())


def conversation(seed: int) -> np.ndarray:
    random = np.random.Generator(np.random.PCG64(seed))
    return np.where(random.random((60, 40)) < 0.6, 1.0, -1.0)


def test_somebody_who_agrees_with_all_of_many_divisive_statements_is_flagged_and_who_agrees_with_three_is_not() -> None:
    table = conversation(1)
    table[7] = 1.0
    table[20] = np.nan
    table[20, :3] = 1.0
    result = straight_liners(VoteMatrix.from_dense(table))
    assert result.participants.tolist() == [7]
    assert result.answers == ("agree",)
    assert result.statements.tolist() == [40]
    assert result.unflagged == 1
    assert result.sentences == (
        "1 of 60 people agreed with every statement they saw, more than chance explains.",
        "1 more gave one answer throughout, but saw too few or too one-sided statements for it to mean anything.",
    )


def test_agreeing_with_everything_is_ordinary_where_nearly_everybody_agrees() -> None:
    table = np.ones((50, 20))
    table[np.arange(10), np.arange(10)] = -1.0
    assert len(straight_liners(VoteMatrix.from_dense(table)).participants) == 0


def test_without_a_straight_liner_no_more_are_flagged_than_the_rate_says() -> None:
    flagged = sum(len(straight_liners(VoteMatrix.from_dense(conversation(seed)[:, :5])).participants) for seed in range(200))
    assert flagged <= 200 * 0.01 + 4  # three standard deviations above


@pytest.mark.shared
def test_real_conversations_have_few(shared_data) -> None:
    counts = {}
    for name in ("vtaiwan.uberx", "brexit-consensus"):
        answers = straight_liners(VoteMatrix.from_dense(real_table(shared_data, name)[0])).answers
        counts[name] = [answers.count(answer) for answer, _ in ANSWERS]
    assert counts == {"vtaiwan.uberx": [7, 2, 25], "brexit-consensus": [0, 0, 0]}


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_a_rate_of_false_alarms_must_be_positive(rate) -> None:
    with pytest.raises(ValueError, match="above 0"):
        straight_liners(VoteMatrix.from_dense(conversation(1)), false_alarms=rate)
