"""How the sample was drawn: weights, strata, primary sampling units and finite populations, one row per response."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.blocks import Blocks, Structure, make_blocks
from folkmoot.survey.margins import Calibration
from folkmoot.survey.options import chosen
from folkmoot.survey.strata import LonelyPsu, Spread, stratum_spread

type Floats = NDArray[np.float64]
type Codes = NDArray[np.int64]
_LARGEST_CODE = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Design:
    """A single-stage sample design of n rows, read as R's `svydesign(ids, strata, weights, fpc, nest=TRUE)`.

    weights: (n,) how many people each row stands for; none negative, at least one above zero. An array of floats is not copied: do
        not change it afterwards. weight_range: the smallest and the largest.
    strata: (n,) whole-number codes, or None for one stratum.
    psu: (n,) whole-number codes of the primary sampling unit, read within its stratum, or None when each row is its own.
    fpc: (n,) how many units its stratum holds in the population (rows, or clusters where psu is given), the same for all rows
        of a stratum; None means sampling with replacement.
    calibration: the margins the weights were raked to; `rake` sets it.
    lonely_psu: what to do with a stratum that has one unit, as R's `survey.lonely.psu`: "fail" refuses, "certainty" takes it
        to add no variance, "adjust" measures its spread from zero and not from its own mean, "average" gives it the mean
        variance of the other strata.

    Raises ValueError in plain words when the arrays do not describe a design.
    """

    weights: Floats
    strata: Codes | None = None
    psu: Codes | None = None
    fpc: Floats | None = None
    calibration: Calibration | None = None
    lonely_psu: LonelyPsu = "fail"
    weight_range: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        weights = _floats(self.weights, "weights", None)
        if weights.size == 0:
            raise ValueError("The design has no rows. Give at least one weight.")
        smallest, largest = float(weights.min()), float(weights.max())
        if smallest < 0:
            _refuse_rows(weights < 0, "weights", "is below zero. A weight says how many people a row stands for")
        if largest == 0:
            raise ValueError("Every weight is zero. At least one must be above zero.")
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "weight_range", (smallest, largest))
        if self.strata is not None:
            object.__setattr__(self, "strata", _codes(self.strata, "strata", weights.size))
        if self.psu is not None:
            object.__setattr__(self, "psu", _codes(self.psu, "psu", weights.size))
        if self.fpc is not None:
            object.__setattr__(self, "fpc", _floats(self.fpc, "fpc", weights.size))
        if self.calibration is not None and self.calibration.cells.size != weights.size:
            raise ValueError(
                f"The calibration has {self.calibration.cells.size} rows and the design {weights.size}. Rake this design itself."
            )
        chosen("lonely_psu", self.lonely_psu, LonelyPsu)
        _ = self.structure  # an fpc that does not fit the strata is refused now and not at the first table

    @property
    def n(self) -> int:
        """How many rows the design has."""
        return self.weights.size

    @cached_property
    def structure(self) -> Structure:
        """The strata and units with dense codes."""
        n = self.n
        if self.strata is None:
            stratum, strata = np.zeros(n, np.int64), 1
        else:
            stratum = np.unique(self.strata, return_inverse=True)[1].astype(np.int64)
            strata = int(stratum.max()) + 1
        if self.psu is None:
            unit, unit_stratum = None, stratum
        else:
            psu = np.unique(self.psu, return_inverse=True)[1].astype(np.int64)
            pairs, unit = np.unique(stratum * (int(psu.max()) + 1) + psu, return_inverse=True)
            unit, unit_stratum = unit.astype(np.int64), pairs // (int(psu.max()) + 1)
        sizes = np.bincount(unit_stratum, minlength=strata) if strata > 1 else np.array([unit_stratum.size])
        return Structure(stratum, unit, unit_stratum, sizes, self._unsampled(stratum, sizes))

    def kept(self, rows: NDArray[np.bool_]) -> Self:
        """The design of some of the rows only, as if no others had been sampled. Not for estimates of a group (give `by` or scores
        of zero for that): it is the convention that leaves people who did not answer out of the design."""
        calibration = None if self.calibration is None else self.calibration.taken(rows)
        columns = {name: column[rows] for name in ("strata", "psu", "fpc") if (column := getattr(self, name)) is not None}
        return replace(self, weights=self.weights[rows], calibration=calibration, **columns)

    @cached_property
    def spread(self) -> Spread:
        """What the spread between the units of each stratum counts for. Raises ValueError for a lonely unit when the rule is "fail"."""
        return stratum_spread(self.structure, self.lonely_psu, self.strata)

    @cached_property
    def squares(self) -> Floats:
        """(n,) squared weights."""
        return self.weights**2

    @property
    def has_zero_weights(self) -> bool:
        """Whether any row stands for nobody."""
        return self.weight_range[0] == 0

    @cached_property
    def plain_blocks(self) -> Blocks:
        """The rows by stratum."""
        return make_blocks(self.weights, self.structure, None)

    @cached_property
    def raked_blocks(self) -> Blocks:
        """The rows by stratum and joint cell of the margins; by stratum where the weights were not raked."""
        return self.plain_blocks if self.calibration is None else make_blocks(self.weights, self.structure, self.calibration)

    def _unsampled(self, stratum: Codes, sizes: Codes) -> Floats:
        """(strata,) the share 1 - n/N of each stratum's units that was not sampled; 1 without an fpc."""
        if self.fpc is None:
            return np.ones(sizes.size)
        first = np.zeros(sizes.size, np.int64)
        first[stratum[::-1]] = np.arange(stratum.size)[::-1]
        population = self.fpc[first]
        _refuse_rows(
            self.fpc != population[stratum], "fpc", "differs from another row of its stratum. Give one population size per stratum"
        )
        too_small = (population < sizes)[stratum]
        _refuse_rows(too_small, "fpc", "is below the number of units sampled in its stratum. Give population sizes, not sampling fractions")
        return np.asarray((population - sizes) / population, np.float64)


def _floats(values: object, name: str, n: int | None) -> Floats:
    array = np.asarray(values, np.float64).view()
    _refuse_shape(array.shape, name, n)
    if array.size and not (np.isfinite(array.min()) and np.isfinite(array.max())):  # NaN and infinities reach one of the two
        _refuse_rows(~np.isfinite(array), name, "is not a number. Fill it in or leave the row out")
    array.flags.writeable = False
    return array


def _codes(values: object, name: str, n: int) -> Codes:
    array = np.asarray(values)
    _refuse_shape(array.shape, name, n)
    if array.dtype.kind not in "iub":
        raise ValueError(f"{name} must be whole-number codes, not {array.dtype}.")
    if array.dtype == np.uint64:
        row = int(np.argmax(array))
        if array[row] > _LARGEST_CODE:
            raise ValueError(f"{name}: row {row + 1} is {int(array[row]):,}, which is too large. Number the codes from 0.")
    codes = array.astype(np.int64)
    if (codes < 0).any():
        row = int(np.argmax(codes < 0))
        raise ValueError(
            f"{name}: row {row + 1} has none (its code is {int(codes[row])}). Every row needs one: fill it in or leave the row out."
        )
    codes.flags.writeable = False
    return codes


def _refuse_shape(shape: tuple[int, ...], name: str, n: int | None) -> None:
    if len(shape) != 1:
        raise ValueError(f"{name} must be one row of numbers, one for each response; this has {len(shape)} dimensions.")
    if n is not None and shape[0] != n:
        raise ValueError(f"{name} has {shape[0]} rows and weights {n}. They must have the same.")


def _refuse_rows(bad: NDArray[np.bool_], name: str, what: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise ValueError(f"{name}: row {row + 1} {what}.")
