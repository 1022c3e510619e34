"""Money and staff time as they stand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.site.progress.models import BudgetLine
from folkmoot.site.renditions import Texts


@dataclass(frozen=True)
class Figures:
    """Pounds and staff hours: planned at first, expected in the end, and spent so far."""

    planned_pounds: Decimal
    planned_hours: Decimal
    forecast_pounds: Decimal
    forecast_hours: Decimal
    actual_pounds: Decimal
    actual_hours: Decimal

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self.each, other.each, strict=True)))

    @property
    def each(self) -> tuple[Decimal, ...]:
        """The six, in their order."""
        return (
            self.planned_pounds,
            self.planned_hours,
            self.forecast_pounds,
            self.forecast_hours,
            self.actual_pounds,
            self.actual_hours,
        )


NONE = Figures(*(Decimal(0),) * 6)


@dataclass(frozen=True)
class LineNow:
    """A budget line with its newest figures; `on` is the day they count up to, None while nothing was recorded since it was planned."""

    id: int
    words: Texts
    funder: str
    figures: Figures
    on: date | None
    reason: Texts


@dataclass(frozen=True)
class MoneyNow:
    """The lines of an initiative and their sum."""

    lines: tuple[LineNow, ...]
    total: Figures


def money_of(initiative: Any) -> MoneyNow:
    """What an initiative costs, by its lines."""
    found = BudgetLine.objects.filter(initiative=initiative).prefetch_related("figures")
    lines = tuple(_now(line) for line in found)
    return MoneyNow(lines, sum((line.figures for line in lines), NONE))


def every_total() -> dict[Any, Figures]:
    """What each initiative costs in all, by its key."""
    found: dict[Any, Figures] = {}
    for row in BudgetLine.objects.prefetch_related("figures"):
        found[row.initiative_id] = found.get(row.initiative_id, NONE) + _now(row).figures
    return found


def line(line_id: int) -> BudgetLine | None:
    """One line as a row, for the staff page that updates it."""
    return BudgetLine.objects.select_related("initiative__lead").filter(pk=line_id).first()


def _now(line: BudgetLine) -> LineNow:
    recorded = list(line.figures.all())
    last = recorded[-1] if recorded else None
    figures = Figures(
        line.planned_pounds,
        line.planned_hours,
        last.forecast_pounds if last else line.planned_pounds,
        last.forecast_hours if last else line.planned_hours,
        last.actual_pounds if last else Decimal(0),
        last.actual_hours if last else Decimal(0),
    )
    return LineNow(line.pk, line.words, line.funder, figures, last.on if last else None, last.reason if last else {})
