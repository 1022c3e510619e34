"""The search for the best grouping: as good as hundreds of starts, with enough people in each group."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.conversation.group_search import FewPoints, best_groupings, improve
from folkmoot.conversation.k_means import settle


def few_points(n, seed, least=1, heavy=True):
    rng = np.random.default_rng(seed)
    points = np.concatenate([rng.normal(rng.normal(0, 2, 2), rng.gamma(2, 0.4), (n // 4 + 1, 2)) for _ in range(4)])[:n]
    people = rng.integers(1, 9, n) if heavy else np.ones(n, np.int64)
    return FewPoints(points, people.astype(float), people, least)


def inertia_of(few, label):
    total = 0.0
    for group in set(label.tolist()):
        mine = label == group
        middle = np.average(few.points[mine], axis=0, weights=few.weights[mine])
        total += (few.weights[mine] * ((few.points[mine] - middle) ** 2).sum(axis=1)).sum()
    return total


def best_of_many(few, k, starts=200):
    """The smallest inertia of so many runs of Lloyd's rounds from random points, among groups that are large enough."""
    rng = np.random.default_rng(9)
    found = [np.inf]
    for _ in range(starts):
        start = few.points[rng.choice(len(few.points), k, replace=False, p=few.weights / few.weights.sum())]
        label = settle(few.points, few.weights, start)[1]
        if np.bincount(label, few.people, minlength=k).min() >= few.least:
            found.append(inertia_of(few, label))
    return min(found)


@pytest.mark.parametrize("seed", range(4))
def test_no_grouping_is_a_hair_worse_than_the_best_of_200_starts(seed) -> None:
    few = few_points(100, seed, least=10)
    found = best_groupings(few, [2, 3, 4, 5], seed)
    for k in (2, 3, 4, 5):
        assert inertia_of(few, found[k]) <= 1.01 * best_of_many(few, k)


def test_small_sets_have_the_best_grouping_there_is() -> None:
    labels = np.array(np.meshgrid(*[[0, 1, 2]] * 8)).reshape(8, -1).T
    inside = labels[:, :, None] == np.arange(3)
    inside = inside[inside.any(axis=1).all(axis=1)].astype(float)
    for seed in range(25):
        few = few_points(8, seed)
        weights = np.einsum("lnk,n->lk", inside, few.weights)
        moments = np.einsum("lnk,nd->lkd", inside, few.weights[:, None] * few.points)
        least = (few.weights[:, None] * few.points**2).sum() - ((moments**2).sum(axis=2) / weights).sum(axis=1).max()
        assert inertia_of(few, best_groupings(few, [2, 3], 0)[3]) == pytest.approx(least, rel=1e-9)


@given(st.integers(5, 60), st.integers(2, 4), st.integers(0, 10**6), st.booleans())
@settings(max_examples=30)
def test_a_round_never_makes_a_grouping_worse_and_its_numbers_are_its_own(n, k, seed, to_nearest) -> None:
    few = few_points(n, seed, least=3)
    labels = np.random.default_rng(seed).integers(0, k, (6, n))
    labels[:, :k] = np.arange(k)
    found = improve(few, np.full(6, k), labels, to_nearest=to_nearest)
    for start in range(6):
        inertia = inertia_of(few, found.label[start])
        assert found.inertia[start] == pytest.approx(inertia, rel=1e-9, abs=1e-9)
        assert inertia <= inertia_of(few, labels[start]) * (1 + 1e-9) + 1e-9
        assert found.enough[start] == (np.bincount(found.label[start], few.people, minlength=k).min() >= 3)


def test_starts_with_different_numbers_of_groups_do_not_touch_each_other() -> None:
    few = few_points(50, 3)
    labels = np.random.default_rng(1).integers(0, 2, (2, 50)), np.random.default_rng(2).integers(0, 4, (3, 50))
    apart = [improve(few, np.full(len(label), k), label) for k, label in zip((2, 4), labels, strict=True)]
    together = improve(few, np.array([2, 2, 4, 4, 4]), np.concatenate(labels))
    assert np.array_equal(together.label, np.concatenate([each.label for each in apart]))
    np.testing.assert_allclose(together.inertia, np.concatenate([each.inertia for each in apart]), rtol=1e-12)


def test_groups_are_large_enough_or_left_out() -> None:
    points = np.concatenate([np.random.default_rng(0).normal(0, 1, (60, 2)), [[50.0, 0.0]] * 3, [[0.0, 60.0]] * 2])
    one_each = np.ones(65, np.int64)
    found = best_groupings(FewPoints(points, one_each.astype(float), one_each, 10), [2, 3, 4], 0)
    assert all(np.bincount(label, minlength=k).min() >= 10 for k, label in found.items())
    assert 3 in np.bincount(best_groupings(FewPoints(points, one_each.astype(float), one_each, 1), [2, 3], 0)[3])
    assert best_groupings(FewPoints(points, one_each.astype(float), one_each, 40), [2, 3], 0) == {}
