"""Quotas name every mistake at once, and what counting shows to be impossible is told in plain words."""

import numpy as np
import pytest

from folkmoot.sortition import InfeasibleQuotas, Pool, Quota, Quotas, legacy, leximin, maximin, nash

POOL = Pool({"age": ("young", "old"), "area": ("north", "south")}, {"age": np.array([0, 0, 1, 1]), "area": np.array([0, 1, 0, 1])})


def test_every_mistake_is_named_at_once() -> None:
    quotas = Quotas(
        [
            Quota("ages", "young", 1, 2),
            Quota("age", "younger", 1, 2),
            Quota("age", "old", 2, 1),
            Quota("area", "north", -1, 2),
            Quota("area", "south", 1, 2, min_flex=2, max_flex=1),
            Quota("area", "south", 0, 1),
        ]
    )
    assert quotas.mistakes(POOL, 9) == (
        "A jury of 9 cannot be drawn from a pool of 4.",
        "Quota 1 (ages: young): the pool has no feature 'ages'. It has age, area.",
        "Quota 2 (age: younger): 'younger' is not a level of 'age'. Its levels are young, old.",
        "Quota 3 (age: old): the minimum 2 is greater than the maximum 1.",
        "Quota 4 (area: north): the minimum must be a whole number from 0, not -1.",
        "Quota 5 (area: south): the flexible minimum 2 is greater than the minimum 1.",
        "Quota 5 (area: south): the flexible maximum 1 is less than the maximum 2.",
        "There are 2 quotas for area: south. Keep one.",
    )
    with pytest.raises(ValueError, match=r"(?s)Quota 1.*Quota 5.*Keep one"):
        leximin(POOL, quotas, 2)


@pytest.mark.parametrize("size", [0, -1, True, 2.0])
def test_a_size_must_be_a_whole_number_from_1(size) -> None:
    with pytest.raises(ValueError, match="whole number from 1"):
        leximin(POOL, Quotas([]), size)


@pytest.mark.parametrize(
    ("quotas", "size", "words"),
    [
        ([Quota("age", "young", 3, 4)], 3, "the minimum is 3 but only 2 people"),
        ([Quota("age", "young", 2, 2), Quota("age", "old", 2, 2)], 3, "the minimums add up to 4, more than the 3 seats"),
        ([Quota("age", "young", 0, 1), Quota("age", "old", 0, 1)], 3, "allow 2 of 3 seats"),
    ],
)
def test_what_counting_shows_to_be_impossible_is_said(quotas: list[Quota], size: int, words: str) -> None:
    with pytest.raises(InfeasibleQuotas, match=words):
        leximin(POOL, Quotas(quotas), size)


@pytest.mark.parametrize("draw", [leximin, maximin, nash, legacy])
def test_quotas_that_only_together_are_impossible_are_refused_as_such(draw) -> None:
    pool = Pool({"age": ("young", "old"), "area": ("north", "south")}, {"age": np.array([0, 0, 1, 1]), "area": np.array([0, 0, 1, 1])})
    with pytest.raises(
        InfeasibleQuotas, match="no panel of 2 meets them all together: age: young: at most 1; area: north: at least 2"
    ) as raised:
        draw(pool, Quotas([Quota("age", "young", 1, 1), Quota("area", "north", 2, 2)]), 2)
    assert isinstance(raised.value, ValueError)


def test_without_quotas_everyone_has_the_same_chance() -> None:
    np.testing.assert_allclose(leximin(POOL, Quotas([]), 3).probabilities, 0.75, atol=1e-12)
