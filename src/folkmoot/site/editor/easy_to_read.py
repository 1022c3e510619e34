"""How easy the texts of a questionnaire are to read, in hints that a writer can act on. The counting is folkmoot.record.readability's.

English: words a sentence, long words and Flesch's ease. Welsh: the length of sentences alone, because the ease is made for English. Easy
read: no sentence over 15 words, and one idea in each.
"""

import re
from dataclasses import dataclass

from folkmoot.record.readability import FEWEST_WORDS, LONGEST_EASY, LONGEST_MEAN, PLAIN, readability, syllables, too_long_for_easy_read
from folkmoot.site.renditions import Texts

LONG_WORD = 4  # syllables
FEWEST_FOR_EASE = 8  # words: a question is short, and a rough score of one still tells a plain one from a hard one
HARD = 50.0  # below PLAIN by more than a short text may be off
WELSH, EASY = "Welsh", "Easy read"
_TWO_IDEAS = re.compile(r";|, (?:and|but|or|which|because|so) |\b(?:although|however|whereas|unless|therefore)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{6,}")


@dataclass(frozen=True)
class Hint:
    """One rendition of one text: its words, the mean words of a sentence, Flesch's ease (None where it says nothing), and what to do, in
    sentences ([] when nothing)."""

    where: str
    rendition: str
    words: int
    mean: float
    ease: float | None
    advice: list[str]


def hints(where: str, texts: Texts) -> list[Hint]:
    """A hint for each rendition that a text has."""
    found = []
    english = texts.get("en", {})
    if english.get("standard"):
        found.append(_standard(where, english["standard"]))
    if english.get("easy"):
        found.append(_easy(where, english["easy"]))
    if texts.get("cy", {}).get("standard"):
        found.append(_welsh(where, texts["cy"]["standard"]))
    return found


def _standard(where: str, words: str) -> Hint:
    read = readability(words)
    ease = read.ease if read.words >= FEWEST_WORDS else _rough_ease(words, read.mean)
    advice = _long_sentences(read.mean)
    hard = sorted({word.lower() for word in _WORD.findall(words) if syllables(word) >= LONG_WORD})
    if hard:
        advice.append(f"Long words: {', '.join(hard[:6])}. Is there a shorter one for each?")
    if ease is not None and ease < (PLAIN if read.words >= FEWEST_WORDS else HARD):
        advice.append(f"It is hard to read: {ease:.0f} where plain English has {PLAIN:.0f} or more.")
    return Hint(where, "English", read.words, read.mean, ease, advice)


def _easy(where: str, words: str) -> Hint:
    read = readability(words)
    advice = [f"“{sentence}” has more than {LONGEST_EASY} words. Make two sentences of it." for sentence in too_long_for_easy_read(words)]
    advice += ["It may hold two ideas in one sentence. Write a sentence for each."] if _TWO_IDEAS.search(words) else []
    return Hint(where, EASY, read.words, read.mean, None, advice)


def _welsh(where: str, words: str) -> Hint:
    read = readability(words, "cy")
    return Hint(where, WELSH, read.words, read.mean, None, _long_sentences(read.mean))


def _long_sentences(mean: float) -> list[str]:
    return (
        [f"Its sentences have {mean:.0f} words on average. Write sentences of {LONGEST_MEAN:.0f} at most."] if mean > LONGEST_MEAN else []
    )


def _rough_ease(words: str, mean: float) -> float | None:
    """Flesch's ease of a text too short for a score to be sure."""
    found = re.findall(r"[A-Za-z]+(?:['’][A-Za-z]+)?", words)
    if len(found) < FEWEST_FOR_EASE:
        return None
    return 206.835 - 1.015 * mean - 84.6 * sum(map(syllables, found)) / len(found)
