"""How easy a text is to read: counted by hand, and against texts whose score is known."""

import pytest

from folkmoot.record.readability import readability, syllables, too_long_for_easy_read

SYLLABLES = {
    1: "cat joined house year years their queue used changed home hopes real deal health care asked helped named names",
    2: "table council records wanted people science being houses decide data license quiet question nation social published changes little "
    "needed children police nothing someone places prices taken trying going doing saying rated service poem create",
    3: "area idea created decided hospital families analyse committee everyone officer agreement services various period tourism area's "
    "well-being violence",
    4: "information society",
    5: "university organisation",
}


@pytest.mark.parametrize(("count", "words"), SYLLABLES.items())
def test_syllables_are_counted_as_people_say_them(count: int, words: str) -> None:
    assert [word for word in words.split() if syllables(word) != count] == []


def test_numbers_and_abbreviations_count_each_sign() -> None:
    assert [syllables(word) for word in ("2031", "GDPR", "£40,000", "I")] == [4, 4, 5, 1]


def test_the_score_is_fleschs_formula() -> None:
    text = "The cat sat on the mat. " * 20  # 120 words of one syllable, six a sentence
    found = readability(text)
    assert (found.words, found.sentences, found.mean) == (120, 20, 6.0)
    assert found.ease == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert found.is_plain


def test_long_sentences_of_long_words_are_not_plain() -> None:
    words = "organisational responsibilities necessitate comprehensive documentation concerning institutional accountability arrangements "
    found = readability(words * 12 + ".")
    assert found.ease is not None
    assert found.ease < 0
    assert not found.is_plain


def test_a_short_text_and_a_welsh_one_have_no_score_but_their_sentences_are_counted() -> None:
    assert readability("We join records.").ease is None
    welsh = readability("Rydym yn uno dwy set o gofnodion. " * 30, "cy")
    assert (welsh.ease, welsh.mean, welsh.is_plain) == (None, 7.0, True)
    assert not readability("gair " * 21, "cy").is_plain


def test_an_empty_text_has_no_words_and_is_plain() -> None:
    found = readability(" \n ")
    assert (found.words, found.sentences, found.longest, found.is_plain) == (0, 0, "", True)


def test_lines_are_sentences_and_the_longest_is_named() -> None:
    found = readability("One two\nThree four five.\nSix")
    assert (found.sentences, found.longest) == (3, "Three four five.")


def test_easy_read_has_fifteen_words_in_a_sentence_at_most() -> None:
    fifteen = " ".join(["word"] * 15) + "."
    assert too_long_for_easy_read(fifteen) == []
    assert too_long_for_easy_read(f"Short. more {fifteen} Short.") == [f"more {fifteen}"]
