"""What differs between two versions of a document, named as its parts are named, with the words that went and came."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from folkmoot.record.documents import Document
from folkmoot.record.fields import PARTS, QUESTIONS, Kind, Question

_PARTS = {
    "title": "The title",
    "summary": "The summary",
    "kind": "What it is for",
    "topic": "What it is about",
    "area": "Its area",
    "parties": "The organisations",
    "datasets": "The datasets",
}


@dataclass(frozen=True)
class Piece:
    """Some words of a text: `kind` is same, gone or new."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    """One thing that differs: its name, and what it said before and says now, piece by piece, for each rendition that differs.

    `renditions` are (language, style, pieces); what has no renditions has one, of standard English.
    """

    name: str
    renditions: tuple[tuple[str, str, tuple[Piece, ...]], ...]


def changes(older: Document, newer: Document) -> tuple[Change, ...]:
    """All that differs, in the order of the document; () when nothing does."""
    found = [Change(name, _renditions(older.get(key), newer.get(key))) for key, name in _PARTS.items() if older.get(key) != newer.get(key)]
    for question in QUESTIONS.values():
        before, now = (document["answers"].get(question.id) for document in (older, newer))
        if before != now:
            found.append(Change(f"{PARTS[question.part].heading}: {question.ask}", _answer(question, before, now)))
    return tuple(found)


def change_of(name: str, before: Any, now: Any) -> Change:
    """What differs between two values of one thing that any document may hold: texts in renditions, or whatever has none."""
    return Change(name, _renditions(before, now))


def _answer(question: Question, before: Any, now: Any) -> tuple[tuple[str, str, tuple[Piece, ...]], ...]:
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        return _renditions(_chosen(question, before), _chosen(question, now))
    return _renditions(before, now)


def _chosen(question: Question, answer: Any) -> list[str]:
    chosen = [answer] if isinstance(answer, str) else answer or []
    return [option.words if (option := question.option(choice)) else choice for choice in chosen]


def _renditions(before: Any, now: Any) -> tuple[tuple[str, str, tuple[Piece, ...]], ...]:
    if not (_is_texts(before) and _is_texts(now)):
        return (("en", "standard", pieces(_words(before), _words(now))),)
    languages = sorted({*(before or {}), *(now or {})}, key=lambda language: language != "en")
    found = []
    for language in languages:
        old, new = ((texts or {}).get(language, {}) for texts in (before, now))
        styles = [style for style in sorted({*old, *new}, reverse=True) if old.get(style) != new.get(style)]
        found += [(language, style, pieces(old.get(style, ""), new.get(style, ""))) for style in styles]
    return tuple(found)


def _is_texts(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and all(isinstance(v, dict) and _is_styles(v) for v in value.values()))


def _is_styles(value: dict[str, Any]) -> bool:
    return all(key in {"standard", "easy"} and isinstance(words, str) for key, words in value.items())


def _words(value: Any) -> str:
    """Whatever it is as lines of text: of texts the standard English, of rows one a line."""
    if value is None:
        return ""
    if isinstance(value, dict):
        if _is_texts(value):
            return str(value.get("en", {}).get("standard", ""))
        return ". ".join(words for part in value.values() if (words := _words(part)))
    if isinstance(value, list):
        return "\n".join(_words(entry) for entry in value)
    return str(value)


def pieces(before: str, now: str) -> tuple[Piece, ...]:
    """The text as it was and is now, word by word: what stayed, what went, what came. Joined with blanks, same and new make `now`."""
    old, new = before.split(), now.split()
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", " ".join(old[a:b])))
            continue
        found += [Piece(kind, " ".join(words)) for kind, words in (("gone", old[a:b]), ("new", new[c:d])) if words]
    return tuple(found)
