"""How often people complained, in numbers that give nobody away.

A count of people under 10 is shown as “fewer than 10”. So that it does not follow from the counts beside it, a count above is then shown as
“10 or more”: wherever one part of a whole is small, no part is shown exactly; and a whole over several initiatives is not shown exactly
unless each of them is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALL = 10


@dataclass(frozen=True)
class Count:
    """A number of people, and whether it may be shown exactly."""

    n: int
    exact: bool

    def __str__(self) -> str:
        if self.n == 0:
            return "none"
        if self.n < SMALL:
            return f"fewer than {SMALL}"
        return str(self.n) if self.exact else f"{SMALL} or more"


def parted(parts: Mapping[str, int]) -> dict[str, Count]:
    """The parts of one whole, each with whether it may be shown exactly: none may when any is small."""
    exact = not any(0 < n < SMALL for n in parts.values())
    return {name: Count(n, exact) for name, n in parts.items()}


def added(counts: Iterable[Count]) -> Count:
    """Counts of different initiatives together: exact when each of them is shown exactly, or is none."""
    found = list(counts)
    return Count(sum(c.n for c in found), all(c.n == 0 or (c.exact and c.n >= SMALL) for c in found))
