"""Bloc influence: ranks with and without a bloc, against plain sorting; the order of consensus stands when a planted bloc is left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.planted_blocs import best_by_consensus, real_table, two_camps, with_bloc
from folkmoot.conversation import VoteMatrix
from folkmoot.conversation.bloc_influence import bloc_influence, size_weighted_consensus
from folkmoot.conversation.coordinated_blocs import coordinated_blocs


def share_of_agreement(votes: VoteMatrix) -> np.ndarray:
    seen = votes.votes_on_statements
    agree = np.bincount(votes.columns, votes.votes == 1, minlength=votes.m)
    return np.divide(agree, seen, out=np.full(votes.m, np.nan), where=seen > 0)


def plain_ranks(table: np.ndarray, ranked: list[int]) -> dict[int, int]:
    share = {j: (table[:, j] == 1).sum() / (~np.isnan(table[:, j])).sum() for j in ranked}
    return {j: rank for rank, j in enumerate(sorted(ranked, key=lambda j: (-round(share[j], 12), j)), 1)}


@given(st.integers(0, 10_000), st.sets(st.integers(0, 39), min_size=1, max_size=12))
@settings(max_examples=60)
def test_ranks_are_those_of_plain_sorting(seed, out) -> None:
    table = two_camps(40, 12, seed)
    result = bloc_influence(VoteMatrix.from_dense(table), [sorted(out)], measure=share_of_agreement, least_votes=5)
    others = np.delete(table, sorted(out), axis=0)
    ranked = [j for j in range(12) if (~np.isnan(others[:, j])).sum() >= 5]
    influence = result.blocs[0]
    assert influence.statements.tolist() == ranked
    assert dict(zip(ranked, influence.with_them.tolist(), strict=True)) == plain_ranks(table, ranked)
    assert dict(zip(ranked, influence.without_them.tolist(), strict=True)) == plain_ranks(others, ranked)
    assert influence.moves.sum() == 0
    with_top, without_top = ({j for j, rank in plain_ranks(one, ranked).items() if rank <= 10} for one in (table, others))
    assert (set(influence.entered.tolist()), set(influence.left.tolist())) == (with_top - without_top, without_top - with_top)
    assert result.together is influence


@pytest.mark.shared
@pytest.mark.parametrize("name", ["vtaiwan.uberx", "scoop-hivemind.biodiversity"])
def test_the_default_order_barely_moves_once_a_planted_bloc_is_left_out(shared_data, name) -> None:
    """5% of people veto the ten best statements: with them these fall from a median rank of 5.5 to below 30; without, they are back."""
    table, group = real_table(shared_data, name)
    targets = best_by_consensus(table, group)
    votes = with_bloc(table, targets, 0.05, seed=1)
    flagged = [bloc.participants for bloc in coordinated_blocs(votes).blocs]
    influence = bloc_influence(votes, flagged, least_votes=50).blocs[0]
    honest = size_weighted_consensus(VoteMatrix.from_dense(table))[influence.statements]
    before = np.empty(len(honest), np.int64)
    before[np.argsort(-honest, kind="stable")] = np.arange(1, len(honest) + 1)
    aimed = np.isin(influence.statements, targets)
    assert np.median(before[aimed]) < 8
    assert np.median(influence.with_them[aimed]) > 30
    assert abs(np.median(influence.without_them[aimed]) - np.median(before[aimed])) <= 1
    assert np.abs(influence.without_them - before).max() <= 5
    assert set(influence.left.tolist()) & set(targets.tolist())


def test_blocs_are_left_out_one_by_one_and_all_together() -> None:
    votes = VoteMatrix.from_dense(two_camps(100, 20, 3))
    result = bloc_influence(votes, [[1, 2, 3], [50, 51]], measure=share_of_agreement)
    assert [one.people for one in result.blocs] == [3, 2]
    assert result.together is not None
    assert result.together.people == 5
    assert "share of agreement" in result.method
    assert result.sentences[0].startswith("The votes of 3 of 100 people move ")


def test_people_who_change_nothing_are_said_to_change_nothing() -> None:
    table = np.repeat([[1.0, -1.0, 1.0]], 30, axis=0)
    table[:, 1] = np.where(np.arange(30) < 25, -1.0, 1.0)
    result = bloc_influence(VoteMatrix.from_dense(table), [[0]], measure=share_of_agreement)
    assert result.sentences == ("The votes of 1 of 30 people change no statement's rank among 3.",)


def test_without_a_bloc_there_is_one_order() -> None:
    result = bloc_influence(VoteMatrix.from_dense(two_camps(30, 10, 1)), [])
    assert (result.blocs, result.together) == ((), None)
    assert result.sentences == ("No bloc is flagged, so there is one order of consensus.",)


def test_mistakes_are_named() -> None:
    votes = VoteMatrix.from_dense(two_camps(30, 10, 1))
    with pytest.raises(ValueError, match="one number for each"):
        bloc_influence(votes, [[1]], measure=lambda part: np.zeros(part.m + 1))
    with pytest.raises(ValueError, match="99"):
        bloc_influence(votes, [[99]])
