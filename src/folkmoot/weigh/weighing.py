"""Every statement, overall and by every factor: the weighted share, its uncertainty, its bases, and how it would be without weights."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from folkmoot.survey import Design, Estimates, proportions
from folkmoot.weigh.analyses import Analysis, run_analyses
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.section import Section
from folkmoot.weigh.answers import NONE, Answers, Codes, Floats
from folkmoot.weigh.check import check
from folkmoot.weigh.fairness import Fairness, make_fair
from folkmoot.weigh.hiding import Hidden, hide
from folkmoot.weigh.plan import Plan, Statement
from folkmoot.weigh.problems import RefusedError
from folkmoot.weigh.responses import Responses


@dataclass(frozen=True, slots=True)
class Counted:
    """How a statement's answers were counted: (n,) 1 for yes, 0 for no, NaN for neither; and how many people are in no base, and why."""

    outcome: Floats
    left_out: int
    no_answer: int


@dataclass(frozen=True, slots=True)
class Result:
    """One statement by one factor (None: everybody together), a row to a level. `given` is the same without weights."""

    statement: Statement
    factor: str | None
    estimates: Estimates
    given: Floats


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that was worked out, nothing hidden yet. Publish it only by way of `findings`, which leaves out what `hidden` names."""

    plan: Plan
    answers: Answers
    dataset_hash: str
    fairness: Fairness
    counted: Mapping[str, Counted]
    results: tuple[Result, ...]
    hidden: Hidden
    analyses: tuple[tuple[Analysis, Section], ...]


def weigh(frame: pl.DataFrame, plan: Plan, *, dataset_hash: str | None = None, beside: Mapping[str, pl.DataFrame] | None = None) -> Weighed:
    """Weigh responses held in a frame: a column to each that the plan names, in any types.

    `dataset_hash` names the snapshot the frame came from; without it the hash of the checked answers is used. `beside` holds the
    files that analyses name, by name. Raises RefusedError.
    """
    return weigh_answers(check(Responses.of(frame, plan), plan), plan, dataset_hash=dataset_hash, beside=beside)


def weigh_answers(
    answers: Answers, plan: Plan, *, dataset_hash: str | None = None, beside: Mapping[str, pl.DataFrame] | None = None
) -> Weighed:
    """Weigh checked answers. Raises RefusedError when the targets cannot be met or the design has a stratum of one unit."""
    fairness = make_fair(answers, plan)
    counted = {statement.id: _count(statement, answers, plan) for statement in plan.statements}
    factors: list[str | None] = [None, *plan.publish.factors]
    try:
        results = tuple(
            _result(statement, factor, counted[statement.id].outcome, answers, plan, fairness.design)
            for statement in plan.statements
            for factor in factors
        )
    except ValueError as error:
        raise RefusedError([f"design: {error}"]) from error
    published = tuple(dict.fromkeys([*plan.publish.factors, *fairness.targets]))
    hidden = hide(answers, plan, published, {sid: each.outcome for sid, each in counted.items()}, fairness.design.weights)
    outcomes = {sid: each.outcome for sid, each in counted.items()}
    analyses = run_analyses(Given(plan, answers, fairness.design, outcomes, hidden, beside or {}))
    return Weighed(plan, answers, dataset_hash or answers.hash, fairness, counted, results, hidden, analyses)


def _count(statement: Statement, answers: Answers, plan: Plan) -> Counted:
    recode = plan.recode_of(statement)
    number = {"yes": 1.0, "no": 0.0, "left out": np.nan}
    codes = answers.codes[statement.column]
    lookup = np.array([*(number[recode.side(level)] for level in plan.levels(statement.column)), np.nan])
    outcome = lookup[codes]
    no_answer = int((codes == NONE).sum())
    return Counted(outcome, int(np.isnan(outcome).sum()) - no_answer, no_answer)


def _result(statement: Statement, factor: str | None, outcome: Floats, answers: Answers, plan: Plan, design: Design) -> Result:
    levels = 1 if factor is None else len(plan.levels(factor))
    by: Codes | None = None if factor is None else answers.codes[factor]
    estimates = proportions(design, outcome, by=by, levels=levels)
    place = np.zeros(answers.n, dtype=np.int64) if by is None else by
    asked = ~np.isnan(outcome) & (place != NONE)
    said = np.bincount(place[asked], outcome[asked], levels)
    given = np.divide(said, estimates.n, out=np.full(levels, np.nan), where=estimates.n > 0)
    return Result(statement, factor, estimates, given)
