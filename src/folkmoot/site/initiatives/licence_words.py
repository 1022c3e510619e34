"""How the answer about a licence is shown: the style of its state, its word, and what follows from it today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.licence import STAGES, Answer, LicenceState

STYLES = {
    LicenceState.IN_FORCE: ("force", "In force"),
    LicenceState.DRAFT: ("draft", "Draft"),
    LicenceState.NEEDS_REVIEW: ("review", "Needs review"),
    LicenceState.SUSPENDED: ("suspended", "Suspended"),
    LicenceState.ENDED: ("ended", "Ended"),
    LicenceState.NOT_YET: ("draft", "Not yet"),
}
"""The style and the word of each state."""

SUMMARIES = {
    LicenceState.IN_FORCE: "{Doing} is allowed today, because all seven checks pass. If one fails, the records lock.",
    LicenceState.DRAFT: "Nobody has decided on {doing}, so the records are locked.",
    LicenceState.NEEDS_REVIEW: "Something changed or ran out. {Doing} is not allowed until it has been looked at again.",
    LicenceState.SUSPENDED: "It has been stopped. {Doing} is not allowed until the stop ends.",
    LicenceState.ENDED: "It is over. {Doing} is not allowed.",
    LicenceState.NOT_YET: "There is a decision, but something must be done first. {Doing} is not allowed yet.",
}
"""What follows from each state."""

SIDES = {
    LicenceState.DRAFT: "You can shape this one",
    LicenceState.NEEDS_REVIEW: "Nobody can use the records now",
    LicenceState.SUSPENDED: "Nobody can use the records now",
    LicenceState.NOT_YET: "Decided, but not started",
}


@dataclass(frozen=True)
class LicenceShown:
    """A licence for a page: `kind` and `word` of its state, its seven dots, the checks as the face takes them, and lines of words.

    `until` is the last day it holds, or the day it ended; None when there is no such day.
    """

    state: str
    kind: str
    word: str
    seven: tuple[bool, ...]
    checks: tuple[dict[str, Any], ...]
    summary: str
    side: str
    until: date | None


def shown(answer: Answer, initiative: Any) -> LicenceShown:
    """The answer in the words of a page."""
    kind, word = STYLES[answer.state]
    doing = STAGES[answer.stage].doing
    summary = SUMMARIES[answer.state].format(doing=doing, Doing=doing.capitalize())
    until = _until(answer, initiative)
    return LicenceShown(
        state=answer.state.value,
        kind=kind,
        word="Refused" if answer.state is LicenceState.ENDED and not answer.until and not initiative.closed_at else word,
        seven=tuple(check.passed for check in answer.checks),
        checks=tuple({"passes": check.passed, "name": check.title, "reason": check.words} for check in answer.checks),
        summary=f"{summary} The seven dots show the seven checks.",
        side=_side(answer, until),
        until=until,
    )


def _until(answer: Answer, initiative: Any) -> date | None:
    if answer.state is LicenceState.ENDED and initiative.closed_at:
        return timezone.localdate(initiative.closed_at)
    return answer.until if answer.state in {LicenceState.IN_FORCE, LicenceState.ENDED} else None


def _side(answer: Answer, until: date | None) -> str:
    if answer.state is LicenceState.ENDED:
        return f"Ended {date_words(until)}" if until else "The answer was no"
    return f"Until {date_words(until)}" if until else SIDES.get(answer.state, "")
