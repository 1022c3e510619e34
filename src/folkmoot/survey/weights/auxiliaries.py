"""Numbers known of the population in total, and the rows that are alike in them and in the margins."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from folkmoot.survey.margins import Calibration, Margin, common_totals, joint_cells
from folkmoot.survey.profiles import Integers, Key

type Floats = NDArray[np.float64]

_SMALL_MATRIX = 1 << 16


@dataclass(frozen=True, eq=False)
class Auxiliary:
    """A number whose sum over the population is known, such as "children in the household".

    name: what it is. values: (n,) of each row. total: over the population. With values of 1 it is how many people there are,
    for when no margin says so. Raises ValueError naming the auxiliary and the row when a value is missing.
    """

    name: str
    values: Floats
    total: float

    def __post_init__(self) -> None:
        values = np.array(self.values, np.float64)
        if values.ndim != 1:
            raise ValueError(f"{self.name}: the values must be one row of numbers, one for each response.")
        if not np.isfinite(values).all():
            row = int(np.argmax(~np.isfinite(values)))
            raise ValueError(f"{self.name}: row {row + 1} has no number. Fill it in, or leave the row out, before calibrating.")
        if not np.isfinite(self.total):
            raise ValueError(f"{self.name}: the total {self.total:g} is not a number. Give its sum over the population.")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, eq=False)
class WeightedCalibration(Calibration):
    """What a design was calibrated to, on cells whose rows are alike in margins and auxiliaries. A design that carries it has the
    variance of R's `calibrate` wherever one raked has that of R's `rake`: `fitted` weights the rows by base weight.

    Rows of a cell may differ in base weight: the fit needs only the cell's sum of base weights times variable, which is that of
    calibrated weights times variable over the cell's factor.

    numbers: (cells, auxiliaries) the auxiliaries, less their means where there are margins. base_weights: (n,) of each row.
    factors: (cells,) calibrated weight over base weight.
    """

    tag: ClassVar[str] = "calibrated"
    of_weighted: ClassVar[bool] = True
    numbers: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    base_weights: Floats = field(default_factory=lambda: np.zeros(0))
    factors: Floats = field(default_factory=lambda: np.zeros(0))

    def taken(self, rows: NDArray[np.bool_] | Integers) -> Self:
        """The same cells for some of the rows, or for rows repeated."""
        return replace(super().taken(rows), base_weights=self.base_weights[rows])

    @cached_property
    def columns(self) -> csr_array | Floats:
        """(cells, levels of all margins + auxiliaries) what a row of each cell adds to each total."""
        if not self.sizes:
            return self.numbers
        if len(self.cell_levels) * (sum(self.sizes) + self.numbers.shape[1]) <= _SMALL_MATRIX:
            return np.hstack([self.indicators.toarray(), self.numbers])
        return hstack([self.indicators, csr_array(self.numbers)]).tocsr() if self.numbers.size else self.indicators

    @cached_property
    def _weighted_projection(self) -> tuple[csr_array | Floats, Floats]:
        """The columns' transpose over each cell's factor, and the inverse of the columns' normal matrix."""
        weight = self.key.weigh(self.base_weights)
        per_factor = np.divide(1, self.factors, out=np.zeros_like(self.factors), where=self.factors > 0)
        columns = self.columns
        transposed: csr_array | Floats
        if isinstance(columns, csr_array):
            normal = (columns.T @ columns.multiply(weight[:, None])).toarray()
            transposed = columns.T.multiply(per_factor[None, :]).tocsr()
        else:
            normal = np.asarray(columns.T @ (columns * weight[:, None]), np.float64)
            transposed = columns.T * per_factor
        size = np.sqrt(np.diag(normal))
        size[size == 0] = 1.0
        # The indicators of each margin sum to one, so the normal matrix is singular by design: a pseudo-inverse.
        inverse = np.linalg.pinv(normal / np.outer(size, size), rcond=1e-12, hermitian=True) / np.outer(size, size)
        return transposed, np.asarray(inverse, np.float64)

    def fitted(self, sums: Floats) -> Floats:
        """(cells, k) the least-squares fit, on the totals' columns with every row counting its base weight, of k variables whose
        sums over the rows of each cell, times calibrated weight, are `sums` (cells, k)."""
        transposed, inverse = self._weighted_projection
        return np.asarray(self.columns @ (inverse @ (transposed @ sums)), np.float64)


@dataclass(frozen=True, eq=False)
class Totals:
    """What weights are to meet. calibration: its factors are 1. first: (cells,) a row of each cell.

    totals: (p,) the targets of all margins, on one common total, then of the auxiliaries less their means.
    shifts: (auxiliaries,) the means taken off."""

    calibration: WeightedCalibration
    first: NDArray[np.int64]
    totals: Floats
    shifts: Floats


def totals_to_meet(weights: Floats, margins: Sequence[Margin], auxiliaries: Sequence[Auxiliary], *, by_weight: bool) -> Totals:
    """The rows put into cells of rows that are alike in margins and auxiliaries (and in base weight, with by_weight).

    Raises ValueError when the rows are not those of the weights, a name is given twice, or the margins' totals differ."""
    named = [*(margin.name for margin in margins), *(auxiliary.name for auxiliary in auxiliaries)]
    for name, size in zip(named, [*(m.codes.size for m in margins), *(a.values.size for a in auxiliaries)], strict=True):
        if size != weights.size:
            raise ValueError(f"{name}: {size} rows, and the design has {weights.size}. They must be the same people.")
        if named.count(name) > 1:
            raise ValueError(f"{name} is given twice. Give each margin and each total once.")
    targets = common_totals(margins)
    rows = joint_cells(margins).cells.astype(np.int64) if margins else np.zeros(weights.size, np.int64)
    for column in (*(auxiliary.values for auxiliary in auxiliaries), *((weights,) if by_weight else ())):
        distinct, code = np.unique(column, return_inverse=True)
        if distinct.size > 1:
            rows = np.unique(rows * distinct.size + code, return_inverse=True)[1].astype(np.int64)
    first = np.zeros(int(rows.max()) + 1, np.int64)
    first[rows[::-1]] = np.arange(rows.size)[::-1]
    held = np.array([auxiliary.values[first] for auxiliary in auxiliaries], np.float64).reshape(len(auxiliaries), first.size).T
    # Taking off the mean changes nothing where a margin fixes the number of people, and keeps years and incomes apart from it.
    shifts = np.zeros(len(auxiliaries))
    if margins:
        shifts = np.array([weights @ auxiliary.values / weights.sum() for auxiliary in auxiliaries], np.float64)
    known = np.array([auxiliary.total for auxiliary in auxiliaries], np.float64)
    population = float(targets[-1].sum()) if targets else 0.0
    levels = np.column_stack([m.codes[first] for m in margins]) if margins else np.zeros((first.size, 0), np.int64)
    key, sizes = Key(rows, first.size), tuple(len(m.levels) for m in margins)
    calibration = WeightedCalibration(
        tuple(named), key, levels, sizes, numbers=held - shifts, base_weights=weights, factors=np.ones(first.size)
    )
    return Totals(calibration, first, np.concatenate([*targets, known - shifts * population]), shifts)
