"""What happens in a plan's rounds: engagements are part of them, each is decided on, checks are answered, a level is reached."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from folkmoot.site.audit.domain import record
from folkmoot.site.engagement import queries as engagements
from folkmoot.site.errors import NotNow
from folkmoot.site.evidence import queries as evidence
from folkmoot.site.people.rules import require
from folkmoot.site.planning.models import CheckAnswer, LevelReached, Plan, Round, RoundDecision, RoundEngagement
from folkmoot.site.renditions import Texts

PLAN = "planning.plan"
ADDRESS = re.compile(r"https://[^\s\\]+|/(?!/)[\w/.#?=&%-]*")  # never //elsewhere, and no backslash, which browsers read as a slash


def link_engagement(*, by: Any, initiative: Any, number: int, engagement_slug: str) -> RoundEngagement:
    """Make an engagement part of a round; a draft may be moved to another round.

    Raises ValidationError for one of another initiative, NotNow where it has opened in another round or the round is decided on;
    PermissionDenied without `planning.plan` in the Organisation that leads the initiative.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        held = round_of(initiative, number)
        found = engagements.find(engagement_slug)
        if found is None or found.initiative_id != initiative.pk:
            raise ValidationError({"engagement": "Choose an engagement about this use of data."})
        if held.decisions.exists():
            raise NotNow(f"It is already decided what round {number} taught. Choose a later round.")
        link = RoundEngagement.objects.filter(engagement=found).first()
        if link is not None and found.state != "draft" and link.round_id != held.pk:
            raise NotNow(f"It has opened in round {link.round.number}, and stays there.")
        link = link or RoundEngagement(engagement=found)
        link.round = held
        link.save()
        record(by=by, verb="round.linked", subject=found, detail={"number": number})
    return link


def decide_round(
    *,
    by: Any,
    initiative: Any,
    number: int,
    goes_on: bool,
    learnt: Texts,
    changes: Texts,
    findings: Sequence[str],
    office: str,
    on: dt.date,
) -> RoundDecision:
    """What was learnt in a round, what changes because of it, and whether to go on. It is public at once and for good; a later decision
    on the same round counts instead, and both stay on record.

    Raises NotNow where the plan is not public, an earlier round is not decided on, or people can still answer in this one; ValidationError
    by field for a day to come or before the round starts, and for a finding there is none of; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        held = round_of(initiative, number)
        if not held.plan.versions.exists():
            raise NotNow("Publish the plan first, so that people can read what was promised.")
        if held.plan.rounds.filter(number__lt=number, decisions=None).exists():
            raise NotNow("First record what was learnt in the round before.")
        if held.linked.exclude(engagement__state="closed").exists():
            raise NotNow(f"In round {number} people can still answer, or were not asked yet. Decide when its engagements are closed.")
        if on > timezone.localdate():
            raise ValidationError({"on": "It cannot have been decided on a day to come."})
        if on < held.starts:
            raise ValidationError({"on": "It cannot have been decided before the round started."})
        known = {finding.key for finding in evidence.findings_of(initiative.pk)}
        if not set(findings) <= known:
            raise ValidationError({"findings": "Choose findings of this use of data."})
        made = RoundDecision(
            round=held,
            goes_on=goes_on,
            learnt=learnt,
            changes=changes,
            findings=list(findings),
            office=office.strip(),
            on=on,
            by=by,
            recorded_at=timezone.now(),
        )
        made.full_clean()
        made.save()
        record(by=by, verb="round.decided", subject=initiative, detail={"number": number, "goes_on": goes_on, "on": on.isoformat()})
    return made


def answer_check(*, by: Any, initiative: Any, engagement_slug: str, check: str, words: Texts, evidence: str = "") -> CheckAnswer:
    """What the body says of one of the four checks for one engagement; `evidence` is a page of this site or an https address.

    It is public at once and for good, beside what the system knows, which it does not change. Raises ValidationError by field;
    NotNow where people were not asked yet; PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        found = engagements.find(engagement_slug)
        if found is None or found.initiative_id != initiative.pk:
            raise ValidationError({"engagement": "Choose an engagement about this use of data."})
        if found.state == "draft":
            raise NotNow("People were not asked yet, so there is nothing to check.")
        link = evidence.strip()
        if link and not ADDRESS.fullmatch(link):
            raise ValidationError({"evidence": "Give the address of a page here, such as /i/…, or one that begins with https://."})
        made = CheckAnswer(engagement=found, check_key=check, words=words, evidence=link, by=by, recorded_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="check.answered", subject=initiative, detail={"engagement": engagement_slug, "check": check})
    return made


def report_level(*, by: Any, initiative: Any, level: str, words: Texts) -> LevelReached:
    """How much of a part people had in the end, beside what was promised. Public at once and for good.

    Raises NotNow before the last round is decided on, ValidationError by field, PermissionDenied as above.
    """
    with transaction.atomic():
        require(by, PLAN, initiative.lead)
        plan = Plan.objects.filter(initiative=initiative).first()
        last = plan.rounds.last() if plan is not None and plan.versions.exists() else None
        decided = last.decisions.exists() if last is not None else False
        stopped = plan is not None and any(one.decisions.last() and not one.decisions.last().goes_on for one in plan.rounds.all())
        if plan is None or not (decided or stopped):
            raise NotNow("Say what was reached when the last round is over and decided on.")
        made = LevelReached(plan=plan, level=level, words=words, by=by, recorded_at=timezone.now())
        made.full_clean()
        made.save()
        record(by=by, verb="plan.reached", subject=initiative, detail={"level": level})
    return made


def round_of(initiative: Any, number: int) -> Round:
    """A round by its number. Raises ValidationError where there is none."""
    found = Round.objects.select_related("plan").filter(plan__initiative=initiative, number=number).first()
    if found is None:
        raise ValidationError(f"The plan has no round {number}.")
    return found
