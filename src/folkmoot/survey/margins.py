"""Population margins, and the joint cells of rows that share a level of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from folkmoot.survey.factors import smallest
from folkmoot.survey.profiles import Integers, Key, joint_key

_SMALL_MATRIX = 1 << 18


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
        object.__setattr__(self, "codes", codes.astype(smallest(len(self.levels)), copy=False))
        object.__setattr__(self, "targets", targets)


@dataclass(frozen=True, eq=False)
class Calibration:
    """The margins a design was raked to, on the joint cells that hold at least one row.

    names: the margins' names.
    key: the joint cell of each row.
    cell_levels: (cells, margins) the level of each margin in each cell.
    sizes: how many levels each margin has.
    """

    names: tuple[str, ...]
    key: Key
    cell_levels: NDArray[np.int64]
    sizes: tuple[int, ...]

    @property
    def cells(self) -> Integers:
        """(n,) the joint cell of each row."""
        return self.key.rows

    @property
    def counts(self) -> NDArray[np.int64]:
        """(cells,) rows in each cell."""
        return self.key.counts

    @cached_property
    def indicators(self) -> csr_array:
        """(cells, levels of all margins) 1 where the cell has the level."""
        starts = np.concatenate(([0], np.cumsum(self.sizes)[:-1]))
        cells, margins = self.cell_levels.shape
        columns = (self.cell_levels + starts).ravel()
        return csr_array((np.ones(columns.size), columns, np.arange(0, columns.size + 1, margins)), shape=(cells, sum(self.sizes)))

    @cached_property
    def _projection(self) -> tuple[csr_array | NDArray[np.float64], csr_array | NDArray[np.float64], NDArray[np.float64]]:
        """The indicators, their transpose and the inverse of their normal matrix; dense where that is small, because faster."""
        weighted = self.indicators.multiply(self.counts[:, None]).tocsr()
        transposed = self.indicators.T.tocsr()
        # The indicators of each margin sum to one, so the normal matrix is singular by design: a pseudo-inverse.
        inverse = np.asarray(np.linalg.pinv((transposed @ weighted).toarray(), rcond=1e-12, hermitian=True))
        if self.cell_levels.shape[0] * sum(self.sizes) <= _SMALL_MATRIX:
            return self.indicators.toarray(), transposed.toarray(), inverse
        return self.indicators, transposed, inverse

    def fitted(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """(cells, k) the least-squares fit, on the margins' indicators with every row counting once, of k variables whose sums
        over the rows of each cell are `sums` (cells, k). This is the projection R's `rake` makes of z/w (survey 4.1)."""
        indicators, transposed, inverse = self._projection
        return np.asarray(indicators @ (inverse @ (transposed @ sums)))


def joint_cells(margins: Sequence[Margin]) -> Calibration:
    """The occupied joint cells of the margins' codes, in one pass over the rows."""
    key, levels = joint_key(margins[0].codes.size, [(margin.codes, len(margin.levels), False) for margin in margins])
    return Calibration(tuple(m.name for m in margins), key, levels, tuple(len(m.levels) for m in margins))
