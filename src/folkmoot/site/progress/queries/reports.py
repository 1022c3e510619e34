"""Status reports, and whether the next one is late."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from folkmoot.licence.stages import Stage
from folkmoot.site.audit import queries as audit
from folkmoot.site.progress.models import ReportDraft, StatusReport
from folkmoot.site.progress.queries.milestones import milestones_of

LONGEST_SILENCE = timedelta(days=35)
"""A report is overdue when the last one is older than this."""


def reports_of(initiative: Any) -> list[StatusReport]:
    """The published reports, the newest first."""
    return list(StatusReport.objects.filter(initiative=initiative).order_by("-number"))


def in_a_sentence(initiative: Any) -> str:
    """How many milestones are reached and overdue, for the initiative's own page."""
    found = [milestone for milestone in milestones_of(initiative) if milestone.state != "dropped"]
    if not found:
        return "No milestone is planned yet."
    reached, overdue = (sum(milestone.state == state for milestone in found) for state in ("reached", "overdue"))
    late = f" {overdue} {'is' if overdue == 1 else 'are'} overdue." if overdue else ""
    return f"{reached} of {len(found)} {'milestone' if len(found) == 1 else 'milestones'} reached.{late}"


def draft_of(initiative: Any) -> ReportDraft | None:
    """What may become the next report. For staff alone: no public page calls this."""
    return ReportDraft.objects.select_related("drafted_by", "initiative").filter(initiative=initiative).first()


def overdue_since(initiative: Any, today: date | None = None) -> date | None:
    """The first day on which a report was overdue, or None while none is.

    A report is due within 35 days of the one before, or of the day the initiative left its scope; none is once it is closed.
    """
    if Stage(initiative.stage) in {Stage.SCOPE, Stage.CLOSE}:
        return None
    last = StatusReport.objects.filter(initiative=initiative).order_by("-number").first()
    since = last.published_on if last else _left_scope(initiative)
    if since is None:
        return None
    late = since + LONGEST_SILENCE + timedelta(days=1)
    return late if (today or timezone.localdate()) >= late else None


def _left_scope(initiative: Any) -> date | None:
    moves = (event for event in audit.history(initiative) if event["verb"] == "initiative.stage_changed")
    return next((timezone.localdate(event["at"]) for event in moves if event["detail"]["from"] == Stage.SCOPE.value), None)
