"""Column letters: the share of every statement in each group of one factor, and which other groups it is higher than.

The factor is one of the tables', and what they hide is hidden here: no number of people is given that they do not give."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from folkmoot.files.problems import listed
from folkmoot.survey.comparisons import Adjustment, ColumnLetters
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.column_letters import ADJUST, LEVEL, NONE_LOWER, letter_notes, letters_between, lower_than, tests_of
from folkmoot.weigh.hiding import Mask
from folkmoot.weigh.plan import Statement
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.words import together

KEYS = ("kind", "title", "factor", "adjust", "level")
COLUMNS = (
    Column("Statement"),
    Column("Group"),
    Column("Letter"),
    Column("People who answered", "count"),
    Column("Share", "share"),
    Column("Lowest likely", "share"),
    Column("Highest likely", "share"),
    Column("Higher than"),
)
_LEAST_LEVEL, _MOST_LEVEL = 0.5, 0.999


@dataclass(frozen=True, slots=True)
class Letters:
    """adjust: for how many pairs of groups are tested. level: how sure a letter is, such as 0.95."""

    title: str
    factor: str
    adjust: Adjustment
    level: float


def read(table: Table, names: Names) -> Letters:
    """From the plan. Mistakes go to the table's problems."""
    factor = names.factor(table, "factor")
    if factor and factor not in names.published:
        of = f" It may be: {listed(names.published)}." if names.published else ""
        table.problem("factor", f'"{factor}" is not one of the factors of [publish], whose tables decide what is hidden.{of}')
    if factor in names.levels and len(names.levels[factor]) < 2:
        table.problem("factor", f'"{factor}" has one level, so there is nothing to compare.')
    level = table.number("level") or LEVEL
    if not _LEAST_LEVEL <= level <= _MOST_LEVEL:
        table.problem("level", f"must be from {_LEAST_LEVEL} to {_MOST_LEVEL}, such as 0.95, not {level:g}.")
    adjust = cast("Adjustment", table.choice("adjust", get_args(Adjustment)) or ADJUST)
    return Letters(table.text("title", default="Which groups are higher than which?"), factor, adjust, level)


def run(wanted: Letters, given: Given) -> Section:
    """The letters of every statement, with the weighting and the design taken into account; hidden groups take no part in the tests."""
    found = [(statement, _compared(statement, wanted, given)) for statement in given.plan.statements]
    rows = tuple(row for statement, letters in found for row in _rows(statement, letters, wanted, given))
    sentences = tuple(sentence for statement, letters in found for sentence in _found(statement, letters, given))
    alike = [statement.id for statement, letters in found if not any(letters.letters[0])]
    if alike:
        sentences += (f"No group was found to be higher than another on {together(alike)}. That does not show that the groups are alike.",)
    notes = letter_notes(sum(tests_of(letters) for _, letters in found), adjust=wanted.adjust, level=wanted.level)
    method = found[0][1].method.split("; ") if found else []
    return Section(wanted.title, sentences, COLUMNS, rows, notes, tuple(method))


def _compared(statement: Statement, wanted: Letters, given: Given) -> ColumnLetters:
    """The letters among the groups that are shown: a hidden group is left with nobody, and keeps its letter."""
    outcome, factor = given.outcome(statement.id), given.factor(wanted.factor)
    return letters_between(given.design, outcome, factor, _hidden(statement, wanted, given), adjust=wanted.adjust, level=wanted.level)


def _hidden(statement: Statement, wanted: Letters, given: Given) -> Mask:
    rows = given.hidden.rows[statement.id, wanted.factor] | given.hidden.groups[wanted.factor]
    return np.ones_like(rows) if given.hidden.everybody else rows


def _rows(statement: Statement, letters: ColumnLetters, wanted: Letters, given: Given) -> Iterator[Row]:
    hidden, (estimates,) = _hidden(statement, wanted, given), letters.estimates
    for at, (level, label) in enumerate(zip(letters.columns, letters.labels, strict=True)):
        words, n = (f"{statement.id}. {statement.short}", level, label), int(estimates.n[at])
        if hidden[at]:
            yield Row((*words, None, None, None, None, None), "[c]")
        elif not n:
            yield Row((*words, 0, None, None, None, None), "[x]")
        elif letters.quality[at].withheld:
            yield Row((*words, n, None, None, None, None), letters.quality[at].shorthand)
        else:
            numbers = (float(estimates.estimate[at]), float(estimates.low[at]), float(estimates.high[at]))
            yield Row((*words, n, *numbers, ", ".join(lower_than(letters, at)) or NONE_LOWER), letters.quality[at].shorthand)


def _found(statement: Statement, letters: ColumnLetters, given: Given) -> Iterator[str]:
    """What was found of one statement; and pairs that differ and could not be tested, because each group was of one mind."""
    said, (estimates,) = given.plan.recode_of(statement).said, letters.estimates
    name = dict(zip(letters.labels, range(len(letters.labels)), strict=True))

    def group(at: int) -> str:
        return f"“{letters.columns[at]}” ({estimates.estimate[at]:.1%} of {estimates.n[at]:,} people)"

    for at in range(len(letters.columns)):
        lower = lower_than(letters, at)
        if lower:
            others = together([group(name[label]) for label in lower])
            yield f"{statement.id}. {statement.short}, by {letters.by}: more of {group(at)} {said} than of {others}."
    for _, first, second in np.argwhere((letters.difference != 0) & ~np.isnan(letters.difference) & np.isnan(letters.p)).tolist():
        if first < second:
            yield (
                f"{statement.id}. {statement.short}, by {letters.by}: {group(first)} and {group(second)} could not be tested, because "
                "the people of each all answered alike."
            )
