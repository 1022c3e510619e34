"""Words that people were asked about: which to use, which to avoid and what to say instead, and which to explain.

The starting list is `glossary.toml`; an installation keeps its own versions of these terms and adds more. `terms_in` finds them in a draft.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from folkmoot.record.phrases import occurrences

type Texts = Mapping[str, Mapping[str, str]]


class State(StrEnum):
    """What to do with a term."""

    PREFERRED = "preferred"
    AVOID = "avoid"
    EXPLAIN = "explain"


class Topic(StrEnum):
    """What a term is about."""

    USE = "use"  # how records are used
    PEOPLE = "people"  # a group of people, or a place they live in


@dataclass(frozen=True)
class Term:
    """A term in renditions; by language the phrases under which it is looked for (none: it is not); what is said instead or how it is
    explained; why; and where that comes from. `edition` says since when the starting list has had it so ("" for an installation's own)."""

    slug: str
    state: State
    topic: Topic
    term: Texts
    phrases: Mapping[str, tuple[str, ...]]
    instead: Texts
    why: Texts
    source: str
    edition: str = ""


@dataclass(frozen=True)
class TermFound:
    """A term in a text: as it stands there, and the first sentence that has it."""

    term: Term
    as_written: str
    sentence: str

    @property
    def better(self) -> str:
        """What to say instead, or how to explain it, in the plainest English there is."""
        english = self.term.instead.get("en", {})
        return english.get("standard", "")


def terms_in(text: str, terms: Iterable[Term], language: str = "en") -> list[TermFound]:
    """The terms to avoid or to explain that a text has, those to avoid first, each once with the first sentence that has it."""
    found = []
    for term in terms:
        if term.state is State.PREFERRED:
            continue
        if sentences := occurrences(term.phrases.get(language, ()), text):
            sentence, as_written = sentences[0]
            found.append(TermFound(term, as_written, sentence))
    return sorted(found, key=lambda one: one.term.state is not State.AVOID)


def _texts(given: dict[str, str]) -> dict[str, dict[str, str]]:
    """A text of the file: `en`, `easy` (English easy read), `cy`."""
    english = {style: given[key] for style, key in (("standard", "en"), ("easy", "easy")) if key in given}
    return {"en": english} | ({"cy": {"standard": given["cy"]}} if "cy" in given else {})


def _term(given: dict[str, Any], edition: str) -> Term:
    return Term(
        slug=given["slug"],
        state=State(given["state"]),
        topic=Topic(given.get("topic", "use")),
        term=_texts(given["term"]),
        phrases={language: tuple(phrases) for language, phrases in given.get("phrases", {}).items()},
        instead=_texts(given["instead"]),
        why=_texts(given["why"]),
        source=_TABLE["source"][given["source"]],
        edition=edition,
    )


_TABLE = tomllib.loads(files("folkmoot.record").joinpath("glossary.toml").read_text("utf-8"))

EDITION: str = _TABLE["edition"]
"""The day of the starting list."""

STARTING_LIST: tuple[Term, ...] = tuple(_term(given, EDITION) for given in _TABLE["term"])
"""The terms that every installation begins with, in the order of the file."""
