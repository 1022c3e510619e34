"""One answer from a scale, such as from strongly agree to strongly disagree."""

from folkmoot.site.engagement.question_types.base import OneFromAList
from folkmoot.site.engagement.questionnaire import Question


class Scale(OneFromAList):
    """Radio buttons in a row, every answer of the same size and colour."""

    key = "scale"
    name = "Scale"
    description = "How far someone agrees with a statement, or how much of something there is: the answers have an order."
    needs = (
        "`options` in their order, three or more. Each may have a `sign`, the drawing beside it in easy read, and may be `missing`, such "
        "as “Don't know”."
    )
    macro = "scale"

    def check(self, question: Question) -> list[str]:
        """Three options or more: with two there is nothing between."""
        return [] if len(question.options) >= 3 else ["a scale needs three options or more."]
