"""Two spellings of one person give the same tokens, two people do not, and nothing of anyone is in a token."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.linkage import RECIPE, Identifiers, key_from_text, key_id, match_tokens, normalised, problems

KEY, OTHER = bytes(range(32)), bytes(32)
ANN = Identifiers("Ann Marie O'Dea", "1951-03-02", "CM1 1QH", "943 476 5919")


def test_a_token_is_hmac_sha256_of_the_recipe_the_family_the_kind_and_what_it_is_made_of() -> None:
    said = "\x1f".join((RECIPE, "health", "name-born", "annmarieodea", "1951-03-02"))
    assert match_tokens(ANN, key=KEY, family="health")["name-born"] == hmac.digest(KEY, said.encode(), hashlib.sha256).hex()


def test_someone_with_all_identifiers_has_one_token_of_each_kind_and_none_is_made_of_what_is_not_there() -> None:
    assert set(match_tokens(ANN, key=KEY, family="health")) == {"nhs", "name-born", "first-last-born", "born-postcode"}
    assert set(match_tokens(Identifiers("Ann O'Dea", "1951-03-02"), key=KEY, family="health")) == {"name-born", "first-last-born"}
    assert set(match_tokens(Identifiers("Ann O'Dea", postcode="CM1 1QH"), key=KEY, family="health")) == set()
    assert set(match_tokens(Identifiers("Madonna", "1958-08-16"), key=KEY, family="health")) == {"name-born"}
    assert match_tokens(Identifiers(), key=KEY, family="health") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siân Llewelyn", "SIAN LLEWELYN"),
        ("Anne-Marie Smith", "Anne Marie Smith"),
        ("Anne-Marie Smith", "Annemarie Smith"),
        ("Mrs Ann O'Dea", "O’DEA, Ann"),
        ("Ann  O Dea", "ann odea"),
        ("Dr. Prof. Søren Łukasz", "soren lukasz"),
        ("Cllr Straße", "strasse"),
        ("Ioan ap Rhys", "Ap Rhys, Ioan"),
    ],
)
def test_case_accents_hyphens_spaces_titles_and_order_do_not_matter(one: str, other: str) -> None:
    assert normalised(Identifiers(one))["all_names"] == normalised(Identifiers(other))["all_names"] != ""


def test_a_middle_name_that_one_of_two_records_lacks_does_not_matter() -> None:
    with_it, without = (match_tokens(Identifiers(name, "2/3/1951"), key=KEY, family="harm") for name in ("Ann Marie O'Dea", "Ann O'Dea"))
    assert with_it["first-last-born"] == without["first-last-born"]
    assert with_it["name-born"] != without["name-born"]


def test_someone_who_is_called_by_a_title_keeps_it() -> None:
    assert normalised(Identifiers("Master"))["all_names"] == "master"


@pytest.mark.parametrize("text", ["1951-03-02", "02/03/1951", "2.3.1951", "2 3 1951", "1951/3/2", " 1951-03-02 ", "1951-03-02 00:00:00"])
def test_dates_are_read_in_the_ways_records_hold_them_day_first(text: str) -> None:
    assert normalised(Identifiers(date_of_birth=text))["date_of_birth"] == "1951-03-02"


@pytest.mark.parametrize("text", ["03/14/1951", "1951-02-30", "51-03-02", "2 March 1951", "١٩٥١-٠٣-٠٢"])
def test_what_is_no_date_is_named_without_being_repeated(text: str) -> None:
    who = Identifiers(date_of_birth=text)
    assert normalised(who)["date_of_birth"] == ""
    assert set(problems(who)) == {"date_of_birth"}
    assert text not in problems(who)["date_of_birth"]


def test_values_that_stand_for_not_known_make_no_token_and_are_no_problem() -> None:
    for who in (Identifiers(date_of_birth="01/01/1900"), Identifiers(postcode="ZZ99 3VZ"), Identifiers(nhs_number="0000000000")):
        assert set(normalised(who).values()) == {""}
        assert problems(who) == {}


def test_postcodes_are_read_in_any_spacing_and_case_and_others_are_problems() -> None:
    assert {normalised(Identifiers(postcode=text))["postcode"] for text in ("cm11qh", "CM1 1QH", " Cm 1 1 qh ")} == {"CM11QH"}
    assert [set(problems(Identifiers(postcode=text))) for text in ("CM1", "12345", "CM1 1Q")] == [{"postcode"}] * 3


def test_an_nhs_number_needs_its_check_digit_whatever_it_is_written_like() -> None:
    assert normalised(Identifiers(nhs_number="943-476-5919"))["nhs_number"] == "9434765919"
    for wrong in ("943 476 5918", "943476591", "94347659190", "943476591X"):
        assert set(problems(Identifiers(nhs_number=wrong))) == {"nhs_number"}


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(0, 9))
def test_no_single_wrong_digit_of_an_nhs_number_passes(number: int, place: int, digit: int) -> None:
    nine = f"{number:09}"
    right = [nine + str(last) for last in range(10) if not problems(Identifiers(nhs_number=nine + str(last)))]
    assert len(right) <= 2  # none where the check would be 10; two where nine like digits may be the start of a placeholder
    for text in right:
        changed = text[:place] + str(digit) + text[place + 1 :]
        if len(set(text)) > 1 and len(set(changed)) > 1:
            assert (not problems(Identifiers(nhs_number=changed))) == (changed == text)


def test_what_identifiers_hold_is_not_shown_where_they_are_printed() -> None:
    assert not [value for value in (ANN.name, ANN.date_of_birth, ANN.postcode, ANN.nhs_number) if value in f"{ANN} {ANN!r}"]


def test_families_and_keys_share_no_token() -> None:
    found = [set(match_tokens(ANN, key=key, family=family).values()) for key in (KEY, OTHER) for family in ("health", "harm")]
    assert len(set.union(*found)) == sum(map(len, found)) == 16


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_is_written_is_normalised_once_and_for_all(name: str, born: str, postcode: str, nhs: str) -> None:
    who = Identifiers(name, born, postcode, nhs)
    once = normalised(who)
    assert normalised(Identifiers(once["all_names"], once["date_of_birth"], once["postcode"], once["nhs_number"])) == once | {
        "first_and_last_name": ""
    }
    assert problems(Identifiers("", once["date_of_birth"], once["postcode"], once["nhs_number"])) == {}
    assert all(len(token) == 64 for token in match_tokens(who, key=KEY, family="health").values())


def test_a_key_is_64_hexadecimal_digits_and_its_id_tells_keys_apart() -> None:
    assert key_from_text(f" {KEY.hex().upper()}\n") == KEY
    assert key_id(KEY) != key_id(OTHER)
    assert KEY.hex()[:16] not in key_id(KEY)
    for wrong in ("", "abc", KEY.hex()[:-2], "g" * 64):
        with pytest.raises(ValueError, match="64 hexadecimal digits"):
            key_from_text(wrong)
    with pytest.raises(ValueError, match="this one has 5"):
        match_tokens(ANN, key=b"short", family="health")
