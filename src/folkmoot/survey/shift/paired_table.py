"""Who gave which answer before and which after: a square table of people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.steps import step_codes


@dataclass(frozen=True, eq=False)
class PairedTable:
    """counts: (levels, levels) people by their answer before (rows) and after (columns).

    Raises ValueError when the counts are not whole numbers of people, or do not fit the levels."""

    levels: tuple[str, ...]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        counts, size = np.asarray(self.counts), len(self.levels)
        if counts.shape != (size, size) or size < 2:
            raise ValueError(f"Give a table of {size} rows and {size} columns, one for each level, and at least two levels.")
        numbers = counts.astype(np.float64)
        wrong = ~np.isfinite(numbers) | (numbers < 0) | (numbers != np.floor(numbers))
        if wrong.any():
            row, column = (int(place[0]) for place in np.nonzero(wrong))
            raise ValueError(f"counts: row {row + 1}, column {column + 1} is {numbers[row, column]:g}, which is not a number of people.")
        held = counts.astype(np.int64)
        held.flags.writeable = False
        object.__setattr__(self, "levels", tuple(self.levels))
        object.__setattr__(self, "counts", held)

    @property
    def n(self) -> int:
        """People who answered both times."""
        return int(self.counts.sum())

    @property
    def before(self) -> NDArray[np.int64]:
        """(levels,) people who gave each answer before."""
        return np.asarray(self.counts.sum(1), np.int64)

    @property
    def after(self) -> NDArray[np.int64]:
        """(levels,) people who gave each answer after."""
        return np.asarray(self.counts.sum(0), np.int64)

    @property
    def moved(self) -> int:
        """People whose answer changed."""
        return self.n - int(np.trace(self.counts))

    @property
    def up(self) -> int:
        """People who moved to a later level."""
        return int(np.triu(self.counts, 1).sum())

    @property
    def down(self) -> int:
        """People who moved to an earlier level."""
        return int(np.tril(self.counts, -1).sum())

    def one_of(self, levels: Sequence[str], *, name: str, other: str | None = None) -> "PairedTable":
        """The table with two levels: `name` for the answers among `levels`, and the rest. Raises ValueError as `steps.one_of`."""
        unknown = [level for level in levels if level not in self.levels]
        if unknown:
            raise ValueError(f"There is no level “{unknown[0]}”. The levels are: {', '.join(self.levels)}.")
        if not 0 < len(set(levels)) < len(self.levels):
            raise ValueError("Give some of the levels, not none and not all.")
        among = np.array([[level not in levels, level in levels] for level in self.levels], np.int64)
        return PairedTable((other or f"not {name}", name), among.T @ self.counts @ among)


def paired_table(before: Factor, after: Factor) -> PairedTable:
    """Count the people who answered both times; others are left out. Raises ValueError when the two differ in levels or rows."""
    codes = step_codes([before, after])
    size = len(before.levels)
    codes = codes[(codes >= 0).all(axis=1)]
    return PairedTable(before.levels, np.bincount(codes[:, 0] * size + codes[:, 1], minlength=size * size).reshape(size, size))
