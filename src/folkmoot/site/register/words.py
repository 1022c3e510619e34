"""Words as search compares them: without case and accents, the same in every database because they are made here."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from folkmoot.site.renditions import LANGUAGES

LONGEST_WORD = 60  # letters that count; nobody tells words apart by their sixty-first
MOST_WORDS = 20  # of one search

_WORD = re.compile(r"[^\W_]+")


class _Plain(dict[int, str | int | None]):
    """What becomes of a letter whose accents stand apart from it: they go. Each is looked up once."""

    def __missing__(self, letter: int) -> int | None:
        self[letter] = None if unicodedata.category(chr(letter)) == "Mn" else letter
        return self[letter]


_PLAIN = _Plain(str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}))  # no accent to take off


def words_of(text: str) -> list[str]:
    """The words of a text in their order: runs of letters and digits, in small letters, without accents."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).casefold().translate(_PLAIN)
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded)]


def asked_words(search: str) -> list[str]:
    """The different words of a search in their order, MOST_WORDS of them at most."""
    return list(dict.fromkeys(words_of(search)))[:MOST_WORDS]


def texts_in(document: Any) -> Iterator[str]:
    """Every rendition of every text anywhere in a published document. Its keys, codes and dates are no texts."""
    if isinstance(document, Mapping):
        if document and set(document) <= set(LANGUAGES):
            yield from (str(words) for styles in document.values() if isinstance(styles, Mapping) for words in styles.values())
        else:
            for part in document.values():
                yield from texts_in(part)
    elif isinstance(document, list | tuple):
        for part in document:
            yield from texts_in(part)
