"""Dates and fingerprints as people read them."""

import calendar
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.face import LOOP, PROMISES, STATES, date_words, fingerprint, month_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2031, 3, 3), "3 March 2031"),
        (datetime(2031, 6, 9, 18, 30, tzinfo=UTC), "9 June 2031, 6:30pm"),
        (datetime(2031, 6, 9, 0, 5, tzinfo=UTC), "9 June 2031, 12:05am"),
        (datetime(2031, 6, 9, 12, 0, tzinfo=UTC), "9 June 2031, 12:00pm"),
    ],
)
def test_dates_are_written_out(day, words) -> None:
    assert date_words(day) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2031, 3, 1), "1 Mawrth 2031"),
        (date(2031, 12, 25), "25 Rhagfyr 2031"),
        (datetime(2031, 6, 9, 18, 30, tzinfo=UTC), "9 Mehefin 2031, 18:30"),
    ],
)
def test_dates_are_written_out_in_welsh(day, words) -> None:
    assert date_words(day, "cy") == words
    assert words.startswith(month_words(day, "cy"))


def test_months_are_those_of_the_calendar_whatever_the_machine_speaks() -> None:
    assert [month_words(date(2031, month, 1)).removeprefix("1 ") for month in range(1, 13)] == list(calendar.month_name)[1:]


@given(st.text("0123456789abcdef"))
def test_a_fingerprint_is_its_hash_in_eights(digest) -> None:
    groups = fingerprint(digest).split()
    assert "".join(groups) == digest
    assert all(len(group) == 8 for group in groups[:-1])


def test_seven_steps_four_promises_five_states() -> None:
    assert (len(LOOP), len(PROMISES), len(STATES)) == (7, 4, 5)
    assert [name for name, state in STATES.items() if all(state.seven)] == ["force", "ended"]
