"""Leximin on pools too large to list every panel: the plain solver, the seed, the order of people, and what people are told."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sortition import Pool, check_lottery, leximin
from folkmoot.sortition.marginals import leximin_marginals
from folkmoot.sortition.person_types import person_types
from tests.sortition.made_pools import relaxed_leximin, town


@pytest.mark.parametrize("seed", range(6))
def test_when_no_cut_was_needed_the_chances_are_those_of_a_plain_solver(seed: int) -> None:
    pool, quotas, size = town(150, 20, seed, households=seed % 2 == 1)
    lottery = leximin(pool, quotas, size)
    assert lottery.certificate is not None
    assert not lottery.certificate.gap
    types = person_types(pool, quotas, size)
    np.testing.assert_allclose(lottery.probabilities, types.per_person(relaxed_leximin(types)), atol=1e-8)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), households=st.booleans())
def test_panels_meet_the_quotas_and_chances_add_up(seed: int, households: bool) -> None:
    pool, quotas, size = town(40, 9, seed, households=households)
    lottery = leximin(pool, quotas, size)
    assert check_lottery(lottery, pool, quotas).passed
    assert lottery.probabilities.sum() == pytest.approx(size, abs=1e-9)
    assert lottery.weights.sum() == pytest.approx(1, abs=1e-12)
    assert lottery.size == size


@pytest.mark.parametrize("seed", range(4))
def test_relabelling_people_changes_nobodys_chance(seed: int) -> None:
    pool, quotas, size = town(120, 15, seed, households=True)
    order = np.random.Generator(np.random.PCG64(seed)).permutation(pool.n)
    assert pool.households is not None
    codes = {name: column[order] for name, column in pool.codes.items()}
    other = Pool(pool.features, codes, np.where(pool.households < 0, -1, 1000 - pool.households)[order])
    np.testing.assert_allclose(leximin(other, quotas, size).probabilities, leximin(pool, quotas, size).probabilities[order], atol=1e-9)


def test_the_seed_changes_the_panels_and_not_the_chances() -> None:
    pool, quotas, size = town(150, 20)
    one, again, other = (leximin(pool, quotas, size, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.panels, again.panels)
    assert np.array_equal(one.weights, again.weights)
    assert not np.array_equal(one.panels, other.panels)
    np.testing.assert_allclose(one.probabilities, other.probabilities, atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_rows_are_met_exactly_or_not_at_all_and_everyone_has_their_level(seed: int) -> None:
    pool, quotas, size = town(1200, 60, seed, households=True)
    types = person_types(pool, quotas, size)
    found = leximin_marginals(types, [])
    counts = types.rows @ (found.chances * types.people)
    from_limit = np.minimum(counts - types.limits.row_least, types.limits.row_most - counts)
    assert (from_limit > -1e-10).all()
    assert ((from_limit < 1e-10) | (from_limit > 1e-6)).all()
    for level in found.levels:
        np.testing.assert_allclose(found.chances[level.types], level.chance, atol=1e-7, rtol=0)


def test_people_alike_to_the_quotas_have_the_same_chance() -> None:
    pool, quotas, size = town(300, 20)
    lottery = leximin(pool, quotas, size)
    for members in person_types(pool, quotas, size).members:
        assert np.ptp(lottery.probabilities[members]) < 1e-9


def test_a_feature_or_level_without_quotas_makes_no_types() -> None:
    pool, quotas, size = town(80, 12)
    wider = Pool(
        {**pool.features, "diet": ("a", "b", "c")},
        {**pool.codes, "diet": np.arange(80) % 3},
    )
    np.testing.assert_allclose(leximin(wider, quotas, size).probabilities, leximin(pool, quotas, size).probabilities, atol=1e-9)
    assert person_types(wider, quotas, size).count == person_types(pool, quotas, size).count


def test_progress_is_told_in_stages() -> None:
    pool, quotas, size = town(80, 12)
    told: list[tuple[str, int, int]] = []
    leximin(pool, quotas, size, progress=lambda stage, done, of: told.append((stage, done, of)))
    assert {stage for stage, _, _ in told} == {"Working out chances", "Finding panels"}
    assert all(0 <= done <= of for _, done, of in told)


def test_the_sentences_say_what_people_may_expect() -> None:
    pool, quotas, size = town(80, 12)
    first, chances, claim = leximin(pool, quotas, size).sentences
    assert "juries of 12 from 80 people" in first
    assert "15%" in chances
    assert "No other lottery" in claim


def test_people_without_a_chance_are_counted() -> None:
    pool, quotas, size = town(80, 12)
    assert "1 person has no chance" in leximin(pool, quotas, size, excluded=[5]).sentences[2]
    assert "2 people have no chance" in leximin(pool, quotas, size, excluded=[5, 6]).sentences[2]


def test_a_lottery_cannot_be_changed() -> None:
    pool, quotas, size = town(40, 9)
    lottery = leximin(pool, quotas, size)
    with pytest.raises(dataclasses.FrozenInstanceError):
        lottery.goal = "nash"  # type: ignore[misc]
