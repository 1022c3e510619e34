"""Numbers round half up, as people who check them by hand do."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.charts import number, percent, percent_range


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0%"),
        (0.001, "<0.5%"),
        (0.4999, "<0.5%"),
        (0.5, "1%"),
        (2.5, "3%"),
        (28.499, "28%"),
        (0.285 * 100, "29%"),
        (100, "100%"),
    ],
)
def test_per_cents(value, words) -> None:
    assert percent(value) == words


def test_counts_and_ranges() -> None:
    assert [number(value) for value in (0, 861.5, 1204, 488300)] == ["0", "862", "1,204", "488,300"]
    assert [percent_range(65, 71.2), percent_range(0.1, 2)] == ["65 to 71%", "<0.5 to 2%"]


@given(st.integers(50, 10_000))
def test_any_hundredth_of_a_per_cent_rounds_as_the_exact_fraction_does(hundredths) -> None:
    exact = Fraction(hundredths, 100)
    assert percent(hundredths / 100) == f"{int(exact + Fraction(1, 2))}%"
