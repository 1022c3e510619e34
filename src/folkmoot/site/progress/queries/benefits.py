"""Benefits as they stand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.site.progress.amounts import amount, is_few
from folkmoot.site.progress.models import Benefit, Unit
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class Measured:
    """What was measured on a day, in words, and how anyone can tell."""

    on: date
    value: Decimal
    words: str
    evidence: Texts


@dataclass(frozen=True)
class BenefitNow:
    """A benefit as it stands: `actuals` has the newest row for each day, the first day first; `words_of_unit` is for "something else"."""

    id: int
    words: Texts
    measure: Texts
    unit: str
    words_of_unit: Texts
    baseline: Decimal
    target: Decimal
    target_day: date
    owner: Any
    actuals: tuple[Measured, ...]

    @property
    def baseline_words(self) -> str:
        """Where it starts."""
        return amount(self.baseline, self.unit)

    @property
    def target_words(self) -> str:
        """Where it is to get to. A target counts nobody, so it is never hidden."""
        return amount(self.target, self.unit) if not is_few(self.target, self.unit) else f"{self.target:.0f} people"

    @property
    def latest(self) -> Measured | None:
        """What was measured last."""
        return self.actuals[-1] if self.actuals else None

    @property
    def wanted(self) -> Decimal:
        """How much better the target is than where it starts: above 0."""
        return abs(self.target - self.baseline)

    @property
    def gained(self) -> Decimal | None:
        """How much better it is now than where it started; below 0 when it got worse, None before it was measured.

        None too where it would give away a count of people that is not shown.
        """
        if self.latest is None or is_few(self.latest.value, self.unit) or is_few(self.baseline, self.unit):
            return None
        change = self.latest.value - self.baseline
        return change if self.target > self.baseline else -change

    @property
    def state_words(self) -> str:
        """How it stands, good or bad."""
        if self.latest is None:
            return "Not measured yet"
        change = self.latest.value - self.baseline
        gained = change if self.target > self.baseline else -change
        if gained < 0:
            return "Worse than at the start"
        if gained == 0:
            return "No better than at the start"
        return "Target reached" if gained >= self.wanted else "Better, short of the target"


def benefits_of(initiative: Any) -> list[BenefitNow]:
    """The benefits of an initiative that were not withdrawn, by their target day."""
    found = Benefit.objects.filter(initiative=initiative, withdrawal__isnull=True).select_related("owner").prefetch_related("actuals")
    return [_now(benefit) for benefit in found]


def every_benefit() -> dict[Any, list[BenefitNow]]:
    """The benefits of all initiatives by the key of theirs, in three questions to the database however many there are."""
    found: dict[Any, list[BenefitNow]] = {}
    for row in Benefit.objects.filter(withdrawal__isnull=True).select_related("owner").prefetch_related("actuals"):
        found.setdefault(row.initiative_id, []).append(_now(row))
    return found


def benefit_rows(initiative: Any) -> list[Benefit]:
    """The same as rows, for the staff pages that name them."""
    return list(Benefit.objects.filter(initiative=initiative, withdrawal__isnull=True))


def benefit(benefit_id: int) -> Benefit | None:
    """One benefit as a row, for the staff pages that measure it."""
    return Benefit.objects.select_related("initiative__lead").filter(pk=benefit_id).first()


def _now(benefit: Benefit) -> BenefitNow:
    newest = {actual.on: actual for actual in benefit.actuals.all()}  # ordered by day, then as recorded
    actuals = tuple(Measured(a.on, a.value, amount(a.value, benefit.unit), a.evidence) for a in newest.values())
    return BenefitNow(
        id=benefit.pk,
        words=benefit.words,
        measure=benefit.measure,
        unit=benefit.unit,
        words_of_unit=benefit.unit_words if benefit.unit == Unit.OTHER else {},
        baseline=benefit.baseline,
        target=benefit.target,
        target_day=benefit.target_day,
        owner=benefit.owner,
        actuals=actuals,
    )
