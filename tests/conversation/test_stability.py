"""Stability: the index as its definition counts pairs, groups that are there found again, groups that are not withheld."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.conversation import stability
from folkmoot.conversation.opinion_map import map_opinions
from folkmoot.conversation.stability import SHOWN_FROM, _cross, _jaccard, _rand_index, group_stability
from folkmoot.conversation.vote_matrix import VoteMatrix


def voted(people: int, statements: int, apart: float, seed: int) -> VoteMatrix:
    """Two halves whose chances of agreeing differ by `apart` on each statement, one way or the other."""
    draws = np.random.Generator(np.random.PCG64(seed))
    sign = np.where(np.arange(statements) % 2, 1, -1)
    half = np.where(np.arange(people) % 2, 1, -1)
    agree = 0.5 + apart / 2 * np.outer(half, sign)
    table = np.where(draws.random((people, statements)) < agree, 1.0, -1.0)
    table[draws.random(table.shape) < 0.3] = np.nan
    return VoteMatrix.from_dense(table)


def test_groups_that_are_there_are_found_again_and_shown() -> None:
    mapped = map_opinions(voted(200, 20, 0.8, 1))
    found = group_stability(mapped, resamples=20)
    assert mapped.k == 2
    assert found.median > 0.95
    assert (found.of_groups > 0.95).all()
    assert found.same_number == 1.0
    assert found.shown


def test_groups_made_of_chance_are_not_shown() -> None:
    mapped = map_opinions(voted(200, 20, 0.0, 2))
    found = group_stability(mapped, resamples=20)
    assert mapped.k >= 2
    assert found.median < SHOWN_FROM
    assert not found.shown
    assert "there might well be other groups" in found.sentences[-1]


def test_the_same_seed_gives_the_same_numbers_and_another_others() -> None:
    mapped = map_opinions(voted(100, 12, 0.4, 3))
    one, again, other = (group_stability(mapped, resamples=10, seed=seed) for seed in (5, 5, 6))
    assert one.agreement.tolist() == again.agreement.tolist()
    assert one.agreement.tolist() != other.agreement.tolist()


def test_of_many_people_a_stated_number_is_drawn(monkeypatch) -> None:
    mapped = map_opinions(voted(200, 20, 0.8, 1))
    whole = group_stability(mapped, resamples=10)
    assert whole.drawn == 200
    assert "drawn of" not in whole.method
    monkeypatch.setattr(stability, "MOST_DRAWN", 80)
    found = group_stability(mapped, resamples=10)
    assert found.drawn == 80
    assert found.method.endswith("80 drawn of 200")
    assert "among 80 people drawn at random" in found.sentences[0]
    assert found.median > 0.9


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    group_stability(map_opinions(voted(60, 12, 0.8, 4)), resamples=3, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_conversation_without_groups_has_no_stability() -> None:
    found = group_stability(map_opinions(VoteMatrix.from_dense(np.ones((30, 8)))), resamples=2)
    assert not found.shown
    assert np.isnan(found.median)
    assert found.sentences == ("There are no separate groups whose stability could be told.",)


def test_too_few_resamples_are_refused() -> None:
    with pytest.raises(ValueError, match="Draw at least 2"):
        group_stability(map_opinions(voted(60, 12, 0.8, 4)), resamples=1)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=2, max_size=14))
def test_the_index_counts_pairs_as_its_definition_does(people: list[tuple[int, int]]) -> None:
    one, other = np.array([first for first, _ in people]), np.array([second for _, second in people])
    pairs = list(combinations(range(len(people)), 2))
    both = sum(one[i] == one[j] and other[i] == other[j] for i, j in pairs)
    in_one, in_other = (sum(column[i] == column[j] for i, j in pairs) for column in (one, other))
    expected = in_one * in_other / len(pairs)
    most = (in_one + in_other) / 2
    index = 1.0 if most == expected else (both - expected) / (most - expected)
    table = _cross(one, other, 3)
    assert _rand_index(table) == pytest.approx(index, abs=1e-12)
    for group in range(3):
        mine = {i for i in range(len(people)) if one[i] == group}
        shares = [len(mine & theirs) / len(mine | theirs) for theirs in _sets(other) if mine | theirs]
        assert _jaccard(table)[group] == pytest.approx(max(shares, default=0.0), abs=1e-12)


def _sets(label: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[set[int]]:
    return [{i for i in range(len(label)) if label[i] == group} for group in range(int(label.max()) + 1)]
