"""Phrases are found in sentences as their small language says, and what denies them is told from what says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record.phrases import Said, first_found, occurrences, sentences
from folkmoot.record.wording_rules import NEGATIONS

ENGLISH, WELSH = NEGATIONS["en"], NEGATIONS["cy"]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("join*", "We joined them.", "joined"),
        ("join", "We joined them.", None),
        ("join|link records", "We link records.", "link records"),
        ("join .. records", "We join one two three records.", "join one two three records"),
        ("join .. records", "We join one two three four records.", None),
        ("join ... records", "We join 1 2 3 4 5 6 7 8 records.", "join 1 2 3 4 5 6 7 8 records"),
        ("join ... records", "We join 1 2 3 4 5 6 7 8 9 records.", None),
        ("join ... records", "We join hands but keep records.", None),
        ("for !us|you", "It is for them.", "for them"),
        ("for !us|you", "It is for us.", None),
        ("disabled ~access", "Help the disabled.", "disabled"),
        ("disabled ~access", "The disabled access.", None),
        ("with Xx", "We share with Essex.", "with Essex"),
        ("with Xx", "We share with others.", None),
        ("*@*", "Write to us@council.example.", "us@council.example"),
        ("third party", "A Third-Party firm.", "Third Party"),
        ("data sharing", "“Data sharing”, they said.", "Data sharing"),
        ("don't", "We don’t.", "don't"),
        ("risk", "Asterisk.", None),
    ],
)
def test_a_phrase_finds_what_its_words_say(phrase: str, text: str, found: str | None) -> None:
    assert [written for _, written in occurrences([phrase], text)] == ([found] if found else [])


def test_a_phrase_is_looked_for_in_one_sentence_at_a_time() -> None:
    assert occurrences(["join ... records"], "We join. The records stay.") == []
    assert occurrences(["join"], "Join us! We join.") == [("Join us!", "Join"), ("We join.", "join")]


def test_lists_stay_with_the_line_that_leads_to_them_and_abbreviations_end_nothing() -> None:
    text = "We join:\n- health records\n- school records\n\nTel. 0345 1. E.g. at Dr. Example's.\nA heading"
    assert sentences(text) == ["We join: health records; school records", "Tel. 0345 1.", "E.g. at Dr. Example's.", "A heading"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We join records.", Said.SAID),
        ("We do not join records.", Said.DENIED),
        ("We don’t join records.", Said.DENIED),
        ("We never join records.", Said.DENIED),
        ("No one will join records.", Said.DENIED),
        ("We will not, at any time, join records.", Said.DENIED),
        ("We work without joining; we never join records.", Said.DENIED),
        ("We do not join records unless you ask.", Said.CONDITION),
        ("Unless you ask, we will not join records.", Said.CONDITION),
        ("We not only keep but join records.", Said.SAID),
        ("We do not sell anything, but we join records.", Said.SAID),
        ("We do not sell anything and we join records.", Said.SAID),
        ("If you do not write, we join records.", Said.SAID),
        ("We never sell. We join records.", Said.SAID),
        ("We join hands.", None),
    ],
)
def test_what_denies_is_told_from_what_says(text: str, said: Said | None) -> None:
    found = first_found(["join* .. records"], text, ENGLISH)
    assert (found and found[0]) == said


def test_shared_with_no_one_is_a_denial() -> None:
    assert first_found(["shared with"], "It is shared with no one.", ENGLISH) == (Said.DENIED, "It is shared with no one.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Byddwn yn uno cofnodion.", Said.SAID),
        ("Ni fyddwn yn uno cofnodion.", Said.DENIED),
        ("Fyddwn ni ddim yn uno cofnodion.", Said.DENIED),
        ("Byddwn ni yn uno cofnodion.", Said.SAID),
        ("Byddwn yn uno'r cofnodion.", Said.SAID),
    ],
)
def test_welsh_denies_in_its_own_way(text: str, said: Said) -> None:
    assert first_found(["uno cofnodion"], text, WELSH) == (said, text)


def test_a_sentence_that_says_it_outright_counts_before_one_that_denies_it() -> None:
    text = "We do not join records of children. We join records of adults."
    assert first_found(["join .. records"], text, ENGLISH) == (Said.SAID, "We join records of adults.")


def test_what_only_looks_like_it_does_not_count_and_what_counts_when_denied_counts_only_then() -> None:
    assert first_found(["join*"], "Join our club.", ENGLISH, but_not=["join our club"]) is None
    assert first_found(["join*"], "Join our club. We join records.", ENGLISH, but_not=["join our club"]) == (Said.SAID, "We join records.")
    assert first_found([], "We share it with others.", ENGLISH, if_denied=["share .. others"]) is None
    assert first_found([], "We never share it with others.", ENGLISH, if_denied=["share .. others"])[0] is Said.DENIED


@given(st.text(alphabet="aj oin,.;:-\n!'’“recds", max_size=80))
def test_any_text_can_be_looked_at_and_every_sentence_stands_in_it(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.strip() == sentence
    for sentence, _ in occurrences(["join* ... rec*"], text):
        assert sentence in sentences(text)
    first_found(["join* ... rec*"], text, ENGLISH)
