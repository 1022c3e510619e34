"""Coordinated blocs: planted ones are found with their members and targets, and real conversations without one are left in peace."""

import numpy as np
import pytest

from conversation.planted_blocs import CONVERSATIONS, best_by_consensus, real_table, two_camps, with_bloc
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.coordinated_blocs import coordinated_blocs


def found(votes: VoteMatrix, n: int) -> tuple[float, float, set[int]]:
    """Recall and precision of the first bloc's members (planted ones are numbered from n), and its statements."""
    blocs = coordinated_blocs(votes).blocs
    assert len(blocs) == 1
    members = int((blocs[0].participants >= n).sum())
    return members / (votes.n - n), members / blocs[0].size, set(blocs[0].statements.tolist())


@pytest.mark.shared
@pytest.mark.parametrize(("share", "seed"), [(0.02, 1), (0.05, 1), (0.05, 2), (0.1, 1)])
@pytest.mark.parametrize("name", ["vtaiwan.uberx", "scoop-hivemind.biodiversity"])
def test_a_camouflaged_bloc_that_vetoes_the_ten_best_statements_is_flagged(shared_data, name, share, seed) -> None:
    table, group = real_table(shared_data, name)
    targets = best_by_consensus(table, group)
    votes = with_bloc(table, targets, share, seed)
    recall, precision, statements = found(votes, len(table))
    assert recall == 1
    assert precision >= 0.9
    assert set(targets.tolist()) <= statements


@pytest.mark.shared
@pytest.mark.parametrize("name", ["vtaiwan.uberx", "scoop-hivemind.biodiversity"])
def test_a_bloc_whose_members_obey_four_times_in_five_is_flagged(shared_data, name) -> None:
    table, group = real_table(shared_data, name)
    votes = with_bloc(table, best_by_consensus(table, group), 0.05, seed=3, obedience=0.8)
    recall, precision, _ = found(votes, len(table))
    assert recall >= 0.9
    assert precision >= 0.9


@pytest.mark.shared
def test_a_bloc_that_agrees_with_the_ten_worst_statements_is_flagged(shared_data) -> None:
    table, group = real_table(shared_data, "scoop-hivemind.biodiversity")
    worst = best_by_consensus(-table, group)
    recall, precision, statements = found(with_bloc(table, worst, 0.05, seed=5, side=1), len(table))
    assert recall == 1
    assert precision >= 0.9
    assert set(worst.tolist()) <= statements


@pytest.mark.shared
def test_a_bloc_is_found_with_all_its_members_where_it_is_sought_among_some_of_the_people(shared_data) -> None:
    table, group = real_table(shared_data, "vtaiwan.uberx")
    targets = best_by_consensus(table, group)
    votes = with_bloc(table, targets, 0.05, seed=1)
    result = coordinated_blocs(votes, most_searched=1_000)
    (bloc,) = result.blocs
    assert result.method.endswith("They were sought among 1,000 people drawn at random, and tested among all.")
    assert set(range(len(table), votes.n)) <= set(bloc.participants.tolist())
    assert bloc.size <= 1.1 * (votes.n - len(table))
    assert set(targets.tolist()) <= set(bloc.statements.tolist())
    assert bloc.of == votes.n
    with pytest.raises(ValueError, match="Blocs cannot be sought among 999 people"):
        coordinated_blocs(votes, most_searched=999)


@pytest.mark.shared
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_no_real_conversation_is_flagged(shared_data, name) -> None:
    votes = VoteMatrix.from_dense(real_table(shared_data, name)[0])
    result = coordinated_blocs(votes)
    assert result.blocs == ()
    assert result.examined > 0
    assert result.sentences[0].startswith(f"Among {votes.n:,} people, no group voted alike")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["brexit-consensus", "vtaiwan.uberx"])
def test_no_half_of_a_real_conversation_is_flagged(shared_data, name) -> None:
    table, _ = real_table(shared_data, name)
    for seed in range(2):
        half = np.random.Generator(np.random.PCG64(seed)).permutation(len(table))[: len(table) // 2]
        assert coordinated_blocs(VoteMatrix.from_dense(table[half])).blocs == ()


def test_made_up_conversations_with_two_camps_and_no_bloc_are_not_flagged() -> None:
    flagged = [seed for seed in range(10) if coordinated_blocs(VoteMatrix.from_dense(two_camps(300, 60, seed))).blocs]
    assert flagged == []


def test_a_minority_whose_many_views_go_together_is_no_bloc() -> None:
    """Their other votes tell: one in ten who think otherwise on half of the statements are an opinion group."""
    for seed in range(3):
        votes = VoteMatrix.from_dense(two_camps(400, 80, seed, minority=0.1, apart=40))
        assert coordinated_blocs(votes).blocs == ()


def test_a_bloc_is_found_where_hardly_anybody_else_saw_most_of_its_targets() -> None:
    """In a large conversation people see few of the statements; those who saw one or two still show what is ordinary."""
    table = two_camps(3000, 300, 1, density=0.06)
    targets = np.arange(10)
    table[:, targets] = np.where(
        np.isnan(table[:, targets]), np.nan, np.where(np.random.default_rng(1).random((3000, 10)) < 0.9, 1.0, -1.0)
    )
    recall, precision, statements = found(with_bloc(table, targets, 0.02, seed=1), 3000)
    assert (recall, precision) == (1, 1)
    assert statements == set(range(10))


def test_two_blocs_are_told_apart() -> None:
    table = two_camps(500, 80, seed=3)
    table[:, :16] = np.where(np.isnan(table[:, :16]), np.nan, np.where(np.random.default_rng(0).random((500, 16)) < 0.9, 1.0, -1.0))
    once = with_bloc(table, np.arange(8), 0.06, seed=1)
    full = np.full((once.n, once.m), np.nan)
    full[once.rows, once.columns] = once.votes
    votes = with_bloc(full, np.arange(8, 16), 0.06, seed=2)
    blocs = coordinated_blocs(votes).blocs
    assert [set(bloc.statements.tolist()) for bloc in sorted(blocs, key=lambda bloc: bloc.statements[0])] == [
        set(range(8)),
        set(range(8, 16)),
    ]
    first, second = (set(bloc.participants.tolist()) for bloc in sorted(blocs, key=lambda bloc: bloc.statements[0]))
    assert not first & second
    assert set(range(500, 530)) <= first
    assert len(set(range(530, 562)) & second) >= 30  # a member of the second may have copied one of the first


def test_the_order_of_arrival_changes_nothing_and_new_numbers_for_statements_change_only_the_numbers() -> None:
    table = two_camps(300, 50, seed=8)
    table[:, :8] = np.where(np.isnan(table[:, :8]), np.nan, np.where(np.random.default_rng(1).random((300, 8)) < 0.9, 1.0, -1.0))
    votes = with_bloc(table, np.arange(8), 0.06, seed=1)
    expected = coordinated_blocs(votes).blocs[0]
    random = np.random.default_rng(2)
    order = random.permutation(votes.cast)
    number = random.permutation(votes.m)
    shuffled = VoteMatrix.from_events(votes.rows[order], number[votes.columns][order], votes.votes[order])
    again = coordinated_blocs(shuffled).blocs[0]
    assert again.participants.tolist() == expected.participants.tolist()
    assert sorted(again.statements.tolist()) == sorted(number[expected.statements].tolist())
    assert again.evidence == pytest.approx(expected.evidence, rel=1e-6)


def test_a_finding_says_what_was_done_how_many_were_expected_and_that_nothing_was_left_out() -> None:
    table = two_camps(300, 50, seed=8)
    table[:, :8] = np.where(np.isnan(table[:, :8]), np.nan, 1.0)
    bloc = coordinated_blocs(with_bloc(table, np.arange(8), 0.06, seed=1)).blocs[0]
    assert bloc.sentence == (
        "18 of 318 people (5.7%) voted alike on 8 statements: they disagreed with 0, 1, 2, 3, 4, 5, 6, 7. "
        f"From people's other votes we would expect {bloc.expected:.1f} to do so. "
        "This can be a campaign, or people who share one strong view: look before deciding. No vote has been left out."
    )
    assert bloc.expected < 1
    assert (bloc.sides == -1).all()
    assert bloc.evidence > bloc.needed


@pytest.mark.parametrize("rate", [0, 1, -0.1, float("nan")])
def test_a_rate_of_false_alarms_that_is_none_is_refused(rate) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        coordinated_blocs(VoteMatrix.from_dense(two_camps(30, 10, 0)), false_alarms=rate)


def test_conversations_too_small_to_tell_have_no_bloc() -> None:
    for table in (np.full((0, 0), np.nan), np.full((3, 2), 1.0), np.full((40, 12), -1.0), np.full((5, 5), np.nan)):
        assert coordinated_blocs(VoteMatrix.from_dense(table)).blocs == ()
