"""Words of one's own."""

import unicodedata
from collections.abc import Sequence

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import filled, plain

LONGEST = 10_000

TOO_LONG = plain(
    "write {longest} letters at most. You wrote {written}.",
    welsh="ysgrifennwch {longest} o lythrennau ar y mwyaf. Ysgrifennoch {written}.",
)


class ShortText(QuestionType):
    """A box to write in."""

    key = "short_text"
    name = "Short text"
    description = (
        "What someone wants to say in their own words. It is never counted, and stays out of snapshots: words can show who wrote them."
    )
    needs = f"Nothing. May have `longest`, the most letters it takes: {LONGEST:,} when it is not given, and never more."
    macro = "short_text"
    weighed = False

    def check(self, question: Question) -> list[str]:
        """A limit within the limit."""
        fits = question.longest is None or 0 < question.longest <= LONGEST
        return [] if fits else [f"“longest” must be from 1 to {LONGEST:,}."]

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The words, without space around them. A browser sends a new line as two signs; it is counted and kept as one."""
        words = "\n".join(given).replace("\r\n", "\n").replace("\r", "\n")
        words = "".join(sign for sign in words if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
        longest = question.longest or LONGEST
        if len(words) > longest:
            raise NotAnAnswer(filled(TOO_LONG, longest=f"{longest:,}", written=f"{len(words):,}"))
        return words or None

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The words themselves."""
        return [str(answer)]

    def columns(self, question: Question) -> tuple[str, ...]:
        """None: see `weighed`."""
        return ()

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """None."""
        return ()
