"""How far calibration may move a weight, and what moving it costs (Deville and Sarndal 1992, section 2)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from folkmoot.survey.options import chosen

type Floats = NDArray[np.float64]
Distance = Literal["linear", "raking", "logit"]

_LARGEST = 300.0  # exp of more would overflow once multiplied by weights; no calibrated weight comes near


@dataclass(frozen=True, eq=False)
class FactorFunction:
    """The factor (calibrated weight over base weight) as a function of u, the sum of one multiplier for each total a row counts in.

    distance: "linear" is 1 + u (the generalised regression estimator), "raking" exp(u), both cut off at the bounds; "logit" runs
        smoothly from one bound to the other.
    lower, upper: the bounds on the factor, one for all cells or one for each.
    """

    distance: Distance
    lower: Floats
    upper: Floats

    def factors(self, u: Floats) -> Floats:
        """F(u), within the bounds."""
        if self.distance == "linear":
            return np.asarray(np.clip(1 + u, self.lower, self.upper), np.float64)
        if self.distance == "raking":
            return np.asarray(np.clip(np.exp(np.minimum(u, _LARGEST)), self.lower, self.upper), np.float64)
        steepness, start = self._logistic()
        smooth = self.lower + (self.upper - self.lower) * expit(steepness * u + start)
        return np.asarray(np.clip(smooth, self.lower, self.upper), np.float64)

    def slopes(self, u: Floats) -> Floats:
        """F'(u); zero where the factor is at a bound that cuts it off."""
        if self.distance == "logit":
            steepness, start = self._logistic()
            share = expit(steepness * u + start)
            return np.asarray((self.upper - self.lower) * steepness * share * (1 - share), np.float64)
        value = 1 + u if self.distance == "linear" else np.exp(np.minimum(u, _LARGEST))
        inside = (value > self.lower) & (value < self.upper)
        return np.where(inside, 1.0 if self.distance == "linear" else value, 0.0)

    def areas(self, u: Floats) -> Floats:
        """The integral of F up to u, but for a constant: the conjugate of the distance, which the dual problem adds up."""
        if self.distance == "logit":
            steepness, start = self._logistic()
            return np.asarray(self.lower * u + (self.upper - self.lower) / steepness * np.logaddexp(0, steepness * u + start), np.float64)
        if self.distance == "linear":
            kept = np.clip(u, self.lower - 1, self.upper - 1)
            return np.asarray(kept + kept**2 / 2 + (1 + kept) * (u - kept), np.float64)
        log_lower = np.log(self.lower, out=np.full_like(self.lower, -np.inf), where=self.lower > 0)
        kept = np.clip(u, log_lower, np.minimum(np.log(self.upper), _LARGEST))
        return np.asarray(np.exp(kept) * (1 + u - kept), np.float64)

    def _logistic(self) -> tuple[Floats, Floats]:
        below, above = 1 - self.lower, self.upper - 1
        return np.asarray((self.upper - self.lower) / (below * above)), np.log(below / above)


def factor_function(distance: Distance, bounds: tuple[float, float] | None) -> FactorFunction:
    """The factor function of a distance with (lower, upper) bounds on the factor, or None for no bounds.

    Raises ValueError when the distance is not known, or the bounds leave no room or do not suit the distance."""
    chosen("distance", distance, Distance)
    if bounds is None:
        if distance == "logit":
            raise ValueError("The logit distance needs bounds, such as 0.3 to 3. Give them, or use raking.")
        return FactorFunction(distance, np.array(-np.inf if distance == "linear" else 0.0), np.array(np.inf))
    lower, upper = bounds
    if not 0 <= lower < upper:
        raise ValueError(f"The bounds {lower:g} to {upper:g} leave no room. The lower must be zero or more, and below the upper.")
    if distance == "logit" and not (lower < 1 < upper < np.inf):
        raise ValueError(f"The bounds {lower:g} to {upper:g} do not suit the logit distance. It needs one below 1 and one above.")
    return FactorFunction(distance, np.array(float(lower)), np.array(float(upper)))
