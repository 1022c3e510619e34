"""The pure rules of plans: ways to ask, risk, communities, when a round may open, the four checks."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.involvement.stages import Level
from folkmoot.site.planning.communities import DatasetFacts, affected
from folkmoot.site.planning.gunning import ASKS, AskedFacts, Check, checks
from folkmoot.site.planning.methods import NEEDS, SCALES, WAYS, rank
from folkmoot.site.planning.risk import LEAST, ORDER, PROMISES, Band, falls_short, propose
from folkmoot.site.planning.rounds import RoundFacts, may_open, response_due


@given(
    needs=st.sets(st.sampled_from(sorted(NEEDS))),
    pounds=st.none() | st.integers(0, 10**6),
    weeks=st.none() | st.integers(0, 500),
)
def test_no_way_to_ask_is_ever_hidden_and_each_need_is_spoken_to(needs: set[str], pounds: int | None, weeks: int | None) -> None:
    ranked = rank(needs=needs, pounds=pounds, weeks=weeks)
    assert {one.way.key for one in ranked} == set(WAYS)
    assert [one.fit for one in ranked] == sorted((one.fit for one in ranked), reverse=True)
    for one in ranked:
        over = (pounds is not None and one.way.pounds > pounds) + (weeks is not None and one.way.weeks > weeks)
        assert len(one.suits) + len(one.against) == len(needs) + over


def test_the_sizes_are_those_of_the_source_and_every_scale_is_from_1_to_4() -> None:
    assert (WAYS["jury"].people, WAYS["jury"].days) == ((12, 24), "2 to 7 days")
    assert WAYS["dialogue"].people == (5, 50)
    assert WAYS["panel"].people == (300, 5000)
    assert set(WAYS) == {"survey", "panel", "jury", "dialogue", "focus_group", "interview", "conversation"}
    for way in WAYS.values():
        assert set(way.scales) == set(SCALES)
        assert set(way.scales.values()) <= {1, 2, 3, 4}
        assert way.good
        assert way.bad


@pytest.mark.parametrize(
    ("needs", "limits", "first"),
    [
        ({"numbers"}, {}, "panel"),
        ({"reasons", "control"}, {}, "interview"),
        ({"many", "unheard", "autonomy"}, {}, "dialogue"),
        ({"reasons", "numbers"}, {}, "jury"),
        ({"reasons", "numbers"}, {"pounds": 10_000}, "panel"),
    ],
)
def test_the_way_that_suits_comes_first(needs: set[str], limits: dict[str, int], first: str) -> None:
    assert rank(needs=needs, **limits)[0].way.key == first


def test_what_costs_too_much_says_so() -> None:
    jury = next(one for one in rank(needs={"reasons"}, pounds=1000, weeks=2) if one.way.key == "jury")
    assert jury.against == ("It costs about £40,000; you have £1,000.", "It takes about 24 weeks; you have 2.")


@pytest.mark.parametrize(
    ("facts", "band", "reasons"),
    [
        (({"ordinary"}, "insight", 1), Band.LOW, 1),
        (({"ordinary"}, "insight", 2), Band.MEDIUM, 1),
        (({"special", "ordinary"}, "insight", 3), Band.HIGH, 2),
        (({"criminal"}, "operational", 2), Band.VERY_HIGH, 3),
    ],
)
def test_each_reason_on_record_lifts_the_risk_by_one_band(facts, band, reasons) -> None:
    proposed = propose(sensitivities=facts[0], kind=facts[1], holders=facts[2])
    assert (proposed.band, len(proposed.reasons)) == (band, reasons)


def test_more_risk_never_asks_for_less() -> None:
    asked = [LEAST[band] for band in ORDER]
    for less, more in pairwise(asked):
        assert PROMISES.index(less.level) <= PROMISES.index(more.level)
        assert less.days < more.days
        assert less.rounds <= more.rounds
        assert less.deliberative <= more.deliberative
    assert Level.NONE not in PROMISES


def test_a_plan_that_falls_short_is_told_all_it_lacks_and_one_that_does_not_nothing() -> None:
    assert falls_short("low", level="inform", methods=[]) == []
    assert falls_short("high", level="involve", methods=["survey", "jury"]) == []
    lacking = " ".join(falls_short("high", level="consult", methods=["survey"]))
    assert "at least this part: “Working on it with us”" in lacking
    assert "there must be 2 rounds or more" in lacking
    assert "citizens’ jury, distributed dialogue, focus group, interview" in lacking


def test_communities_come_from_the_record_each_with_its_reason() -> None:
    rents = DatasetFacts(1, "Rents", "Tenants", "The council", "ordinary")
    crimes = DatasetFacts(2, "Crimes", "People who were cautioned", "The police", "criminal")
    plainest = affected(area="Essex", kind="insight", datasets=[rents])
    assert [one.key for one in plainest] == ["dataset-1", "place", "wider"]
    assert plainest[0].who == "Tenants"
    assert plainest[0].why == "They are in the records “Rents” of The council."
    more = affected(area="Essex", kind="operational", datasets=[rents, crimes])
    assert [one.key for one in more] == ["dataset-1", "dataset-2", "guarded", "acted-on", "place", "wider"]
    assert "of crime is held" in more[2].who
    assert all(one.why for one in more)


@given(st.lists(st.none() | st.booleans(), min_size=1, max_size=6), st.integers(1, 7))
def test_a_round_may_open_exactly_when_every_earlier_one_was_decided_to_go_on(decided: list[bool | None], number: int) -> None:
    rounds = [RoundFacts(place, goes_on) for place, goes_on in enumerate(decided, 1)]
    assert (may_open(rounds, number) == "") == all(goes_on is True for goes_on in decided[: number - 1])


def test_why_a_round_may_not_open_names_the_round_before() -> None:
    assert may_open([RoundFacts(1, None), RoundFacts(2, None)], 2).startswith(
        "Round 2 may not open yet. First record what was learnt in round 1"
    )
    assert may_open([RoundFacts(1, True), RoundFacts(2, False)], 3) == "Round 3 may not open. After round 2 it was decided to stop."
    assert may_open([RoundFacts(1, None)], 1) == ""


FAIR = AskedFacts(
    opens=dt.date(2031, 3, 1),
    closes=dt.date(2031, 3, 28),
    minimum_days=28,
    decided=None,
    reasons=dt.date(2031, 2, 1),
    ended=dt.date(2031, 3, 28),
    responded=dt.date(2031, 4, 30),
    findings=2,
    answered=2,
)
LATER = dt.date(2031, 12, 1)


def states(facts: AskedFacts, today: dt.date = LATER) -> dict[Check, str]:
    return {known.check: known.state for known in checks(facts, today)}


def test_what_is_fair_holds_in_all_four_checks() -> None:
    assert states(FAIR) == dict.fromkeys(Check, "holds")
    assert set(ASKS) == set(Check)


@pytest.mark.parametrize(
    ("wrong", "check", "state"),
    [
        ({"decided": dt.date(2031, 3, 1)}, Check.FORMATIVE, "doubt"),
        ({"decided": dt.date(2031, 3, 2)}, Check.FORMATIVE, "holds"),
        ({"reasons": None}, Check.REASONS, "doubt"),
        ({"reasons": dt.date(2031, 3, 2)}, Check.REASONS, "doubt"),
        ({"minimum_days": 29}, Check.TIME, "doubt"),
        ({"ended": dt.date(2031, 3, 27)}, Check.TIME, "doubt"),
        ({"responded": None}, Check.CONSIDERED, "doubt"),
        ({"responded": dt.date(2031, 6, 21)}, Check.CONSIDERED, "doubt"),
        ({"responded": dt.date(2031, 6, 20)}, Check.CONSIDERED, "holds"),
        ({"ended": None, "responded": None}, Check.CONSIDERED, "open"),
    ],
)
def test_each_check_is_flagged_by_what_is_known_and_the_others_are_not(wrong, check, state) -> None:
    assert states(replace(FAIR, **wrong)) == dict.fromkeys(Check, "holds") | {check: state}


def test_an_answer_is_due_twelve_weeks_after_closing_and_not_before() -> None:
    due = response_due(dt.date(2031, 3, 28))
    assert due == dt.date(2031, 6, 20)
    waiting = replace(FAIR, responded=None)
    assert states(waiting, due)[Check.CONSIDERED] == "open"
    assert states(waiting, due + dt.timedelta(days=1))[Check.CONSIDERED] == "doubt"
