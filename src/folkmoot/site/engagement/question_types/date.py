"""A day: day, month and year."""

import datetime as dt
from collections.abc import Sequence

from folkmoot.face import date_words
from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer
from folkmoot.site.engagement.question_types.in_parts import InParts
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import Reader, Texts, filled, plain

EARLIEST = dt.date(1900, 1, 1)
IN_DIGITS = plain(
    "write day, month and year in digits, such as 27 3 2026.",
    welsh="ysgrifennwch y diwrnod, y mis a'r flwyddyn mewn rhifolion, fel 27 3 2026.",
)
NO_SUCH_DAY = plain("there is no such day. Look at it again.", welsh="nid oes diwrnod o'r fath. Edrychwch arno eto.")
FROM_DAY = plain("give a day from {day} on.", welsh="rhowch ddiwrnod o {day} ymlaen.")
TO_DAY = plain("give a day up to {day}.", welsh="rhowch ddiwrnod hyd at {day}.")


class Date(InParts):
    """Three short boxes: nobody has to page through a calendar to a year they know by heart."""

    key = "date"
    name = "Date"
    description = "A day, such as when someone last saw a nurse. Results know its year alone: a whole date can show who someone is."
    needs = (
        "Nothing. May have `earliest` and `latest`, such as `2020-01-31`: the first day it takes, 1 January 1900 when it is not given, "
        "and the last. In a table it is written as `2020-01-31`."
    )
    macro = "date"
    how = plain("For example, 27 3 2026", welsh="Er enghraifft, 27 3 2026")
    part_words = {"day": plain("Day", welsh="Diwrnod"), "month": plain("Month", welsh="Mis"), "year": plain("Year", welsh="Blwyddyn")}

    def check(self, question: Question) -> list[str]:
        """Both ends are days, in order."""
        mistakes = [
            f"“{name}” must be a day such as 2020-01-31."
            for name, given in (("earliest", question.earliest), ("latest", question.latest))
            if given and _day(given) is None
        ]
        if not mistakes and question.latest and _first(question) > dt.date.fromisoformat(question.latest):
            mistakes.append("“earliest” must be before “latest”.")
        return mistakes

    def parts(self, question: Question) -> tuple[str, ...]:
        """As people in Britain write a date."""
        return ("day", "month", "year")

    def read_parts(self, question: Question, given: Sequence[str]) -> Answer:
        """The day, as `2020-01-31`."""
        missing = [part for part, words in zip(self.parts(question), given, strict=True) if not words]
        if missing:
            raise NotAnAnswer(_missing(missing))
        if not all(words.isascii() and words.isdigit() and len(words) <= 4 for words in given) or len(given[2]) != 4:
            raise NotAnAnswer(IN_DIGITS)
        day = _day(f"{given[2]}-{given[1]:0>2}-{given[0]:0>2}")
        if day is None:
            raise NotAnAnswer(NO_SUCH_DAY)
        if day < _first(question):
            raise NotAnAnswer(filled(FROM_DAY, day=_first(question)))
        if question.latest and day > dt.date.fromisoformat(question.latest):
            raise NotAnAnswer(filled(TO_DAY, day=dt.date.fromisoformat(question.latest)))
        return day.isoformat()

    def write(self, question: Question, answer: Answer) -> list[str]:
        """Day, month and year in digits."""
        day = dt.date.fromisoformat(str(answer))
        return [str(day.day), str(day.month), f"{day.year:04}"]

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """A day as `2020-01-31`."""
        if not cell.strip():
            return None
        day = _day(cell.strip())
        if day is None:
            raise NotAnAnswer(plain("write a day as in 2020-01-31."))
        return self.read(question, self.write(question, day.isoformat()))

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """The day with its month in words."""
        return date_words(dt.date.fromisoformat(str(answer)), reader.language)

    def columns(self, question: Question) -> tuple[str, ...]:
        """The year."""
        return (f"{question.key}: year",)

    def labels(self, question: Question) -> tuple[str, ...]:
        """The question, and that it is the year."""
        return (f"{question.label}: year",)

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The year."""
        return (None if answer is None else str(answer)[:4],)

    def describe(self, question: Question) -> dict[str, object]:
        """A number."""
        return {"number": True}


def _missing(parts: Sequence[str]) -> Texts:
    welsh = ", ".join(Date.part_words[part]["cy"]["standard"].lower() for part in parts)
    return plain(
        f"the {' and the '.join(parts)} {'is' if len(parts) == 1 else 'are'} missing. Write day, month and year.",
        welsh=f"mae hyn ar goll: {welsh}. Ysgrifennwch y diwrnod, y mis a'r flwyddyn.",
    )


def _day(words: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(words)
    except ValueError:
        return None
    return day if day.isoformat() == words else None


def _first(question: Question) -> dt.date:
    return dt.date.fromisoformat(question.earliest) if question.earliest else EARLIEST
