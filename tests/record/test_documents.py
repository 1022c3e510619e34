"""Documents and their hash, which any change to any rendition changes."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import business_case, content_hash
from tests.record.complete import complete, complete_notice, text


def test_an_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="A business case has no question called 'wat'"):
        business_case(title={}, summary={}, answers={"wat": text()})
    with pytest.raises(ValueError, match="A business case has no question called 'what'"):
        business_case(title={}, summary={}, answers={"what": text()})


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


@pytest.mark.parametrize("publication", ["notice", "case"])
def test_a_change_to_any_word_anywhere_changes_the_hash(publication: str) -> None:
    whole = complete(publication)
    seen = {content_hash(whole)}
    paths = leaves(whole)
    for path in paths:
        changed = copy.deepcopy(whole)
        node: Any = changed
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] += "."
        seen.add(content_hash(changed))
    assert len(seen) == len(paths) + 1


def test_a_new_rendition_changes_the_hash() -> None:
    changed = complete_notice()
    changed["answers"]["what"]["cy"] = {"standard": "Geiriau."}
    assert content_hash(changed) != content_hash(complete_notice())


@given(st.permutations(list(complete_notice()["answers"])))
def test_the_order_in_which_answers_were_written_does_not_change_the_hash(order: list[str]) -> None:
    content = complete_notice()
    shuffled = content | {"answers": {key: content["answers"][key] for key in order}}
    assert content_hash(shuffled) == content_hash(content)
