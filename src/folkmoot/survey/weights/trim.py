"""Weights kept within caps: trimming, with what is cut shared out; and raking that keeps to caps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Design, Floats
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.margins import Margin, joint_cells
from folkmoot.survey.raking import RakingError
from folkmoot.survey.weights.auxiliaries import totals_to_meet
from folkmoot.survey.weights.closest_weights import closest_weights
from folkmoot.survey.weights.distances import FactorFunction
from folkmoot.survey.weights.infeasible import find_contradiction


@dataclass(frozen=True, eq=False)
class Trimmed:
    """weights: (n,) within the caps, with the sum they had. caps: lowest and highest weight allowed.
    at_lower, at_upper: how many weights are at a cap. moved: the weight cut from above and added from below, over the sum of all."""

    weights: Floats
    caps: tuple[float, float]
    at_lower: int
    at_upper: int
    moved: float
    kish_deff: float
    n_effective: float
    method: str

    @property
    def sentence(self) -> str:
        """What was done, in words."""
        low, high = (f"{cap:,.6g}" for cap in self.caps)
        return (
            f"Weights were kept within {low} and {high}: {self.at_upper:,} of {self.weights.size:,} are at the upper cap and "
            f"{self.at_lower:,} at the lower. What was cut was shared equally among the others, so the sum is as before. The sample need "
            "no longer match margins it was weighted to."
        )


def trim_weights(weights: ArrayLike, *, lower: float = 0.0, upper: float = np.inf) -> Trimmed:
    """Trim weights to caps and share what was cut equally among the others, until none is outside, as R's
    `trimWeights(strict=TRUE)`, whose rounds have this limit in closed form.

    weights: (n,). lower, upper: the caps as times the mean weight, which trimming does not change. A weight of zero stays zero.

    Raises ValueError when a weight is not a number of zero or more, or the caps do not have the mean between them."""
    before = np.array(weights, np.float64)
    if before.ndim != 1 or before.size == 0 or not np.isfinite(before).all() or (before < 0).any() or not before.any():
        raise ValueError("Weights must be one row of numbers of zero or more, with at least one above zero.")
    live = before > 0
    caps = _caps(before[live], lower, upper)
    held = before[live]
    clipped = np.clip(held, *caps)
    left = float((held - clipped).sum())  # above zero: more was cut than filled up
    inside = (held >= caps[0]) & (held <= caps[1])
    if left and inside.any():
        clipped[inside] += left / inside.sum()
    after = np.zeros_like(before)
    after[live] = _levelled(clipped, float(held.sum()), caps)
    kept = after[live]
    return Trimmed(
        weights=after,
        caps=caps,
        at_lower=int((kept <= caps[0]).sum()),
        at_upper=int((kept >= caps[1]).sum()),
        moved=float(np.abs(held - np.clip(held, *caps)).sum() / held.sum()),
        kish_deff=kish_deff(after),
        n_effective=n_effective(after),
        method=f"trim={lower:g},{upper:g} times the mean; shared equally",
    )


def _caps(live: Floats, lower: float, upper: float) -> tuple[float, float]:
    if not 0 <= lower <= 1 <= upper or lower == upper:
        raise ValueError(
            f"The caps are {lower:g} to {upper:g} times the mean weight, which must lie between them. Give one below 1 and one above."
        )
    mean = float(live.mean())
    return lower * mean, upper * mean


def _levelled(weights: Floats, total: float, caps: tuple[float, float]) -> Floats:
    """clip(weights + c, caps) with the c for which they sum to the total: exact, by looking where the sum bends."""
    bends = np.unique(np.concatenate([caps[0] - weights, (caps[1] - weights)[np.isfinite(caps[1] - weights)]]))
    low, high = 0, bends.size
    while high - low > 1:  # the sum rises with c: find the last bend at which it does not exceed the total
        middle = (low + high) // 2
        if np.clip(weights + bends[middle], *caps).sum() <= total:
            low = middle
        else:
            high = middle
    within = (bends[low] + bends[low + 1]) / 2 if low + 1 < bends.size else bends[low] + 1
    at_lower, at_upper = weights + within <= caps[0], weights + within >= caps[1]
    free = ~(at_lower | at_upper)
    held = np.where(at_upper, caps[1], caps[0])
    if free.any():
        held[free] = weights[free] + (total - held[~free].sum() - weights[free].sum()) / free.sum()
    return np.asarray(np.clip(held, *caps), np.float64)


@dataclass(frozen=True, eq=False)
class CappedRaking:
    """Raked weights within caps. design: the design with the weights and the margins they meet.
    largest_error: the largest relative distance of a level from its target. caps, at_lower, at_upper: as in `Trimmed`."""

    design: Design
    weights: Floats
    caps: tuple[float, float]
    iterations: int
    largest_error: float
    at_lower: int
    at_upper: int
    kish_deff: float
    n_effective: float
    method: str

    @property
    def sentence(self) -> str:
        """What was done, in words."""
        return (
            f"{self.design.n:,} people were weighted to the margins with no weight outside {self.caps[0]:,.6g} to {self.caps[1]:,.6g}: "
            f"{self.at_upper:,} are at the upper cap and {self.at_lower:,} at the lower. They tell as much as {self.n_effective:,.0f} "
            "people of equal weight would."
        )


def rake_with_cap(
    design: Design,
    margins: Sequence[Margin],
    *,
    lower: float = 0.0,
    upper: float,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> CappedRaking:
    """Rake to the margins with every weight within caps: both hold at the end, which trimming after raking does not give.

    Raking and capping by turns ends at different weights for different orders; these are the one set of weights both leave as they
    are that is closest to the base weights (the truncated exponential of Deville and Sarndal 1992, each row with bounds of its own).

    lower, upper: the caps as times the mean weight, which is the population over the people of a weight above zero.

    Raises RakingError saying which levels the caps, or the sample, keep from their targets."""
    if not margins:
        raise RakingError("There is no margin to rake to. Give at least one.")
    if design.calibration is not None:
        raise RakingError("These weights are raked already. Rake the base weights, to all margins at once.")
    live = design.weights > 0
    wanted = totals_to_meet(design.weights, margins, [], by_weight=True)
    population = float(margins[-1].targets.sum())
    caps = _caps(np.full(int(live.sum()), population / int(live.sum())), lower, upper)
    cells, each = wanted.calibration, design.weights[wanted.first]
    # On the scale of the population, so that the factors are near one and the caps far from them
    scale = population / float(design.weights.sum())
    base = np.bincount(cells.cells, design.weights, each.size) * scale
    unit = np.where(each > 0, each * scale, 1.0)
    function = FactorFunction("raking", caps[0] / unit, caps[1] / unit)
    found = closest_weights(cells.columns, base, wanted.totals, function, tolerance=tolerance, max_iterations=max_iterations)
    if found.largest_error > tolerance:
        raise RakingError(_why_not(design, margins, caps, found.iterations, found.largest_error))
    weights = np.where(live, np.clip(design.weights * scale * found.factors[cells.cells], *caps), 0.0)
    return CappedRaking(
        design=replace(design, weights=weights, calibration=joint_cells(margins, weighed=live)),
        weights=weights,
        caps=caps,
        iterations=found.iterations,
        largest_error=found.largest_error,
        at_lower=int((weights[live] <= caps[0]).sum()),
        at_upper=int((weights[live] >= caps[1]).sum()),
        kish_deff=kish_deff(weights),
        n_effective=n_effective(weights),
        method=f"rake; caps={lower:g},{upper:g} times the mean",
    )


def _why_not(design: Design, margins: Sequence[Margin], caps: tuple[float, float], iterations: int, error: float) -> str:
    without = find_contradiction(design, margins)
    if without is not None:
        return f"The margins cannot all be met, with or without caps. {without.sentence} Merge levels, or drop a margin."
    contradiction = find_contradiction(design, margins, caps=caps)
    if contradiction is not None:
        return f"The margins cannot be met within the caps. {contradiction.sentence} Widen the caps, or merge levels."
    return (
        f"After {iterations:,} rounds a level is still {error:.2g} of its target away: the caps leave almost no room. Widen them a little."
    )
