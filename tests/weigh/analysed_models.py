"""Regressions of a plan, run on the people of conftest: what the tests of their numbers and of their interactions share."""

import tomllib

import polars as pl

from folkmoot.weigh import Plan, weigh
from folkmoot.weigh.analyses.section import Row, Section
from folkmoot.weigh.weighing import Weighed


def weighed(people: pl.DataFrame, plan_text: str, analysis: str) -> Weighed:
    """With one model in the plan, whose keys are `analysis`."""
    return weigh(people, Plan.from_mapping(tomllib.loads(f"{plan_text}\n[[analyses]]\nkind = 'model'\n{analysis}\n")))


def section(held: Weighed) -> Section:
    """What the one analysis gives."""
    return held.analyses[0][1]


def row(of: Section, term: str, level: str) -> Row:
    """The row of a level of a term."""
    return next(row for row in of.rows if row.cells[:2] == (term, level))
