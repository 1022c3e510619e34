"""Amounts in words: pounds, hours, people and other units. A small count of people is not shown."""

from decimal import Decimal

from folkmoot.site.progress.models import Unit
from folkmoot.site.small_counts import FEW, FEW_WORDS


def number(value: Decimal) -> str:
    """1,204 or 12.5: no zeros after the point that say nothing."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def pounds(value: Decimal) -> str:
    """£1,204 or £12.50."""
    sign = "-" if value < 0 else ""
    return f"{sign}£{abs(value):,.2f}".removesuffix(".00")


def hours(value: Decimal) -> str:
    """1,204 hours."""
    return f"{number(value)} {'hour' if value == 1 else 'hours'}"


def is_few(value: Decimal, unit: str) -> bool:
    """Whether it counts people and they are too few to be shown."""
    return unit == Unit.PEOPLE and 0 < value < FEW


def amount(value: Decimal, unit: str) -> str:
    """What a benefit's value is in words; for "something else" the number alone, which its own words follow."""
    if is_few(value, unit):
        return f"{FEW_WORDS} people"
    if unit == Unit.POUNDS:
        return f"{pounds(value)} a year"
    if unit == Unit.HOURS:
        return f"{hours(value)} a year"
    if unit == Unit.PEOPLE:
        return f"{number(value)} people"
    return number(value)
