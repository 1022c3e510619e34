"""The benchmark of opinion maps compares like with like. Nothing here is timed."""

import numpy as np
import pytest

from benchmarks import conversation as benchmark
from benchmarks.conversation_peer import compare, folkmoot_map, red_dwarf_map, rows_of
from benchmarks.conversation_votes import made_votes, real_votes


def test_the_same_seed_makes_the_same_votes_and_nobody_votes_twice_on_a_statement() -> None:
    made, again, other = made_votes(300, 40), made_votes(300, 40), made_votes(300, 40, seed=1)
    assert np.array_equal(made.vote, again.vote)
    assert not np.array_equal(made.statement[:300], other.statement[:300])
    assert len(set(zip(made.participant.tolist(), made.statement.tolist(), strict=True))) == len(made.vote)
    assert len(np.unique(made.participant)) == 300
    assert set(made.vote.tolist()) == {-1, 0, 1}
    assert len(rows_of(made)) == len(made.vote)


def test_the_made_votes_hold_the_camps_that_the_map_finds() -> None:
    found = folkmoot_map(made_votes(1_000, 60, 55.0))
    assert found.k == 3
    assert np.abs(found.sizes / found.sizes.sum() - (0.5, 0.3, 0.2)).max() < 0.1


@pytest.mark.filterwarnings("ignore")  # red-dwarf's own libraries warn of each other
def test_both_engines_give_the_same_loadings_and_consensus() -> None:
    votes = made_votes(150, 30, 20.0)
    found = compare(folkmoot_map(votes), red_dwarf_map((rows_of(votes), votes)))
    assert found.loadings < benchmark.SAME_LOADINGS
    assert found.group_informed < benchmark.SAME_CONSENSUS


@pytest.mark.shared
def test_a_real_conversation_is_read_with_its_moderation(shared_data) -> None:
    votes = real_votes(shared_data / "conversations" / "bg2050-volunteers")
    assert (len(votes.vote), len(np.unique(votes.participant)), len(votes.moderated_out)) == (14_283, 126, 55)
    assert folkmoot_map(votes).votes.m == 371 - 55


def test_the_peak_is_told_with_time_and_votes(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(["--peak-of", "500", "--statements", "30"]) == 0
    peak, seconds, votes = capsys.readouterr().out.split()
    assert float(peak) > 30
    assert float(seconds) > 0
    assert int(votes) == len(made_votes(500, 30).vote)
