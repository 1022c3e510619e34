"""Components equal a full dense decomposition; places follow from them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.plain_conversation import centred_by_filling, decomposed, made_table
from folkmoot.conversation import VoteMatrix, components, map_opinions
from folkmoot.conversation import centred_votes as centring
from folkmoot.conversation.centred_votes import centre_votes, row_blocks
from folkmoot.conversation.components import principal_components
from folkmoot.conversation.largest_eigenvector import largest_eigenvectors
from folkmoot.conversation.projections import project
from folkmoot.conversation.tridiagonal import largest_of_tridiagonal


def aligned(theirs, ours):
    return theirs * np.where((theirs * ours).sum(axis=1) < 0, -1, 1)[:, None]


@given(st.integers(3, 40), st.integers(3, 30), st.integers(0, 10**6), st.booleans())
@settings(max_examples=60)
def test_components_equal_a_full_decomposition_of_the_filled_table(n, m, seed, weighed) -> None:
    table = made_table(n, m, seed)
    weights = np.random.default_rng(seed).gamma(2, 0.5, n) if weighed else None
    means, centred = centred_by_filling(table, weights)
    votes = centre_votes(VoteMatrix.from_dense(table), weights)
    np.testing.assert_allclose(votes.mean, means, atol=1e-14)
    vectors, explained = decomposed(centred, weights)
    found = principal_components(votes)
    np.testing.assert_allclose(found.explained, explained[:2], atol=1e-12)
    for share, vector in zip(found.explained, found.vectors, strict=True):
        apart = votes.covariance_times(vector) - share * votes.variance * vector
        assert np.sqrt((apart**2).sum()) <= 1e-13 * votes.variance
    shares = [*explained, 0.0]
    if shares[0] == 0:
        return
    for place in range(2):
        gap = min(abs(shares[place] - shares[other]) for other in (place - 1, place + 1) if other >= 0) / shares[0]
        if gap > 1e-3:
            expected = aligned(vectors[place : place + 1], found.vectors[place : place + 1])[0]
            np.testing.assert_allclose(found.vectors[place], expected, atol=1e-12)


def test_the_largest_loading_is_positive_whatever_the_rounding() -> None:
    for seed in range(20):
        vectors = principal_components(centre_votes(VoteMatrix.from_dense(made_table(30, 12, seed)))).vectors
        largest = np.abs(vectors).argmax(axis=1)
        assert (vectors[[0, 1], largest] > 0).all()
    mirrored = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    assert principal_components(centre_votes(VoteMatrix.from_dense(mirrored))).vectors[0, 0] > 0


def test_two_equal_components_are_both_found() -> None:
    block = made_table(25, 6, 3, seen=1.0)
    gap = np.full_like(block, np.nan)
    table = np.block([[block, gap], [gap, block]])
    found = principal_components(centre_votes(VoteMatrix.from_dense(table)))
    _, explained = decomposed(centred_by_filling(table)[1])
    np.testing.assert_allclose(found.explained, explained[:2], atol=1e-13)
    assert abs((found.vectors[0] * found.vectors[1]).sum()) < 1e-13


@pytest.mark.parametrize("table", [[[0.0, 0.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], [[1.0]], [[np.nan, np.nan]]])
def test_no_variance_gives_no_component(table) -> None:
    found = principal_components(centre_votes(VoteMatrix.from_dense(table)))
    assert not found.vectors.any()
    assert not found.explained.any()


def test_one_direction_leaves_nothing_for_the_second() -> None:
    found = principal_components(centre_votes(VoteMatrix.from_dense([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]])))
    np.testing.assert_allclose(found.explained, [1, 0], atol=1e-14)
    assert not found.vectors[1].any()


def test_blocks_of_rows_change_nothing_but_rounding(monkeypatch) -> None:
    votes = VoteMatrix.from_dense(made_table(60, 12, 4))
    whole = principal_components(centre_votes(votes))
    monkeypatch.setattr(centring, "row_blocks", lambda votes: row_blocks(votes, 50))
    parts = centre_votes(votes)
    assert len(parts.blocks) > 5
    np.testing.assert_allclose(principal_components(parts).vectors, whole.vectors, atol=1e-13)
    assert [block[0] for block in parts.blocks[1:]] == [block[1] for block in parts.blocks[:-1]]


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=25), st.data())
def test_the_largest_eigenvalues_of_a_tridiagonal_matrix(diagonal, data) -> None:
    beside = data.draw(st.lists(st.floats(1e-3, 5), min_size=len(diagonal) - 1, max_size=len(diagonal) - 1))
    place = data.draw(st.integers(0, min(2, len(diagonal) - 1)))
    guess = data.draw(st.none() | st.floats(-12, 12))
    dense = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    value, vector = largest_of_tridiagonal(diagonal, beside, place, guess)
    assert value == pytest.approx(np.linalg.eigvalsh(dense)[-1 - place], abs=1e-11)
    assert np.abs(dense @ vector - value * np.array(vector)).max() < 1e-8
    assert sum(part * part for part in vector) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("apart", [1e-5, 1e-2, 0.3])
def test_eigenvectors_with_close_neighbours_are_found(apart) -> None:
    rng = np.random.default_rng(1)
    basis, _ = np.linalg.qr(rng.normal(size=(400, 400)))
    values = np.concatenate([[1.0, 1 - apart], np.linspace(0.999 - apart, 0, 398)])
    matrix = (basis * values) @ basis.T
    found, vectors = largest_eigenvectors(lambda x: matrix @ x, rng.random((3, 400)) - 0.5)
    np.testing.assert_allclose(found, values[:2], atol=1e-13)
    for place in (0, 1):
        assert abs(abs(vectors[place] @ basis[:, place]) - 1) < 1e-12


@pytest.mark.parametrize("tail", [[0.9, 0.5, 0.2], [0.999] * 5, list(np.linspace(0.99, 0.1, 80))])
def test_equal_largest_eigenvalues_are_all_found(tail) -> None:
    rng = np.random.default_rng(2)
    values = np.array([1.0, 1.0, *tail])
    basis, _ = np.linalg.qr(rng.normal(size=(len(values), len(values))))
    matrix = (basis * values) @ basis.T
    found, vectors = largest_eigenvectors(lambda x: matrix @ x, rng.random((3, len(values))) - 0.5)
    np.testing.assert_allclose(found, [1, 1], atol=1e-13)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose((vectors @ basis[:, 2:]) ** 2, 0, atol=1e-12)


def test_small_conversations_go_by_the_covariance_itself_and_get_the_same() -> None:
    weights = np.random.default_rng(3).gamma(2, 0.5, 50)
    centred = centre_votes(VoteMatrix.from_dense(made_table(50, 12, 3)), weights)
    covariance = centred.covariance()
    vector = np.random.default_rng(4).normal(size=12)
    np.testing.assert_allclose(covariance @ vector, centred.covariance_times(vector), rtol=1e-12)
    np.testing.assert_allclose(np.trace(covariance), centred.variance, rtol=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_components_of_few_statements_are_those_that_the_search_step_by_step_finds(seed, monkeypatch) -> None:
    centred = centre_votes(VoteMatrix.from_dense(made_table(80, 30, seed, seen=0.6)), np.random.default_rng(seed).gamma(2, 0.5, 80))
    direct = principal_components(centred)
    monkeypatch.setattr(components, "_FEW", 0)
    np.testing.assert_allclose(principal_components(centred).vectors, direct.vectors, atol=1e-12)
    np.testing.assert_allclose(principal_components(centred).explained, direct.explained, atol=1e-14)


def test_places_are_stretched_sums_over_the_votes_that_were_cast() -> None:
    table = made_table(20, 9, 8, seen=0.5)
    table[3] = np.nan
    means, centred = centred_by_filling(table)
    found = map_opinions(VoteMatrix.from_dense(table), min_votes=1, smallest=1)
    for person in range(20):
        there = ~np.isnan(table[person])
        expected = np.sqrt(9 / max(there.sum(), 1)) * (found.components[:, there] * centred[person, there]).sum(axis=1)
        np.testing.assert_allclose(found.projections[person], expected, atol=1e-12)
    assert not found.projections[3].any()
    only_agree = np.sqrt(9) * (1 - means) * found.components  # 1 - mean: to agree where most disagree leads far out
    np.testing.assert_allclose(found.statement_projections, only_agree.T, atol=1e-12)
    np.testing.assert_allclose(found.extremity, np.hypot(*only_agree), atol=1e-12)


def test_a_statement_stands_where_someone_would_who_only_agreed_with_it() -> None:
    table = made_table(40, 7, 2)
    votes = VoteMatrix.from_dense(table)
    centred = centre_votes(votes)
    vectors = principal_components(centred).vectors
    places = project(centred, vectors, votes.votes_of_participants, 7)
    means, _ = centred_by_filling(table)
    for statement in range(7):
        newcomer = np.zeros(7)
        newcomer[statement] = 1 - means[statement]
        np.testing.assert_allclose(places.statements[statement], np.sqrt(7) * vectors @ newcomer, atol=1e-12)
