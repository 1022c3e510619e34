"""The share of those who understood, with Wilson's interval, and nothing that gives a small count away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.weigh import Understood, understood


def test_the_interval_is_wilsons() -> None:
    found = understood(30, 40)
    # worked by hand: (p + z²/2n ± z sqrt(p q / n + z²/4n²)) / (1 + z²/n), z = 1.959964
    assert (found.asked, found.share) == (40, 0.75)
    assert (found.low, found.high) == (pytest.approx(0.598060, abs=1e-6), pytest.approx(0.858129, abs=1e-6))
    assert (found.asked_words, found.share_words, found.range_words) == ("40", "75%", "60 to 86%")
    assert "Wilson" in found.method


@pytest.mark.parametrize(
    ("count", "asked", "words"),
    [
        (9, 40, "fewer than 10 understood"),
        (0, 40, "fewer than 10 understood"),
        (31, 40, "fewer than 10 did not understand"),
        (40, 40, "fewer than 10 did not understand"),
        (7, 14, "not shown"),
        (5, 9, "not shown"),
    ],
)
def test_a_small_count_is_not_shown(count: int, asked: int, words: str) -> None:
    found = understood(count, asked)
    assert (found.share, found.low, found.high) == (None, None, None)
    assert (found.share_words, found.range_words) == (words, "not shown")


@settings(max_examples=40)
@given(st.integers(1, 60).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked))))
def test_what_is_shown_never_tells_apart_two_small_counts(pair: tuple[int, int]) -> None:
    count, asked = pair
    shown = understood(count, asked)
    if min(count, asked - count) >= 10:
        assert 0 <= shown.low <= shown.share == count / asked <= shown.high <= 1
        return
    same = [understood(other, asked) for other in range(asked + 1) if (other < 10, asked - other < 10) == (count < 10, asked - count < 10)]
    assert set(same) == {shown}
    if asked < 10:
        assert shown == understood(0, 1) == Understood(None, None, None, None, "not shown", "not shown")


@pytest.mark.parametrize(("count", "asked"), [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused(count: int, asked: int) -> None:
    with pytest.raises(ValueError, match="cannot have understood"):
        understood(count, asked)
