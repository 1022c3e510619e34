"""One answer from a list."""

from folkmoot.site.engagement.question_types.base import OneFromAList


class SingleChoice(OneFromAList):
    """Radio buttons, one under another."""

    key = "single_choice"
    name = "Single choice"
    description = "One answer from a list, such as an age group or a district."
    needs = (
        "`options`, two or more, of which some may be `missing`, such as “Prefer not to say”. May have `attribute`, to freeze the answer "
        "for weights and breakdowns."
    )
    macro = "single_choice"
