"""The types of question: one small file each.

To add one: write its class here in a file of its own, list it below, draw it in templates/engagement/questions.jinja, and describe it in
docs/reference/question-types.md (a test compares).
"""

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType
from folkmoot.site.engagement.question_types.budget import Budget
from folkmoot.site.engagement.question_types.date import Date
from folkmoot.site.engagement.question_types.grid import Grid
from folkmoot.site.engagement.question_types.multiple_choice import MultipleChoice
from folkmoot.site.engagement.question_types.number import Number
from folkmoot.site.engagement.question_types.postcode import Postcode
from folkmoot.site.engagement.question_types.ranking import Ranking
from folkmoot.site.engagement.question_types.scale import Scale
from folkmoot.site.engagement.question_types.scenario import Scenario
from folkmoot.site.engagement.question_types.short_text import ShortText
from folkmoot.site.engagement.question_types.single_choice import SingleChoice

QUESTION_TYPES: dict[str, QuestionType] = {
    kind.key: kind
    for kind in (
        SingleChoice(),
        Scale(),
        Grid(),
        MultipleChoice(),
        Ranking(),
        Budget(),
        Scenario(),
        Number(),
        Date(),
        Postcode(),
        ShortText(),
    )
}

__all__ = ["QUESTION_TYPES", "Answer", "NotAnAnswer", "QuestionType"]
