"""Every statement, overall and by every factor: the weighted share, its uncertainty, its bases, and how it would be without weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from folkmoot.survey import Estimates
from folkmoot.survey.comparisons import ColumnLetters
from folkmoot.weigh.analyses import Analysis, run_analyses
from folkmoot.weigh.analyses.given import Given
from folkmoot.weigh.analyses.section import Section
from folkmoot.weigh.answers import NONE, Answers, Codes, Floats
from folkmoot.weigh.check import check
from folkmoot.weigh.column_letters import letters_between
from folkmoot.weigh.fairness import Fairness, make_fair
from folkmoot.weigh.hiding import Hidden, hide
from folkmoot.weigh.plan import Plan, Statement
from folkmoot.weigh.responses import Responses
from folkmoot.weigh.uncertainty import Uncertain, with_uncertainty


@dataclass(frozen=True, slots=True)
class Counted:
    """How a statement's answers were counted: (n,) 1 for yes, 0 for no, NaN for neither; and how many people are in no base, and why."""

    outcome: Floats
    left_out: int
    no_answer: int


@dataclass(frozen=True, slots=True)
class Result:
    """One statement by one factor (None: everybody together), a row to a level. `given` is the same without weights; `left_out` how
    many replicates give a level no share."""

    statement: Statement
    factor: str | None
    estimates: Estimates
    given: Floats
    left_out: Codes


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that was worked out, nothing hidden yet. Publish it only by way of `findings`, which leaves out what `hidden` names.

    letters: by statement and factor, where the plan asks for them, which groups that are shown are higher than which.
    replicates: how many the uncertainty of the results is from; 0 where it is from none."""

    plan: Plan
    answers: Answers
    dataset_hash: str
    fairness: Fairness
    counted: Mapping[str, Counted]
    results: tuple[Result, ...]
    hidden: Hidden
    analyses: tuple[tuple[Analysis, Section], ...]
    letters: Mapping[tuple[str, str], ColumnLetters] = field(default_factory=dict)
    replicates: int = 0


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
    outcomes = {sid: each.outcome for sid, each in counted.items()}
    factors: list[str | None] = [None, *plan.publish.factors]
    uncertain = with_uncertainty(answers, plan, fairness, outcomes)
    results = tuple(
        _result(statement, factor, outcomes[statement.id], answers, uncertain.tables[statement.id, factor])
        for statement in plan.statements
        for factor in factors
    )
    published = tuple(dict.fromkeys([*plan.publish.factors, *fairness.targets]))
    hidden = hide(answers, plan, published, outcomes, fairness.design.weights)
    given = Given(plan, answers, fairness.design, outcomes, hidden, beside or {})
    analyses = run_analyses(given)
    named = dataset_hash or answers.hash
    return Weighed(plan, answers, named, fairness, counted, results, hidden, analyses, _letters(given), uncertain.replicates)


def _letters(given: Given) -> dict[tuple[str, str], ColumnLetters]:
    """The column letters of every table with two levels or more, if the plan asks for them."""
    plan, hidden = given.plan, given.hidden
    factors = [factor for factor in plan.publish.factors if len(plan.levels(factor)) > 1] if plan.publish.letters else []
    return {
        (one.id, factor): letters_between(
            given.design, given.outcome(one.id), given.factor(factor), hidden.rows[one.id, factor] | hidden.everybody
        )
        for one in plan.statements
        for factor in factors
    }


def _count(statement: Statement, answers: Answers, plan: Plan) -> Counted:
    recode = plan.recode_of(statement)
    number = {"yes": 1.0, "no": 0.0, "left out": np.nan}
    codes = answers.codes[statement.column]
    lookup = np.array([*(number[recode.side(level)] for level in plan.levels(statement.column)), np.nan])
    outcome = lookup[codes]
    no_answer = int((codes == NONE).sum())
    return Counted(outcome, int(np.isnan(outcome).sum()) - no_answer, no_answer)


def _result(statement: Statement, factor: str | None, outcome: Floats, answers: Answers, table: Uncertain) -> Result:
    levels = table.estimates.n.size
    place = np.zeros(answers.n, dtype=np.int64) if factor is None else answers.codes[factor]
    asked = ~np.isnan(outcome) & (place != NONE)
    said = np.bincount(place[asked], outcome[asked], levels)
    given = np.divide(said, table.estimates.n, out=np.full(levels, np.nan), where=table.estimates.n > 0)
    return Result(statement, factor, table.estimates, given, table.left_out)
