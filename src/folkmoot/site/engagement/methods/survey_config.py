"""What is particular to one survey, checked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.face import date_words
from folkmoot.site import renditions
from folkmoot.site.renditions import Texts

LONGEST_MINUTES = 60
ENTRIES = {
    "open": "Anyone who has the address",
    "invited": "Only people who were sent a code",
    "both": "People who were sent a code, and anyone else",
}
YOUNGEST, OF_AGE = 5, 16
KINDS = {
    "minutes": int,
    "who_sees": dict,
    "statements": list,
    "recodes": dict,
    "derive": dict,
    "publish": dict,
    "bounds": list,
    "analyses": list,
    "cards": list,
    "entry": str,
    "step_opens": dict,
    "for_someone": bool,
    "youngest": int,
    "help": dict,
}


@dataclass(frozen=True)
class SurveyConfig:
    """What is particular to one survey.

    `minutes` is about how long it takes and `who_sees` who sees the answers, both told before it begins. `entry` says who may come in (a
    key of ENTRIES), `step_opens` from which day each step is open (from the first on where none is given), `for_someone` whether people
    may answer for another, `youngest` the age from which they may, and `help` who helps those who need it. `cards` says how the
    answers to scenario cards are counted (survey_cards.py). The others are the tables of
    a plan of weighing (docs/reference/plan.md) that only this survey knows: what is estimated, how answers are counted, by what it is
    published, the bounds of the weights, and what else is worked out.
    """

    minutes: int
    who_sees: Texts
    statements: Sequence[Mapping[str, Any]]
    recodes: Mapping[str, Any]
    derive: Mapping[str, Any] = field(default_factory=dict)
    publish: Mapping[str, Any] = field(default_factory=dict)
    bounds: Sequence[float] | None = None
    analyses: Sequence[Mapping[str, Any]] = ()
    cards: Sequence[Mapping[str, Any]] = ()
    entry: str = "open"
    step_opens: Mapping[str, str] = field(default_factory=dict)
    for_someone: bool = False
    youngest: int = OF_AGE
    help: Texts = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, Any], *, steps: Sequence[str] = ()) -> "SurveyConfig":
        """The config in a mapping, for questions with these steps. Raises ValidationError naming every part that is wrong."""
        needed = [part.name for part in fields(cls) if part.default is MISSING and part.default_factory is MISSING]
        wrong = [f"There is nothing called “{name}” in a survey's config." for name in given if name not in KINDS]
        wrong += [f"A survey's config needs “{name}”." for name in needed if name not in given]
        for name, kind in KINDS.items():
            value = given.get(name)
            if value is not None and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
                wrong.append(f"“{name}” in a survey's config is not of the right kind.")
        if wrong:
            raise ValidationError(wrong)
        made = cls(**{name: value for name, value in given.items() if value is not None})
        if not 1 <= made.minutes <= LONGEST_MINUTES:
            raise ValidationError(f"Say about how many minutes the survey takes: from 1 to {LONGEST_MINUTES}.")
        if made.entry not in ENTRIES:
            raise ValidationError(f"Who may come in is one of: {', '.join(ENTRIES)}.")
        if not YOUNGEST <= made.youngest <= OF_AGE:
            raise ValidationError(f"The age from which people may answer is from {YOUNGEST} to {OF_AGE}.")
        renditions.check(made.who_sees)
        if made.help:
            renditions.check(made.help)
        _check_days(made.step_opens, steps)
        return made


def _check_days(opens: Mapping[str, str], steps: Sequence[str]) -> None:
    before: tuple[str, dt.date] | None = None
    for step in opens:
        if step not in steps[1:]:
            raise ValidationError(f"“step_opens” may name the steps after the first. “{step}” is none of them.")
    for step in (step for step in steps if step in opens):
        try:
            day = dt.date.fromisoformat(opens[step])
        except (TypeError, ValueError):
            raise ValidationError(f"“step_opens” must give “{step}” a day such as 2031-02-01.") from None
        if before is not None and day < before[1]:
            raise ValidationError(f"The step “{step}” cannot open before “{before[0]}”, which opens on {date_words(before[1])}.")
        before = (step, day)
