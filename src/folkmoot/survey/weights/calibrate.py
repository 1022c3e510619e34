"""Calibration: the weights closest to the base weights that meet margins and totals of numbers (Deville and Sarndal 1992)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.diagnostics import kish_deff, n_effective
from folkmoot.survey.margins import Margin
from folkmoot.survey.weights.auxiliaries import Auxiliary, Totals, totals_to_meet
from folkmoot.survey.weights.closest_weights import Closest, closest_weights
from folkmoot.survey.weights.contradiction_words import Contradiction
from folkmoot.survey.weights.distances import Distance, factor_function
from folkmoot.survey.weights.infeasible import find_contradiction
from folkmoot.survey.weights.reachable_totals import unreachable_total


class CalibrationError(ValueError):
    """The totals cannot be met, in plain words: which, why, and what to do."""


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A calibrated design and how it got there.

    design: the design with the calibrated weights; it carries what they were calibrated to, so that proportions, means and totals
        have the variance of R's `calibrate` (the residuals of a regression in which each row counts its base weight).
    weights: (n,). factors: (n,) calibrated weight over base weight. names: the margins, then the auxiliaries.
    largest_error: the largest relative distance from a total. at_lower, at_upper: how many rows are at a bound.
    """

    design: Design
    weights: Floats
    factors: Floats
    names: tuple[str, ...]
    distance: Distance
    bounds: tuple[float, float] | None
    iterations: int
    largest_error: float
    at_lower: int
    at_upper: int
    kish_deff: float
    n_effective: float
    weight_range: tuple[float, float]
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was done, in words."""
        n, held = self.design.n, self.at_lower + self.at_upper
        low, high = float(self.factors.min()), float(self.factors.max())
        said = (
            f"The weights of {n:,} people were calibrated so that the sample matches the population in {_joined(self.names)}.",
            f"Each weight is {low:.3g} to {high:.3g} times what it was before.",
            f"The weighted sample tells as much as {self.n_effective:,.0f} people of equal weight would.",
        )
        return said if not held else (*said, f"{held:,} weights were held at a bound.")


def calibrate(
    design: Design,
    margins: Sequence[Margin] = (),
    auxiliaries: Sequence[Auxiliary] = (),
    *,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> Calibrated:
    """Calibrate the design's weights to the margins' targets and the auxiliaries' totals, as R's `calibrate`.

    distance: "linear" (the generalised regression estimator, GREG), "raking" (exponential; with margins alone it is `rake`) or
    "logit". bounds: (lower, upper) on calibrated over base weight; with linear and raking it cuts them off, logit always needs it.
    Margins whose totals differ by less than 1 in 1,000,000 are scaled to the last one's. Rows alike in margins and auxiliaries are
    solved for once, so that with margins alone no step depends on the number of rows.

    Raises CalibrationError when the totals cannot be met, or only with weights below zero, which no count of people can be.
    """
    if not margins and not auxiliaries:
        raise CalibrationError("There is nothing to calibrate to. Give at least one margin or total.")
    if design.calibration is not None:
        raise CalibrationError("These weights are raked or calibrated already. Calibrate the base weights, to all totals at once.")
    function = factor_function(distance, bounds)
    wanted = totals_to_meet(design.weights, margins, auxiliaries, by_weight=False)
    cells = wanted.calibration
    base = np.bincount(cells.cells, design.weights, cells.counts.size)
    for margin in margins:
        held = np.bincount(margin.codes, design.weights, len(margin.levels))
        if ((margin.targets == 0) & (held > 0)).any():  # raking would come as near to it as asked, with weights as good as zero
            raise CalibrationError(_why_not(design, margins, auxiliaries, None, None))
    found = closest_weights(cells.columns, base, wanted.totals, function, tolerance=tolerance, max_iterations=max_iterations)
    if found.largest_error > tolerance:
        raise CalibrationError(_why_not(design, margins, auxiliaries, bounds, (found, wanted)))
    factors = found.factors[cells.cells]
    weights = design.weights * factors
    if (weights < 0).any():
        raise CalibrationError(_below_zero(weights, find_contradiction(design, margins) if margins else None))
    named = cells.names
    limits = "none" if bounds is None else f"{bounds[0]:g},{bounds[1]:g}"
    return Calibrated(
        design=replace(design, weights=weights, calibration=replace(cells, factors=found.factors)),
        weights=weights,
        factors=factors,
        names=named,
        distance=distance,
        bounds=bounds,
        iterations=found.iterations,
        largest_error=found.largest_error,
        at_lower=0 if bounds is None else int((factors <= bounds[0]).sum()),
        at_upper=0 if bounds is None else int((factors >= bounds[1]).sum()),
        kish_deff=kish_deff(weights),
        n_effective=n_effective(weights),
        weight_range=(float(weights.min()), float(weights.max())),
        method=f"calibrate={distance}; bounds={limits}; totals={','.join(named)}",
    )


def calibrated_covariance(calibrated: Calibrated, scores: Floats) -> Floats:
    """(k, k) the covariance of k estimates made with the calibrated weights, whose linearised variables are `scores` (n, k) as in
    `linearised_covariance`: that of the residuals of the scores on the totals' columns, rows counting their base weight (Deville and
    Sarndal 1992, equation 3.4; as R's `calibrate`). Raises ValueError when the rows are not the design's."""
    return linearised_covariance(calibrated.design, scores, variance="raked")


def _why_not(
    design: Design,
    margins: Sequence[Margin],
    auxiliaries: Sequence[Auxiliary],
    bounds: tuple[float, float] | None,
    failed: tuple[Closest, Totals] | None,
) -> str:
    contradiction = find_contradiction(design, margins, bounds=bounds) if margins else None
    if contradiction is not None:
        advice = "Merge levels, or drop a margin." if bounds is None else "Widen the bounds, merge levels, or drop a margin."
        return f"The margins cannot all be met. {contradiction.sentence}{_scale(design, margins, bounds)} {advice}"
    unreachable = unreachable_total(design, margins, auxiliaries, bounds)
    if unreachable is not None:
        return f"{unreachable} Check the total and its units{'' if bounds is None else ', or widen the bounds'}."
    if failed is None:
        return "The totals cannot all be met."
    found, wanted = failed
    names = [f"{m.name}, {level}" for m in margins for level in m.levels] + [a.name for a in auxiliaries]
    worst = int(np.argmax(np.abs(found.errors)))
    numbers = worst - (len(names) - len(auxiliaries))
    moved = wanted.shifts[numbers] * float(margins[-1].targets.sum()) if margins and numbers >= 0 else 0.0
    return (
        f"The totals cannot all be met: after {found.iterations:,} rounds {names[worst]} is at {found.reached[worst] + moved:,.10g} and "
        f"should be {wanted.totals[worst] + moved:,.10g}. Together the totals ask too much of this sample. "
        f"{'Merge levels or drop a total' if bounds is None else 'Widen the bounds or drop a total'}."
    )


def _scale(design: Design, margins: Sequence[Margin], bounds: tuple[float, float] | None) -> str:
    held, total = float(design.weights.sum()), float(margins[-1].targets.sum())
    if bounds is None or bounds[0] * held <= total <= bounds[1] * held:
        return ""
    return f" The base weights sum to {held:,.10g} and the population to {total:,.10g}: scale the base weights to the population first."


def _below_zero(weights: Floats, contradiction: Contradiction | None) -> str:
    row, many = int(np.argmin(weights)), int((weights < 0).sum())
    also = "" if contradiction is None else f" No weights above zero meet the margins: {contradiction.sentence}"
    return (
        f"The linear distance gives {many:,} {'row' if many == 1 else 'rows'} a weight below zero (the lowest is row {row + 1}, "
        f"{weights[row]:,.6g}), and no row can stand for fewer than no people.{also} Use the raking distance, or bounds from zero up."
    )


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
