"""A person's choices follow from what was recorded, whatever order it comes in."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record.preferences import (
    Choice,
    PreferenceEvent,
    Recorded,
    change_to,
    counts_at,
    current_choice,
    is_erased,
    standing,
)

START = datetime(2031, 1, 1, tzinfo=UTC)
FAMILIES = ("health", "harm")


@st.composite
def histories(draw: st.DrawFn) -> list[PreferenceEvent]:
    """Events of one person, some of them at the same instant."""
    events = []
    for number in range(draw(st.integers(0, 12))):
        state = draw(st.sampled_from(Recorded))
        choice = draw(st.sampled_from(Choice)) if state in {Recorded.GIVEN, Recorded.CHANGED} else None
        at = START + timedelta(hours=draw(st.integers(0, 5)))
        events.append(PreferenceEvent(number, draw(st.sampled_from(FAMILIES)), state, choice, at))
    return events


def last_word(events: list[PreferenceEvent], family: str, at: datetime) -> Choice | None:
    """The slow plain way: the latest event that says or takes back something, of those known by then."""
    told = [e for e in events if e.family == family and e.recorded_at <= at and e.state in {"given", "changed", "withdrawn"}]
    return max(told, key=lambda e: (e.recorded_at, e.number)).choice if told else None


@given(histories(), st.randoms(), st.integers(-1, 6))
def test_the_last_event_by_recorded_time_wins_and_withdrawn_is_none(events: list[PreferenceEvent], random, hours: int) -> None:
    at = START + timedelta(hours=hours)
    shuffled = list(events)
    random.shuffle(shuffled)
    for family in FAMILIES:
        assert current_choice(shuffled, family, at) == last_word(events, family, at)
    assert standing(shuffled, at) == standing(events, at)


@given(histories())
def test_what_is_recorded_later_never_changes_what_stood_before(events: list[PreferenceEvent]) -> None:
    at = START + timedelta(hours=2)
    assert standing(events, at) == standing([e for e in events if e.recorded_at <= at])


@given(histories())
def test_an_answer_and_an_erasure_leave_every_choice_as_it_is(events: list[PreferenceEvent]) -> None:
    said = [event for event in events if event.state not in {Recorded.ANSWERED, Recorded.ERASED}]
    assert {f: s.choice for f, s in standing(events).items()} == {f: s.choice for f, s in standing(said).items()}
    assert is_erased(events) == any(event.state == Recorded.ERASED for event in events)


@given(st.lists(histories(), max_size=4))
def test_the_counts_at_some_moments_are_those_of_each_persons_choices_then(people: list[list[PreferenceEvent]]) -> None:
    moments = [START + timedelta(hours=hours) for hours in (-1, 0, 2, 4)]
    for at, counts in zip(moments, counts_at(people, moments), strict=True):
        slow = [(family, stands.choice) for events in people for family, stands in standing(events, at).items()]
        assert {key: count for key, count in counts.items() if count} == {key: slow.count(key) for key in slow}


def test_an_answer_belongs_to_the_choice_it_answered_and_not_to_the_next_one() -> None:
    told = [
        PreferenceEvent(1, "health", Recorded.GIVEN, Choice.OBJECT, START),
        PreferenceEvent(2, "health", Recorded.ANSWERED, Choice.OBJECT, START + timedelta(days=3)),
    ]
    assert standing(told)["health"].answers == (2,)
    again = [
        PreferenceEvent(3, "health", Recorded.WITHDRAWN, None, START + timedelta(days=4)),
        PreferenceEvent(4, "health", Recorded.GIVEN, Choice.OBJECT, START + timedelta(days=5)),
    ]
    stands = standing(told + again)["health"]
    assert (stands.number, stands.since, stands.answers) == (4, START + timedelta(days=5), ())


def test_what_is_recorded_takes_one_choice_to_the_next() -> None:
    assert change_to(None, None) is None
    assert change_to(Choice.ASK, Choice.ASK) is None
    assert change_to(None, Choice.HAPPY) == Recorded.GIVEN
    assert change_to(Choice.HAPPY, Choice.OBJECT) == Recorded.CHANGED
    assert change_to(Choice.OBJECT, None) == Recorded.WITHDRAWN
