"""References can be read aloud, and a slip of the tongue is noticed."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.references import ALPHABET, CONCERN, GROUP, PREFERENCE, SPOKEN, References, aloud, check_sign, written

KINDS = st.sampled_from([CONCERN, PREFERENCE])


@st.composite
def made(draw: st.DrawFn) -> tuple[References, str]:
    kind = draw(KINDS)
    signs = draw(st.text(ALPHABET, min_size=kind.length - 1, max_size=kind.length - 1))
    return kind, signs + check_sign(signs)


@pytest.mark.parametrize("kind", [CONCERN, PREFERENCE])
def test_a_new_reference_is_read_back_however_it_is_typed_and_no_two_are_alike(kind: References) -> None:
    new = kind.new()
    assert {len(group) for group in written(new).split("-")} == {GROUP}
    typed = (new, written(new), written(new).lower(), f" {written(new).replace('-', ' ')} ", written(new).replace("-", "\u00a0"))
    assert {kind.read(words) for words in typed} == {new}
    assert len({kind.new() for _ in range(200)}) == 200


def test_one_kind_of_reference_is_not_taken_for_the_other() -> None:
    assert CONCERN.read(PREFERENCE.new()) is None
    assert "It has 12 letters and numbers" in CONCERN.wrong
    assert "It has 16 letters and numbers" in PREFERENCE.wrong


@given(made())
def test_every_single_wrong_sign_and_every_two_that_changed_places_are_noticed(given_one: tuple[References, str]) -> None:
    kind, reference = given_one
    assert kind.read(reference) == reference
    for at in range(kind.length):
        for sign in ALPHABET:
            if sign != reference[at]:
                assert kind.read(reference[:at] + sign + reference[at + 1 :]) is None
    for one, other in combinations(range(kind.length), 2):
        signs = list(reference)
        signs[one], signs[other] = signs[other], signs[one]
        assert (kind.read("".join(signs)) is None) == (reference[one] != reference[other])


@given(KINDS, st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(kind: References, typed: str) -> None:
    found = kind.read(typed)
    assert found is None or kind.read(written(found)) == found


def test_it_is_spoken_one_word_a_sign_and_no_two_signs_share_a_word() -> None:
    assert len(set(SPOKEN.values())) == len(ALPHABET) == 31
    assert not set("01ILO") & set(ALPHABET)
    assert aloud("23ABYZ4567XW") == ["two, three, alfa, bravo", "yankee, zulu, four, five", "six, seven, x-ray, whiskey"]
