"""Milestones as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from folkmoot.face import date_words
from folkmoot.site.progress.models import Milestone, MilestoneChange
from folkmoot.site.renditions import Texts

Kind = MilestoneChange.Kind


@dataclass(frozen=True)
class MilestoneNow:
    """A milestone on a day: `state` is reached, dropped, overdue (its newest day is past), later (than planned) or coming.

    `expected` is the newest forecast, or the day planned; `forecasts` are all of them with their reasons, the first one first; `why` is
    what was said when it was reached or dropped. `changed_at` and `changes` say when anything was last recorded, and how often.
    """

    id: int
    words: Texts
    planned: date
    expected: date
    forecasts: tuple[tuple[date, Texts], ...]
    reached: date | None
    why: Texts
    state: str
    state_words: str
    recorded_at: datetime
    changed_at: datetime
    changes: int


def milestones_of(initiative: Any, on: date | None = None) -> list[MilestoneNow]:
    """The milestones of an initiative as they stand on a day (today), by the day planned."""
    found = Milestone.objects.filter(initiative=initiative).prefetch_related("changes")
    return [_now(milestone, on or timezone.localdate()) for milestone in found]


def milestone(milestone_id: int) -> Milestone | None:
    """One milestone as a row, for the staff pages that change it."""
    return Milestone.objects.select_related("initiative__lead").filter(pk=milestone_id).first()


def standing(changes: Iterable[MilestoneChange]) -> MilestoneChange | None:
    """That it was reached or dropped, where that stands; None while it is to be reached."""
    last = next((change for change in reversed(list(changes)) if change.kind != Kind.FORECAST), None)
    return None if last is None or last.kind == Kind.REOPENED else last


def _now(milestone: Milestone, day: date) -> MilestoneNow:
    changes = list(milestone.changes.all())
    forecasts = [change for change in changes if change.kind == Kind.FORECAST]
    expected = forecasts[-1].on if forecasts else milestone.planned
    end = standing(changes)
    state, words = _state(end, milestone.planned, expected, day)
    return MilestoneNow(
        id=milestone.pk,
        words=milestone.words,
        planned=milestone.planned,
        expected=expected,
        forecasts=tuple((change.on, change.reason) for change in forecasts),
        reached=end.on if end else None,
        why=end.reason if end else {},
        state=state,
        state_words=words,
        recorded_at=milestone.recorded_at,
        changed_at=changes[-1].recorded_at if changes else milestone.recorded_at,
        changes=len(changes),
    )


def _state(end: MilestoneChange | None, planned: date, expected: date, day: date) -> tuple[str, str]:
    if end is not None and end.kind == Kind.DROPPED:
        return "dropped", "Dropped"
    if end is not None:
        late = (end.on - planned).days
        return "reached", f"Reached on {date_words(end.on)}{f', {_days(late)} late' if late > 0 else ''}"
    if expected < day:
        return "overdue", f"Overdue by {_days((day - expected).days)}"
    if expected > planned:
        return "later", f"Expected {_days((expected - planned).days)} later than planned"
    return "coming", "To come"


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"
