"""An answer as one cell of a table: the other way round of `QuestionType.read_cell`."""

from typing import Any

BETWEEN = ";"


def cell_of(answer: Any) -> str:
    """The cell that a question's type reads back as this answer; "" for none."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return BETWEEN.join(answer)
    if isinstance(answer, dict):
        return BETWEEN.join(f"{name}={value}" for name, value in answer.items())
    return str(answer)
