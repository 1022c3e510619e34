"""The four checks of a fair consultation, each with what the system knows.

R v Brent LBC ex p Gunning (1985), approved in R (Moseley) v Haringey LBC [2014] UKSC 56: (1) a formative stage, (2) sufficient reasons,
(3) adequate time, (4) what was said is conscientiously considered. What is known here flags doubts;
it never proves that a check holds in law.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.face import date_words
from folkmoot.site.planning.rounds import RESPONSE_WEEKS, response_due
from folkmoot.site.renditions import Texts, plain


class Check(StrEnum):
    """The four checks, in their order, and the answer that is due after them."""

    FORMATIVE = "formative"
    REASONS = "reasons"
    TIME = "time"
    CONSIDERED = "considered"


ASKS: dict[Check, Texts] = {
    Check.FORMATIVE: plain("Were people asked before it was decided?", easy="Did we ask before we decided?"),
    Check.REASONS: plain("Could people read the reasons before they answered?", easy="Did we say why?"),
    Check.TIME: plain("Did people have enough time?", easy="Did people have time?"),
    Check.CONSIDERED: plain("Was what people said considered with care?", easy="Did we think about what people said?"),
}


@dataclass(frozen=True)
class AskedFacts:
    """What the checks need of one engagement. `decided` is the first day a decision was made that did not put it off; `reasons` the day
    the business case was first published; `ended` the day it took its last answer (None while it is open); `responded` the day it was
    recorded what changes; `findings` and `answered`: how many findings are out, and how many of them a decision answers."""

    opens: dt.date
    closes: dt.date
    minimum_days: int
    decided: dt.date | None
    reasons: dt.date | None
    ended: dt.date | None
    responded: dt.date | None
    findings: int
    answered: int

    @property
    def days(self) -> int:
        """For how many days people could answer, both ends counted."""
        return ((self.ended or self.closes) - self.opens).days + 1


@dataclass(frozen=True)
class Known:
    """What is known of one check: "holds", "doubt" or "open" (it cannot be said yet), and why."""

    check: Check
    state: str
    why: str


def checks(facts: AskedFacts, today: dt.date) -> list[Known]:
    """The four checks of an engagement on a day."""
    return [_formative(facts), _reasons(facts), _time(facts), _considered(facts, today)]


def _formative(facts: AskedFacts) -> Known:
    if facts.decided is not None and facts.decided <= facts.opens:
        return Known(Check.FORMATIVE, "doubt", f"A decision had been made on {date_words(facts.decided)}, before people were asked.")
    return Known(Check.FORMATIVE, "holds", f"Nothing was decided when people were first asked, on {date_words(facts.opens)}.")


def _reasons(facts: AskedFacts) -> Known:
    if facts.reasons is None:
        return Known(Check.REASONS, "doubt", "No business case is published, so people could not read the reasons here.")
    if facts.reasons > facts.opens:
        return Known(Check.REASONS, "doubt", f"The business case came out on {date_words(facts.reasons)}, after people were first asked.")
    return Known(Check.REASONS, "holds", f"The business case has been public since {date_words(facts.reasons)}.")


def _time(facts: AskedFacts) -> Known:
    enough = facts.days >= facts.minimum_days
    least = f"The plan promises {facts.minimum_days} or more."
    return Known(Check.TIME, "holds" if enough else "doubt", f"People could answer for {facts.days} days. {least}")


def _considered(facts: AskedFacts, today: dt.date) -> Known:
    if facts.ended is None:
        return Known(Check.CONSIDERED, "open", "People can still answer.")
    due = response_due(facts.ended)
    if facts.responded is None:
        if today > due:
            return Known(
                Check.CONSIDERED,
                "doubt",
                f"Overdue: by {date_words(due)}, {RESPONSE_WEEKS} weeks after it closed, we should have said what changes because of it.",
            )
        return Known(Check.CONSIDERED, "open", f"What changes because of it must be said here by {date_words(due)}.")
    late = facts.responded > due
    said = f"What changes because of it was recorded on {date_words(facts.responded)}{', late' if late else ''}."
    if facts.findings:
        said += f" Decisions answer {facts.answered} of {facts.findings} findings."
    return Known(Check.CONSIDERED, "doubt" if late else "holds", said)
