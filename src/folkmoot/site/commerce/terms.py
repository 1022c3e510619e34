"""What an entry of the register says: its texts, its choices, and the criteria that every partner is asked about.

Residents asked for details of all commercial relationships, for relationships that seek better outcomes for citizens, and that no company
is ever given records that show who people are (Essex Centre for Data Analytics, 2021). The criteria are ours.
"""

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.site.renditions import Texts, plain

CRITERIA_VERSION = 1


@dataclass(frozen=True)
class Said:
    """A text of an entry: what is asked, a hint, and how its part of the page is headed."""

    ask: str
    hint: str
    heading: Texts


@dataclass(frozen=True)
class Criterion:
    """Something every partner is asked about."""

    name: str
    asks: Texts


TEXTS: dict[str, Said] = {
    "part": Said(
        "What does the company do?",
        "Its part, in words that anyone understands.",
        plain("What the company does", easy="What they do", welsh="Beth mae'r cwmni'n ei wneud"),
    ),
    "receives": Said(
        "What does it get, besides money?",
        "Such as: tables of counts, the use of a name. Say “Nothing” if nothing.",
        plain("What it gets besides money", easy="What they get", welsh="Beth mae'n ei gael heblaw arian"),
    ),
    "benefit": Said(
        "What good does it do the public?",
        "Something that can be looked at afterwards.",
        plain("What good it does the public", easy="How it helps people", welsh="Y lles i'r cyhoedd"),
    ),
    "ownership": Said(
        "Who owns what is made, and who may use it again?",
        "Software, methods, reports, names.",
        plain("Who owns what is made", easy="Who owns it", welsh="Pwy sy'n berchen ar yr hyn a wneir"),
    ),
    "leaving": Said(
        "How can it end without harm?",
        "What happens with records, copies and services when it ends.",
        plain("How it ends", easy="How it stops", welsh="Sut mae'n dod i ben"),
    ),
}


class PersonalData(StrEnum):
    """What the company gets of records that show who people are. There is no third answer."""

    NEVER = "never"
    NONE = "none"


PERSONAL_DATA = {
    PersonalData.NEVER: "Never: the contract forbids it",
    PersonalData.NONE: "None: it gets none, and could not without a new entry here",
}


class Route(StrEnum):
    """How the company was chosen."""

    OPEN = "open"
    FRAMEWORK = "framework"
    DIRECT = "direct"
    GRANT = "grant"
    NO_MONEY = "no-money"


ROUTES = {
    Route.OPEN: "An open competition",
    Route.FRAMEWORK: "A framework agreement",
    Route.DIRECT: "A direct award",
    Route.GRANT: "A grant",
    Route.NO_MONEY: "No money changes hands",
}


class Answer(StrEnum):
    """How far a criterion is met."""

    MET = "met"
    PART = "part"
    NOT = "not"
    UNKNOWN = "unknown"


ANSWERS = {Answer.MET: "Yes", Answer.PART: "In part", Answer.NOT: "No", Answer.UNKNOWN: "Not known yet"}

CRITERIA: dict[str, Criterion] = {
    "outcome": Criterion(
        "Seeks a better outcome for people",
        plain("Does it seek a better outcome for the people who live here?", easy="Does it make life better for people here?"),
    ),
    "measured": Criterion(
        "Its good can be measured",
        plain("Is the good it does said in a way that can be measured, with a day?", easy="Can we see if it helped?"),
    ),
    "open": Criterion(
        "Open about money and terms",
        plain("Are the money and the terms public?", easy="Can everyone see what it costs?"),
    ),
    "no_records": Criterion(
        "No records that show who people are",
        plain("Can it do its work without any record that shows who someone is?", easy="Can it work without knowing who you are?"),
    ),
    "kept": Criterion(
        "The public keeps what is made",
        plain("Does the public keep, or may it freely use, what is made with its records or money?", easy="Do we keep what is made?"),
    ),
    "ends": Criterion(
        "Can end without harm",
        plain("Can it end without anyone losing a service?", easy="Can we stop it safely?"),
    ),
}
