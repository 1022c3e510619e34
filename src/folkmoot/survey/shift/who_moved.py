"""Gross and net change: who moved from which answer to which, how many moved at all, and what is left when moves cancel out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.factors import Factor
from folkmoot.survey.people import people
from folkmoot.survey.shift.paired_table import PairedTable, paired_table
from folkmoot.survey.shift.people_test import COUNTS_ONLY, moved_or_not


@dataclass(frozen=True, eq=False)
class WhoMoved:
    """table: people by their answer before and after. missed: people who did not answer both times, who are not in the table.
    ordered: whether the levels are in order, so that a move has a direction.

    By level: before and after count people, stayed those who gave it both times, left and joined those who moved from and to it, and
    net is joined less left."""

    table: PairedTable
    missed: int
    ordered: bool
    method: str

    @property
    def n(self) -> int:
        """People who answered both times."""
        return self.table.n

    @property
    def moved(self) -> int:
        """Gross change: people whose answer changed."""
        return self.table.moved

    @property
    def did_not_move(self) -> int:
        """People who gave the same answer both times."""
        return self.n - self.moved

    @property
    def toward(self) -> int | None:
        """People who moved toward the last level; None where the levels have no order."""
        return self.table.up if self.ordered else None

    @property
    def away(self) -> int | None:
        """People who moved away from the last level; None where the levels have no order."""
        return self.table.down if self.ordered else None

    @property
    def before(self) -> NDArray[np.int64]:
        """(levels,) people."""
        return self.table.before

    @property
    def after(self) -> NDArray[np.int64]:
        """(levels,) people."""
        return self.table.after

    @property
    def stayed(self) -> NDArray[np.int64]:
        """(levels,) people who gave the answer both times."""
        return np.diag(self.table.counts).copy()

    @property
    def left(self) -> NDArray[np.int64]:
        """(levels,) people who moved from the answer."""
        return self.before - self.stayed

    @property
    def joined(self) -> NDArray[np.int64]:
        """(levels,) people who moved to the answer."""
        return self.after - self.stayed

    @property
    def net(self) -> NDArray[np.int64]:
        """(levels,) joined less left."""
        return self.after - self.before

    @property
    def net_moved(self) -> int:
        """Net change: the fewest people who would have had to move to give the same counts after. Never more than moved."""
        return int(np.abs(self.net).sum()) // 2

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        if not self.n:
            return ("Nobody answered both times.",)
        direction = (
            f": {self.toward:,} toward “{self.table.levels[-1]}” and {self.away:,} away from it" if self.ordered and self.moved else ""
        )
        said = [f"{moved_or_not(self.n, self.moved)}{direction}."]
        if self.moved:
            cancelled = self.moved - self.net_moved
            start = f"Moves of {people(cancelled)} cancelled out" if cancelled else "No moves cancelled out"
            said.append(f"{start}: the counts after could have come from {self.net_moved:,} moving.")
        if self.missed:
            said.append(f"{people(self.missed)} did not answer both times and {'is' if self.missed == 1 else 'are'} not counted.")
        return (*said, COUNTS_ONLY)


def who_moved(before: Factor, after: Factor, *, ordered: bool = True) -> WhoMoved:
    """Count who moved. Raises ValueError when the two steps differ in levels or rows."""
    table = paired_table(before, after)
    return WhoMoved(table, before.n - table.n, ordered, "gross and net change; unweighted counts; complete pairs")
