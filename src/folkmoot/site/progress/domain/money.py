"""Money and staff time: planned once, then kept up to date by new figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.site.progress.domain.recording import add, not_to_come, writing
from folkmoot.site.progress.models import BudgetFigures, BudgetLine
from folkmoot.site.renditions import Texts

NOTHING = Decimal(0)


def plan_budget_line(
    *, by: Any, initiative: Any, words: Texts, funder: str, planned_pounds: Decimal = NOTHING, planned_hours: Decimal = NOTHING
) -> BudgetLine:
    """One thing that costs pounds, staff hours or both, and who pays. What is planned never changes afterwards."""
    with writing(by, initiative) as held:
        row = BudgetLine(initiative=held, words=words, funder=funder.strip(), planned_pounds=planned_pounds, planned_hours=planned_hours)
        return add(row, by=by, verb="budget_line.planned", initiative=held)


def update_budget_line(
    *,
    by: Any,
    line: BudgetLine,
    forecast_pounds: Decimal,
    forecast_hours: Decimal,
    actual_pounds: Decimal,
    actual_hours: Decimal,
    on: date | None = None,
    reason: Texts | None = None,
) -> BudgetFigures:
    """What the line will cost in the end as it looks now, and what is spent up to a day (today). After the end too: bills come late."""
    day = not_to_come(on, "Money cannot have been spent up to a day to come.")
    with writing(by, line.initiative, also_after_the_end=True) as held:
        row = BudgetFigures(
            line=line,
            on=day,
            forecast_pounds=forecast_pounds,
            forecast_hours=forecast_hours,
            actual_pounds=actual_pounds,
            actual_hours=actual_hours,
            reason=reason or {},
        )
        return add(row, by=by, verb="budget_line.updated", initiative=held, detail={"line": line.pk, "day": day.isoformat()})
