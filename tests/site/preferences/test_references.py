"""A reference can be read out on the phone: one wrong digit or two swapped ones show at once."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.preferences import references

made = st.builds(references.new)


def test_the_check_digit_is_damms() -> None:
    assert references._check("572") == "4"


def test_a_reference_is_24_digits_in_six_groups_and_no_two_are_alike() -> None:
    found = {references.new() for _ in range(200)}
    assert len(found) == 200
    for reference in found:
        assert reference.isdigit()
        assert [len(group) for group in references.spaced(reference).split(" ")] == [4] * 6


@given(made, st.sampled_from([" ", "-", "", "  ", "‑"]))
def test_it_is_read_however_its_groups_are_parted(reference: str, between: str) -> None:
    assert references.read(between.join(references.spaced(reference).split(" "))) == reference


@given(made, st.integers(0, 23), st.integers(0, 9))
def test_one_wrong_digit_is_refused(reference: str, place: int, digit: int) -> None:
    changed = reference[:place] + str(digit) + reference[place + 1 :]
    assert references.read(changed) == (reference if changed == reference else None)


@given(made, st.integers(0, 22))
def test_two_swapped_neighbours_are_refused(reference: str, place: int) -> None:
    changed = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert references.read(changed) == (reference if changed == reference else None)


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(words: str) -> None:
    found = references.read(words)
    assert found is None or references.read(references.spaced(found)) == found


def test_the_pseudonym_does_not_hold_the_reference() -> None:
    reference = references.new()
    pseudonym = references.pseudonym_of(reference)
    assert len(pseudonym) == 32
    assert pseudonym not in reference
    assert reference[:8] not in pseudonym
    assert references.pseudonym_of(references.new()) != pseudonym
