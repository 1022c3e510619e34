"""The words of statements: in scripts that put spaces between words, and in those that do not."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

# Function words that say nothing about what a statement is about. Negations are left in: "should" and "should not" are apart.
_FUNCTION_WORDS = """
    a about after all also am an and any are as at be because been before being between both but by can could did do does doing
    down during each few for from further get had has have having he her here hers him his how i if in into is it its itself just
    let me more most much must my of off on once one only or other our ours out over own per same she should so some such than that
    the their them then there these they this those through to too under until up us very was we well were what when where which
    while who whom why will with would you your yours
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())

# Words that people frame a wish or a view with, whatever it is about. Topics leave them out; what sets two groups apart may be among them.
_FRAMES = """
    able agree always another become believe best better come continue disagree don't doesn't even every everyone everything feel
    get go going good great hope i'd i'm isn't keep know let's like lot lots love make makes making many need needed needs never new no
    not people please really see something thing things think use used using want wants way ways
"""
FRAME_WORDS = frozenset(_FRAMES.split())

# Han, kana, Thai, Lao, Burmese and Khmer are written without spaces; Hangul is not.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"([{_UNSPACED}]+)|([^\\W_{_UNSPACED}]+(?:['’][^\\W_{_UNSPACED}]+)*)")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text in one form: Unicode compatibility form, lower case, one space between words."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def terms(text: str, stop_words: Iterable[str] = STOP_WORDS) -> list[str]:
    """Words, pairs of neighbouring words, and in scripts without spaces pairs of characters, in order, repeats included.

    A stop word is no term and no part of a pair, and ends the pair before it. Numbers alone are no terms.
    """
    stopped = frozenset(stop_words)
    found: list[str] = []
    before = ""
    for run in _RUNS.finditer(plain(text)):
        unspaced, word = run.groups()
        if unspaced:
            found += [unspaced[at : at + 2] for at in range(len(unspaced) - 1)] or [unspaced]
            before = ""
            continue
        word = word.replace("’", "'")
        if word in stopped or word.isdigit() or len(word) == 1:
            before = ""
            continue
        found.append(word)
        if before:
            found.append(f"{before} {word}")
        before = word
    return found


def term_counts(texts: Sequence[str], stop_words: Iterable[str] = STOP_WORDS) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The vocabulary, sorted, and for every use of a term the statement it is in and the term, by place."""
    stopped = frozenset(stop_words)
    lists = [terms(text, stopped) for text in texts]
    vocabulary = sorted({term for one in lists for term in one})
    place = {term: at for at, term in enumerate(vocabulary)}
    statement = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    return vocabulary, statement.astype(np.int64), np.array([place[term] for one in lists for term in one], np.int64)
