"""Every statement's share, overall and by every factor, with the uncertainty that the plan asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from folkmoot.files.problems import RefusedError
from folkmoot.survey import Design, Estimates, Factor, proportions
from folkmoot.survey.intervals import logit_interval
from folkmoot.survey.replication import Replicates, balanced_half_samples, bootstrap, jackknife, replicate_tables
from folkmoot.weigh.answers import NONE, Answers, Codes, Floats
from folkmoot.weigh.fairness import Fairness
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One statement by one factor. left_out: (levels,) replicates that give the level no share; zeros where there are none."""

    estimates: Estimates
    left_out: Codes


type Tables = dict[tuple[str, str | None], Uncertain]


@dataclass(frozen=True, slots=True)
class AllTables:
    """By statement and factor (None: everybody together); and how many replicates they were worked out from, 0 for none."""

    tables: Tables
    replicates: int


def with_uncertainty(answers: Answers, plan: Plan, fairness: Fairness, outcomes: Mapping[str, Floats]) -> AllTables:
    """All tables of the plan. outcomes: by statement, (n,) 1, 0 or NaN.

    Raises RefusedError where the design has no such uncertainty."""
    factors: list[str | None] = [None, *plan.publish.factors]
    made = (
        _from_replicates(answers, plan, fairness, outcomes, factors)
        if plan.design.replicated
        else AllTables(_linearised(answers, plan, fairness.design, outcomes, factors), 0)
    )
    if plan.design.interval == "wald":
        tables = {key: replace(each, estimates=_inside(each.estimates)) for key, each in made.tables.items()}
        return replace(made, tables=tables)
    return made


def _linearised(answers: Answers, plan: Plan, design: Design, outcomes: Mapping[str, Floats], factors: Sequence[str | None]) -> Tables:
    made = {}
    for sid, outcome in outcomes.items():
        for factor in factors:
            levels = 1 if factor is None else len(plan.levels(factor))
            by = None if factor is None else answers.codes[factor]
            try:
                estimates = proportions(
                    _drawn(design, outcome, by, plan),
                    outcome,
                    by=by,
                    levels=levels,
                    confidence=CONFIDENCE,
                    interval=plan.design.interval,
                    df_method=plan.design.df,
                    variance="weights" if plan.design.variance == "weights only" else "raked",
                    missing=plan.design.missing,
                )
            except ValueError as error:
                if plan.design.missing == "domain":
                    raise RefusedError([f"design: {error}"]) from error
                table = sid if factor is None else f"{sid} by {factor}"
                raise RefusedError([f"design.missing: among those who answered, for {table}: {error}"]) from error
            made[sid, factor] = Uncertain(estimates, np.zeros(levels, np.int64))
    return made


def _drawn(design: Design, outcome: Floats, by: Codes | None, plan: Plan) -> Design:
    """The design of one table. Where it is that of the people who answered and one person did, nothing of it is shown: that their
    stratum has one unit is no reason to refuse the others."""
    if plan.design.missing == "domain" or (~np.isnan(outcome) & (True if by is None else by != NONE)).sum() > 1:
        return design
    return replace(design, lonely_psu="certainty")


def _from_replicates(
    answers: Answers, plan: Plan, fairness: Fairness, outcomes: Mapping[str, Floats], factors: Sequence[str | None]
) -> AllTables:
    """All tables from the same replicates, each of which is raked again to the targets."""
    replicates = _replicates(fairness.base, plan)
    asked = [Factor(sid, ("no", "yes"), np.nan_to_num(outcome, nan=NONE).astype(np.int64)) for sid, outcome in outcomes.items()]
    by = [Factor(factor, plan.levels(factor), answers.codes[factor]) for factor in factors if factor is not None]
    try:
        found = replicate_tables(
            replicates,
            asked,
            by,
            margins=fairness.margins or None,
            confidence=CONFIDENCE,
            interval=plan.design.interval,
            df_method=plan.design.df,
        )
    except ValueError as error:
        raise RefusedError([f"design.variance: {error}"]) from error
    answered = [table for table in found if table.factor is None and table.estimates.n[0] > 1]
    if fairness.margins and answered and all(table.left_out[0] > 0 and np.isnan(table.estimates.se[0]) for table in answered):
        words = "too many replicates hold nobody of a small group, and cannot be raked to the targets."
        raise RefusedError([f'design.variance: {words} Group small levels of the targets in [derive], or use variance = "linearised".'])
    tables = {(table.outcome, table.factor): Uncertain(_untold(table.estimates), table.left_out) for table in found}
    return AllTables(tables, replicates.count)


def _replicates(design: Design, plan: Plan) -> Replicates:
    """The replicates the plan asks for. Raises RefusedError where the design has none, or they are too many."""
    units, wanted = design.structure.unit_stratum.size, plan.design
    if wanted.variance != "bootstrap" and units > LIMITS.replicated_units:
        words = f'"{wanted.variance}" of {units:,} sampling units is too much work. The most is {LIMITS.replicated_units:,}'
        raise RefusedError([f'design.variance: {words}: use "bootstrap" or "linearised".'])
    try:
        if wanted.variance == "bootstrap":
            _refuse_rows(wanted.replicates, design, "replicates")
            return bootstrap(design, wanted.replicates, seed=wanted.seed)
        made = jackknife(design) if wanted.variance == "jackknife" else balanced_half_samples(design)
    except ValueError as error:
        raise RefusedError([f"design.variance: {error}"]) from error
    _refuse_rows(made.count, design, "variance")
    return made


def _refuse_rows(replicates: int, design: Design, key: str) -> None:
    if replicates * design.n > LIMITS.replicate_rows:
        fewer = "use fewer, or " if key == "replicates" else "use "
        words = f"{replicates:,} replicates of {design.n:,} responses is too much work. Replicates times responses may be"
        raise RefusedError([f'design.{key}: {words} {LIMITS.replicate_rows:,} at most: {fewer}variance = "linearised".'])


def _untold(estimates: Estimates) -> Estimates:
    """Without the number of replicates left out, which tells the size of the smallest group, hidden or not."""
    tags = [tag for tag in estimates.method.split("; ") if not tag.endswith("replicates left out")]
    return replace(estimates, method="; ".join(tags))


def _inside(estimates: Estimates) -> Estimates:
    """Wald's ranges without what lies beyond 0 and 1. Where all answers are alike it would say that there is no doubt at all: there
    the range is that of "logit"."""
    alike = (estimates.estimate == 0) | (estimates.estimate == 1)
    low, high = logit_interval(estimates.estimate, estimates.se, estimates.df, CONFIDENCE, estimates.n, estimates.n_effective)
    return replace(
        estimates,
        low=np.where(alike, low, np.maximum(estimates.low, 0)),
        high=np.where(alike, high, np.minimum(estimates.high, 1)),
    )
