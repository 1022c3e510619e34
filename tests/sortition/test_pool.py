"""A pool holds people by number, and says of each mistake where it is."""

import numpy as np
import pytest

from folkmoot.sortition import Pool

ROWS = [{"age": "young", "area": "north"}, {"age": "old", "area": "south"}, {"age": "young", "area": "south"}]


def test_rows_become_codes_of_the_levels_that_occur() -> None:
    pool = Pool.from_rows(ROWS)
    assert pool.n == 3
    assert dict(pool.features) == {"age": ("old", "young"), "area": ("north", "south")}
    assert pool.has("age", "young").tolist() == [True, False, True]


def test_features_may_be_chosen_with_levels_that_nobody_has() -> None:
    pool = Pool.from_rows(ROWS, features={"age": ["young", "middle", "old"]})
    assert dict(pool.features) == {"age": ("young", "middle", "old")}
    assert not pool.has("age", "middle").any()


def test_every_row_with_a_mistake_is_named() -> None:
    with pytest.raises(ValueError, match=r"(?s)Row 1: 'young' is not a level of 'age'.*Row 3"):
        Pool.from_rows(ROWS, features={"age": ["old"]})
    with pytest.raises(ValueError, match="Row 2: no value for 'age'"):
        Pool.from_rows([ROWS[0], {"area": "south"}])


def test_many_mistakes_are_counted_after_the_first_ten() -> None:
    with pytest.raises(ValueError, match="And 15 more"):
        Pool.from_rows([{"age": ""}] * 25, features=["age"])


def test_only_people_who_share_have_a_household() -> None:
    pool = Pool.from_rows(ROWS, households=["a", None, "a"])
    assert pool.shared_households().tolist() == [0, -1, 0]
    assert Pool.from_rows(ROWS, households=["a", "b", None]).shared_households().tolist() == [-1, -1, -1]
    assert Pool.from_rows(ROWS).shared_households().tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("features", "codes", "households", "words"),
    [
        ({}, {}, None, "no features"),
        ({"age": ("a",)}, {}, None, "only one of them: age"),
        ({"age": ("a",)}, {"age": np.zeros(0, int)}, None, "pool is empty"),
        ({"age": ("a", "b")}, {"age": np.array([0, 2, 1, -1])}, None, "people 2, 4 with a code outside"),
        ({"age": ("a", "a")}, {"age": np.array([0])}, None, "names a level twice"),
        ({"age": ("a",)}, {"age": np.array([0.5])}, None, "whole numbers"),
        ({"age": ("a",), "area": ("n",)}, {"age": np.zeros(2, int), "area": np.zeros(3, int)}, None, "lengths differ"),
        ({"age": ("a",)}, {"age": np.zeros(2, int)}, np.array([0]), "lengths differ"),
        ({"age": ("a",)}, {"age": np.zeros(2, int)}, np.array([0, -2]), "from -1"),
    ],
)
def test_what_does_not_fit_together_is_refused(features, codes, households, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Pool(features, codes, households)


def test_a_pool_cannot_be_changed_by_changing_what_it_was_made_of() -> None:
    codes = np.array([0, 1])
    pool = Pool({"age": ("a", "b")}, {"age": codes})
    codes[0] = 1
    assert pool.codes["age"].tolist() == [0, 1]
    with pytest.raises(ValueError, match="read-only"):
        pool.codes["age"][0] = 1
