"""The tasks behind feature weights, as a plan lists them, and everybody's answers to them with a row to each person and task."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from folkmoot.files.problems import listed
from folkmoot.survey import Design
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.answers import NONE, Codes
from folkmoot.weigh.plan_keys import Table

TASK_KEYS = {"best worst": ("items", "best", "worst"), "pairs": ("first", "second", "chosen")}
TIE = -2


@dataclass(frozen=True, slots=True)
class Task:
    """items: what was shown, in a pair the first and the second. columns: of the best and the worst, or of the one that was chosen."""

    items: tuple[str, ...]
    columns: tuple[str, ...]


def read_tasks(
    table: Table, names: Names, way: Literal["best worst", "pairs"], tie: str, leave_out: Sequence[str]
) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks, and every item in the order they are first met. Mistakes go to the table's problems."""
    tasks = []
    for row, value in enumerate(table.tables("tasks"), start=1):
        one = Table(value, "", table.at(f"tasks[{row}]"), table.problems, known=TASK_KEYS[way])
        task = _best_worst(one, names) if way == "best worst" else _pair(one, names)
        for key, column in zip(TASK_KEYS[way][-len(task.columns) :], task.columns, strict=True):
            _check_answers(one, key, names.levels.get(column, ()), task.items, [tie, *leave_out])
        tasks.append(task)
    if not tasks:
        table.problem("tasks", f"is missing. Give a list of tables, each headed [[analyses.tasks]], with {listed(TASK_KEYS[way])}.")
    return tuple(tasks), tuple(dict.fromkeys(item for task in tasks for item in task.items))


def _best_worst(table: Table, names: Names) -> Task:
    items = table.texts("items", required=True)
    if "items" in table.values and len(items) < 2:
        table.problem("items", "needs two items or more.")
    return Task(items, (names.factor(table, "best"), names.factor(table, "worst")))


def _pair(table: Table, names: Names) -> Task:
    first, second = table.text("first", required=True), table.text("second", required=True)
    if first and first == second:
        table.problem("second", "is the same as the first. A pair has two items.")
    return Task((first, second), (names.factor(table, "chosen"),))


def _check_answers(table: Table, key: str, levels: Sequence[str], items: Sequence[str], others: Sequence[str]) -> None:
    """Every item can be chosen, and every answer is an item or is said to be none."""
    unknown = [level for level in levels if level not in items and level not in others]
    if unknown:
        words = "which is not shown" if len(unknown) == 1 else "which are not shown"
        table.problem(key, f"may hold {listed(unknown)}, {words} in this task. Correct the words, or name answers that choose nothing.")
    never = [item for item in items if item and item not in levels]
    if levels and never:
        table.problem(key, f"can never hold {listed(never)}. Give every item among the column's answers, in the same words.")


def chosen(given: Given, task: Task, column: str, items: Sequence[str], tie: str) -> Codes:
    """(n,) the item each person chose in a column of a task, NONE for nobody's answer and TIE for neither."""
    place = {item: items.index(item) for item in task.items}
    lookup = [TIE if tie and level == tie else place.get(level, NONE) for level in given.plan.levels(column)]
    return np.array([*lookup, NONE], dtype=np.int64)[given.answers.codes[column]]


def repeated(design: Design, times: int) -> Design:
    """The design with every person's row as many times over, task after task, and the person as the sampling unit where there was none.

    Each person has as many rows as any other, so that raking explains as much of their sum as it did."""
    n = design.n
    columns: dict[str, Any] = {
        name: np.tile(column, times) for name in ("strata", "fpc", "weights") if (column := getattr(design, name)) is not None
    }
    columns["psu"] = np.tile(np.arange(n) if design.psu is None else design.psu, times)
    if design.calibration is not None:
        columns["calibration"] = design.calibration.taken(np.tile(np.arange(n), times))
    return replace(design, **columns)
