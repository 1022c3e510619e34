"""Where an initiative is in the loop."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import LoopFacts, loop

DAY = date(2031, 3, 3)


def states(facts: LoopFacts) -> list[str]:
    return [step.state for step in loop(facts)]


def test_a_new_initiative_is_being_proposed() -> None:
    assert states(LoopFacts()) == ["current", "next", "next", "next", "next", "next", "next"]
    assert [step.words for step in loop(LoopFacts())] == [
        "The notice is being written.",
        "People will be asked.",
        "What people said will be shown here.",
        "Nobody has decided yet.",
        "No records are joined.",
        "Nothing has been published from the records.",
        "Nothing to report back yet.",
    ]


def test_people_are_being_asked_until_the_first_engagement_closes() -> None:
    asking = LoopFacts(notice=DAY, opened=1, open_now=1)
    assert states(asking)[:3] == ["done", "current", "next"]
    assert loop(asking)[1].words == "1 open now."
    assert states(LoopFacts(notice=DAY, opened=2, open_now=1))[:3] == ["done", "done", "current"]


def test_a_no_skips_the_join_and_what_would_come_of_it() -> None:
    refused = LoopFacts(notice=DAY, opened=1, results=1, decided=DAY, refused=True)
    assert states(refused) == ["done", "done", "done", "done", "skipped", "skipped", "current"]


def test_a_whole_loop_has_no_current_step() -> None:
    whole = LoopFacts(notice=DAY, opened=2, results=1, decided=DAY, joined=DAY, outputs=1, answers=3)
    assert states(whole) == ["done"] * 7
    assert [step.words for step in loop(whole)] == [
        "The notice was published on 3 March 2031.",
        "People were asked twice.",
        "1 result can be read.",
        "Decided on 3 March 2031.",
        "Joined on 3 March 2031.",
        "1 output can be read.",
        "3 answers given to what people said.",
    ]


counts = st.integers(0, 3)
days = st.none() | st.just(DAY)
facts = st.builds(LoopFacts, days, counts, counts, counts, days, st.booleans(), days, counts, counts)


@given(facts)
def test_at_most_one_step_is_current_and_none_before_it_is_to_come(given_facts: LoopFacts) -> None:
    found = states(given_facts)
    assert len(found) == 7
    assert found.count("current") <= 1
    before = found[: found.index("current")] if "current" in found else found
    assert "next" not in before
