"""Writing and publishing a plan, and its rounds: rule, row and audit event in one transaction. What happens in rounds is in running.py."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.errors import NotNow
from folkmoot.site.people.rules import require
from folkmoot.site.planning.answers import faults, missing
from folkmoot.site.planning.models import Plan, PlanVersion, Round
from folkmoot.site.planning.risk import falls_short
from folkmoot.site.planning.running import answer_check, decide_round, link_engagement, report_level, round_of
from folkmoot.site.renditions import Texts

PLAN = "planning.plan"

__all__ = [
    "add_round",
    "answer_check",
    "answer_step",
    "change_round",
    "decide_round",
    "link_engagement",
    "publish_plan",
    "remove_last_round",
    "report_level",
]


def answer_step(*, by: Any, initiative: Any, step: str, given: Any) -> Plan:
    """Keep the answers of one step of the plan, in place of what was there; the plan begins with its first. Nothing is public yet.

    Raises ValidationError naming every mistake, PermissionDenied without `planning.plan` in the Organisation that leads the initiative.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        wrong = faults(step, given)
        if wrong:
            raise ValidationError(wrong)
        plan = _held(initiative)
        plan.answers = {**plan.answers, step: given}
        plan.changed_at = timezone.now()
        plan.save()
        record(by=by, verb="plan.answered", subject=initiative, detail={"step": step})
    return plan


def publish_plan(*, by: Any, initiative: Any) -> PlanVersion:
    """Publish the plan as it is: the promise is public from now on, and no engagement of the initiative opens outside its rounds.

    The same answers again give the version that has them. Raises ValidationError for steps not answered and for less than the risk asks
    for; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        plan = _held(initiative)
        lacking = [f"Not answered yet: “{step.heading}”" for step in missing(plan.answers)]
        if lacking:
            raise ValidationError(lacking)
        methods = list(plan.rounds.values_list("method", flat=True))
        short = falls_short(plan.answers["risk"]["band"], level=plan.answers["promise"]["level"], methods=methods)
        if short:
            raise ValidationError(short)
        digest = hashlib.sha256(json.dumps(plan.answers, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        last = plan.versions.last()
        if last is not None and last.hash == digest:
            return last
        number = last.number + 1 if last else 1
        made = plan.versions.create(number=number, answers=plan.answers, hash=digest, by=by, published_at=timezone.now())
        record(by=by, verb="plan.published", subject=initiative, detail={"number": number, "hash": digest})
    return made


def add_round(*, by: Any, initiative: Any, method: str, question: Texts, starts: dt.date, ends: dt.date, pounds: int, hours: int) -> Round:
    """The next round of the plan. Raises ValidationError by field; PermissionDenied as above."""
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        plan = _held(initiative)
        if plan.pk is None:
            plan.save()
        last = plan.rounds.last()
        number = last.number + 1 if last else 1
        made = Round(plan=plan, number=number, method=method, question=question, starts=starts, ends=ends, pounds=pounds, hours=hours)
        _in_order(made, last)
        made.full_clean()
        made.save()
        record(by=by, verb="round.planned", subject=initiative, detail={"number": number, "method": method})
    return made


def change_round(
    *, by: Any, initiative: Any, number: int, method: str, question: Texts, starts: dt.date, ends: dt.date, pounds: int, hours: int
) -> Round:
    """Change a round that has not begun. Raises NotNow once an engagement of it was opened or something was decided after it;
    ValidationError by field, and where a published plan would fall short of what its risk asks for; PermissionDenied as above."""
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        plan = _held(initiative)
        held = round_of(initiative, number)
        _not_begun(held)
        held.method, held.question, held.starts, held.ends, held.pounds, held.hours = method, question, starts, ends, pounds, hours
        _in_order(held, plan.rounds.filter(number=number - 1).first())
        held.full_clean()
        version = plan.versions.last()
        if version is not None:
            methods = [*plan.rounds.exclude(pk=held.pk).values_list("method", flat=True), method]
            short = falls_short(version.answers["risk"]["band"], level=version.answers["promise"]["level"], methods=methods)
            if short:
                raise ValidationError({"method": short})
        held.save()
        record(by=by, verb="round.changed", subject=initiative, detail={"number": number, "method": method})
    return held


def remove_last_round(*, by: Any, initiative: Any) -> None:
    """Take the last round away. Raises NotNow once the plan is published or the round has begun; PermissionDenied as above."""
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        plan = _held(initiative)
        last = plan.rounds.last() if plan.pk else None
        if last is None:
            raise NotNow("There is no round to take away.")
        if plan.versions.exists():
            raise NotNow("The plan is public, so its rounds stay. Change the round instead.")
        _not_begun(last)
        last.linked.all().delete()
        last.delete()
        record(by=by, verb="round.removed", subject=initiative, detail={"number": last.number})


def _held(initiative: Any) -> Plan:
    found = Plan.objects.select_for_update().filter(initiative=initiative).first()
    return found or Plan(initiative=initiative, answers={}, changed_at=timezone.now())


def _not_begun(held: Round) -> None:
    if held.decisions.exists() or held.linked.exclude(engagement__state="draft").exists():
        raise NotNow(f"Round {held.number} has begun, so it stays as it was planned.")


def _in_order(made: Round, before: Round | None) -> None:
    if before is not None and made.starts < before.starts:
        raise ValidationError({"starts": f"Rounds are in order: it cannot start before round {before.number} does."})
