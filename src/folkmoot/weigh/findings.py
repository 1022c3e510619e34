"""The document of findings: all that may be published, and nothing that is hidden. Every other output is made from it alone."""

import math
from importlib.metadata import version
from typing import Any, Final

import numpy as np

from folkmoot.survey import base_quality, sample_sentences
from folkmoot.weigh.column_letters import letters_of_row
from folkmoot.weigh.making_up import MadeUp
from folkmoot.weigh.plan import Plan, Target
from folkmoot.weigh.uncertainty_words import uncertainty
from folkmoot.weigh.weighing import Result, Weighed
from folkmoot.weigh.words import SHORTHAND, found, how_counted, how_grouped, level_words, not_shown

SCHEMA_VERSION: Final = 1
METHOD_VERSION: Final = "1"
DIGITS: Final = 12
"""Significant digits kept: enough to check any sum, few enough that every computer writes the same ones."""

type Document = dict[str, Any]


def findings(weighed: Weighed) -> Document:
    """The document `findings.json`, as docs/reference/findings.md describes it. The same input gives the same document."""
    plan = weighed.plan
    rows = [row for result in weighed.results for row in _rows(weighed, result)]
    return {
        "schema_version": SCHEMA_VERSION,
        "folkmoot_version": version("folkmoot"),
        "method_version": METHOD_VERSION,
        "dataset_hash": weighed.dataset_hash,
        "plan_hash": plan.hash,
        "survey": _survey(plan),
        "responses": {"n": _count(weighed.answers.n, weighed.hidden.everybody), "notices": list(weighed.answers.notices)},
        "weighting": _weighting(weighed),
        "statements": [_statement(weighed, at) for at in range(len(plan.statements))],
        "factors": [_factor(plan, name) for name in plan.publish.factors],
        "findings": rows,
        **({} if plan.design.uncertainty_as_usual else {"uncertainty": _uncertainty(weighed, rows)}),
        "analyses": [section.document(analysis.id, analysis.kind) for analysis, section in weighed.analyses],
        "small_cell": plan.publish.small_cell,
        "shorthand": dict(SHORTHAND),
    }


def with_analyses_of(document: Document, other: Document) -> Document:
    """A document with the analyses of another at its end: of further rows made of the same answers, such as a row for each scenario card.

    Raises ValueError when the two rest on different answers.
    """
    if document["dataset_hash"] != other["dataset_hash"]:
        raise ValueError("The two documents rest on different answers.")
    held = document["analyses"]
    return {**document, "analyses": [*held, *({**one, "id": f"analysis-{at}"} for at, one in enumerate(other["analyses"], len(held) + 1))]}


def _survey(plan: Plan) -> Document:
    survey = plan.survey
    return {
        "title": survey.title,
        "organisation": survey.organisation,
        "dates": survey.dates,
        "population": survey.population,
        "sample": survey.sample,
        "how_people_came": survey.how_people_came,
        "sample_sentences": list(sample_sentences(survey.sample)),
        "synthetic": survey.synthetic,
    }


def _weighting(weighed: Weighed) -> Document:
    fairness, plan = weighed.fairness, weighed.plan
    raking = fairness.raking
    made: Document = {
        "made_fair": raking is not None,
        "base_weights": plan.weights.base is not None,
        "by": [plan.label(target.factor) for target in plan.weights.targets],
        "population": _tidy(fairness.population),
        "kish_deff": None,
        "n_effective": None,
        "smallest_weight": None,
        "largest_weight": None,
        "method": None if raking is None else plan.weights.method,
        "converged": None if raking is None else True,
        "iterations": None if raking is None else raking.iterations,
        "largest_margin_error": None if raking is None else _tidy(max(raking.largest_error, 1e-15), digits=1),
        "bounds": None if plan.weights.bounds is None else list(plan.weights.bounds),
        "caps": None if plan.weights.caps is None else list(plan.weights.caps),
        "at_lower_bound": None if raking is None or raking.limits is None else raking.at_lower,
        "at_upper_bound": None if raking is None or raking.limits is None else raking.at_upper,
        "margins": [_margin(weighed, target) for target in plan.weights.targets],
    }
    if fairness.made_up is not None:
        made["response"] = _response(fairness.made_up)
    # The largest weights are those of the smallest groups: where a group's size is hidden, these would give it away.
    if _margins_shown(weighed):
        made |= {
            "kish_deff": _tidy(fairness.kish_deff),
            "n_effective": _tidy(fairness.n_effective),
            "smallest_weight": _tidy(fairness.ratios[0]),
            "largest_weight": _tidy(fairness.ratios[1]),
        }
    return made


def _margins_shown(weighed: Weighed) -> bool:
    """Whether the size of every group that is raked to may be shown."""
    targets, hidden = weighed.plan.weights.targets, weighed.hidden
    return not hidden.everybody and not any(hidden.groups[target.factor].any() for target in targets)


def _uncertainty(weighed: Weighed, rows: list[Document]) -> Document:
    """How it was worked out. How many replicates lack somebody of a group tells its size: it is said of rows that are shown alone."""
    left_out = np.concatenate([result.left_out for result in weighed.results])
    shown = [int(count) for count, row in zip(left_out, rows, strict=True) if row["estimate"] is not None]
    others = bool(weighed.analyses) or bool(weighed.letters)
    most, told = max(shown, default=0), _margins_shown(weighed)
    return uncertainty(weighed.plan, replicates=weighed.replicates, left_out=most, told=told, others=others)


def _left_out_tags(weighed: Weighed, left_out: int, *, shown: bool) -> tuple[str, ...]:
    """How many replicates a row that is shown does without, where its method must say so."""
    if not shown or not left_out:
        return ()
    return (f"{left_out if _margins_shown(weighed) else 'some'} replicates left out",)


def _response(made_up: MadeUp) -> Document:
    """Who responded of everybody asked. `make_up` refuses weights that would tell a small count of them: none is hidden here."""
    rate = made_up.rate
    return {
        "kind": made_up.adjustment.kind,
        "asked": rate.asked,
        "responded": rate.responded,
        "did_not_respond": rate.did_not_respond,
        "not_eligible": rate.not_eligible,
        "eligibility_unknown": rate.unknown,
        "rate": _tidy(rate.lowest),
        "highest_rate": _tidy(rate.highest),
        "by": list(made_up.by),
        "method": list(made_up.method),
        "largest_adjustment": _tidy(made_up.largest),
        "n_effective_before": _tidy(made_up.n_effective_before),
        "n_effective": _tidy(made_up.n_effective),
        "asked_hash": made_up.hash,
        "sentences": list(made_up.sentences),
    }


def _margin(weighed: Weighed, target: Target) -> Document:
    plan, codes = weighed.plan, weighed.answers.codes[target.factor]
    amounts, hidden = weighed.fairness.targets[target.factor], weighed.hidden.groups[target.factor]
    total, source_total = float(amounts.sum()), sum(target.amounts.values())
    levels = []
    for at, level in enumerate(plan.levels(target.factor)):
        n = int((codes == at).sum())
        outside = level in target.not_in_source
        levels.append(
            {
                "level": level,
                "n": _count(n, hidden[at]),
                "answered": None if hidden[at] else _tidy(n / weighed.answers.n),
                "population": None if outside else _tidy(target.amounts[level] / source_total),
                "made_fair": None if hidden[at] else _tidy(float(amounts[at]) / total),
                "suppressed": "[c]" if hidden[at] else None,
            }
        )
    return {
        "factor": target.factor,
        "label": plan.label(target.factor),
        "source": target.source,
        "not_in_source": list(target.not_in_source),
        "how_grouped": how_grouped(target.factor, plan),
        "levels": levels,
    }


def _statement(weighed: Weighed, at: int) -> Document:
    plan, statement = weighed.plan, weighed.plan.statements[at]
    recode, counted = plan.recode_of(statement), weighed.counted[statement.id]
    few = any(0 < count < plan.publish.small_cell for count in (counted.left_out, counted.no_answer))
    hidden = few or weighed.hidden.totals[statement.id]
    return {
        "id": statement.id,
        "text": statement.text,
        "short": statement.short,
        "said": recode.said,
        "recode": {
            "yes": list(recode.yes),
            "no": list(recode.no),
            "neither": list(recode.neither),
            "neither_counts_as": recode.neither_counts_as,
            "leave_out": list(recode.leave_out),
        },
        "how_counted": how_counted(recode),
        "left_out": _count(counted.left_out, hidden),
        "no_answer": _count(counted.no_answer, hidden),
    }


def _factor(plan: Plan, name: str) -> Document:
    return {"name": name, "label": plan.label(name), "levels": list(plan.levels(name)), "how_grouped": how_grouped(name, plan)}


def _rows(weighed: Weighed, result: Result) -> list[Document]:
    """A finding for each level of one statement by one factor."""
    plan, statement, estimates = weighed.plan, result.statement, result.estimates
    recode = plan.recode_of(statement)
    made_up = weighed.fairness.made_up
    fair = weighed.fairness.raking is not None or made_up is not None
    levels: tuple[str | None, ...] = (None,) if result.factor is None else plan.levels(result.factor)
    hidden_totals = weighed.hidden.totals[statement.id]
    letters = weighed.letters.get((statement.id, result.factor or ""))
    rows = []
    for at, level in enumerate(levels):
        n = int(estimates.n[at])
        hidden = hidden_totals if result.factor is None else bool(weighed.hidden.rows[statement.id, result.factor][at])
        of = plan.survey.population if level is None or result.factor is None else level_words(plan.label(result.factor), level)
        quality = base_quality(n)
        mark = "[c]" if hidden else "[x]" if n == 0 else quality.shorthand or None
        shown = not hidden and n > 0 and not quality.withheld
        estimate, low, high = (float(numbers[at]) for numbers in (estimates.estimate, estimates.low, estimates.high))
        ranged = not math.isnan(low + high)  # a design that leaves a level no degrees of freedom gives it no range
        why = "no range can be worked out from the sample" if shown and not ranged else ""
        shown = shown and ranged
        mark = mark if shown or mark else "[u]"
        rows.append(
            {
                "id": ".".join(part for part in (statement.id, result.factor, level) if part is not None),
                "statement": statement.id,
                "factor": result.factor,
                "level": level,
                "estimate": _tidy(estimate) if shown else None,
                "low": _tidy(low) if shown else None,
                "high": _tidy(high) if shown else None,
                "se": _tidy(float(estimates.se[at])) if shown else None,
                "unweighted": _tidy(float(result.given[at])) if shown else None,
                "n": _count(n, hidden),
                "n_weighted": None if hidden else _tidy(float(estimates.n_weighted[at])),
                "n_effective": None if hidden else _tidy(float(estimates.n_effective[at])),
                "base_quality": None if hidden else quality.value,
                "mark": mark,
                "suppressed": "small group" if hidden else None,
                "method": [
                    *estimates.method.split("; "),
                    *_left_out_tags(weighed, int(result.left_out[at]), shown=shown),
                    *(() if made_up is None else made_up.method),
                ],
                "recode": statement.recode,
                "sentence": found(statement, recode, estimate, low, high, n, of, fair=fair)
                if shown
                else not_shown(statement, mark or "[x]", of, why=why),
                **({} if letters is None else letters_of_row(letters, at, shown=shown)),
            }
        )
    return rows


def _count(n: int, hidden: bool) -> int | None:  # noqa: FBT001
    return None if hidden else n


def _tidy(value: float | None, *, digits: int = DIGITS) -> float | None:
    """A number to its significant digits; None for what is no number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.{digits}g}")
