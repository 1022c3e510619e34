"""What a notice lacks, in words; and its hash, which any change to any rendition changes."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import FIELDS, GROUPS, Kind, Need, changes, content_hash, document, fields_of, missing

PARTIES = [{"slug": "council", "name": "County Council", "role": {}}, {"slug": "police", "name": "Police", "role": {}}]


def text(words: str = "Words.") -> dict[str, Any]:
    return {"en": {"standard": words}}


def complete(sensitivity: str = "special") -> dict[str, Any]:
    fields: dict[str, Any] = {f.id: text() for f in FIELDS}
    fields |= {f.id: f.options[0][0] for f in FIELDS if f.kind is Kind.CHOICE}
    fields |= {f.id: {"council": text(), "police": text()} for f in FIELDS if f.kind is Kind.PARTY}
    dataset = {"holder": "council", "holder_name": "County Council", "title": text(), "fields_used": text(), "people_covered": text()}
    return document(title=text(), summary=text(), parties=PARTIES, fields=fields, datasets=[dataset | {"sensitivity": sensitivity}])


def test_a_complete_notice_lacks_nothing() -> None:
    assert missing(complete()) == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_each_field_left_out_is_named_by_its_own_question(field: Any) -> None:
    content = complete()
    del content["fields"][field.id]
    gaps = missing(content)
    assert len(gaps) == (2 if field.kind is Kind.PARTY else 1)
    assert all(field.question in gap and GROUPS[field.group] in gap for gap in gaps)
    assert (missing(content, needed_for=Need.NOTICE) == []) is (field.needed_for is Need.PUBLISHING)


def test_an_answer_in_easy_read_alone_or_in_blanks_is_no_answer() -> None:
    content = complete()
    content["fields"]["what"] = {"en": {"easy": "We join records."}}
    content["fields"]["people"] = text(" \n ")
    assert missing(content) == [
        "In “What”, answer: What will be done with the records?",
        "In “Whose data”, answer: Who is in the records?",
    ]


def test_each_organisation_needs_its_own_lawful_basis() -> None:
    content = complete()
    content["fields"]["lawful_basis"] = {"council": text()}
    assert missing(content) == ["In “What the law says”, answer for Police: What in the law lets this organisation use its records?"]


def test_only_sensitive_records_need_the_law_on_sensitive_records() -> None:
    ordinary, special = complete("ordinary"), complete("criminal")
    for content in (ordinary, special):
        del content["fields"]["sensitive_basis"]
    assert missing(ordinary) == []
    assert len(missing(special)) == 1


def test_a_notice_without_datasets_is_not_complete() -> None:
    assert missing(complete() | {"datasets": []}) == [
        "Describe at least one dataset: who holds it, what is in it, and whose records it has."
    ]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no field called 'wat'"):
        document(title={}, summary={}, parties=[], fields={"wat": text()}, datasets=[])


def test_the_hash_is_that_of_the_canonical_json() -> None:
    # printf '{"a":["é",1],"b":{"en":"Plas Newydd"}}' | sha256sum
    expected = "ac48e1f0269d3ebacf6b47c9c97e848aec0a8ee72add1b4c16327419dd541922"
    assert content_hash({"b": {"en": "Plas Newydd"}, "a": ["é", 1]}) == expected


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in leaves(value, (*path, key))]
    if isinstance(node, list):
        return [leaf for at, value in enumerate(node) for leaf in leaves(value, (*path, at))]
    return [path]


@pytest.mark.parametrize("path", leaves(complete()), ids=lambda path: "/".join(map(str, path)))
def test_a_change_to_any_word_anywhere_changes_the_hash(path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(complete())
    node: Any = changed
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] += "."
    assert content_hash(changed) != content_hash(complete())


def test_a_new_rendition_changes_the_hash() -> None:
    changed = complete()
    changed["fields"]["what"]["cy"] = {"standard": "Geiriau."}
    assert content_hash(changed) != content_hash(complete())


@given(st.permutations(list(complete()["fields"])))
def test_the_order_in_which_fields_were_written_does_not_change_the_hash(order: list[str]) -> None:
    content = complete()
    shuffled = content | {"fields": {key: content["fields"][key] for key in order}}
    assert content_hash(shuffled) == content_hash(content)


def test_changes_between_versions_are_named() -> None:
    older, newer = complete(), complete()
    newer["title"] = text("Another title")
    newer["fields"]["kept"] = text("Two years.")
    assert changes(older, newer) == [
        "The title",
        "How names come off and records are joined: How long are the joined records kept, and then?",
    ]
    assert changes(older, older) == []


def test_every_field_has_a_place_a_question_and_an_example() -> None:
    assert [field.id for field in FIELDS] == list(dict.fromkeys(field.id for field in FIELDS))
    assert [field for group in GROUPS for field in fields_of(group)] == list(FIELDS)
    for field in FIELDS:
        assert field.question.endswith("?")
        assert field.help
        assert field.example
        assert bool(field.options) is (field.kind is Kind.CHOICE)
    with pytest.raises(KeyError):
        fields_of("nowhere")
