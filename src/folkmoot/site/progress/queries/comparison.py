"""What benefits cost, side by side: pounds and staff hours per unit of benefit, across organisations and initiatives.

Only benefits in the same unit are compared. Each is set against the whole cost of its initiative: costs are not shared out between the
benefits of one initiative, because nobody can say which pound did which good.
"""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from folkmoot.site.initiatives import queries as initiatives
from folkmoot.site.progress.models import Unit
from folkmoot.site.progress.queries.benefits import BenefitNow, every_benefit
from folkmoot.site.progress.queries.money import NONE, Figures, every_total
from folkmoot.site.renditions import Reader, render

UNITS = {Unit.POUNDS.value: "pounds a year", Unit.HOURS.value: "hours a year", Unit.PEOPLE.value: "people"}


@dataclass(frozen=True)
class Row:
    """A benefit and the cost of its initiative. What is per unit is None where nothing was gained, measured or spent."""

    initiative: Any
    benefit: BenefitNow
    cost: Figures
    expected_pounds_each: Decimal | None
    pounds_each: Decimal | None
    hours_each: Decimal | None


@dataclass(frozen=True)
class Range:
    """What a unit cost over some benefits of some initiatives, in pounds: the lowest, the middle and the highest."""

    benefits: int
    initiatives: int
    lowest: Decimal
    middle: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Group:
    """The benefits in one unit, the cheapest first, those without a cost per unit last; `range` is None while fewer than two have one."""

    unit: str
    rows: tuple[Row, ...]
    range: Range | None

    @property
    def initiatives(self) -> int:
        """How many initiatives they are from."""
        return len({row.initiative.pk for row in self.rows})


def compared(organisation: str = "") -> list[Group]:
    """Every benefit by its unit; where a slug is given, only those that this organisation answers for."""
    groups: dict[str, list[Row]] = {}
    benefits, totals = every_benefit(), every_total()
    for initiative in initiatives.everything():
        for benefit in benefits.get(initiative.pk, []):
            if organisation in {"", benefit.owner.slug}:
                groups.setdefault(_unit(benefit), []).append(_row(initiative, benefit, totals.get(initiative.pk, NONE)))
    order = [*UNITS.values(), *sorted(set(groups) - set(UNITS.values()))]
    return [_group(unit, groups[unit]) for unit in order if unit in groups]


def owners() -> list[Any]:
    """The organisations that answer for a benefit, by name."""
    found = {benefit.owner for benefits in every_benefit().values() for benefit in benefits}
    return sorted(found, key=lambda organisation: organisation.name)


def _unit(benefit: BenefitNow) -> str:
    return UNITS.get(benefit.unit) or " ".join(render(benefit.words_of_unit, Reader()).words.casefold().split())


def _row(initiative: Any, benefit: BenefitNow, cost: Figures) -> Row:
    gained = benefit.gained
    return Row(
        initiative=initiative,
        benefit=benefit,
        cost=cost,
        expected_pounds_each=_each(cost.forecast_pounds, benefit.wanted),
        pounds_each=_each(cost.actual_pounds, gained),
        hours_each=_each(cost.actual_hours, gained),
    )


def _each(cost: Decimal, units: Decimal | None) -> Decimal | None:
    return cost / units if units is not None and units > 0 and cost > 0 else None


def _group(unit: str, rows: list[Row]) -> Group:
    rows.sort(key=lambda row: (row.pounds_each is None, row.pounds_each or 0, row.initiative.pk, row.benefit.id))
    priced = [row for row in rows if row.pounds_each is not None]
    each = [row.pounds_each for row in priced if row.pounds_each is not None]
    spread = Range(len(each), len({r.initiative.pk for r in priced}), min(each), median(each), max(each)) if len(each) > 1 else None
    return Group(unit, tuple(rows), spread)
