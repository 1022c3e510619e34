"""Column letters: the share of every statement in each group of one factor, and which other groups it is higher than."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from folkmoot.survey import Factor
from folkmoot.survey.comparisons import Adjustment, ColumnLetters, column_letters
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.plan import Statement
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.problems import listed
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
NONE_LOWER = "none"
_LEVEL, _LEAST_LEVEL, _MOST_LEVEL = 0.95, 0.5, 0.999
_HOW = {
    "none": "The tests are not adjusted for how many there are: the more there are, the more letters chance alone gives.",
    "holm": "The tests of a statement are adjusted by Holm's method, so that the chance of even one letter where there is no difference "
    "stays low. They are not adjusted for how many statements there are.",
    "bh": "The tests of a statement are adjusted by Benjamini and Hochberg's method, so that few of its letters are expected to be chance. "
    "They are not adjusted for how many statements there are.",
}


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
    level = table.number("level") or _LEVEL
    if not _LEAST_LEVEL <= level <= _MOST_LEVEL:
        table.problem("level", f"must be from {_LEAST_LEVEL} to {_MOST_LEVEL}, such as 0.95, not {level:g}.")
    adjust = cast("Adjustment", table.choice("adjust", get_args(Adjustment)) or "holm")
    return Letters(table.text("title", default="Which groups are higher than which?"), factor, adjust, level)


def run(wanted: Letters, given: Given) -> Section:
    """The letters of every statement, with the weighting and the design taken into account; hidden groups take no part in the tests."""
    found = [(statement, _compared(statement, wanted, given)) for statement in given.plan.statements]
    rows = tuple(row for statement, letters in found for row in _rows(statement, letters, wanted, given))
    sentences = tuple(sentence for statement, letters in found for sentence in _found(statement, letters, given))
    alike = [statement.id for statement, letters in found if not any(letters.letters[0])]
    if alike:
        sentences += (f"No group was found to be higher than another on {together(alike)}. That does not show that the groups are alike.",)
    tests = sum(family.n_tests for _, letters in found for family in letters.families)
    notes = (
        f"A letter under “Higher than” names a group of the same statement whose share is lower, by more than chance alone would often "
        f"give: a test at the {100 * wanted.level:g}% level.",
        f"{'1 pair' if tests == 1 else f'{tests:,} pairs'} of groups {'was' if tests == 1 else 'were'} tested. {_HOW[wanted.adjust]}",
        "Groups of fewer than 30 people, and groups that are hidden, were not tested.",
    )
    method = found[0][1].method.split("; ") if found else []
    return Section(wanted.title, sentences, COLUMNS, rows, notes, tuple(method))


def _compared(statement: Statement, wanted: Letters, given: Given) -> ColumnLetters:
    """The letters among the groups that are shown: a hidden group is left with nobody, and keeps its letter."""
    factor = given.factor(wanted.factor)
    hidden = _hidden(statement, wanted, given)
    codes = np.where(hidden[factor.codes] | (factor.codes < 0), -1, factor.codes)
    shown = Factor(factor.name, factor.levels, codes.astype(np.int64))
    return column_letters(given.design, given.outcome(statement.id), shown, answer="yes", adjustment=wanted.adjust, confidence=wanted.level)


def _hidden(statement: Statement, wanted: Letters, given: Given) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
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
            yield Row((*words, n, *numbers, ", ".join(_lower(letters, at)) or NONE_LOWER), letters.quality[at].shorthand)


def _lower(letters: ColumnLetters, at: int) -> list[str]:
    """The letters of the groups that are lower than one."""
    held = letters.letters[0][at]
    return held.split(",") if "," in held or held in letters.labels else list(held)


def _found(statement: Statement, letters: ColumnLetters, given: Given) -> Iterator[str]:
    """What was found of one statement; and pairs that differ and could not be tested, because each group was of one mind."""
    said, (estimates,) = given.plan.recode_of(statement).said, letters.estimates
    name = dict(zip(letters.labels, range(len(letters.labels)), strict=True))

    def group(at: int) -> str:
        return f"“{letters.columns[at]}” ({estimates.estimate[at]:.1%} of {estimates.n[at]:,} people)"

    for at in range(len(letters.columns)):
        lower = _lower(letters, at)
        if lower:
            others = together([group(name[label]) for label in lower])
            yield f"{statement.id}. {statement.short}, by {letters.by}: more of {group(at)} {said} than of {others}."
    for _, first, second in np.argwhere((letters.difference != 0) & ~np.isnan(letters.difference) & np.isnan(letters.p)).tolist():
        if first < second:
            yield (
                f"{statement.id}. {statement.short}, by {letters.by}: {group(first)} and {group(second)} could not be tested, because "
                "the people of each all answered alike."
            )
