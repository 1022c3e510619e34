"""Any number of answers from a list."""

from collections.abc import Sequence

from folkmoot.site.engagement.question_types.base import Answer, NotAnAnswer, QuestionType, check_options
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import filled, plain

BETWEEN = ";"
CHOSEN, NOT_CHOSEN = "Chosen", "Not chosen"

ALONE = plain(
    "“{alone}” cannot be chosen with another answer. Untick one.",
    easy="You cannot choose “{alone}” with another answer. Take one tick away.",
    welsh="ni ellir dewis “{alone}” gydag ateb arall. Dad-diciwch un.",
)


class MultipleChoice(QuestionType):
    """Boxes to tick."""

    key = "multiple_choice"
    name = "Multiple choice"
    description = "All the answers that hold, from a list."
    needs = (
        "`options`, two or more, with no `;` in their values. An option with `alone` excludes all others, such as “None of these”, "
        "and may be `missing`. In a table the answers stand in one cell with `;` between them."
    )
    macro = "multiple_choice"
    chosen_from_a_list = True

    def check(self, question: Question) -> list[str]:
        """Two options or more, and none that a table could not hold."""
        wrong = [value for value in question.values if BETWEEN in value]
        return check_options(question) + [f"the value “{value}” has a “{BETWEEN}” in it. Leave it out." for value in wrong]

    def read(self, question: Question, given: Sequence[str]) -> Answer | None:
        """The options chosen, in the order they are shown."""
        chosen = {value.strip() for value in given if value.strip()}
        if not chosen:
            return None
        if not chosen <= set(question.values):
            raise NotAnAnswer(plain("choose from the answers shown.", welsh="dewiswch o'r atebion a ddangosir."))
        alone = [option for option in question.options if option.alone and option.value in chosen]
        if alone and len(chosen) > 1:
            raise NotAnAnswer(filled(ALONE, alone=alone[0].text))
        return [value for value in question.values if value in chosen]

    def write(self, question: Question, answer: Answer) -> list[str]:
        """One value for each option chosen."""
        return list(answer) if isinstance(answer, list) else []

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """The options named in one cell."""
        return self.read(question, cell.split(BETWEEN))

    def columns(self, question: Question) -> tuple[str, ...]:
        """One column for each option: more than one can hold, so one column of combinations would count nothing that was asked."""
        return tuple(f"{question.key}: {value}" for value in question.values)

    def labels(self, question: Question) -> tuple[str, ...]:
        """The question's label and the option's words."""
        return tuple(f"{question.label}: {option.text['en']['standard']}" for option in question.options)

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """Chosen or not, for each option; blank for all when the question was skipped."""
        if not isinstance(answer, list):
            return (None,) * len(question.values)
        return tuple(CHOSEN if value in answer else NOT_CHOSEN for value in question.values)

    def describe(self, question: Question) -> dict[str, object]:
        """Each column holds one of two words."""
        return {"values": [CHOSEN, NOT_CHOSEN]}
