"""References can be read aloud, and a slip of the tongue is noticed."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.concerns import references
from folkmoot.site.concerns.references import ALPHABET, LENGTH

REFERENCES = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(lambda signs: signs + references.check_sign(signs))


def test_a_new_reference_is_read_back_however_it_is_typed() -> None:
    made = references.new()
    written = references.written(made)
    assert [len(group) for group in written.split("-")] == [4, 4, 4]
    assert {references.read(typed) for typed in (made, written, written.lower(), f" {written.replace('-', ' ')} ")} == {made}


@given(REFERENCES)
def test_every_single_wrong_sign_and_every_two_that_changed_places_are_noticed(made: str) -> None:
    assert references.read(made) == made
    for at in range(LENGTH):
        for sign in ALPHABET:
            if sign != made[at]:
                assert references.read(made[:at] + sign + made[at + 1 :]) is None
    for one, other in combinations(range(LENGTH), 2):
        signs = list(made)
        signs[one], signs[other] = signs[other], signs[one]
        assert (references.read("".join(signs)) is None) == (made[one] != made[other])


@given(st.text())
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = references.read(typed)
    assert found is None or set(found) <= set(ALPHABET)


def test_it_is_spoken_one_word_a_sign_and_no_two_signs_share_a_word() -> None:
    assert len(set(references.SPOKEN.values())) == len(ALPHABET) == 31
    assert not set("01ILO") & set(ALPHABET)
    assert references.aloud("23ABYZ4567XW") == ["two, three, alfa, bravo", "yankee, zulu, four, five", "six, seven, x-ray, whiskey"]
