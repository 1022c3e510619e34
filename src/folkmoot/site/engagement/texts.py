"""Every text of a questionnaire that people read, with where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.site.engagement.questionnaire_rules import LISTED
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class Placed:
    """A text and where it stands: in words, and by the keys of its section and its question ("" for a text of the section itself)."""

    where: str
    section: str
    question: str
    texts: Texts


def texts_of(questions: list[dict[str, Any]]) -> Iterator[Placed]:
    """Every text of a questionnaire as data, in the order people meet them. What is known and not asked has none that they read."""
    for section in questions:
        key = section["key"]
        for name in ("title", "intro"):
            if section.get(name):
                yield Placed(f"Section “{key}”, {'title' if name == 'title' else 'introduction'}", key, "", section[name])
        for at, paragraph in enumerate(section.get("information", ()), start=1):
            yield Placed(f"Section “{key}”, paragraph {at}", key, "", paragraph)
        for question in section.get("questions", ()):
            if question.get("asked", True):
                yield from (Placed(where, key, question["key"], texts) for where, texts in texts_of_question(question))


def texts_of_question(question: Mapping[str, Any]) -> Iterator[tuple[str, Texts]]:
    """Every text of one question as data, each with where it stands in words."""
    where = f"Question “{question['key']}”"
    yield f"{where}", question["text"]
    if question.get("hint"):
        yield f"{where}, hint", question["hint"]
    for name, (one, _) in LISTED.items():
        for option in question.get(name, ()):
            yield f"{where}, {one} “{option['value']}”", option["text"]
            for level in option.get("levels", ()):
                yield f"{where}, {one} “{option['value']}”, level “{level['value']}”", level["text"]
