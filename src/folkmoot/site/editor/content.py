"""What can be done to the sections and questions of a draft: pure functions from sections to sections, each saying in words what it did.

Sections are data as docs/reference/question-types.md has them. What a section or question holds beyond what is named here is kept.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.questionnaire_rules import LISTED, MOST_QUESTIONS

Sections = list[dict[str, Any]]
Item = dict[str, Any]
Change = Callable[[Sections], tuple[Sections, str]]
"""From sections to sections, which may be the same ones changed, and what was done, as in “Removed question 4”."""

GONE = "It is not in this draft any more. A colleague may have removed it: look at what was done, and undo it if that was a mistake."
MOST = f"There are {MOST_QUESTIONS} questions already, which is the most: nobody finishes a longer survey. Remove one first."
UNBANKED = "Its words changed, so it is no longer question {} of the bank."


def add_section(section: Item) -> Change:
    """A section at the end."""

    def change(sections: Sections) -> tuple[Sections, str]:
        _refuse_taken({held["key"] for held in sections}, section["key"], "section")
        return [*sections, {**section, "questions": section.get("questions", [])}], f"Added section {len(sections) + 1}"

    return change


def change_section(key: str, section: Item) -> Change:
    """What a section says, its questions as they are. A section that is gone is put back at the end."""

    def change(sections: Sections) -> tuple[Sections, str]:
        at = _section_at(sections, key)
        if at is None:
            return add_section(section)(sections)
        _refuse_taken({held["key"] for held in sections if held["key"] != key}, section["key"], "section")
        sections[at] = {**section, "questions": sections[at]["questions"]}
        return sections, f"Changed section {at + 1}"

    return change


def move_section(key: str, by: int) -> Change:
    """A section up (-1) or down (1). At the end of the list it stays where it is."""

    def change(sections: Sections) -> tuple[Sections, str]:
        at = _must(_section_at(sections, key))
        _swap(sections, at, at + by)
        return sections, f"Moved section {at + 1} {_way(by)}"

    return change


def copy_section(key: str) -> Change:
    """A section again after itself, with its questions under keys of their own. Rules between its questions hold in the copy too."""

    def change(sections: Sections) -> tuple[Sections, str]:
        at = _must(_section_at(sections, key))
        made = deepcopy(sections[at])
        if sum(len(held["questions"]) for held in sections) + len(made["questions"]) > MOST_QUESTIONS:
            raise ValidationError(MOST)
        made["key"] = free_key(key, {held["key"] for held in sections})
        taken = set(keys_of(sections))
        renamed = {}
        for question in made["questions"]:
            renamed[question["key"]] = free_key(question["key"], taken)
            taken.add(renamed[question["key"]])
        made["questions"] = [_copied(question, renamed[question["key"]]) for question in made["questions"]]
        for old, new in renamed.items():
            _rename([made], old, new)
        return [*sections[: at + 1], made, *sections[at + 1 :]], f"Copied section {at + 1}"

    return change


def remove_section(key: str) -> Change:
    """A section and its questions go."""

    def change(sections: Sections) -> tuple[Sections, str]:
        at = _must(_section_at(sections, key))
        return sections[:at] + sections[at + 1 :], f"Removed section {at + 1}"

    return change


def add_questions(section: str, questions: list[Item], *, words: str = "") -> Change:
    """Questions at the end of a section (of the last one, where it is gone), under keys that are free."""

    def change(sections: Sections) -> tuple[Sections, str]:
        taken = set(keys_of(sections))
        if len(taken) + len(questions) > MOST_QUESTIONS:
            raise ValidationError(MOST)
        if not sections:
            sections = [{"key": "part_1", "title": {"en": {"standard": "Questions"}}, "questions": []}]
        at = _section_at(sections, section)
        held = sections[len(sections) - 1 if at is None else at]["questions"]
        for question in questions:
            key = free_key(question["key"], taken)
            taken.add(key)
            held.append({**question, "key": key})
        number = _number(sections, held[-1]["key"]) if questions else 0
        return sections, words or f"Added question {number}"

    return change


def add_question(section: str, question: Item) -> Change:
    """One question at the end of a section, under the key it has. Raises ValidationError at `key` where that is taken."""

    def change(sections: Sections) -> tuple[Sections, str]:
        _refuse_taken(set(keys_of(sections)), question["key"], "question")
        return add_questions(section, [question])(sections)

    return change


def change_question(key: str, question: Item) -> Change:
    """What a question is. Rules that name it go on naming it. A question that is gone is put back at the end."""

    def change(sections: Sections) -> tuple[Sections, str]:
        place = _question_at(sections, key)
        if place is None:
            return add_question("", question)(sections)
        _refuse_taken(set(keys_of(sections)) - {key}, question["key"], "question")
        section, at = place
        before = sections[section]["questions"][at]
        number = _number(sections, key)
        made = dict(question)
        words = f"Changed question {number}"
        if made.get("bank") and measured(before) != measured(made):
            words += f". {UNBANKED.format(made.pop('bank'))}"
        sections[section]["questions"][at] = made
        if question["key"] != key:
            _rename(sections, key, question["key"])
        return sections, words

    return change


def move_question(key: str, by: int) -> Change:
    """A question up (-1) or down (1): past the end of its section, into the next one that way."""

    def change(sections: Sections) -> tuple[Sections, str]:
        section, at = _must(_question_at(sections, key))
        number = _number(sections, key)
        held = sections[section]["questions"]
        if 0 <= at + by < len(held):
            _swap(held, at, at + by)
        elif 0 <= section + by < len(sections):
            question = held.pop(at)
            other = sections[section + by]["questions"]
            other.insert(len(other) if by < 0 else 0, question)
        return sections, f"Moved question {number} {_way(by)}"

    return change


def copy_question(key: str) -> Change:
    """A question again after itself, under a key of its own."""

    def change(sections: Sections) -> tuple[Sections, str]:
        section, at = _must(_question_at(sections, key))
        taken = set(keys_of(sections))
        if len(taken) >= MOST_QUESTIONS:
            raise ValidationError(MOST)
        held = sections[section]["questions"]
        held.insert(at + 1, _copied(held[at], free_key(key, taken)))
        return sections, f"Copied question {_number(sections, key)}"

    return change


def remove_question(key: str) -> Change:
    """A question goes."""

    def change(sections: Sections) -> tuple[Sections, str]:
        section, at = _must(_question_at(sections, key))
        number = _number(sections, key)
        del sections[section]["questions"][at]
        return sections, f"Removed question {number}"

    return change


def keys_of(sections: Sections) -> Iterator[str]:
    """The keys of its questions, in order."""
    return (question["key"] for section in sections for question in section["questions"])


def question_of(sections: Sections, key: str) -> Item | None:
    """The question with a key; None when there is none."""
    return next((question for section in sections for question in section["questions"] if question["key"] == key), None)


def section_of(sections: Sections, key: str) -> Item | None:
    """The section with a key; None when there is none."""
    return next((section for section in sections if section["key"] == key), None)


def before(sections: Sections, key: str) -> list[Item]:
    """The questions that stand before one; all of them where it is none of the draft."""
    keys = list(keys_of(sections))
    questions = [question for section in sections for question in section["questions"]]
    return questions[: keys.index(key)] if key in keys else questions


def free_key(wanted: str, taken: set[str]) -> str:
    """`wanted`, or the next of it that is free, as in age_2. 40 signs at most."""
    made, number = wanted[:40], 2
    while made in taken:
        end = f"_{number}"
        made, number = wanted[: 40 - len(end)] + end, number + 1
    return made


def measured(question: Item) -> tuple[Any, ...]:
    """What makes two questions the same measure: the type, the English and the answers. Easy read and Welsh do not count."""
    listed = [[(one["value"], one["text"].get("en", {}).get("standard")) for one in question.get(name, ())] for name in LISTED]
    rest = [question.get(name) for name in ("type", "least", "most", "cards", "left_out")]
    return (question["text"].get("en", {}).get("standard"), listed, rest)


def _copied(question: Item, key: str) -> Item:
    made = deepcopy(question)
    made["key"] = key
    for name in ("attribute", "bank"):  # one answer is frozen under a name, and one question of the bank is asked once
        made.pop(name, None)
    if made.get("asked") is False:
        made.pop("asked")
    return made


def _rename(sections: Sections, old: str, new: str) -> None:
    for section in sections:
        for question in section["questions"]:
            rules = question.get("only_if", {})
            for rule in rules.get("all", rules.get("any", [rules])):
                if rule.get("question") == old:
                    rule["question"] = new


def _refuse_taken(taken: set[str], key: str, what: str) -> None:
    if key in taken:
        raise ValidationError({"key": f"Another {what} of this draft has the key “{key}”. Choose another."})


def _section_at(sections: Sections, key: str) -> int | None:
    return next((at for at, section in enumerate(sections) if section["key"] == key), None)


def _question_at(sections: Sections, key: str) -> tuple[int, int] | None:
    return next(
        ((s, q) for s, section in enumerate(sections) for q, question in enumerate(section["questions"]) if question["key"] == key), None
    )


def _must(place: Any) -> Any:
    if place is None:
        raise ValidationError(GONE)
    return place


def _swap(items: list[Item], one: int, other: int) -> None:
    if 0 <= other < len(items):
        items[one], items[other] = items[other], items[one]


def _number(sections: Sections, key: str) -> int:
    return list(keys_of(sections)).index(key) + 1


def _way(by: int) -> str:
    return "up" if by < 0 else "down"
