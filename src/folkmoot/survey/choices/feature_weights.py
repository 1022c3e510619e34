"""How much each feature counts for people: weights that sum to one, with the covariance they are to be used with.

The one result of best-worst scaling, paired comparisons and allocations of points. `weights` and `covariance` are plain arrays, so that
whoever scores something by them can carry their uncertainty along: of a score s'w it is s'Vs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.bases import base_quality
from folkmoot.survey.design import Floats
from folkmoot.survey.intervals import logit_interval, quantile
from folkmoot.survey.people import people

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class FeatureWeights:
    """names: the features. weights: (k,) none negative, summing to 1. covariance: (k, k) of them; its rows sum to 0, because one
    feature's weight is another's loss, so it is singular; NaN where the design cannot measure it.

    n: people who answered; n_answers: what they answered, such as sets or comparisons; n_effective: Kish's effective number of people.
    df: degrees of freedom of intervals. method: how, as tags. Raises ValueError when the numbers are not such weights."""

    names: tuple[str, ...]
    weights: Floats
    covariance: Floats
    n: int
    n_answers: int
    n_effective: float
    df: float
    method: str

    def __post_init__(self) -> None:
        weights, covariance = np.array(self.weights, np.float64), np.array(self.covariance, np.float64)
        k = len(self.names)
        if len(set(self.names)) != k or k < 2:
            raise ValueError("Give at least two features, each with its own name.")
        if weights.shape != (k,) or not np.isfinite(weights).all() or (weights < 0).any() or abs(weights.sum() - 1) > _ROUNDING:
            raise ValueError("The weights must be one number of zero or more for each feature, and sum to 1.")
        scale = float(np.abs(covariance).max(initial=0.0))
        if covariance.shape != (k, k) or np.abs(covariance - covariance.T).max() > _ROUNDING * scale:
            raise ValueError("The covariance must be a table of the features by the features, the same both ways.")
        if np.abs(covariance.sum(1)).max() > _ROUNDING * k * scale:
            raise ValueError("The rows of the covariance must sum to 0, as the weights sum to 1.")
        for name, array in (("weights", weights), ("covariance", covariance)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "names", tuple(self.names))

    @property
    def se(self) -> Floats:
        """(k,) standard errors."""
        return np.sqrt(np.diag(self.covariance))

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """(k,) low and (k,) high, symmetric on the logit scale, so that they stay between 0 and 1. NaN where everybody answered alike,
        or the design cannot measure it."""
        k = len(self.names)
        n, n_effective, df = np.full(k, self.n), np.full(k, self.n_effective), np.full(k, self.df)
        low, high = logit_interval(self.weights, self.se, df, confidence, n, n_effective)
        alike = (self.se == 0) & (self.weights > 0) & (self.weights < 1)
        return np.where(alike, np.nan, low), np.where(alike, np.nan, high)

    @property
    def sentence(self) -> str:
        """Which features count most and least, and whether the first two can be told apart."""
        order = np.argsort(-self.weights, kind="stable")
        first, second, last = order[0], order[1], order[-1]
        low, high = self.interval()
        within = "" if np.isnan(low[first]) else f" (95% interval {_points(low[first])} to {_points(high[first])})"
        base = f"{people(self.n)} answered."
        small = base_quality(self.n)
        if small.shorthand:
            base = f"{base} {small.meaning}"
        top = f"“{self.names[first]}” had the most weight, {_points(self.weights[first])} points in every 100{within}"
        apart = self.apart(int(first), int(second))
        next_one = f"“{self.names[second]}” with {_points(self.weights[second])}"
        if apart is None:
            top += f", then {next_one} (how uncertain that is cannot be measured)"
        else:
            top += f", then {next_one}" if apart else f", but it cannot be told apart from {next_one}"
        if order.size > 2:
            top += f"; “{self.names[last]}” had the least, {_points(self.weights[last])}"
        return f"{top}. {base}"

    def apart(self, one: int, other: int, confidence: float = 0.95) -> bool | None:
        """Whether the interval of the difference of two weights, by place, leaves zero out; None where it cannot be measured."""
        V = self.covariance
        variance = float(V[one, one] + V[other, other] - 2 * V[one, other])
        half = float(quantile(np.array([self.df]), confidence)[0]) * np.sqrt(max(variance, 0.0))
        return bool(abs(self.weights[one] - self.weights[other]) > half) if half > 0 else None


def shares_of_preference(
    names: Sequence[str], utilities: Floats, covariance: Floats, base: AnsweringBase, df: float, method: str
) -> FeatureWeights:
    """The weights exp(u) / sum(exp(u)) of utilities u (k,), with their covariance by the delta method."""
    exponents = np.exp(utilities - utilities.max())
    weights = exponents / exponents.sum()
    slope = np.diag(weights) - np.outer(weights, weights)
    V = slope @ covariance @ slope
    return FeatureWeights(tuple(names), weights, (V + V.T) / 2, base.n, base.n_rows, base.n_effective, df, method)


def _points(weight: float) -> str:
    points = 100 * float(weight)
    return f"{points:.0f}" if points >= 1 or points == 0 else "less than 1"
