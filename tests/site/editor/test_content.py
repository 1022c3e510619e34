"""What can be done to a draft: invariants over made-up questionnaires, and the words each step has."""

import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.site.editor import content
from folkmoot.site.editor.presentable import mistakes, presentable
from folkmoot.site.engagement.questionnaire_rules import MOST_QUESTIONS
from folkmoot.site.renditions import plain
from tests.site import surveys


def question(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "short_text", "text": plain(f"Words of {key}"), **more}


def sections_of(counts: list[int]) -> list[dict[str, Any]]:
    """Sections with so many questions, and something in each that the editor knows nothing of."""
    return [
        {"key": f"s{s}", "title": plain(f"Section {s}"), "later": s, "questions": [question(f"q{s}_{q}", later=q) for q in range(count)]}
        for s, count in enumerate(counts)
    ]


drafts = st.lists(st.integers(0, 4), min_size=1, max_size=4).map(sections_of)


def done(change: content.Change, sections: Any) -> Any:
    return change(copy.deepcopy(sections))[0]


@given(drafts, st.data())
def test_what_moves_up_and_then_down_is_where_it_was(sections: Any, data: st.DataObject) -> None:
    keys = list(content.keys_of(sections))[1:]
    if keys:
        key = data.draw(st.sampled_from(keys))
        up = done(content.move_question(key, -1), sections)
        if up != sections:
            assert done(content.move_question(key, 1), up) == sections
    key = data.draw(st.sampled_from([section["key"] for section in sections]))
    up = done(content.move_section(key, -1), sections)
    if up != sections:
        assert done(content.move_section(key, 1), up) == sections


@given(drafts, st.data())
def test_moving_loses_and_adds_nothing(sections: Any, data: st.DataObject) -> None:
    moved = sections
    for _ in range(5):
        if keys := list(content.keys_of(moved)):
            moved = done(content.move_question(data.draw(st.sampled_from(keys)), data.draw(st.sampled_from([-1, 1]))), moved)

    def everything(held: Any) -> Any:
        return sorted((q["key"], q["later"]) for s in held for q in s["questions"])

    assert everything(moved) == everything(sections)
    assert [section["key"] for section in moved] == [section["key"] for section in sections]


@given(drafts, st.data())
def test_a_copy_that_is_removed_leaves_what_was(sections: Any, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([section["key"] for section in sections]))
    copied = done(content.copy_section(key), sections)
    (made,) = [section["key"] for section in copied if section["key"] not in {held["key"] for held in sections}]
    assert done(content.remove_section(made), copied) == sections
    keys = list(content.keys_of(copied))
    assert len(keys) == len(set(keys))
    if keys := list(content.keys_of(sections)):
        copied = done(content.copy_question(keys[0]), sections)
        (made,) = set(content.keys_of(copied)) - set(keys)
        assert done(content.remove_question(made), copied) == sections


def test_a_copied_section_keeps_its_rules_to_itself_and_freezes_nothing_twice() -> None:
    copied = done(content.copy_section("you"), surveys.questions())
    assert content.question_of(copied, "health_kind_2")["only_if"] == {"question": "health_2", "answer": "Yes"}
    assert content.question_of(copied, "health_kind")["only_if"] == {"question": "health", "answer": "Yes"}
    assert mistakes(copied) == []


@given(st.text(min_size=1, max_size=60), st.sets(st.text(max_size=45), max_size=8))
def test_a_free_key_is_free_and_short(wanted: str, taken: set[str]) -> None:
    made = content.free_key(wanted, taken)
    assert made not in taken
    assert len(made) <= 40


def test_a_question_of_the_bank_stays_one_while_its_english_and_answers_are_the_same() -> None:
    asked = {**surveys.scale("A", "Find homes"), "bank": "ecda-2020/a"}
    sections = [{"key": "s", "title": plain("S"), "questions": [asked]}]
    welsh = copy.deepcopy(asked)
    welsh["text"]["cy"] = {"standard": "Cymraeg arall"}
    welsh["options"][0]["text"]["en"]["easy"] = "Another easy read"
    made, words = content.change_question("A", welsh)(copy.deepcopy(sections))
    assert content.question_of(made, "A")["bank"] == "ecda-2020/a"
    for spoil in (
        lambda q: q["text"]["en"].update(standard="Other"),
        lambda q: q["options"].pop(),
        lambda q: q.update(type="single_choice"),
    ):
        other = copy.deepcopy(asked)
        spoil(other)
        made, words = content.change_question("A", other)(copy.deepcopy(sections))
        assert "bank" not in content.question_of(made, "A")
        assert words == "Changed question 1. Its words changed, so it is no longer question ecda-2020/a of the bank."


def test_what_cannot_be_done_is_refused_in_words() -> None:
    sections = surveys.questions()
    for change, words in (
        (content.move_question("nobody", 1), "It is not in this draft any more."),
        (content.remove_section("nobody"), "It is not in this draft any more."),
        (content.add_question("you", question("age")), "has the key “age”"),
        (content.change_question("age", question("health")), "has the key “health”"),
        (content.add_section({"key": "you", "title": plain("You")}), "has the key “you”"),
        (content.add_questions("you", [question(f"n{n}") for n in range(MOST_QUESTIONS)]), "which is the most"),
    ):
        with pytest.raises(ValidationError) as refused:
            done(change, sections)
        assert any(words in message for message in refused.value.messages), refused.value.messages


def test_what_can_be_shown_of_a_draft_is_a_questionnaire() -> None:
    sections = surveys.questions()
    assert presentable(sections) == (sections, [])
    sections[1]["questions"][1]["options"] = []
    sections[0]["steps"] = ["after 2"]
    sections.append({"key": "none", "title": plain("None"), "questions": []})
    shown, left_out = presentable(sections)
    assert mistakes(shown) == []
    assert list(content.keys_of(shown)) == ["A", "B", "age", "area", "people", "comment"]
    assert left_out
    assert presentable([])[0] == []
