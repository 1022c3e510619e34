"""Milestones: planned, forecast again, reached, dropped, and taken up again."""

from datetime import date
from typing import Any

from folkmoot.site.errors import NotNow
from folkmoot.site.progress.domain.recording import add, needed, not_to_come, writing
from folkmoot.site.progress.models import Milestone, MilestoneChange
from folkmoot.site.progress.queries.milestones import standing
from folkmoot.site.renditions import Texts

Kind = MilestoneChange.Kind
VERB_OF: dict[str, str] = {
    Kind.FORECAST: "milestone.forecast",
    Kind.REACHED: "milestone.reached",
    Kind.REOPENED: "milestone.reopened",
    Kind.DROPPED: "milestone.dropped",
}


def plan_milestone(*, by: Any, initiative: Any, words: Texts, planned: date) -> Milestone:
    """A new milestone, public at once, and the day it is planned for."""
    with writing(by, initiative) as held:
        row = Milestone(initiative=held, words=words, planned=planned)
        return add(row, by=by, verb="milestone.planned", initiative=held, detail={"day": planned.isoformat()})


def forecast_milestone(*, by: Any, milestone: Milestone, on: date, reason: Texts) -> MilestoneChange:
    """A new day on which it is expected, and why. The days before stay on record."""
    return _change(by, milestone, Kind.FORECAST, on, needed(reason, "reason", "Say why the day changes."))


def reach_milestone(*, by: Any, milestone: Milestone, on: date | None = None, reason: Texts | None = None) -> MilestoneChange:
    """That it was reached on a day (today)."""
    return _change(by, milestone, Kind.REACHED, not_to_come(on, "A milestone cannot be reached on a day to come."), reason)


def drop_milestone(*, by: Any, milestone: Milestone, reason: Texts) -> MilestoneChange:
    """That it is no longer wanted, and why. It stays on the page."""
    return _change(by, milestone, Kind.DROPPED, None, needed(reason, "reason", "Say why it is dropped."))


def reopen_milestone(*, by: Any, milestone: Milestone, reason: Texts) -> MilestoneChange:
    """That it is still to be reached after all, and why: the way back from a mistake."""
    return _change(by, milestone, Kind.REOPENED, None, needed(reason, "reason", "Say why it is still to be reached."))


def _change(by: Any, milestone: Milestone, kind: str, on: date | None, reason: Texts | None) -> MilestoneChange:
    with writing(by, milestone.initiative) as held:
        now = standing(milestone.changes.all())
        if kind == Kind.REOPENED and now is None:
            raise NotNow("This milestone is still to be reached. There is nothing to take back.")
        if kind != Kind.REOPENED and now is not None:
            raise NotNow(f"This milestone is {now.get_kind_display().lower()} already. If that is wrong, take it back first.")
        row = MilestoneChange(milestone=milestone, kind=kind, on=on, reason=reason or {})
        detail = {"milestone": milestone.pk} | ({"on": on.isoformat()} if on and kind == Kind.REACHED else {})
        detail |= {"day": on.isoformat()} if on and kind == Kind.FORECAST else {}
        return add(row, by=by, verb=VERB_OF[kind], initiative=held, detail=detail)
