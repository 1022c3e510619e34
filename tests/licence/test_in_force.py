"""The words of the seven checks, their edges in time, and what holds whatever the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.licence import (
    AgreementFact,
    ConditionFact,
    DecisionFact,
    DpiaFact,
    Facts,
    LicenceState,
    NoticeFact,
    Outcome,
    Stage,
    SuspensionFact,
    licence_in_force,
)

NOON = datetime(2031, 6, 14, 12, tzinfo=UTC)
BODIES = frozenset({"County Council", "Mereside Hospitals"})


def decision(**more: Any) -> DecisionFact:
    given = {
        "outcome": Outcome.YES_WITH_CONDITIONS,
        "body": "County Data Board",
        "decided": date(2031, 3, 3),
        "stages": frozenset({Stage.JOIN}),
        "notice_hash": "f059",
        "valid_from": date(2031, 3, 3),
        "valid_until": date(2032, 3, 2),
        "review_by": date(2031, 12, 1),
        "conditions": (
            ConditionFact("Wipe the joined records one year after joining.", due=date(2032, 3, 2)),
            ConditionFact("Ask the jury again.", before_stage=Stage.JOIN, met=date(2031, 3, 3)),
        ),
    }
    return DecisionFact(**(given | more))


FACTS = Facts(
    decisions=(decision(),),
    notices=(NoticeFact(datetime(2031, 3, 1, tzinfo=UTC), "f059"),),
    dpias=(DpiaFact(date(2031, 2, 20), "The data protection officer"),),
    agreements=(AgreementFact("use", BODIES, date(2032, 3, 2), date(2031, 2, 25)),),
    parties=BODIES,
)


def words(facts: Facts, at: datetime = NOON, stage: str = "join") -> dict[str, str]:
    return {check.key: check.words for check in licence_in_force(facts, stage=stage, at=at).checks}


def test_seven_checks_that_pass_say_why() -> None:
    answer = licence_in_force(FACTS, stage="join", at=NOON)
    assert answer.in_force
    assert answer.reasons == ()
    assert answer.until == date(2032, 3, 2)
    assert words(FACTS) == {
        "decision": "The County Data Board said yes to joining records on 3 March 2031.",
        "notice": "The notice you can read is the one the County Data Board read. The fingerprints match.",
        "dpia": "The data protection officer signed it on 20 February 2031.",
        "agreements": "There is one. It is signed and ends on 2 March 2032.",
        "conditions": "1 condition is met. 1 is not due yet.",
        "suspension": "It has not been suspended.",
        "review": "It must be looked at again by 1 December 2031.",
    }


def test_nothing_at_all_is_a_draft_and_says_what_is_missing() -> None:
    answer = licence_in_force(Facts(parties=BODIES), stage="join", at=NOON)
    assert answer.state is LicenceState.DRAFT
    assert answer.reasons == (
        "Nobody has decided on joining records yet.",
        "No notice has been published yet.",
        "Nobody has signed it yet.",
        "County Council and Mereside Hospitals have not signed one yet.",
        "No review date is set, because nobody has said yes.",
    )


LATE = decision(conditions=(ConditionFact("Wipe them.", due=date(2031, 6, 13)),))
UNMET = decision(conditions=(ConditionFact("Ask again.", before_stage=Stage.JOIN),))
FAILING: list[tuple[dict[str, Any], str, str]] = [
    (
        {"notices": (NoticeFact(NOON, "beef"),)},
        "notice",
        "The notice changed after the County Data Board decided. It must be looked at again.",
    ),
    ({"decisions": (decision(review_by=date(2031, 6, 13)),)}, "review", "It was to be looked at again by 13 June 2031."),
    ({"decisions": (LATE,)}, "conditions", "“Wipe them.” was due on 13 June 2031."),
    ({"decisions": (UNMET,)}, "conditions", "“Ask again.” must come before joining records."),
    (
        {"agreements": (AgreementFact("use", BODIES, date(2031, 6, 13), date(2031, 2, 25)),)},
        "agreements",
        "The one of County Council and Mereside Hospitals ended on 13 June 2031.",
    ),
    (
        {"suspensions": (SuspensionFact(NOON, "A promise was late."),)},
        "suspension",
        "It was stopped on 14 June 2031. A promise was late.",
    ),
    ({"closed": NOON}, "suspension", "It ended on 14 June 2031."),
    (
        {"decisions": (decision(valid_until=date(2031, 6, 13)),)},
        "decision",
        "The County Data Board said yes to joining records on 3 March 2031. It ended on 13 June 2031.",
    ),
]


@pytest.mark.parametrize(("changed", "key", "said"), FAILING)
def test_a_check_that_fails_says_why_and_locks_the_records(changed: dict[str, Any], key: str, said: str) -> None:
    answer = licence_in_force(replace(FACTS, **changed), stage="join", at=NOON)
    assert not answer.in_force
    assert answer.reasons == (said,)
    assert [check.key for check in answer.checks if not check.passed] == [key]


def test_the_last_decision_counts_and_a_deferral_takes_nothing_back() -> None:
    no = DecisionFact(Outcome.NO, "The Board", date(2031, 4, 1), frozenset({Stage.JOIN}), "f059")
    later = replace(no, outcome=Outcome.DEFER)
    assert licence_in_force(replace(FACTS, decisions=(*FACTS.decisions, no)), stage="join", at=NOON).state is LicenceState.ENDED
    assert licence_in_force(replace(FACTS, decisions=(*FACTS.decisions, later)), stage="join", at=NOON).in_force
    again = decision(decided=date(2031, 4, 1))
    assert licence_in_force(replace(FACTS, decisions=(*FACTS.decisions, no, again)), stage="join", at=NOON).in_force
    assert words(replace(FACTS, decisions=(no,)))["decision"] == "The Board said no to joining records on 1 April 2031."


def test_conditions_of_a_decision_that_was_replaced_no_longer_count_but_those_of_another_stage_do() -> None:
    late = decision(conditions=(ConditionFact("Wipe them.", due=date(2031, 6, 1)),))
    fresh = decision(decided=date(2031, 6, 2), conditions=())
    other = decision(decided=date(2031, 6, 2), stages=frozenset({Stage.ANALYSE}), conditions=())
    assert licence_in_force(replace(FACTS, decisions=(late, fresh)), stage="join", at=NOON).in_force
    assert licence_in_force(replace(FACTS, decisions=(late, other)), stage="analyse", at=NOON).reasons == (
        "“Wipe them.” was due on 1 June 2031.",
    )


def test_a_licence_holds_to_the_end_of_its_last_local_day_in_summer_time() -> None:
    facts = replace(FACTS, decisions=(decision(valid_until=date(2031, 6, 30)),))
    before, after = datetime(2031, 6, 30, 22, 59, 59, tzinfo=UTC), datetime(2031, 6, 30, 23, 0, 0, tzinfo=UTC)
    assert licence_in_force(facts, stage="join", at=before).in_force
    assert licence_in_force(facts, stage="join", at=after).state is LicenceState.ENDED
    assert licence_in_force(facts, stage="join", at=after, zone=UTC).in_force
    assert licence_in_force(facts, stage="join", at=after.astimezone(ZoneInfo("Asia/Tokyo"))).state is LicenceState.ENDED


def test_a_stop_holds_from_its_moment_until_the_moment_it_ends() -> None:
    facts = replace(FACTS, suspensions=(SuspensionFact(NOON, "A mistake.", NOON + timedelta(hours=1)),))
    tick = timedelta(microseconds=1)
    states = [
        licence_in_force(facts, stage="join", at=NOON + d).in_force
        for d in (-tick, 0 * tick, timedelta(hours=1) - tick, timedelta(hours=1))
    ]
    assert states == [True, False, False, True]
    assert words(facts, NOON + timedelta(hours=1))["suspension"] == "It was stopped before. That ended on 14 June 2031."


def test_an_agreement_with_a_body_that_left_does_not_count() -> None:
    gone = AgreementFact("processor", BODIES | {"A Company"}, date(2031, 4, 1), date(2031, 3, 1))
    assert licence_in_force(replace(FACTS, agreements=(*FACTS.agreements, gone)), stage="join", at=NOON).in_force
    inside = replace(FACTS, parties=BODIES | {"A Company"}, agreements=(*FACTS.agreements, gone))
    assert licence_in_force(inside, stage="join", at=NOON).state is LicenceState.NEEDS_REVIEW


def test_what_it_cannot_answer_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        licence_in_force(FACTS, stage="join", at=datetime(2031, 6, 14, 12))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="touches no records"):
        licence_in_force(FACTS, stage="scope", at=NOON)
    with pytest.raises(ValueError, match="is not a valid Stage"):
        licence_in_force(FACTS, stage="sell", at=NOON)
    with pytest.raises(ValueError, match="one of the two"):
        ConditionFact("Both.", due=date(2031, 1, 1), before_stage=Stage.JOIN)
    with pytest.raises(ValueError, match="one of the two"):
        ConditionFact("Neither.")
    with pytest.raises(ValueError, match="needs its first day"):
        decision(review_by=None)
    with pytest.raises(ValueError, match="which stages"):
        decision(stages=frozenset())


moments = st.datetimes(datetime(2031, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
stages = st.sampled_from([Stage.JOIN, Stage.ANALYSE, Stage.PUBLISH])


@given(at=moments, stage=stages)
def test_it_is_in_force_exactly_when_seven_of_seven_pass(at: datetime, stage: Stage) -> None:
    answer = licence_in_force(FACTS, stage=stage, at=at)
    assert len(answer.checks) == 7
    assert (
        answer.in_force == all(check.passed for check in answer.checks) == (answer.state is LicenceState.IN_FORCE) == (answer.reasons == ())
    )


@given(at=moments, stage=stages, ahead=st.timedeltas(timedelta(days=2), timedelta(days=900)))
def test_nothing_from_the_future_changes_the_answer(at: datetime, stage: Stage, ahead: timedelta) -> None:
    then = at + ahead
    more = replace(
        FACTS,
        decisions=(*FACTS.decisions, DecisionFact(Outcome.NO, "Board", then.date(), frozenset(Stage), "f059")),
        notices=(*FACTS.notices, NoticeFact(then, "beef")),
        dpias=(*FACTS.dpias, DpiaFact(then.date(), "Someone else")),
        suspensions=(SuspensionFact(then, "Later."),),
        closed=then,
    )
    assert licence_in_force(more, stage=stage, at=at) == licence_in_force(FACTS, stage=stage, at=at)


@given(at=moments, stage=stages, start=moments)
def test_a_stop_never_lets_anything_start(at: datetime, stage: Stage, start: datetime) -> None:
    stopped = licence_in_force(replace(FACTS, suspensions=(SuspensionFact(start, "A mistake."),)), stage=stage, at=at)
    assert stopped.in_force == (licence_in_force(FACTS, stage=stage, at=at).in_force and at < start)


def test_a_yes_given_in_good_time_leaves_the_one_before_in_force_until_it_begins() -> None:
    first = FACTS.decisions[0]
    day = first.valid_until + timedelta(days=1)
    after = replace(
        first, decided=first.valid_until - timedelta(days=20), valid_from=day, valid_until=day + timedelta(days=365), conditions=()
    )
    facts = replace(FACTS, decisions=(first, after))
    for moment in (first.valid_until - timedelta(days=20), first.valid_until, day):
        at = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
        decided = licence_in_force(facts, stage="join", at=at).checks[0]
        assert decided.passed, moment


def test_an_agreement_between_more_parties_takes_the_place_of_one_that_ended() -> None:
    pair, both = frozenset({"Council", "Police"}), frozenset({"Council", "Police", "University"})
    ended, wider = (
        AgreementFact("use", pair, date(2025, 12, 31), date(2025, 1, 1)),
        AgreementFact("use", both, date(2027, 1, 1), date(2025, 6, 1)),
    )
    facts = replace(FACTS, parties=both, agreements=(ended, wider))
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert [c.passed for c in licence_in_force(facts, stage="join", at=at).checks if c.key == "agreements"] == [True]
