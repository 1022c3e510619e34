"""Replicate weights: the bootstrap, the jackknife and balanced repeated replication (Wolter 2007; as R's `as.svrepdesign`).

A replicate multiplies the base weights of every row of a sampling unit by one number. Where the weights are raked, every replicate is
raked again to the same margins, so that the variance knows what the raking explains.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import hadamard

from folkmoot.survey.design import Design, Floats

_DRAWN = 1 << 16  # units drawn at a time
Kind = Literal["bootstrap", "JK1", "JKn", "BRR"]


@dataclass(frozen=True, eq=False)
class Replicates:
    """design: the design of the base weights. kind: how the replicates were made.

    multipliers: (replicates, units) what a unit's weights are multiplied by, in integers for the bootstrap. For the jackknife it is
    (units,) of what the other units of a stratum are multiplied by when the unit is left out, and each unit is left out once.
    scales: (replicates,) what the squared differences of each replicate from their mean are multiplied by."""

    design: Design
    kind: Kind
    multipliers: NDArray[np.float64] | NDArray[np.uint8]
    scales: Floats
    method: str

    @property
    def count(self) -> int:
        """How many replicates there are."""
        return int(self.scales.size)

    @property
    def counted(self) -> NDArray[np.bool_]:
        """(replicates,) those that tell of a spread; all of them where none does, because every unit there is was sampled."""
        told = self.scales > 0
        return told if told.any() else ~told

    def some(self, start: int, end: int) -> NDArray[np.float64] | NDArray[np.uint8]:
        """(end - start, units) the multipliers of some of the replicates."""
        if self.multipliers.ndim == 2:
            return self.multipliers[start:end]
        stratum = self.design.structure.unit_stratum
        left_out = np.arange(start, end)
        same = stratum[left_out][:, None] == stratum[None, :]
        made = np.where(same, self.multipliers[left_out][:, None], 1.0)
        made[np.arange(end - start), left_out] = 0.0
        return made

    def rows(self, start: int, end: int, piece: slice) -> NDArray[np.float64] | NDArray[np.uint8]:
        """The same for each row of a piece of the design: (end - start, rows)."""
        made, unit = self.some(start, end), self.design.structure.unit
        return made[:, piece] if unit is None else made[:, unit[piece]]


def bootstrap(design: Design, replicates: int, *, seed: int) -> Replicates:
    """Resample the units of each stratum, as many as there are, with replacement (Canty and Davison 1999; R's "bootstrap").

    seed: of numpy's PCG64. Raises ValueError for fewer than two replicates, a finite population, or a stratum of one unit."""
    if replicates < 2:
        raise ValueError(f"{replicates} replicates cannot show a spread. Give at least 2; 200 is usual.")
    _refuse(design, "The bootstrap")
    structure = design.structure
    sizes, units = structure.sizes, structure.unit_stratum.size
    rng = np.random.Generator(np.random.PCG64(seed))
    order = np.argsort(structure.unit_stratum, kind="stable") if sizes.size > 1 else None
    ends = np.cumsum(sizes)
    place = None if order is None else np.argsort(order)
    counts = np.empty((replicates, units), np.uint8)
    step = max(1, _DRAWN // units)
    for start in range(0, replicates, step):
        some = min(step, replicates - start)
        drawn = np.hstack([rng.integers(end - size, end, (some, size)) for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)])
        drawn += np.arange(some)[:, None] * units
        times = np.bincount(drawn.ravel(), minlength=some * units).reshape(some, units)
        counts[start : start + some] = times if place is None else times[:, place]
    per_stratum = 1 / np.mean(1 / sizes)  # R's harmonic mean
    scale = per_stratum / ((per_stratum - 1) * (replicates - 1))
    return Replicates(design, "bootstrap", counts, np.full(replicates, scale), f"replicates=bootstrap,{replicates},seed={seed}")


def jackknife(design: Design) -> Replicates:
    """Leave out each unit in turn: JK1 for one stratum, JKn for more, with the finite population as R's `as.svrepdesign`.

    Raises ValueError for a stratum of one unit."""
    _refuse(design, "The jackknife", fpc=True)
    structure = design.structure
    sizes = structure.sizes[structure.unit_stratum].astype(np.float64)
    scales = structure.unsampled[structure.unit_stratum] * (sizes - 1) / sizes
    kind: Kind = "JK1" if structure.sizes.size == 1 else "JKn"
    return Replicates(design, kind, sizes / (sizes - 1), scales, f"replicates={kind},{sizes.size}")


def balanced_half_samples(design: Design, *, fay: float = 0.0) -> Replicates:
    """Balanced repeated replication (McCarthy 1969), for strata of two units; `fay` between 0 and 1 keeps a part of the other half
    (Fay's method). The Hadamard matrix is Sylvester's, of the first power of two above the number of strata.

    Raises ValueError when a stratum does not have two units, or fay is not in [0, 1)."""
    if not 0 <= fay < 1:
        raise ValueError(f"fay is {fay:g}. Give a number from 0 up to, but not, 1.")
    _refuse(design, "Balanced repeated replication")
    structure = design.structure
    if (structure.sizes != 2).any():
        stratum = int(np.argmax(structure.sizes != 2))
        raise ValueError(
            f"Balanced repeated replication is for strata of two units, and one has {int(structure.sizes[stratum])}. Use the jackknife."
        )
    strata = structure.sizes.size
    order = 1 << strata.bit_length()
    signs = hadamard(order)[:, 1 : strata + 1].astype(np.float64)  # the first column is all ones and balances nothing
    first = np.zeros(structure.unit_stratum.size, np.bool_)
    first[np.unique(structure.unit_stratum, return_index=True)[1]] = True
    side = np.where(first, 1.0, -1.0)
    multipliers = 1 + (1 - fay) * signs[:, structure.unit_stratum] * side
    scales = np.full(order, 1 / (order * (1 - fay) ** 2))
    return Replicates(design, "BRR", multipliers, scales, f"replicates=BRR,{order}" + (f",fay={fay:g}" if fay else ""))


def replicate_covariance(values: Floats, scales: Floats) -> Floats:
    """(k, k) from each replicate's estimates (replicates, k), about their mean, as R's `svrVar` with mse=FALSE."""
    told = scales > 0
    about = values - values[told if told.any() else ~told].mean(0)
    return np.asarray((about * scales[:, None]).T @ about, np.float64)


def _refuse(design: Design, what: str, *, fpc: bool = False) -> None:
    if design.calibration is not None:
        raise ValueError(f"{what} starts from the base weights. Make the replicates before raking, and give the margins to the estimates.")
    if design.fpc is not None and not fpc:
        raise ValueError(f"{what} here is for sampling with replacement. Leave out the fpc, or use the jackknife.")
    if (design.structure.sizes < 2).any():
        raise ValueError(f"{what} needs at least two units in every stratum. Merge the stratum that has one with another.")
