"""Texts with places that are filled, each rendition in its own language."""

from datetime import date

import pytest

from folkmoot.site.renditions import Reader, filled, plain, render

TEXTS = plain("Until {day}: {what}, {times} times.", easy="To {day}: {what}.", welsh="Tan {day}: {what}, {times} gwaith.")


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (Reader(), "Until 6 March 2031: a {survey}, 2 times."),
        (Reader("en", "easy"), "To 6 March 2031: easy."),
        (Reader("cy"), "Tan 6 Mawrth 2031: arolwg, 2 gwaith."),
        (Reader("cy", "easy"), "Tan 6 Mawrth 2031: arolwg, 2 gwaith."),
    ],
)
def test_places_are_filled_in_each_language_and_what_fills_them_is_never_read_as_a_place(reader, words):
    made = filled(TEXTS, day=date(2031, 3, 6), what=plain("a {survey}", easy="easy", welsh="arolwg"), times=2)
    assert str(render(made, reader)) == words


def test_what_has_no_welsh_is_said_in_english_within_the_welsh():
    assert (
        filled(TEXTS, day=date(2031, 3, 6), what=plain("a survey"), times="2")["cy"]["standard"] == "Tan 6 Mawrth 2031: a survey, 2 gwaith."
    )
