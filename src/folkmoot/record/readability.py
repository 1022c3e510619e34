"""How easy a text is to read: an English text by the length of its sentences and words, a Welsh one by its sentences alone.

Flesch's Reading Ease (Flesch 1948, Journal of Applied Psychology 32(3)) is 206.835 - 1.015 words per sentence - 84.6 syllables per word: 60
and more is plain English. Syllables are counted by rule (groups of vowels, less a silent end), which is right for nine words in ten. The
formula was made for English and says nothing of other languages. A short text says little: below 100 words the score is not given.
"""

import re
from dataclasses import dataclass

FEWEST_WORDS = 100  # a score of fewer says little
PLAIN = 60.0  # Flesch: "plain English", read by people of 13 to 15
LONGEST_MEAN = 20.0  # words a sentence
LONGEST_EASY = 15  # words in any sentence of easy read (Department of Health 2010)

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_WORD = re.compile(r"[A-Za-zÀ-ž0-9£%]+(?:['’.,/@-][A-Za-zÀ-ž0-9]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:(?<![scgxz])(?<!sh|ch)(?<=[^laeiouy])es|[^aeiouytd]ed|[^laeiouy]e)$")  # homes, joined, make; not places, needed
_APART = re.compile(  # two vowels that are two syllables: area, going, society, created, poem, diary, various, actual
    r"ea(?=$|te|tion)|[eouy]ing$|ie(?=[tn][ycs]|t$|nce)|oe(?=m|t)|eo(?!p)|(?<![ctg])i[ao](?=$|[^nu])|(?<![ctxg])iou|ua(?=l)|ism$"
)
_ODD = {"everyone": 3, "people": 2, "someone": 2, "something": 2, "sometimes": 2, "whereas": 2}


@dataclass(frozen=True)
class Readability:
    """Of one text: its words and sentences, the mean words of a sentence, the longest one, and Flesch's ease (None when there is none)."""

    words: int
    sentences: int
    mean: float
    longest: str
    ease: float | None

    @property
    def is_plain(self) -> bool:
        """Whether sentences are short enough on average, and the words too where that is known."""
        return self.mean <= LONGEST_MEAN and (self.ease is None or self.ease >= PLAIN)


def readability(text: str, language: str = "en") -> Readability:
    """How easy a text is to read. Headings and list entries count as sentences. An empty text has no words and is plain."""
    parts = [(part, words) for part in _SENTENCE.split(text) if (words := _WORD.findall(part))]
    words = [word for _, found in parts for word in found]
    longest = max(parts, key=lambda part: len(part[1]), default=("", []))[0].strip()
    mean = len(words) / len(parts) if parts else 0.0
    ease = None
    if language == "en" and len(words) >= FEWEST_WORDS:
        ease = 206.835 - 1.015 * mean - 84.6 * sum(map(syllables, words)) / len(words)
    return Readability(len(words), len(parts), mean, longest, ease)


def syllables(word: str) -> int:
    """How many syllables an English word has, by rule; a number or an abbreviation in capitals counts one for each sign."""
    if any(sign.isdigit() for sign in word) or (word.isupper() and len(word) > 1):
        return len(re.sub(r"[^A-Za-z0-9]", "", word))
    return sum(_of_part(part) for part in re.split(r"['’-]", word.lower()) if part) or 1


def _of_part(part: str) -> int:
    if part in _ODD:
        return _ODD[part]
    letters = part.replace("qu", "q")
    count = len(_VOWELS.findall(letters)) + len(_APART.findall(letters)) - len(_SILENT.findall(letters))
    return max(count, 1 if _VOWELS.search(letters) else 0)


def too_long_for_easy_read(text: str) -> list[str]:
    """The sentences of an easy read text that have more than 15 words."""
    return [part.strip() for part in _SENTENCE.split(text) if len(_WORD.findall(part)) > LONGEST_EASY]
