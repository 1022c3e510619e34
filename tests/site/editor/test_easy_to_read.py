"""The hints on how easy a text is to read: what they count, and what they say to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record.readability import readability
from folkmoot.site.editor.easy_to_read import hints
from folkmoot.site.renditions import plain

HARD = (
    "To what extent do you consider that the aforementioned organisational collaboration facilitates administrative interoperability, "
    "notwithstanding the considerable institutional complexity that characterises intergovernmental information governance?"
)


def advice(standard: str = "Is it warm?", easy: str = "", welsh: str = "") -> list[str]:
    """What is said to do about a text."""
    return [sentence for hint in hints("Here", plain(standard, easy=easy, welsh=welsh)) for sentence in hint.advice]


def test_plain_words_get_no_advice() -> None:
    assert advice(standard="Is your home warm in winter?", easy="Is your home warm?", welsh="A yw eich cartref yn gynnes?") == []


def test_long_sentences_and_long_words_are_named_with_what_to_do() -> None:
    said = " ".join(advice(standard=HARD))
    assert "Its sentences have 24 words on average. Write sentences of 20 at most." in said
    assert "Long words: administrative, aforementioned, " in said
    assert "It is hard to read:" in said


@pytest.mark.parametrize(
    ("easy", "words"),
    [
        (
            "We keep a record of you when you go to see a nurse or a doctor at the place.",
            "has more than 15 words. Make two sentences of it.",
        ),
        ("We keep records; nobody sees them.", "It may hold two ideas in one sentence."),
        ("You can say no, because it is your choice.", "It may hold two ideas in one sentence."),
    ],
)
def test_easy_read_has_short_sentences_with_one_idea(easy: str, words: str) -> None:
    assert any(words in sentence for sentence in advice(easy=easy)), advice(easy=easy)


def test_welsh_is_told_the_length_of_its_sentences_alone() -> None:
    long = " ".join(["gair"] * 25) + "."
    (_, welsh) = hints("Here", plain("Is it warm?", welsh=long))
    assert (welsh.rendition, welsh.ease, welsh.mean) == ("Welsh", None, 25)
    assert welsh.advice == ["Its sentences have 25 words on average. Write sentences of 20 at most."]
    assert hints("Here", plain("Is it warm?", welsh="Gwybodaeth ryngweithredol anghyfarwydd."))[1].advice == []


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_a_hint_for_each_rendition_it_has(standard: str, easy: str, welsh: str) -> None:
    found = hints("Here", plain(standard, easy=easy, welsh=welsh))
    assert [hint.rendition for hint in found] == [
        name for name, words in (("English", standard), ("Easy read", easy), ("Welsh", welsh)) if words
    ]
    assert all(hint.mean >= 0 and hint.words >= 0 for hint in found)


def test_the_ease_of_a_long_text_is_the_one_the_record_uses() -> None:
    words = "People told us what they want from their council. " * 15
    (hint,) = hints("Here", plain(words))
    assert hint.ease == readability(words).ease
