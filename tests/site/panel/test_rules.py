"""Who may be drawn and how many of each stratum, against every case by hand and against a slow count."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.panel.missing import to_recruit
from folkmoot.site.panel.rules import REASONS, Limits, MemberNow, Wanted, numbers_to_draw, why_not

TODAY = dt.date(2031, 6, 1)
LIMITS = Limits(rest_days=60, most_a_year=4)
WANTED = Wanted("survey", 7)
FINE = MemberNow(1, 1, "active", False, dt.date(2030, 1, 1), frozenset({"survey"}), {"age": "young", "area": "North"})


def days_ago(*days: int) -> tuple[dt.date, ...]:
    return tuple(TODAY - dt.timedelta(days=n) for n in days)


@pytest.mark.parametrize(
    ("changed", "wanted", "reason"),
    [
        ({}, {}, ""),
        ({"set_aside": True}, {}, "set aside"),
        ({"state": "left"}, {}, "left"),
        ({"state": "erased", "participant_id": None}, {}, "left"),
        ({"participant_id": None}, {}, "left"),
        ({"state": "paused"}, {}, "paused"),
        ({"ways": frozenset({"jury"})}, {}, "no consent"),
        ({"engagements": frozenset({7})}, {}, "drawn already"),
        ({"engagements": frozenset({8})}, {}, ""),
        ({"asked": days_ago(59)}, {}, "resting"),
        ({"asked": days_ago(60)}, {}, ""),
        ({"asked": days_ago(300, 59)}, {}, "resting"),
        ({"asked": days_ago(364, 300, 200, 100)}, {}, "asked often"),
        ({"asked": days_ago(365, 300, 200, 100)}, {}, ""),
        ({}, {"among": {"age": ["old"]}}, "not among"),
        ({}, {"among": {"age": ["old"], "area": ["North"]}}, ""),
        ({"attributes": {}}, {"stratified_by": "age"}, "no level"),
        ({"attributes": {}}, {}, ""),
        ({}, {"stratified_by": "age"}, ""),
    ],
)
def test_why_a_member_cannot_be_drawn(changed, wanted, reason):
    assert why_not(replace(FINE, **changed), replace(WANTED, **wanted), LIMITS, TODAY) == reason
    assert reason == "" or reason in REASONS


@given(asked=st.lists(st.integers(0, 800), max_size=12), rest=st.integers(0, 365), most=st.integers(1, 12))
def test_nobody_who_is_drawn_every_day_they_can_be_is_asked_more_often_than_promised(asked, rest, most):
    """Whatever happened before, a member drawn on every day that the rule allows is within both limits on each of them."""
    days: list[dt.date] = []
    for later in range(0, 900, 7):
        day = TODAY + dt.timedelta(days=later)
        if not why_not(replace(FINE, asked=tuple(days)), WANTED, Limits(rest, most), day):
            days.append(day)
    assert all((after - before).days >= rest for before, after in itertools.pairwise(days))
    assert all(sum(dt.timedelta() <= day - other < dt.timedelta(days=365) for other in days) <= most for day in days)


@pytest.mark.parametrize(
    ("number", "eligible", "shares", "drawn"),
    [
        (10, [100, 100, 100], [0.3, 0.45, 0.25], (3, 5, 2)),
        (10, [100, 2, 100], [0.3, 0.45, 0.25], (4, 2, 4)),
        (10, [10, 0, 0], [0.0, 0.5, 0.5], (10, 0, 0)),
        (3, [9], None, (3,)),
    ],
)
def test_numbers_worked_by_hand(number, eligible, shares, drawn):
    assert numbers_to_draw(number, eligible, shares) == drawn


def test_whom_to_recruit():
    assert to_recruit(100, [0.3, 0.45, 0.25], [10, 60, 30], 0) == [20, 0, 0]
    assert to_recruit(100, [0.3, 0.45, 0.25], [10, 60, 30], 200) == [50, 30, 20]
    assert to_recruit(0, [0.5, 0.5], [0, 0], 0) == [0, 0]
