"""The public numbers of complaints: how many came, how many were acknowledged within 30 days, answered and how, and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from folkmoot.site.concerns.complaint_steps import ACKNOWLEDGE_DAYS, Outcome, Step
from folkmoot.site.concerns.models import ComplaintStep
from folkmoot.site.small_counts import FEW, Count, added, parted

Counted = tuple[dict[str, int], list[int]]
"""How many complaints are at each point, and how many days each answered one took."""


@dataclass(frozen=True)
class ComplaintNumbers:
    """Complaints about one initiative, or about all that one organisation leads.

    `median_days` is from the day a complaint was received to the day it was answered; None where fewer than 10 were answered, or where the
    number of answered ones is not shown exactly.
    """

    received: Count
    in_time: Count
    late: Count
    overdue: Count
    not_yet_due: Count
    answered: Count
    upheld: Count
    partly: Count
    not_upheld: Count
    taken_further: Count
    median_days: float | None

    @classmethod
    def of_none(cls) -> "ComplaintNumbers":
        """The numbers where nobody complained."""
        return _numbers(_nothing(), [])

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each number with its name, in words."""
        return [
            ("Received", str(self.received)),
            (f"Acknowledged within {ACKNOWLEDGE_DAYS} days", str(self.in_time)),
            (f"Acknowledged later than {ACKNOWLEDGE_DAYS} days", str(self.late)),
            (f"Overdue: not acknowledged after {ACKNOWLEDGE_DAYS} days", str(self.overdue)),
            ("Not acknowledged yet, still in time", str(self.not_yet_due)),
            ("Answered", str(self.answered)),
            ("We agreed", str(self.upheld)),
            ("We agreed in part", str(self.partly)),
            ("We did not agree", str(self.not_upheld)),
            ("Taken to the Information Commissioner", str(self.taken_further)),
            ("Days to an answer (median)", "not shown" if self.median_days is None else f"{self.median_days:g}"),
        ]


def of_initiative(initiative_id: int, at: datetime | None = None) -> ComplaintNumbers:
    """The numbers of one initiative at a moment (now), from what was recorded by then."""
    return _numbers(*_counted([initiative_id], at)[initiative_id])


def of_initiatives(initiatives: Sequence[Any], at: datetime | None = None) -> ComplaintNumbers:
    """The numbers of several initiatives together."""
    return _together(list(_counted([initiative.pk for initiative in initiatives], at).values()))


def of_each(initiatives: Sequence[Any], at: datetime | None = None) -> tuple[dict[Any, ComplaintNumbers], dict[Any, ComplaintNumbers]]:
    """The numbers of each initiative, and those of all that each organisation leads together, by initiative and by lead."""
    found = _counted([initiative.pk for initiative in initiatives], at)
    led: dict[Any, list[Counted]] = {}
    for initiative in initiatives:
        led.setdefault(initiative.lead, []).append(found[initiative.pk])
    return {one: _numbers(*found[one.pk]) for one in initiatives}, {lead: _together(counted) for lead, counted in led.items()}


def _together(found: Sequence[Counted]) -> ComplaintNumbers:
    each = [_numbers(*one) for one in found]
    names = [name for name in ComplaintNumbers.__dataclass_fields__ if name != "median_days"]
    together = {name: added(getattr(one, name) for one in each) for name in names}
    days = [day for _, took in found for day in took]
    return ComplaintNumbers(**together, median_days=_median(days, together["answered"]))


def _counted(initiative_ids: Sequence[int], at: datetime | None) -> dict[int, Counted]:
    """How many complaints of each initiative are at each point, and how many days the answered ones took: one question to the database."""
    moment = at or timezone.now()
    steps: dict[int, dict[int, dict[str, ComplaintStep]]] = {key: {} for key in initiative_ids}
    for step in ComplaintStep.objects.filter(complaint__initiative__in=initiative_ids, recorded_at__lte=moment).select_related("complaint"):
        steps[step.complaint.initiative_id].setdefault(step.complaint_id, {})[step.step] = step
    today = timezone.localdate(moment)
    return {key: _count(list(complaints.values()), today) for key, complaints in steps.items()}


def _count(complaints: list[dict[str, ComplaintStep]], today: date) -> Counted:
    counted = _nothing()
    took = []
    for taken in complaints:
        due = taken[Step.RECEIVED].on + timedelta(days=ACKNOWLEDGE_DAYS)
        told = taken.get(Step.ACKNOWLEDGED)
        if told is not None:
            counted["in_time" if told.on <= due else "late"] += 1
        else:
            counted["overdue" if today > due else "not_yet_due"] += 1
        answered = taken.get(Step.ANSWERED)
        counted[answered.outcome if answered else "unanswered"] += 1
        counted["further"] += Step.TAKEN_FURTHER in taken
        if answered:
            took.append((answered.on - taken[Step.RECEIVED].on).days)
    return counted, took


def _nothing() -> dict[str, int]:
    return dict.fromkeys(("in_time", "late", "overdue", "not_yet_due", *(o.value for o in Outcome), "unanswered", "further"), 0)


def _numbers(counted: dict[str, int], took: list[int]) -> ComplaintNumbers:
    received = sum(counted[name] for name in ("in_time", "late", "overdue", "not_yet_due"))
    clock = parted({name: counted[name] for name in ("in_time", "late", "overdue", "not_yet_due")})
    ends = parted({name: counted[name] for name in (*(o.value for o in Outcome), "unanswered")})
    answered = parted({"answered": len(took), "unanswered": counted["unanswered"]})["answered"]
    further = parted({"further": counted["further"], "not": len(took) - counted["further"]})["further"]
    return ComplaintNumbers(
        received=Count(received, received >= FEW),
        **clock,
        answered=answered,
        upheld=ends["upheld"],
        partly=ends["partly"],
        not_upheld=ends["not_upheld"],
        taken_further=further,
        median_days=_median(took, answered),
    )


def _median(took: list[int], answered: Count) -> float | None:
    return float(median(took)) if answered.exact and answered.n >= FEW else None
