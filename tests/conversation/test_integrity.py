"""Integrity: all checks together, what they flag, and the votes with and without the flagged people."""

import numpy as np
import polars as pl
import pytest

from conversation.planted_blocs import best_by_consensus, real_table, statement_ids, two_camps, with_bloc
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.integrity import CHECKS, check_integrity

DAY = 86_400_000


def tampered() -> tuple[VoteMatrix, np.ndarray, np.ndarray]:
    """300 people; 300 agrees with all, 301 to 303 are copies, 304 to 323 a bloc that came within five minutes, 1 votes too fast."""
    table = two_camps(300, 60, 8)
    table[:, :8] = np.where(np.isnan(table[:, :8]), np.nan, np.where(np.random.default_rng(1).random((300, 8)) < 0.9, 1.0, -1.0))
    copies = np.repeat(np.where(np.isnan(table[5]), -1.0, table[5])[None], 3, axis=0)
    table = np.vstack([table, np.ones((1, 60)), copies])
    votes = with_bloc(table, np.arange(8), 20 / 304, seed=4)
    random = np.random.default_rng(2)
    came = random.random(votes.n) * 10 * DAY
    came[304:] = 4 * DAY + np.arange(20) * 12_000
    at = came[votes.rows] + np.arange(votes.cast) % 60 * 3_000
    at[votes.rows == 1] = came[1] + np.arange((votes.rows == 1).sum()) * 100
    return votes, votes.rows, at


def test_every_kind_of_tampering_is_flagged_and_nothing_is_left_out_unasked() -> None:
    votes, participant, at = tampered()
    result = check_integrity(votes, participant=participant, at=at)
    assert result.votes is votes
    assert result.flagged(["straight-liners"]).tolist() == [300]
    assert {301, 302, 303} <= set(result.flagged(["identical ballots"]).tolist())
    assert set(range(304, 324)) <= set(result.flagged(["coordinated blocs"]).tolist())
    assert result.flagged(["fast voters"]).tolist() == [1]
    assert result.bursts is not None
    assert set(range(304, 324)) <= set(result.bursts.bursts[0].participants.tolist())
    everyone = set(result.flagged().tolist())
    assert everyone == {one for check in CHECKS for one in result.flagged([check]).tolist()}
    assert len(everyone) <= 30
    left = result.without()
    assert set(left.participants.tolist()) == set(votes.participants.tolist()) - everyone
    assert result.without([]) is votes
    assert "20 of the 20 people who voted alike came in one burst." in result.sentences
    assert len(result.influence.blocs) == len(result.coordinated_blocs.blocs) == 1


def test_without_times_the_checks_of_times_are_said_to_be_missing() -> None:
    votes, _, _ = tampered()
    result = check_integrity(votes)
    assert (result.bursts, result.fast_voters) == (None, None)
    assert "Times were not given, so bursts and fast voting could not be looked for." in result.sentences
    assert result.flagged(["fast voters"]).tolist() == []


def test_no_sentence_names_a_participant() -> None:
    votes, participant, at = tampered()
    named = VoteMatrix.from_events(np.array([f"person-{row:04}" for row in votes.rows]), votes.columns, votes.votes)
    result = check_integrity(named, participant=np.array([f"person-{row:04}" for row in participant]), at=at)
    assert len(result.flagged()) > 20
    assert "person-" not in " ".join(result.sentences)


@pytest.mark.shared
def test_a_planted_bloc_is_the_one_finding_that_the_clean_conversation_lacks(shared_data) -> None:
    name = "scoop-hivemind.biodiversity"
    table, group = real_table(shared_data, name)
    clean = check_integrity(VoteMatrix.from_dense(table))
    assert clean.coordinated_blocs.blocs == ()
    assert clean.flagged(["identical ballots", "coordinated blocs"]).tolist() == []
    planted = check_integrity(with_bloc(table, best_by_consensus(table, group), 0.05, seed=1))
    flagged = planted.flagged(["coordinated blocs"])
    assert set(range(len(table), planted.votes.n)) <= set(flagged.tolist())
    assert len(flagged) <= 30
    assert "statements in the order of consensus" in planted.sentences[-1]


@pytest.mark.shared
def test_a_real_conversation_runs_from_its_events(shared_data) -> None:
    events = pl.read_csv(shared_data / "conversations" / "brexit-consensus" / "votes.csv")
    people, statements, cast, at = (events[column].to_numpy() for column in ("voter-id", "comment-id", "vote", "timestamp"))
    votes = VoteMatrix.from_events(people, statements, cast, at)
    assert set(votes.statements.tolist()) == set(statement_ids(shared_data, "brexit-consensus"))
    result = check_integrity(votes, participant=people, at=at)
    assert result.flagged().tolist() == []
    assert result.bursts is not None
    assert len(result.bursts.bursts) >= 1


def test_mistakes_are_named() -> None:
    votes, participant, at = tampered()
    with pytest.raises(ValueError, match="both columns, or neither"):
        check_integrity(votes, at=at)
    with pytest.raises(ValueError, match="no check 'luck'"):
        check_integrity(VoteMatrix.from_dense(two_camps(30, 10, 1))).flagged(["luck"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="100000"):
        check_integrity(votes, participant=np.append(participant, 100000), at=np.append(at, 0))
