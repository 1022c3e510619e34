"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.register.words import LONGEST_WORD, MOST_WORDS, asked_words, texts_in, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Warm and WELL at home!", ["warm", "and", "well", "at", "home"]),
        ("Dŵr, ynni; tŷ", ["dwr", "ynni", "ty"]),
        ("Łukasz Ærøskøbing Straße", ["lukasz", "aeroskobing", "strasse"]),
        ("naïve café", ["naive", "cafe"]),  # the accents as signs of their own
        ("SS0 7AB, under-5s, 24/7", ["ss0", "7ab", "under", "5s", "24", "7"]),
        ("people's", ["people", "s"]),
        ("snake_case", ["snake", "case"]),
        ("家 data", ["家", "data"]),
        ("… \" * ' & | ! ( ) : <-> %", []),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_case_and_accents(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_are_the_same_when_they_are_taken_again_and_hold_nothing_that_a_database_would_read_as_a_sign(text: str) -> None:
    found = words_of(text)
    assert words_of(" ".join(found)) == found
    assert all(word and len(word) <= LONGEST_WORD and not set(word) & set("\"'\\*&|!():<> \x00") for word in found)


def test_a_search_has_each_word_once_and_twenty_at_most() -> None:
    assert asked_words("warm Warm WARM homes") == ["warm", "homes"]
    assert asked_words(" ".join(f"w{n}" for n in range(50))) == [f"w{n}" for n in range(MOST_WORDS)]


def test_every_rendition_of_every_text_in_a_document_is_found_and_no_code_or_key() -> None:
    document = {
        "title": {"en": {"standard": "One", "easy": "Two"}, "cy": {"standard": "Tri"}},
        "parties": [{"slug": "police", "name": "The Police", "role": {"en": {"standard": "Four"}}}],
        "answers": {"art9": "9-2-g", "lists": [{"en": {"standard": "Five"}}], "nothing": {}},
    }
    assert sorted(texts_in(document)) == ["Five", "Four", "One", "Tri", "Two"]
