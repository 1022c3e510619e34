"""The stages at which citizens may have a part, and how much of a part that can be.

The stages run from choosing a project to evaluating its impact, as residents asked for (Essex Centre for Data
Analytics, 2021). The levels are those of the IAP2 spectrum of public participation, with a promise for each in our own words.
"""

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.site.renditions import Texts, plain


class Stage(StrEnum):
    """A stage of an initiative, in the order of time."""

    CHOOSE = "choose"
    QUESTION = "question"
    DECIDE = "decide"
    COMMISSION = "commission"
    WATCH = "watch"
    CHECK = "check"
    EVALUATE = "evaluate"


class Level(StrEnum):
    """How much of a part citizens have, the least first."""

    NONE = "none"
    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COLLABORATE = "collaborate"
    EMPOWER = "empower"


@dataclass(frozen=True)
class LevelFacts:
    """A level's name, and what it promises people."""

    name: str
    promise: Texts


STAGES: dict[Stage, Texts] = {
    Stage.CHOOSE: plain("Choosing the project", easy="Choosing what to do", welsh="Dewis y prosiect"),
    Stage.QUESTION: plain("Working out the questions", easy="Choosing the questions", welsh="Llunio'r cwestiynau"),
    Stage.DECIDE: plain("Deciding whether it goes ahead", easy="Saying yes or no", welsh="Penderfynu a yw'n mynd yn ei flaen"),
    Stage.COMMISSION: plain("Commissioning services", easy="Choosing the help that people get", welsh="Comisiynu gwasanaethau"),
    Stage.WATCH: plain("Watching over it while it runs", easy="Watching that it is done well", welsh="Cadw golwg arno"),
    Stage.CHECK: plain("Checking what was found", easy="Checking what we found out", welsh="Gwirio'r canfyddiadau"),
    Stage.EVALUATE: plain("Evaluating what it did", easy="Saying if it helped", welsh="Gwerthuso'r hyn a wnaeth"),
}

LEVELS: dict[Level, LevelFacts] = {
    Level.NONE: LevelFacts(
        "No part", plain("Citizens have no part in this.", easy="People have no part in this.", welsh="Nid oes rhan i bobl.")
    ),
    Level.INFORM: LevelFacts("Told", plain("We tell people.", easy="We tell people.", welsh="Rydym yn dweud wrth bobl.")),
    Level.CONSULT: LevelFacts(
        "Asked",
        plain(
            "We ask people, and say what we did because of what they said.",
            easy="We ask people. We say what we did.",
            welsh="Rydym yn gofyn i bobl, ac yn dweud beth wnaethom.",
        ),
    ),
    Level.INVOLVE: LevelFacts(
        "Working on it with us",
        plain(
            "People work on it with us, and we show how what they said counted.",
            easy="People work on it with us.",
            welsh="Mae pobl yn gweithio arno gyda ni.",
        ),
    ),
    Level.COLLABORATE: LevelFacts(
        "Deciding with us",
        plain(
            "People and we decide it together.",
            easy="People and we decide together.",
            welsh="Mae pobl a ninnau'n penderfynu gyda'n gilydd.",
        ),
    ),
    Level.EMPOWER: LevelFacts(
        "Deciding",
        plain("People decide, and we do what they decide.", easy="People decide. We do it.", welsh="Pobl sy'n penderfynu, a gwnawn hynny."),
    ),
}
