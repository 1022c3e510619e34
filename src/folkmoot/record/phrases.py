"""Looking for phrases in the sentences of a text, and telling whether a sentence says the thing or says that it is not so.

A phrase is written as people read it, in words apart by blanks, in small letters:
    join*        a word that begins so        *@*       a word with an at sign in it
    a|b|c        any of these words           !a|b      any word but these
    ~a|b         none of these comes next
    ..           up to 3 words between        ...       up to 8 words between
    Xx           a word with a capital letter, such as a name
It is looked for within one sentence. Rules over words know nothing of meaning: what uses them may say "no sentence was found that says",
and never more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|no|tel|mr|mrs|ms|dr|st)\.(?=\s)", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+")
_TOKEN = re.compile(r"[;,:—–]|[^\s;,:—–\"“”()\[\]/?!-]+")
_JOINED_ON = re.compile(r"'(?:r|n|i|ch|u|w|th)$", re.IGNORECASE)  # the small words that Welsh hangs on others: "uno'r cofnodion"
_BETWEEN = r"(?: (?!(?:;|but|however|unless|ond)(?: |$))\S+)"  # a word between two of a phrase; never into another thought
_GAPS = {"..": _BETWEEN + "{0,3}?", "...": _BETWEEN + "{0,8}?"}
_AFTER = 2  # words after a phrase in which "no one" still belongs to it


@dataclass(frozen=True)
class Negation:
    """How one language says that something is not so. `words` deny what comes after them in their clause, `first` only when they begin it,
    `after` what comes right before them; `except_` look like denials and are none; `condition` words make a denial hold only
    sometimes; `breaks` begin another clause, `leads` a clause that ends at its comma."""

    words: tuple[str, ...]
    except_: tuple[str, ...]
    condition: tuple[str, ...]
    breaks: tuple[str, ...]
    leads: tuple[str, ...]
    first: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Said(StrEnum):
    """How a sentence says what a phrase looks for."""

    SAID = "said"
    DENIED = "denied"
    CONDITION = "condition"  # "we will not, unless ..."


def sentences(text: str) -> list[str]:
    """The sentences of a text as they stand in it. A line is at least one; the entries of a list stay with the line that leads to them."""
    lines: list[str] = []
    leading = False
    for line in text.splitlines():
        entry = _BULLET.sub("", line).strip()
        if not entry:
            continue
        if leading and _BULLET.match(line):
            lines[-1] += ("" if lines[-1].endswith((":", ";", ",")) else ";") + " " + entry
            continue
        lines.append(entry)
        leading = entry.endswith(":")
    found: list[str] = []
    for line in lines:
        kept = _ABBREVIATION.sub("\\1\0", line)
        found += [part.replace("\0", ".").strip() for part in _END.split(kept) if part.strip()]
    return found


def first_found(
    phrases: Iterable[str], text: str, negation: Negation, *, but_not: Iterable[str] = (), if_denied: Iterable[str] = ()
) -> tuple[Said, str] | None:
    """How the text says what any of the phrases looks for, and the sentence: the first that says so outright, else the first that denies
    it, else the first that makes it depend. A phrase inside one of `but_not` does not count; one of `if_denied` counts only when denied."""
    best: dict[Said, str] = {}
    for sentence, line in _lines(text):
        for said in _ways(tuple(phrases), tuple(but_not), line, negation):
            best.setdefault(said, sentence)
        for said in _ways(tuple(if_denied), tuple(but_not), line, negation):
            if said is not Said.SAID:
                best.setdefault(said, sentence)
    return next(((said, best[said]) for said in Said if said in best), None)


def occurrences(phrases: Iterable[str], text: str) -> list[tuple[str, str]]:
    """Each sentence in which any of the phrases stands, with the words that matched as they stand there; a sentence counts once."""
    found = []
    for sentence, line in _lines(text):
        matches = [match for phrase in phrases for match in [_pattern(phrase).search(line)] if match]
        if matches:
            found.append((sentence, min(matches, key=lambda match: match.start()).group(0).strip()))
    return found


def _ways(phrases: tuple[str, ...], but_not: tuple[str, ...], line: str, negation: Negation) -> list[Said]:
    ruled_out = [match.span() for phrase in but_not for match in _pattern(phrase).finditer(line)]
    ways = []
    for phrase in phrases:
        for match in _every(_pattern(phrase), line):
            if any(start <= match.start() < end or start < match.end() <= end for start, end in ruled_out):
                continue
            ways.append(_how(line, match.start(), match.end(), phrase, negation))
    return ways


def _every(pattern: re.Pattern[str], line: str) -> Iterable[re.Match[str]]:
    """Every match, those that overlap an earlier one too."""
    at = 0
    while match := pattern.search(line, at):
        yield match
        at = match.start() + 1


def _how(line: str, start: int, end: int, phrase: str, negation: Negation) -> Said:
    clause = _clause_start(line, start, negation)
    reach = end if not _has(negation.words, f" {phrase} ") else start  # a phrase that holds a "not" means it
    before = _blanked(negation.except_, line[clause:reach] + " ")
    after = " ".join(line[end:].split(" ")[: _AFTER + 1])
    denied = (
        _has(negation.words, before)
        or any(before.lower().startswith(f" {word} ") for word in negation.first)
        or (phrase not in negation.breaks and _has(negation.after, after))
    )
    if not denied:
        return Said.SAID
    led_by = "".join(f" {word}" for word in line[:clause].split()[:1])  # "Unless you ask, we will not"
    return Said.CONDITION if _has(negation.condition, line[end:]) or _has(negation.condition, led_by) else Said.DENIED


def _clause_start(line: str, start: int, negation: Negation) -> int:
    """Where the clause begins that holds what stands at `start`."""
    begins = 0
    for phrase in negation.breaks:
        for match in _pattern(phrase).finditer(line[:start]):
            begins = max(begins, match.start())
    held = line[begins:start]
    while any(held.lower().startswith(f" {lead} ") for lead in negation.leads) and " , " in held:
        begins += held.index(" , ") + 2
        held = line[begins:start]
    return begins


def _has(phrases: Iterable[str], words: str) -> bool:
    return any(_pattern(phrase).search(words) for phrase in phrases)


def _blanked(phrases: Iterable[str], words: str) -> str:
    for phrase in phrases:
        words = _pattern(phrase).sub(lambda match: " _" * match.group(0).count(" "), words)
    return words


@lru_cache(maxsize=256)  # one text is looked through for many phrases
def _lines(text: str) -> tuple[tuple[str, str], ...]:
    """Each sentence of a text, as it stands and as it is looked through."""
    return tuple((sentence, _line(sentence)) for sentence in sentences(text))


def _line(sentence: str) -> str:
    """A sentence as words and marks with one blank before each, typographic signs made plain."""
    plain = sentence.replace("’", "'").replace("‘", "'").replace("\u00a0", " ")
    words = [_JOINED_ON.sub("", token.strip("'").rstrip(".")) for token in _TOKEN.findall(plain)]
    return "".join(f" {word}" for word in words if word)


@lru_cache(maxsize=2048)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = []
    for word in phrase.split():
        if word in _GAPS:
            parts.append(_GAPS[word])
        elif word == "Xx":
            parts.append(r" (?-i:[A-ZÂÊÎÔÛŴŶ])\S*")
        elif word.startswith("~"):
            parts.append(rf"(?! (?:{_any(word[1:])})(?: |$))")
        elif word.startswith("!"):
            parts.append(rf" (?!(?:{_any(word[1:])})(?: |$))\S+")
        else:
            parts.append(f" (?:{_any(word)})(?= |$)")
    return re.compile("".join(parts), re.IGNORECASE)


def _any(words: str) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words.split("|"))
