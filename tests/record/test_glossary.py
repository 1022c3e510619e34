"""The starting list of the glossary is whole, and finds in a draft what it should."""

import pytest

from folkmoot.record.glossary import STARTING_LIST, State, Topic, terms_in
from folkmoot.record.phrases import occurrences


def test_every_term_says_what_it_is_what_to_do_why_and_where_that_comes_from() -> None:
    assert len({term.slug for term in STARTING_LIST}) == len(STARTING_LIST) >= 30
    for term in STARTING_LIST:
        assert term.term["en"]["standard"]
        assert term.instead["en"]["standard"]
        assert term.instead["en"]["easy"]
        assert term.instead["cy"]["standard"]
        assert term.why["en"]["standard"]
        assert "tested with residents yet" in term.source


def test_what_is_said_instead_is_itself_no_term_to_avoid() -> None:
    avoid = [term for term in STARTING_LIST if term.state is State.AVOID]
    for term in STARTING_LIST:
        for words in term.instead["en"].values():
            assert [one.term.slug for one in terms_in(words, avoid)] == [], term.slug


@pytest.mark.parametrize("term", [term for term in STARTING_LIST if term.phrases.get("en")], ids=lambda term: term.slug)
def test_every_term_that_is_searched_for_is_found_by_its_own_name(term) -> None:
    name = term.term["en"]["standard"].split(",")[0].split(" (")[0]
    assert occurrences(term.phrases["en"], f"It says {name} here.")
    assert occurrences(term.phrases["en"], f"This is about {name}.")


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("We share your data with third parties.", {"data-sharing", "third-party"}),
        ("Sharing information saves lives.", set()),
        ("The information-sharing agreement.", {"data-sharing"}),
        ("Our data protection officer holds criminal records.", set()),
        ("Help for ex-offenders and other vulnerable people.", {"offender", "vulnerable"}),
        ("This is about offenders.", {"offender"}),
        ("It goes to the criminal courts.", set()),
        ("The disabled access is at the back.", set()),
        ("We help the elderly.", {"the-elderly"}),
        ("Children at risk of harm in deprived areas.", {"at-risk", "deprived"}),
        ("We talk about risk.", set()),
        ("A lawful basis; legitimate interests.", {"lawful-basis", "legitimate-interests"}),
    ],
)
def test_drafts_are_searched_for_whole_words(text: str, slugs: set[str]) -> None:
    assert {one.term.slug for one in terms_in(text, STARTING_LIST)} == slugs


def test_welsh_drafts_are_searched_for_welsh_terms() -> None:
    found = terms_in("Mae'r data yn ddienw.", STARTING_LIST, "cy")
    assert [one.term.slug for one in found] == ["anonymised"]
    assert terms_in("Mae'r data yn ddienw.", STARTING_LIST, "en") == []


def test_words_about_groups_of_people_have_a_topic_of_their_own() -> None:
    people = {term.slug for term in STARTING_LIST if term.topic is Topic.PEOPLE}
    assert people >= {"at-risk", "troubled-families", "offender", "bad-area"}
    assert all(term.state is State.AVOID for term in STARTING_LIST if term.topic is Topic.PEOPLE)
