"""Tests of every statement by every factor: could the gaps between groups be chance?"""

from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from folkmoot.survey.comparisons import Adjustment, adjust_p, rao_scott
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.names import Names
from folkmoot.weigh.analyses.section import Column, Row, Section
from folkmoot.weigh.plan_keys import Table

KEYS = ("kind", "title", "adjust")
COLUMNS = (
    Column("Statement"),
    Column("By"),
    Column("F", "number"),
    Column("Degrees of freedom", "number"),
    Column("p", "p"),
    Column("p, adjusted", "p"),
)
_UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Tests:
    """adjust: for how many tests there are."""

    title: str
    adjust: Adjustment


def read(table: Table, names: Names) -> Tests:
    """From the plan. Mistakes go to the table's problems."""
    if not names.published:
        table.problem("", "tests statements by the factors of [publish], and there are none. Name some factors.")
    adjust = table.choice("adjust", get_args(Adjustment)) or "holm"
    return Tests(table.text("title", default="Could the gaps between groups be chance?"), cast("Adjustment", adjust))


def run(wanted: Tests, given: Given) -> Section:
    """Rao and Scott's second-order test of each table, with the weighting taken into account."""
    pairs = [(statement, factor) for statement in given.plan.statements for factor in given.plan.publish.factors]
    found = [rao_scott(given.design, given.factor(factor), given.outcome(statement.id)) for statement, factor in pairs]
    hidden = [given.hidden.totals[statement.id] or given.hidden.rows[statement.id, factor].all() for statement, factor in pairs]
    usable = [np.nan if hide else test.p for test, hide in zip(found, hidden, strict=True)]
    family = adjust_p(usable, wanted.adjust, family="statements by factors")
    rows = []
    for (statement, factor), test, adjusted, hide in zip(pairs, found, family.adjusted, hidden, strict=True):
        words = (f"{statement.id}. {statement.short}", given.plan.label(factor))
        mark = "[c]" if hide else "[x]" if np.isnan(test.statistic) else ""
        numbers = (test.statistic, test.df, test.p, float(adjusted))
        rows.append(Row((*words, *(None if mark else number for number in numbers)), mark))
    likely = sum(adjusted < _UNLIKELY for adjusted in family.adjusted)
    sentences = (
        f"{likely or 'None'} of {family.n_tests} tables {'shows' if likely == 1 else 'show'} a gap between groups that chance alone would "
        "give less than 5 times in 100.",
        family.sentence,
        "A test that finds nothing does not show that there is no gap: there may be too few people to see it.",
    )
    notes = ("p is how often chance alone would give a gap at least so large. p, adjusted, allows for how many tests were made.",)
    return Section(wanted.title, sentences, COLUMNS, tuple(rows), notes, (*found[0].method.split("; "), *family.method.split("; ")))
