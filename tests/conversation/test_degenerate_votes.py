"""Votes with little in them: all the same, one statement, two people, equal directions, one direction only, people without weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.plain_conversation import centred_by_filling, decomposed, made_table
from folkmoot.conversation import VoteMatrix, map_opinions
from folkmoot.conversation.centred_votes import centre_votes
from folkmoot.conversation.components import principal_components


def check_components(table, weights=None) -> None:
    """The values are those of a full decomposition, and the vectors an orthonormal set that belongs to them, or zeros."""
    centred = centre_votes(VoteMatrix.from_dense(table), weights)
    found = principal_components(centred)
    shares = [*decomposed(centred_by_filling(np.asarray(table, float), weights)[1], weights)[1], 0.0, 0.0]
    np.testing.assert_allclose(found.explained, shares[:2], atol=1e-12)
    there = (found.explained > 0).astype(float)
    np.testing.assert_allclose(found.vectors @ found.vectors.T, np.diag(there), atol=1e-12)
    for share, vector in zip(found.explained, found.vectors, strict=True):
        apart = centred.covariance_times(vector) - share * centred.variance * vector
        assert np.sqrt((apart**2).sum()) <= 1e-12 * centred.variance


@given(st.integers(1, 12), st.integers(1, 9), st.integers(0, 10**6), st.sampled_from([0.2, 0.6, 1.0]), st.booleans())
@settings(max_examples=120)
def test_small_tables_of_any_kind(n, m, seed, seen, weighed) -> None:
    rng = np.random.default_rng(seed)
    table = rng.choice([1.0, 0.0, -1.0], (n, m))
    table[rng.random((n, m)) > seen] = np.nan
    weights = rng.choice([0.0, 1.0, 1.0, 2.5], n) if weighed else None
    if weights is not None and not weights.any():
        weights[0] = 1.0
    check_components(table, weights)
    found = map_opinions(VoteMatrix.from_dense(table), weights=weights, min_votes=1, smallest=1)
    assert np.isfinite(found.projections).all()
    voted = (~np.isnan(table)).any(axis=1)
    assert (found.group >= 0).tolist() == (voted & (weights is None or weights[voted].any())).tolist()


@given(st.integers(2, 12), st.integers(2, 7), st.integers(2, 4), st.integers(0, 10**6))
@settings(max_examples=60)
def test_equal_directions_in_separate_conversations(n, m, copies, seed) -> None:
    block = made_table(n, m, seed, seen=1.0)
    gap = np.full_like(block, np.nan)
    check_components(np.block([[block if across == down else gap for across in range(copies)] for down in range(copies)]))


@given(st.integers(2, 30), st.integers(1, 12), st.integers(0, 10**6))
@settings(max_examples=60)
def test_one_direction_only(n, m, seed) -> None:
    rng = np.random.default_rng(seed)
    check_components(np.outer(rng.choice([-1.0, 1.0], n), rng.choice([-1.0, 1.0], m)))


@pytest.mark.parametrize("vote", [1.0, 0.0, -1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 8), (40, 1), (2, 9), (40, 12)])
def test_all_votes_the_same_make_one_group_in_the_middle(vote, shape) -> None:
    found = map_opinions(VoteMatrix.from_dense(np.full(shape, vote)))
    assert found.k == 1
    assert not found.components.any()
    assert not found.projections.any()
    assert found.sizes.tolist() == [shape[0]]


def test_one_statement_that_splits_people_makes_two_groups() -> None:
    found = map_opinions(VoteMatrix.from_dense(np.repeat([[1.0], [-1.0]], 20, axis=0)))
    assert found.sizes.tolist() == [20, 20]
    np.testing.assert_allclose(found.explained, [1, 0], atol=1e-12)


def test_two_people_who_differ_are_two_groups_only_where_groups_may_be_of_one() -> None:
    votes = VoteMatrix.from_dense([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]])
    assert map_opinions(votes).k == 1
    assert map_opinions(votes, smallest=1).sizes.tolist() == [1, 1]


def test_people_of_weight_zero_move_nothing_but_are_placed() -> None:
    table = made_table(60, 14, 2, seen=0.9)
    outside = np.concatenate([table, -np.ones((25, 14))])
    weights = np.concatenate([np.ones(60), np.zeros(25)])
    alone, beside = map_opinions(VoteMatrix.from_dense(table)), map_opinions(VoteMatrix.from_dense(outside), weights=weights)
    np.testing.assert_allclose(beside.components, alone.components, atol=1e-12)
    np.testing.assert_allclose(beside.projections[:60], alone.projections, atol=1e-9)
    assert alone.k == beside.k == 2
    assert len(set(zip(beside.group[:60].tolist(), alone.group.tolist(), strict=True))) == 2  # numbered by people, of any weight
    assert (beside.group[60:] >= 0).all()
