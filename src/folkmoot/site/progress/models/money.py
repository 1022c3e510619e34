"""Money and staff time: what was planned, what is expected now, and what is spent."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from folkmoot.site.progress.models.recorded import OfInitiative, Recorded
from folkmoot.site.renditions import RenditionsField

NOT_BELOW_NOTHING = [MinValueValidator(Decimal(0), "It cannot be below 0.")]


def pounds(**more: Any) -> Any:
    """An amount of pounds and pence, below ten thousand million."""
    return models.DecimalField(max_digits=12, decimal_places=2, validators=NOT_BELOW_NOTHING, **more)


def hours(**more: Any) -> Any:
    """An amount of staff hours, below a hundred million."""
    return models.DecimalField(max_digits=9, decimal_places=1, validators=NOT_BELOW_NOTHING, **more)


class BudgetLine(OfInitiative):
    """One thing that costs money or staff time, who pays, and what was planned for it. What was planned never changes."""

    words = RenditionsField()
    funder = models.CharField(max_length=160)
    planned_pounds = pounds()
    planned_hours = hours()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_pounds__gte=0, planned_hours__gte=0) & (Q(planned_pounds__gt=0) | Q(planned_hours__gt=0)),
                name="budget_line_costs_something",
                violation_error_message="Say what is planned, in pounds or in staff hours.",
            )
        ]

    def __str__(self) -> str:
        return f"budget line {self.pk} of {self.initiative}"


class BudgetFigures(Recorded):
    """What a line is expected to cost in the end, and what is spent up to a day. The newest row counts."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="figures")
    on = models.DateField()
    forecast_pounds = pounds()
    forecast_hours = hours()
    actual_pounds = pounds()
    actual_hours = hours()
    reason = RenditionsField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forecast_pounds__gte=0, forecast_hours__gte=0, actual_pounds__gte=0, actual_hours__gte=0),
                name="budget_figures_are_not_below_nothing",
                violation_error_message="Pounds and hours cannot be below 0.",
            )
        ]

    def __str__(self) -> str:
        return f"figures of budget line {self.line_id} on {self.on}"
