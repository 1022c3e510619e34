"""How an initiative ends: criteria and their tests, lessons, the handover, and the evaluation."""

from datetime import date
from typing import Any

from folkmoot.site.progress.domain.recording import add, not_to_come, writing
from folkmoot.site.progress.models import AcceptanceCriterion, AcceptanceResult, Evaluation, Handover, Lesson
from folkmoot.site.renditions import Texts


def set_criterion(*, by: Any, initiative: Any, words: Texts, tester: str) -> AcceptanceCriterion:
    """Something that must be so before those who use the result accept it, and the office that tests it."""
    with writing(by, initiative) as held:
        row = AcceptanceCriterion(initiative=held, words=words, tester=tester.strip())
        return add(row, by=by, verb="acceptance.set", initiative=held)


def record_acceptance(*, by: Any, criterion: AcceptanceCriterion, result: str, words: Texts, on: date | None = None) -> AcceptanceResult:
    """What a test on a day (today) showed, in words. A later test takes its place; both stay on record."""
    day = not_to_come(on, "A test cannot have been done on a day to come.")
    with writing(by, criterion.initiative, also_after_the_end=True) as held:
        row = AcceptanceResult(criterion=criterion, result=result, on=day, words=words)
        detail = {"criterion": criterion.pk, "result": result, "day": day.isoformat()}
        return add(row, by=by, verb="acceptance.tested", initiative=held, detail=detail)


def learn(*, by: Any, initiative: Any, what: Texts, why: Texts, action: Texts) -> Lesson:
    """A lesson: what happened, why, and what is to be done differently."""
    with writing(by, initiative, also_after_the_end=True) as held:
        return add(Lesson(initiative=held, what=what, why=why, action=action), by=by, verb="lesson.recorded", initiative=held)


def hand_over(*, by: Any, initiative: Any, words: Texts, evaluate_on: date) -> Handover:
    """Who takes what over, and the day the initiative is to be evaluated. A new one takes the place of the last."""
    with writing(by, initiative, also_after_the_end=True) as held:
        row = Handover(initiative=held, words=words, evaluate_on=evaluate_on)
        return add(row, by=by, verb="handover.written", initiative=held, detail={"day": evaluate_on.isoformat()})


def evaluate(
    *,
    by: Any,
    initiative: Any,
    outcome: Texts,
    gained_or_lost: Texts,
    unintended: Texts,
    cost: Texts,
    decision: str,
    reasons: Texts,
    on: date | None = None,
) -> Evaluation:
    """What came of it against what was measured, who gained and who lost, what nobody meant, what it cost, and what is decided."""
    day = not_to_come(on, "An evaluation cannot have been made on a day to come.")
    with writing(by, initiative, also_after_the_end=True) as held:
        row = Evaluation(
            initiative=held,
            on=day,
            outcome=outcome,
            gained_or_lost=gained_or_lost,
            unintended=unintended,
            cost=cost,
            decision=decision,
            reasons=reasons,
        )
        return add(row, by=by, verb="evaluation.recorded", initiative=held, detail={"decision": decision, "on": day.isoformat()})
