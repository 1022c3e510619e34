"""What touches a follower and when a digest is due, without a database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.following.rules import About, a_month_after, digest_is_due, touches

WARM = About("warm-homes", "health", "The  County", frozenset({"council", "hospital"}))


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ([("topic", "health")], True),
        ([("area", "the county")], True),
        ([("organisation", "hospital")], True),
        ([("initiative", "warm-homes")], True),
        ([("topic", "harm"), ("initiative", "warm-homes")], True),
        ([], False),
        ([("topic", "harm"), ("area", "the count"), ("organisation", "police"), ("initiative", "warm")], False),
        ([("initiative", "health"), ("topic", "warm-homes"), ("organisation", "health")], False),
    ],
)
def test_only_what_someone_chose_counts_and_one_of_it_is_enough(chosen: list[tuple[str, str]], told: bool) -> None:
    assert touches(chosen, WARM) is told


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2031, 1, 15), date(2031, 2, 15)),
        (date(2031, 1, 31), date(2031, 2, 28)),
        (date(2032, 1, 31), date(2032, 2, 29)),
        (date(2031, 12, 31), date(2032, 1, 31)),
        (date(2031, 3, 31), date(2031, 4, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, then: date) -> None:
    assert a_month_after(day) == then


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.lists(st.integers(0, 40), max_size=30))
def test_however_often_it_is_looked_at_no_two_digests_are_in_one_month(start: date, steps: list[int]) -> None:
    last, today, made = start, start, [start]
    for step in steps:
        today += timedelta(days=step)
        if digest_is_due(last, today):
            last = today
            made.append(today)
    assert all(then - day >= timedelta(days=28) for day, then in pairwise(made))
    assert len({(day.year, day.month) for day in made}) == len(made)
