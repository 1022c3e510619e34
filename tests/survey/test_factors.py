"""Words become codes, exactly, however many rows and words there are."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.survey.factors import Factor, smallest

WORDS = st.lists(st.one_of(st.none(), st.text(max_size=6)), min_size=1, max_size=60)


def plain(values: list[str | None], levels: tuple[str, ...]) -> list[int]:
    return [-1 if value is None else levels.index(value) for value in values]


@given(WORDS)
def test_a_few_words_have_the_codes_of_a_plain_look_up(values: list[str | None]) -> None:
    if not [value for value in values if value is not None]:
        with pytest.raises(ValueError, match="it has no levels"):
            Factor.from_values("answer", values)
        return
    factor = Factor.from_values("answer", pl.Series(values, dtype=pl.String))
    assert factor.levels == tuple(sorted({value for value in values if value is not None}))
    assert factor.codes.tolist() == plain(values, factor.levels)


@pytest.mark.parametrize("words", [1, 2, 17, 290, 1000])
def test_many_rows_have_the_codes_of_a_plain_look_up(words: int) -> None:
    rng = np.random.default_rng(words)
    levels = tuple(sorted(f"level {i}" if i % 2 else f"a much longer name of level number {i}" for i in range(words)))
    codes = rng.integers(-1, words, 150_000)
    codes[:words] = np.arange(words)  # every level is there
    codes[:20_000] = np.minimum(codes[:20_000], max(0, words - 2))  # and the last only late
    codes[-1] = words - 1
    values = pl.Series([None, *levels]).gather(codes + 1)
    for given_levels in (levels, None):
        factor = Factor.from_values("answer", values, given_levels)
        assert factor.levels == levels
        assert factor.codes.dtype == smallest(words)
        np.testing.assert_array_equal(factor.codes, codes)
    enum = Factor.from_values("answer", values.cast(pl.Enum(levels)))
    np.testing.assert_array_equal(enum.codes, codes)
    assert factor.has_missing


@pytest.mark.parametrize("rows", [3, 50_000])
def test_a_word_that_is_no_level_is_named_with_its_row(rows: int) -> None:
    values = pl.Series(["yes", "no", "maybe", *["yes"] * (rows - 3)])
    with pytest.raises(ValueError, match="answer: row 3 is “maybe”, which is not one of the levels: no, yes"):
        Factor.from_values("answer", values, ["no", "yes"])


def test_codes_that_have_no_level_are_refused() -> None:
    with pytest.raises(ValueError, match="age: row 2 has code 5, and levels are coded 0 to 1"):
        Factor("age", ("young", "old"), np.array([0, 5]))
    with pytest.raises(ValueError, match="age: a level is named twice"):
        Factor("age", ("young", "young"), np.array([0]))
    with pytest.raises(ValueError, match="age: codes must be one row of whole numbers"):
        Factor("age", ("young",), np.array([0.0]))


def test_numbers_of_64_bits_are_words_of_their_own() -> None:
    big = 2**62 + 1
    factor = Factor.from_values("id", [big, big - 1, None])
    assert factor.levels == (str(big - 1), str(big))
    assert factor.codes.tolist() == [1, 0, -1]
