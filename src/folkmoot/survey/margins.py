"""Population margins, and the joint cells of rows that share a level of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
import scipy  # which loads its parts when they are first used
from numpy.typing import NDArray

from folkmoot.survey.factors import smallest
from folkmoot.survey.profiles import Integers, Key, joint_key

_SMALL_MATRIX = 1 << 18
_SAME_TOTAL = 1e-6  # published margins are rounded: totals this close (relative) count as one


@dataclass(frozen=True, eq=False)
class Margin:
    """What is known of the population by one characteristic.

    name: the characteristic, such as "age".
    levels: its levels in order, such as ("18-24", "25-34", ...).
    codes: (n,) which level each row has: 0 for the first.
    targets: (levels,) how many people of the population each level has; none negative.

    Raises ValueError naming the margin when codes or targets do not fit the levels.
    """

    name: str
    levels: tuple[str, ...]
    codes: Integers
    targets: NDArray[np.float64]

    def __post_init__(self) -> None:
        codes, targets = np.asarray(self.codes), np.array(self.targets, np.float64)
        object.__setattr__(self, "levels", tuple(self.levels))
        if len(set(self.levels)) != len(self.levels):
            raise ValueError(f"{self.name}: a level is named twice. Name each level once.")
        if targets.shape != (len(self.levels),):
            raise ValueError(f"{self.name}: {targets.size} targets for {len(self.levels)} levels. Give one target for each level.")
        for level, target in zip(self.levels, targets, strict=True):
            if not (np.isfinite(target) and target >= 0):
                raise ValueError(f"{self.name}, {level}: the target {target:g} is not a count of people. Give a number of zero or more.")
        if not targets.any():
            raise ValueError(f"{self.name}: every target is zero. Give the population's counts.")
        if codes.ndim != 1 or codes.dtype.kind not in "iub":
            raise ValueError(f"{self.name}: codes must be one row of whole numbers.")
        if codes.size and (int(codes.min()) < 0 or int(codes.max()) >= len(self.levels)):
            row = int(np.argmax((codes < 0) | (codes >= len(self.levels))))
            raise ValueError(f"{self.name}: row {row + 1} has no level. Fill it in, or leave the row out, before raking.")
        targets.flags.writeable = False
        object.__setattr__(self, "codes", codes.astype(smallest(len(self.levels))))
        self.codes.flags.writeable = False
        object.__setattr__(self, "targets", targets)


@dataclass(frozen=True, eq=False)
class Calibration:
    """The margins a design was raked to, on the joint cells that hold at least one row.

    names: the margins' names.
    key: the joint cell of each row.
    cell_levels: (cells, margins) the level of each margin in each cell.
    sizes: how many levels each margin has. weighed: (n,) which rows weigh something, where not all do.
    tag: how the weights were made, as a result's method says it.
    of_weighted: whether `fitted` takes sums of weight times variable; if not, of the variable, each row counting once.
    """

    names: tuple[str, ...]
    key: Key
    cell_levels: NDArray[np.int64]
    sizes: tuple[int, ...]
    tag: ClassVar[str] = "raked"
    of_weighted: ClassVar[bool] = False
    weighed: NDArray[np.bool_] | None = None

    @property
    def cells(self) -> Integers:
        """(n,) the joint cell of each row."""
        return self.key.rows

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """(cells,) rows in each cell that weigh something."""
        return self.key.counts if self.weighed is None else np.rint(self.key.weigh(self.weighed.astype(np.float64))).astype(np.int64)

    def taken(self, rows: NDArray[np.bool_] | Integers) -> Self:
        """The same cells for some of the rows, or for rows repeated."""
        return replace(self, key=Key(self.cells[rows], self.key.places), weighed=None if self.weighed is None else self.weighed[rows])

    @cached_property
    def indicators(self) -> "scipy.sparse.csr_array":
        """(cells, levels of all margins) 1 where the cell has the level."""
        starts = np.concatenate(([0], np.cumsum(self.sizes)[:-1]))
        cells, margins = self.cell_levels.shape
        columns = (self.cell_levels + starts).ravel()
        return scipy.sparse.csr_array(
            (np.ones(columns.size), columns, np.arange(0, columns.size + 1, margins)), shape=(cells, sum(self.sizes))
        )

    @cached_property
    def _projection(self) -> "_Projection":
        return _Projection.of(self)

    def fitted(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """(cells, k) the least-squares fit, on the margins' indicators with every row counting once, of k variables whose sums
        over the rows of each cell are `sums` (cells, k). This is the projection R's `rake` makes of z/w (survey 4.1)."""
        return self._projection.fitted(sums)


@dataclass(frozen=True, eq=False)
class _Projection:
    """The normal equations of the indicators, with the margin of most levels solved for first: its part is diagonal, so what has to be
    inverted is only as large as the other margins together.

    large, others: (levels, cells) indicators, transposed; dense where they are small, because faster. per_level: (levels,) one over the
    rows of each level of the large margin. crossed: (levels of large, levels of others) rows in both. inverse: of what is left."""

    large: "scipy.sparse.csr_array | NDArray[np.float64]"
    others: "scipy.sparse.csr_array | NDArray[np.float64]"
    per_level: NDArray[np.float64]
    crossed: "scipy.sparse.csr_array | NDArray[np.float64]"
    inverse: NDArray[np.float64]

    @classmethod
    def of(cls, calibration: Calibration) -> "_Projection":
        starts = np.cumsum([0, *calibration.sizes])
        largest = int(np.argmax(calibration.sizes))
        rows = calibration.indicators.T.tocsr()
        own = np.zeros(rows.shape[0], np.bool_)
        own[starts[largest] : starts[largest + 1]] = True
        large, others = rows[own], rows[~own]
        counts = calibration.counts
        held = np.asarray(large @ counts, np.float64)
        per_level = np.divide(1, held, out=np.zeros_like(held), where=held > 0)
        crossed = (large.multiply(counts[None, :]) @ others.T).tocsr()
        squares = (others.multiply(counts[None, :]) @ others.T).toarray() - (crossed.T @ crossed.multiply(per_level[:, None])).toarray()
        # The indicators of each margin sum to one, so the normal matrix is singular by design: a pseudo-inverse.
        inverse = np.asarray(np.linalg.pinv(squares, rcond=1e-12, hermitian=True)) if squares.size else np.zeros((0, 0))
        if rows.shape[0] * rows.shape[1] <= _SMALL_MATRIX:
            return cls(large.toarray(), others.toarray(), per_level, crossed.toarray(), inverse)
        return cls(large, others, per_level, crossed, inverse)

    def fitted(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """(cells, k)"""
        on_large = self.per_level[:, None] * (self.large @ sums)
        of_others = self.inverse @ (self.others @ sums - self.crossed.T @ on_large)
        of_large = on_large - self.per_level[:, None] * (self.crossed @ of_others)
        return np.asarray(self.large.T @ of_large + self.others.T @ of_others)


def joint_cells(margins: Sequence[Margin], *, weighed: NDArray[np.bool_] | None = None) -> Calibration:
    """The occupied joint cells of the margins' codes, in one pass over the rows. weighed: (n,) which rows weigh something."""
    key, levels = joint_key(margins[0].codes.size, [(margin.codes, len(margin.levels), False) for margin in margins])
    sizes = tuple(len(m.levels) for m in margins)
    return Calibration(tuple(m.name for m in margins), key, levels, sizes, None if weighed is None or weighed.all() else weighed)


def common_totals(margins: Sequence[Margin]) -> list[NDArray[np.float64]]:
    """The targets of the margins scaled to the last one's total, where the totals differ by less than 1 in 1,000,000 (rounding).

    Raises ValueError with both totals where they differ by more."""
    if not margins:
        return []
    last, total = margins[-1], float(margins[-1].targets.sum())
    for margin in margins:
        own = float(margin.targets.sum())
        if abs(own - total) > _SAME_TOTAL * total:
            raise ValueError(
                f"The margins do not describe the same population: {margin.name} sums to {own:,.10g} and {last.name} to {total:,.10g}. "
                "Give counts of the same people."
            )
    return [margin.targets * (total / float(margin.targets.sum())) for margin in margins]
