"""A whole number."""

import re
from collections.abc import Sequence

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import filled, plain

WHOLE = re.compile(r"[+-]?[0-9]{1,12}")

FROM_TO = plain("write a number from {least} to {most}.", welsh="ysgrifennwch rif o {least} i {most}.")


class Number(QuestionType):
    """A short box for digits."""

    key = "number"
    name = "Number"
    description = "A whole number, such as how many people live in a home."
    needs = "`least` and `most`, the smallest and the largest number it takes."
    macro = "number"

    def check(self, question: Question) -> list[str]:
        """Both ends, in order."""
        if question.least is None or question.most is None:
            return ["a number needs “least” and “most”."]
        return [] if question.least < question.most else ["“least” must be below “most”."]

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The number. Spaces and commas between digits are taken out."""
        words = [value for value in given if value.strip()]
        if not words:
            return None
        digits = words[0].replace(",", "").replace(" ", "")
        if len(words) > 1 or not WHOLE.fullmatch(digits):
            raise NotAnAnswer(plain("write a whole number in digits, such as 3.", welsh="ysgrifennwch rif cyfan mewn rhifolion, fel 3."))
        number = int(digits)
        if not question.least <= number <= question.most:
            raise NotAnAnswer(filled(FROM_TO, least=f"{question.least:,}", most=f"{question.most:,}"))
        return number

    def write(self, question: Question, answer: Answer) -> list[str]:
        """Its digits."""
        return [str(answer)]

    def describe(self, question: Question) -> dict[str, object]:
        """Numbers."""
        return {"number": True}
