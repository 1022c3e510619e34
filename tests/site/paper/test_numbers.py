"""The numbers on forms: a slip is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.paper import numbers

NUMBERS = st.integers(1, numbers.LARGEST)


@given(NUMBERS)
def test_a_number_is_read_as_it_is_written(number):
    words = numbers.written(number)
    assert numbers.read(words) == numbers.read(words.replace("-", "")) == numbers.read(f" {words.replace('-', ' – ')} ") == number


@given(NUMBERS, st.integers(0, numbers.DIGITS), st.integers(1, 9))
def test_a_wrong_digit_is_found(number, at, more):
    digits = numbers.written(number).replace("-", "")
    wrong = digits[:at] + str((int(digits[at]) + more) % 10) + digits[at + 1 :]
    with pytest.raises(ValueError, match="a digit is wrong"):
        numbers.read(wrong)


@given(NUMBERS, st.integers(0, numbers.DIGITS - 1))
def test_two_neighbours_that_changed_places_are_found(number, at):
    digits = numbers.written(number).replace("-", "")
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if swapped != digits:
        with pytest.raises(ValueError, match="a digit is wrong"):
            numbers.read(swapped)


@pytest.mark.parametrize("words", ["", "12", "abc", "00012", "0001234", "00000-0", "٠٠٠١٢٥"])
def test_what_is_no_number_is_refused_in_words(words):
    with pytest.raises(ValueError, match="number"):
        numbers.read(words)
