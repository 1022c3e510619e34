"""A hundred points to share out."""

from collections.abc import Sequence

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer
from folkmoot.site.engagement.question_types.in_parts import ByOption, pairs_in
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import Reader, filled, plain

POINTS = 100

TOO_FEW = plain(
    f"your points make {{total}}. Give {{left}} more, so that they make {POINTS}.",
    welsh=f"mae eich pwyntiau'n gwneud {{total}}. Rhowch {{left}} arall, fel eu bod yn gwneud {POINTS}.",
)
TOO_MANY = plain(
    f"your points make {{total}}. Take {{left}} away, so that they make {POINTS}.",
    welsh=f"mae eich pwyntiau'n gwneud {{total}}. Tynnwch {{left}} i ffwrdd, fel eu bod yn gwneud {POINTS}.",
)


class Budget(ByOption):
    """A box for points beside each option."""

    key = "budget"
    name = "Budget"
    description = f"How much each of a few things matters beside the others: {POINTS} points, shared out among them."
    needs = (
        "`options`, two or more, with no `;` or `=` in their values. In a table the points stand in one cell, as in "
        "`roads=40;buses=60`: a blank is 0."
    )
    macro = "budget"
    how = plain(
        f"You have {POINTS} points. Give more points to what matters more to you. Together they must be {POINTS}.",
        easy=f"You have {POINTS} points. Give more to what matters more.",
        welsh=f"Mae gennych {POINTS} o bwyntiau. Rhowch fwy i'r hyn sydd bwysicaf i chi. Rhaid iddynt ddod i {POINTS} gyda'i gilydd.",
    )

    def read_parts(self, question: Question, given: Sequence[str]) -> Answer:
        """The points of each option; a blank is none."""
        points: dict[str, int] = {}
        for value, words in zip(question.values, given, strict=True):
            if words and not (words.isascii() and words.isdigit() and len(words) <= len(str(POINTS)) and int(words) <= POINTS):
                raise NotAnAnswer(plain(f"write whole points from 0 to {POINTS}.", welsh=f"ysgrifennwch bwyntiau cyfan o 0 i {POINTS}."))
            points[value] = int(words or 0)
        total = sum(points.values())
        if total != POINTS:
            raise NotAnAnswer(filled(TOO_FEW if total < POINTS else TOO_MANY, total=total, left=abs(POINTS - total)))
        return points

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The points of each option."""
        points = answer if isinstance(answer, dict) else {}
        return [str(points.get(value, 0)) for value in question.values]

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """The points beside each value."""
        return self.read(question, pairs_in(cell, question.values, "answer"))

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """Each with its points."""
        given = zip(question.values, self.write(question, answer), strict=True)
        return ", ".join(f"{self.option_words(question, value, reader)}: {points}" for value, points in given)

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The points of each option; blank for all when the question was skipped."""
        return (None,) * len(question.options) if answer is None else tuple(self.write(question, answer))
