"""The limits of comments, why one may be refused, and what may come of one: tables that the rules, the pages and the tests read."""

from enum import StrEnum

SHORTEST_DAYS, LONGEST_DAYS = 14, 180
"""How long a draft is out for comment: time enough to read it, and an end (our own limits)."""

LONGEST_WORDS = 3000
LONGEST_NAME = 80
LONGEST_CONTACT = 200


class Refusal(StrEnum):
    """Why a comment is not shown."""

    PRIVATE = "private"
    ABUSE = "abuse"
    OTHER_THING = "other_thing"
    ADVERT = "advert"
    TWICE = "twice"


REFUSAL_WORDS = {
    Refusal.PRIVATE: "It tells something private about someone",
    Refusal.ABUSE: "It threatens or insults people",
    Refusal.OTHER_THING: "It is not about this draft",
    Refusal.ADVERT: "It advertises something",
    Refusal.TWICE: "The same was sent before",
}
REFUSAL_CHOICES = [(reason.value, words) for reason, words in REFUSAL_WORDS.items()]


class Outcome(StrEnum):
    """What came of a comment."""

    CHANGED = "changed"
    NOT_CHANGED = "not_changed"


OUTCOME_WORDS = {Outcome.CHANGED: "We changed it", Outcome.NOT_CHANGED: "We did not change it"}
OUTCOME_CHOICES = [(outcome.value, words) for outcome, words in OUTCOME_WORDS.items()]
