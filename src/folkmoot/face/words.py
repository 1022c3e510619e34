"""Dates, fingerprints and the words that every page repeats."""

from dataclasses import dataclass
from datetime import date, datetime

LOOP = ("Propose", "Ask", "Weigh", "Decide", "Join", "Publish", "Report back")
"""The seven steps, in order."""

PROMISES = (
    ("Tell me", "Before any use of data starts, you can read about it here in plain words."),
    ("Respect me", "No company is ever given anything that shows who you are."),
    ("Protect me", "Only named, trained people see records. Someone else checks their work."),
    ("Involve me", "When a use is about you, you are asked. Then you are told what changed."),
)
"""The four promises at the foot of every page."""


@dataclass(frozen=True)
class State:
    """How a licence's state is shown: its word, what stands in the ring, and its seven dots when no checks are at hand."""

    word: str
    centre: str
    seven: tuple[bool, ...]


STATES = {
    "draft": State("Draft", "half", (False,) * 7),
    "force": State("In force", "mound", (True,) * 7),
    "review": State("Needs review", "review", (True, False, True, True, True, True, True)),
    "suspended": State("Suspended", "suspended", (True, True, True, True, True, False, True)),
    "ended": State("Ended", "ended", (True,) * 7),
}
"""The five states by the name their style has. In review the notice (second check) fails; suspended, the sixth."""


MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "cy": ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"],
}
"""The months by language, whatever the machine's own."""


def month_words(day: date, language: str = "en") -> str:
    """“3 March”, or “3 Mawrth” for `language` "cy"."""
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def date_words(day: date, language: str = "en") -> str:
    """“3 March 2031”, or “3 Mawrth 2031” for `language` "cy"; with a time of day, “3 March 2031, 6:30pm” and “3 Mawrth 2031, 18:30”.

    Raises AttributeError for anything that is no date.
    """
    words = f"{month_words(day, language)} {day.year}"
    if not isinstance(day, datetime):
        return words
    if language != "en":
        return f"{words}, {day:%H:%M}"
    return f"{words}, {day.hour % 12 or 12}:{day:%M}{'am' if day.hour < 12 else 'pm'}"


def fingerprint(digest: str) -> str:
    """A hash in groups of eight, so that two people can read it to each other."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
