"""Counts of people, in numbers that give nobody away: one rule for every page that counts people who wrote, complained, chose or gained.

Fewer than ten are shown as “fewer than 10”. So that such a count does not follow from those beside it, the counts above are then shown as
“10 or more”: wherever one part of a whole is small, no part is shown exactly; and a whole over several wholes is not shown exactly unless
each of them is. Results of surveys have a rule of their own, worked out table by table (`folkmoot.disclosure`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEW = 10
"""The fewest people a published count may show: never below `folkmoot.disclosure.THRESHOLD`."""
FEW_WORDS = f"fewer than {FEW}"
STEP = 5


@dataclass(frozen=True)
class Count:
    """A number of people, and whether it may be shown exactly."""

    n: int
    exact: bool

    def __str__(self) -> str:
        if self.n == 0:
            return "none"
        if self.n < FEW:
            return FEW_WORDS
        return str(self.n) if self.exact else f"{FEW} or more"


def parted(parts: Mapping[str, int]) -> dict[str, Count]:
    """The parts of one whole, each with whether it may be shown exactly: none may when any is small."""
    exact = not any(0 < n < FEW for n in parts.values())
    return {name: Count(n, exact) for name, n in parts.items()}


def added(counts: Iterable[Count]) -> Count:
    """Counts of different wholes together: exact when each of them is shown exactly, or is none."""
    found = list(counts)
    return Count(sum(c.n for c in found), all(c.n == 0 or (c.exact and c.n >= FEW) for c in found))


def about(people: int) -> str:
    """A count that changes by one person at a time, as it may be published: “fewer than 10” (nobody included), else the nearest five. So
    two looks at the page, with one person's change between them, do not tell on that person."""
    return FEW_WORDS if people < FEW else f"about {STEP * round(people / STEP)}"
