"""What the checks of a wording find: sentence by sentence, and on a bank of short wordings whose flags a person gave."""

import re
from pathlib import Path

import pytest

from folkmoot.record.glossary import STARTING_LIST
from folkmoot.record.phrases import sentences
from folkmoot.record.wording import HEADINGS, Check, leaves_out_joining, look_at
from folkmoot.record.wording_rules import RULES
from tests.record.wording_bank import HELD_BACK, WORKED_WITH, Banked

REFERENCE = Path(__file__).resolve().parents[2] / "docs/reference/wording-rules.md"
RULE_IDS = {rule.id for rule in RULES}


def checks(text: str, language: str = "en") -> dict[str, Check]:
    return {check.id: check for check in look_at(text, language, STARTING_LIST)}


def flagged(banked: Banked) -> set[str]:
    return {check.id for check in look_at(banked.text, banked.language, ()) if check.flagged and check.id in RULE_IDS}


def counts(bank: tuple[Banked, ...]) -> tuple[int, int, int, int]:
    """Flags raised as a person would, flags missed, flags raised that a person would not, and silences that a person shares."""
    pairs = [(rule in banked.flags, rule in flagged(banked)) for banked in bank for rule in RULE_IDS]
    return pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)), pairs.count((False, False))


def test_the_bank_has_forty_wordings_and_more_and_none_twice() -> None:
    texts = [banked.text for banked in (*WORKED_WITH, *HELD_BACK)]
    assert len(texts) == len(set(texts)) >= 60


@pytest.mark.parametrize("banked", WORKED_WITH, ids=lambda banked: banked.text[:50])
def test_every_wording_that_was_at_hand_is_flagged_as_a_person_would(banked: Banked) -> None:
    assert flagged(banked) == banked.flags


def test_the_reference_gives_the_hits_and_misses_as_they_are() -> None:
    page = REFERENCE.read_text("utf-8")
    for name, bank in (("At hand while the rules were written", WORKED_WITH), ("Held back", HELD_BACK)):
        row = re.search(rf"\| {name} \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", page)
        assert tuple(map(int, row.groups())) == (len(bank), *counts(bank))


def test_the_reference_lists_every_rule_with_its_source() -> None:
    page = " ".join(REFERENCE.read_text("utf-8").split())
    for rule in RULES:
        assert f"| {rule.heading} |" in page
        assert rule.source in page


def test_a_check_says_only_what_was_found_and_shows_the_sentence_it_went_by() -> None:
    found = checks("We will not join your records with anyone’s. By signing you agree.")
    assert found["joined"].words == "It says that records are not joined. The sentence:"
    assert found["joined"].sentence == "We will not join your records with anyone’s."
    assert found["bundled"].sentence == "By signing you agree."
    assert found["purpose"].words == "No sentence was found that says what the records are used for."
    assert found["purpose"].sentence == ""


def test_every_sentence_shown_stands_in_the_text() -> None:
    for banked in (*WORKED_WITH, *HELD_BACK):
        for check in look_at(banked.text, banked.language, STARTING_LIST):
            assert check.sentence in {"", *sentences(banked.text)} or check.id == "reading"
            assert check.words.startswith(("No ", "This sentence seems", "It ", "Found"))


def test_sharing_is_not_joining() -> None:
    assert leaves_out_joining("We share your records with the police.")
    assert not leaves_out_joining("We join your records with those of the police.")


def test_what_hangs_on_a_condition_is_no_plain_answer() -> None:
    check = checks("We will not join your records with others unless the law asks us to.")["joined"]
    assert check.flagged
    assert "depend on something" in check.words


def test_terms_of_the_glossary_are_named_with_the_better_word() -> None:
    check = checks("Our data sharing is pseudonymised. It helps troubled families.")["terms"]
    assert [(one.as_written, one.term.state) for one in check.terms] == [
        ("data sharing", "avoid"),
        ("troubled families", "avoid"),
        ("pseudonymised", "explain"),
    ]
    assert check.words == "Found: 2 words better left out and 1 word that needs explaining."
    assert check.terms[0].better == "joining records, with whom and what for"


def test_hard_words_and_long_sentences_are_flagged_in_english_alone() -> None:
    long = "This sentence goes on " + "and on " * 20 + "without an end."
    assert checks(long)["reading"].flagged
    assert checks(long)["reading"].sentence == long
    assert not checks("We join records. You can say no.")["reading"].flagged
    assert set(checks(long, "cy")) == set(HEADINGS) - {"reading"}


def test_an_empty_text_says_nothing() -> None:
    assert {check.id for check in look_at("", "en", STARTING_LIST) if check.flagged} == {"joined", "purpose", "partners", "objecting"}


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="no rules for the language 'fr'"):
        look_at("Bonjour.", "fr", ())
