"""A clause as people read it: its paragraphs, with the quotes that it refers to in their place."""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.site.documents.content import MARK
from folkmoot.site.documents.queries import QuoteShown

WITHDRAWN = QuoteShown(key="", words="", language="en", said_by="", engagement=None, source="")
"""Stands where a quote was."""


@dataclass(frozen=True)
class Part:
    """Words, or a quote in the middle of them."""

    words: str
    quote: QuoteShown | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph in parts, or a quote that stands for itself."""

    parts: tuple[Part, ...]
    quote: QuoteShown | None = None


def parts(words: str, quotes: Mapping[str, QuoteShown]) -> tuple[Part, ...]:
    """Words with their marks replaced by what they refer to."""
    pieces = MARK.split(words)  # words, key, words, key, words
    found = [Part("", quotes.get(piece, WITHDRAWN)) if at % 2 else Part(piece) for at, piece in enumerate(pieces)]
    return tuple(part for part in found if part.words or part.quote)


def blocks(words: str, quotes: Mapping[str, QuoteShown]) -> tuple[Block, ...]:
    """The paragraphs of a text; a mark that is a paragraph by itself is a quote that stands for itself."""
    found = []
    for paragraph in words.split("\n\n"):
        text = paragraph.strip()
        if text and (alone := MARK.fullmatch(text)):
            found.append(Block((), quotes.get(alone[1], WITHDRAWN)))
        elif text:
            found.append(Block(parts(text, quotes)))
    return tuple(found)
