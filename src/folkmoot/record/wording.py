"""What the words of a form or a privacy notice leave out, deny, tie together or say in words that people do not understand.

from folkmoot.record.wording import look_at
for check in look_at("By signing you agree that we may link your records.", "en", TERMS):
    check.flagged, check.heading, check.words, check.sentence

Every check is a rule over phrases (`wording_rules.toml`), the glossary, or the length of sentences. None of them understands a text, so
each says what was found or not found, shows the sentence it went by, and is for a person to read and to overrule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.record.glossary import State, Term, TermFound, terms_in
from folkmoot.record.phrases import Said, first_found
from folkmoot.record.readability import LONGEST_MEAN, PLAIN, readability
from folkmoot.record.wording_rules import NEGATIONS, RULES, FlagWhen, Rule

TERMS_CHECK, READING_CHECK = "terms", "reading"
HEADINGS = {rule.id: rule.heading for rule in RULES} | {TERMS_CHECK: "Words people stumble over", READING_CHECK: "Easy to read"}
"""Every check by id with its heading, in the order they are shown."""


@dataclass(frozen=True)
class Check:
    """What one check found: whether that is a flag, in words, the sentence that made it so ("" when there is none), why it matters, where
    the demand comes from, what would be better, and for the check of terms what was found."""

    id: str
    heading: str
    flagged: bool
    words: str
    sentence: str
    why: str
    source: str
    better: str
    terms: tuple[TermFound, ...] = ()


def look_at(text: str, language: str, terms: Iterable[Term]) -> tuple[Check, ...]:
    """Every check of a text in English ("en") or Welsh ("cy"), in the order of HEADINGS; Welsh has no check of how easy it is to read.

    Raises ValueError for a language without rules.
    """
    if language not in NEGATIONS:
        raise ValueError(f"There are no rules for the language {language!r}. Use one of: {', '.join(NEGATIONS)}.")
    checks = [_by_rule(rule, text, language) for rule in RULES]
    checks.append(_of_terms(text, language, terms))
    if language == "en":
        checks.append(_of_reading(text))
    return tuple(checks)


def leaves_out_joining(text: str, language: str = "en") -> bool:
    """Whether no sentence was found that says that records will be joined, or one says that they will not."""
    return next(_by_rule(rule, text, language).flagged for rule in RULES if rule.id == "joined")


def _by_rule(rule: Rule, text: str, language: str) -> Check:
    looked, negation = rule.looked[language], NEGATIONS[language]
    found = first_found(looked.phrases, text, negation, but_not=looked.but_not, if_denied=looked.if_denied)
    said, sentence = found or (None, "")
    if said is None:
        flagged, words = rule.flag is FlagWhen.MISSING, f"No sentence was found that says {rule.says}."
    elif said is Said.SAID:
        flagged, words = rule.flag is FlagWhen.FOUND, f"This sentence seems to say {rule.says}:"
    elif said is Said.DENIED:
        flagged, words = rule.flag is FlagWhen.MISSING and not rule.denial_answers, f"{rule.denied} The sentence:"
    else:
        flagged = rule.flag is FlagWhen.MISSING
        words = f"No sentence was found that says {rule.says} outright. This one makes it depend on something:"
    return Check(rule.id, rule.heading, flagged, words, sentence, rule.why, rule.source, rule.better)


def _of_terms(text: str, language: str, terms: Iterable[Term]) -> Check:
    found = tuple(terms_in(text, terms, language))
    avoid = sum(one.term.state is State.AVOID for one in found)
    words = "No word of the glossary that people stumble over was found."
    if found:
        counted = [(avoid, "better left out"), (len(found) - avoid, "that needs explaining")]
        words = f"Found: {' and '.join(f'{n} {"word" if n == 1 else "words"} {what}' for n, what in counted if n)}."
    return Check(
        TERMS_CHECK,
        HEADINGS[TERMS_CHECK],
        bool(found),
        words.replace("words that needs", "words that need"),
        found[0].sentence if found else "",
        "Words can close people's minds or mean nothing to them before they have read what it is about.",
        "The glossary, which says of each word where it comes from",
        "Use the words beside each, or explain it where it first stands.",
        found,
    )


def _of_reading(text: str) -> Check:
    found = readability(text, "en")
    measured = f"{found.mean:.0f} words in a sentence on average"
    if found.ease is not None:
        measured += f"; reading ease {found.ease:.0f} of 100"
    else:
        measured += "; too short for a score of reading ease"
    return Check(
        READING_CHECK,
        HEADINGS[READING_CHECK],
        not found.is_plain,
        f"It looks {'easy' if found.is_plain else 'hard'} to read: {measured}. The longest sentence:",
        found.longest,
        "People decide by what they can read. A form is often read in a hurry, or in a second language.",
        f"Flesch 1948; plain means {PLAIN:.0f} or more, and {LONGEST_MEAN:.0f} words in a sentence at most on average",
        "Cut long sentences in two. Use short words. Then ask residents what they took from it.",
    )
