"""The list finds objectors in differently spelled rows of two partners, nobody else, and tells nothing without its key."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from folkmoot.linkage import (
    Identifiers,
    Listed,
    ObjectionList,
    WrongKeyError,
    key_id,
    make_objection_list,
    mark_rows,
    read_objection_list,
    write_objection_list,
)

KEY, OTHER = bytes(range(32)), bytes(32)
AT = datetime(2031, 3, 2, 9, 30, tzinfo=UTC)
OBJECTORS = [
    Identifiers("Siân Anne-Marie O'Dea", "1951-03-02", "CM1 1QH", "943 476 5919"),
    Identifiers("Mr Kwame Łukasz", "2009-12-24", "SS0 7AB"),
]
ASKS = Identifiers("Noor Begum", "1980-06-15", "CO4 3SQ")


def listed(key: bytes = KEY, **changed: str) -> ObjectionList:
    people = [Listed(who, "object") for who in OBJECTORS] + [Listed(ASKS, "ask")]
    return make_objection_list(people, key=key, family="health", made_for="county-council", made_at=AT, **changed)


def reread(made: ObjectionList) -> ObjectionList:
    return read_objection_list(write_objection_list(made))


def test_an_objector_is_found_in_the_differently_spelled_rows_of_two_partners_and_a_near_namesake_is_not() -> None:
    council = [
        Identifiers("MRS SIAN ANNE MARIE ODEA", "02/03/1951", "CM9 9ZZ"),  # moved
        Identifiers("Sian Anne Marie O'Dea", "03/03/1951", "CM1 1QJ"),  # another birth date
        Identifiers("Lukasz, Kwame", "24.12.2009"),
    ]
    police = [
        Identifiers("Sian Jones", "1951-03-02", "cm11qh"),  # another surname, the same home
        Identifiers("Unknown", "01/01/1900", "", "9434765919"),
        Identifiers("Kwame Lukas", "2009-12-24", "SS0 7AC"),
        Identifiers("Begum, Noor", "15/06/1980"),
    ]
    read = reread(listed())
    assert mark_rows(council, read, key=KEY).marks == ("object", None, "object")
    found = mark_rows(police, read, key=KEY)
    assert found.marks == ("object", "object", None, "ask")
    assert found.by == (("born-postcode",), ("nhs",), (), ("name-born", "first-last-born"))


def test_someone_who_both_objects_and_asks_is_left_out_as_an_objector() -> None:
    made = make_objection_list([Listed(ASKS, "ask"), Listed(ASKS, "object")], key=KEY, family="health", made_for="x", made_at=AT)
    assert mark_rows([ASKS], made, key=KEY).marks == ("object",)
    assert made.tokens["ask"] == ()


def test_the_file_holds_no_name_no_date_of_birth_no_postcode_and_no_order() -> None:
    data = write_objection_list(listed())
    content = json.loads(data)
    text = data.decode().lower()
    for who in [*OBJECTORS, ASKS]:
        for value in [*who.name.lower().split(), who.date_of_birth, *who.postcode.lower().split(), who.postcode.lower().replace(" ", "")]:
            assert value not in text.replace(content["made_at"], "")
    assert "9434765919" not in text
    tokens = [token for found in content["tokens"].values() for token in found]
    assert all(re.fullmatch("[0-9a-f]{64}", token) for token in tokens)
    assert all(found == sorted(found) for found in content["tokens"].values())
    assert (content["format"], content["key_id"], content["count"]) == ("folkmoot-objection-list/1", key_id(KEY), len(tokens))
    assert content["people"] == {"object": 2, "ask": 1}
    turned = make_objection_list(
        [Listed(ASKS, "ask")] + [Listed(who, "object") for who in reversed(OBJECTORS)],
        key=KEY,
        family="health",
        made_for="county-council",
        made_at=AT,
    )
    assert write_objection_list(turned) == data


def test_a_wrong_key_finds_nothing_and_says_which_is_needed() -> None:
    with pytest.raises(WrongKeyError, match=key_id(KEY)):
        mark_rows(OBJECTORS, listed(), key=OTHER)
    pretended = replace(listed(), key_id=key_id(OTHER))
    assert mark_rows(OBJECTORS, pretended, key=OTHER).marks == (None, None)


def test_the_list_of_one_family_finds_nobody_in_another() -> None:
    assert mark_rows(OBJECTORS, replace(listed(), family="harm"), key=KEY).marks == (None, None)


def test_rows_that_cannot_be_read_are_named_by_place_and_field_and_looked_for_by_the_rest() -> None:
    rows = [
        Identifiers("Sian Anne-Marie O'Dea", "1951-03-02", "nowhere"),
        Identifiers("No Birthday"),
        Identifiers("Kwame Lukasz", "30/02/2009"),
    ]
    found = mark_rows(rows, listed(), key=KEY)
    assert found.marks == ("object", None, None)
    assert [(place, field) for place, field, _ in found.unreadable] == [(0, "postcode"), (2, "date_of_birth")]
    assert found.untestable == (1, 2)
    assert not any("nowhere" in words for _, _, words in found.unreadable)


def test_a_file_that_was_changed_cut_short_or_is_something_else_is_refused_in_words() -> None:
    data = write_objection_list(listed())
    content = json.loads(data)
    taken_out = content | {"tokens": content["tokens"] | {"object": content["tokens"]["object"][1:]}}
    for wrong, words in (
        (data[:-40], "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not an objection list"),
        (b'{"format": "another"}', "not an objection list"),
        (json.dumps(taken_out).encode(), "SHA-256 does not fit"),
        (json.dumps(content | {"recipe": "folkmoot-match-tokens/2"}).encode(), "same version"),
    ):
        with pytest.raises(ValueError, match=words):
            read_objection_list(wrong)
    assert read_objection_list(data) == listed()


def test_a_list_needs_known_wishes_and_a_zoned_time() -> None:
    with pytest.raises(ValueError, match="no wish 'happy'"):
        make_objection_list([Listed(ASKS, "happy")], key=KEY, family="health", made_for="x", made_at=AT)
    with pytest.raises(ValueError, match="zone"):
        make_objection_list([], key=KEY, family="health", made_for="x", made_at=AT.replace(tzinfo=None))


def test_an_empty_list_is_a_list() -> None:
    made = make_objection_list([], key=KEY, family="health", made_for="x", made_at=AT)
    assert reread(made) == made
    assert mark_rows(OBJECTORS, made, key=KEY).marks == (None, None)
