"""What a population is like, read from a table that people make in a spreadsheet: a row for each category of each variable.

The table becomes the targets of a Sample, which are the same however they were written (docs/reference/plan.md, weights.targets).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from folkmoot.weigh.limits import LIMITS

SLACK = 0.5
"""How far from 100 the shares of a variable may add up, in percentage points, for rounding."""
MOST_ROWS = LIMITS.factors * LIMITS.levels
MOST_LETTERS = 200
MOST_PEOPLE = 100_000_000_000
MOST_PROBLEMS = 20
HEADINGS = ("variable", "category", "share")
SHARES, COUNTS = ("share", "percent"), ("count", "people")
_WHOLE = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+")


def targets_in(rows: Iterable[Sequence[str]], source: str) -> dict[str, Any]:
    """The targets in the rows, the headings first; `source` says where the numbers come from.

    Shares are kept as percentages, of a variable whose shares add up to 1 as well; counts are divided by their sum. Raises
    ValidationError with every problem, each naming its row and column, up to MOST_PROBLEMS.
    """
    headings, *body = [[cell.strip() for cell in row] for row in _up_to(rows)]
    at, counted = _columns([heading.casefold() for heading in headings])
    amounts: dict[str, dict[str, float]] = {}
    problems: list[str] = []
    for number, row in enumerate(body, start=2):
        if not any(row):
            continue
        if len(row) < len(headings) or any(row[len(headings) :]):
            problems.append(f"Row {number} has more or fewer cells than the first row.")
            continue
        variable, category, written = (row[index] for index in at)
        name = headings[at[2]]
        wrong = [
            f"Row {number}, column “{headings[index]}”: {problem}"
            for index, cell in zip(at, (variable, category), strict=False)
            if (problem := _name_problem(cell))
        ]
        amount = _number(written)
        if amount is None:
            wrong.append(f"Row {number}, column “{name}”: “{written}” is not a number. Write it in digits, such as 12.5 or 12500.")
        elif amount > MOST_PEOPLE:
            wrong.append(f"Row {number}, column “{name}”: “{written}” is more than {MOST_PEOPLE:,}.")
        elif amount <= 0:
            wrong.append(f"Row {number}, column “{name}”: it must be above 0. Put the category together with another, or leave it out.")
        elif category in amounts.get(variable, {}):
            wrong.append(f"Row {number}, column “{headings[at[1]]}”: “{category}” of “{variable}” is there twice.")
        problems += wrong
        if not wrong and amount is not None:
            amounts.setdefault(variable, {})[category] = amount
    if not problems:
        problems = _sum_problems(amounts, counted=counted) or ([] if amounts else ["The table has no rows below the first."])
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise ValidationError(problems[:MOST_PROBLEMS] + ([f"And {more} more. Put these right first."] if more > 0 else []))
    return {variable: {"source": source, "percent": _percent(levels, counted=counted)} for variable, levels in amounts.items()}


def rows_from(targets: dict[str, Any]) -> list[list[str]]:
    """Targets in percentages as the rows that `targets_in` reads as the same."""
    return [
        list(HEADINGS),
        *([variable, category, repr(amount)] for variable, target in targets.items() for category, amount in target["percent"].items()),
    ]


def _up_to(rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    kept: list[Sequence[str]] = []
    for row in rows:
        kept.append(row)
        if len(kept) > MOST_ROWS + 1:
            raise ValidationError(f"The table has more than {MOST_ROWS:,} rows, which is the most.")
    return kept


def _columns(headings: Sequence[str]) -> tuple[tuple[int, int, int], bool]:
    """Where the variable, the category and the amount stand, and whether the amounts are counts."""
    amounts = [name for name in (*SHARES, *COUNTS) if name in headings]
    problems = [f"The first row must name a column “{name}”." for name in HEADINGS[:2] if headings.count(name) != 1]
    if len(amounts) != 1 or headings.count(amounts[0]) != 1:
        problems.append("The first row must name one column “share” (of 100), or one column “count” (of people), and not both.")
    if problems:
        raise ValidationError(problems)
    return (headings.index("variable"), headings.index("category"), headings.index(amounts[0])), amounts[0] in COUNTS


def _name_problem(cell: str) -> str:
    if not cell:
        return "it is empty. Write the name in every row."
    return f"it has more than {MOST_LETTERS} letters." if len(cell) > MOST_LETTERS else ""


def _number(written: str) -> float | None:
    """A number in digits, with a point, with or without a sign for per cent, and with thousands apart or not."""
    digits = written.removesuffix("%").strip()
    if _WHOLE.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    return float(digits) if re.fullmatch(r"-?\d+(\.\d*)?([eE][-+]?\d{1,3})?", digits, re.ASCII) else None


def _sum_problems(amounts: dict[str, dict[str, float]], *, counted: bool) -> list[str]:
    problems = []
    if len(amounts) > LIMITS.factors:
        problems.append(f"There are {len(amounts)} variables. The most is {LIMITS.factors}.")
    for variable, levels in amounts.items():
        total = sum(levels.values())
        if not 2 <= len(levels) <= LIMITS.levels:
            problems.append(f"“{variable}” has {len(levels)} categories. It needs 2 at least and {LIMITS.levels} at most.")
        elif not counted and not _near(total, 100) and not _near(total * 100, 100):
            problems.append(
                f"The shares of “{variable}” add up to {total:g}, not 100 ({100 - SLACK:g} to {100 + SLACK:g} will do, for rounding). "
                "Check each category, and that none is left out."
            )
    return problems


def _near(total: float, whole: float) -> bool:
    return abs(total - whole) <= SLACK + 1e-9


def _percent(levels: dict[str, float], *, counted: bool) -> dict[str, float]:
    total = sum(levels.values())
    if counted:
        return {category: 100 * amount / total for category, amount in levels.items()}
    return levels if _near(total, 100) else {category: 100 * amount for category, amount in levels.items()}
