"""Several statements, each answered from the same list."""

from collections.abc import Sequence
from typing import Any

from folkmoot.site.engagement.question_types.base import ONE_OF_THESE, Answer, NotAnAnswer, check_options
from folkmoot.site.engagement.question_types.in_parts import InParts, pairs_in
from folkmoot.site.engagement.questionnaire import Question
from folkmoot.site.renditions import Reader, filled, plain, render

MOST_ROWS = 30
EACH_PART = plain(
    "answer each part. “{row}” has no answer yet.",
    easy="answer each part. You have not answered “{row}” yet.",
    welsh="atebwch bob rhan. Nid oes ateb i “{row}” eto.",
)


class Grid(InParts):
    """Radio buttons for each statement, one statement under another: a table of buttons cannot be read on a phone or heard."""

    key = "grid"
    name = "Agreement grid"
    description = "How far someone agrees with each of a few statements, with the same answers for all."
    needs = (
        f"`rows`, the statements, one to {MOST_ROWS}, and `options` in their order, two or more; neither with `;` or `=` in their values. "
        "An option may have a `sign` and be `missing`. Each row is a column of results. In a table the answers stand in one cell, as in "
        "`fair=Agree;safe=Disagree`."
    )
    macro = "grid"

    def check(self, question: Question) -> list[str]:
        """Statements, and options."""
        mistakes = check_options(question)
        if not 1 <= len(question.rows) <= MOST_ROWS:
            mistakes.append(f"it needs “rows”: the statements, one to {MOST_ROWS}.")
        names = [row.value for row in question.rows]
        if len(set(names)) < len(names):
            mistakes.append("two rows have the same value. Give each its own.")
        wrong = [value for value in (*names, *question.values) if ";" in value or "=" in value]
        mistakes += [f"the value “{value}” has a “;” or a “=” in it. Leave it out." for value in wrong]
        return mistakes + [f"the option “{o.value}” cannot be “alone” here." for o in question.options if o.alone]

    def parts(self, question: Question) -> tuple[str, ...]:
        """The rows, by their place from 0."""
        return tuple(str(at) for at in range(len(question.rows)))

    def read_parts(self, question: Question, given: Sequence[str]) -> Answer:
        """The answer to each statement that was answered; to every one where the question is needed."""
        answers: dict[str, str] = {}
        for row, value in zip(question.rows, given, strict=True):
            if value and value not in question.values:
                raise NotAnAnswer(ONE_OF_THESE)
            if value:
                answers[row.value] = value
            elif question.required:
                raise NotAnAnswer(filled(EACH_PART, row=row.text))
        return answers

    def write(self, question: Question, answer: Answer) -> list[str]:
        """The answer to each statement, "" where there is none."""
        answers = answer if isinstance(answer, dict) else {}
        return [str(answers.get(row.value, "")) for row in question.rows]

    def read_cell(self, question: Question, cell: str) -> Answer | None:
        """The answer beside each row's value."""
        return self.read(question, pairs_in(cell, [row.value for row in question.rows], "row"))

    def words(self, question: Question, answer: Answer, reader: Reader) -> str:
        """Each statement with its answer."""
        told = zip(question.rows, self.write(question, answer), strict=True)
        return "; ".join(f"{render(row.text, reader).words}: {self.option_words(question, value, reader)}" for row, value in told if value)

    def columns(self, question: Question) -> tuple[str, ...]:
        """One for each statement."""
        return tuple(f"{question.key}: {row.value}" for row in question.rows)

    def labels(self, question: Question) -> tuple[str, ...]:
        """The statements."""
        return tuple(row.text["en"]["standard"] for row in question.rows)

    def cells(self, question: Question, answer: Answer | None) -> tuple[str | None, ...]:
        """The answer to each statement."""
        return tuple(value or None for value in self.write(question, {} if answer is None else answer))

    def describe(self, question: Question) -> dict[str, Any]:
        """As a scale does."""
        return super().describe(question)
