"""An answer about a licence may be kept until `next_change` and no longer: checked against asking again at every moment in between."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.licence import (
    AgreementFact,
    ConditionFact,
    DecisionFact,
    DpiaFact,
    EditFact,
    Facts,
    LicenceState,
    NoticeFact,
    Outcome,
    Stage,
    SuspensionFact,
    ends,
    licence_in_force,
    next_change,
)

LONDON = ZoneInfo("Europe/London")
TODAY = date(2031, 3, 29)  # the clocks go forward on the 30th
AT = datetime(2031, 3, 29, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LICENSED = (Stage.JOIN, Stage.ANALYSE, Stage.PUBLISH)
BODIES = ("Council", "Police", "Health")

days = st.integers(-4, 4).map(lambda n: TODAY + n * DAY)
moments = st.integers(-60, 60).map(lambda n: AT + n * HOUR)
hashes = st.sampled_from("ab")
parties = st.frozensets(st.sampled_from(BODIES), min_size=1, max_size=2)
conditions = st.builds(ConditionFact, text=st.just("Wipe."), due=days, met=st.none() | days) | st.builds(
    ConditionFact, text=st.just("Ask."), before_stage=st.sampled_from(LICENSED), met=st.none() | days
)


@st.composite
def decisions(draw: st.DrawFn) -> DecisionFact:
    outcome = draw(st.sampled_from(Outcome))
    yes = outcome in {Outcome.YES, Outcome.YES_WITH_CONDITIONS}
    first = draw(days)
    return DecisionFact(
        outcome=outcome,
        body="County Data Board",
        decided=draw(days),
        stages=draw(st.frozensets(st.sampled_from(LICENSED), min_size=1)),
        notice_hash=draw(hashes),
        valid_from=first if yes else None,
        valid_until=first + draw(st.integers(0, 5)) * DAY if yes else None,
        review_by=draw(days) if yes else None,
        conditions=tuple(draw(st.lists(conditions, max_size=2))) if yes else (),
    )


@st.composite
def stops(draw: st.DrawFn) -> SuspensionFact:
    started = draw(moments)
    return SuspensionFact(started, "A mistake.", draw(st.none() | st.integers(1, 60).map(lambda n: started + n * HOUR)))


def some(of: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(of, max_size=most).map(tuple)


facts = st.builds(
    Facts,
    decisions=some(decisions(), 3),
    notices=some(st.builds(NoticeFact, moments, hashes, st.booleans())),
    dpias=some(st.builds(DpiaFact, days, st.just("The officer"))),
    agreements=some(st.builds(AgreementFact, st.just("use"), parties, days, days)),
    suspensions=some(stops()),
    parties=parties,
    closed=st.none() | moments,
    edits=some(st.builds(EditFact, moments, hashes)),
)


@given(facts, st.sampled_from((LONDON, UTC)))
def test_until_the_next_change_every_hour_gives_the_same_answer_in_every_word(known: Facts, zone: tzinfo) -> None:
    until = next_change(known, at=AT, zone=zone)
    assert until is None or until > AT
    for stage in LICENSED:
        now = licence_in_force(known, stage=stage, at=AT, zone=zone)
        at = AT
        while (at := at + HOUR) < (until or AT + 300 * HOUR):
            assert licence_in_force(known, stage=stage, at=at, zone=zone) == now
        if until is not None:
            assert licence_in_force(known, stage=stage, at=until - timedelta(microseconds=1), zone=zone) == now


def yes(**changed: object) -> Facts:
    given = {"valid_from": TODAY - DAY, "valid_until": TODAY, "review_by": TODAY + DAY} | changed
    decision = DecisionFact(Outcome.YES, "County Data Board", TODAY - 2 * DAY, frozenset({Stage.JOIN}), "a", **given)
    notice = (NoticeFact(AT - 9 * DAY, "a"),)
    return Facts(decisions=(decision,), notices=notice, dpias=(DpiaFact(TODAY - 2 * DAY, "The officer"),), parties=frozenset({"Council"}))


def test_a_licence_changes_at_the_local_midnight_after_its_last_day() -> None:
    assert next_change(yes(), at=AT, zone=LONDON) == datetime(2031, 3, 30, tzinfo=LONDON)
    later = next_change(yes(valid_until=TODAY + DAY), at=AT + 24 * HOUR, zone=LONDON)
    assert later == datetime(2031, 3, 31, tzinfo=LONDON)
    assert later.astimezone(UTC) == datetime(2031, 3, 30, 23, tzinfo=UTC)  # summer time has begun
    assert licence_in_force(yes(), stage="join", at=AT, zone=LONDON).state is LicenceState.IN_FORCE
    assert licence_in_force(yes(), stage="join", at=datetime(2031, 3, 30, tzinfo=LONDON), zone=LONDON).state is LicenceState.ENDED


def test_nothing_to_come_means_no_change_by_time_alone() -> None:
    assert next_change(Facts(), at=AT) is None
    assert next_change(yes(), at=AT + 9 * DAY, zone=LONDON) is None


def test_the_last_day_that_can_be_written_has_no_end() -> None:
    assert ends(date.max, UTC) is None
    assert next_change(yes(valid_until=date.max, review_by=date.max), at=AT, zone=LONDON) is None
