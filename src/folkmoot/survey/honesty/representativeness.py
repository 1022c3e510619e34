"""How far those who responded are like everybody asked: the R-indicator and its parts.

Schouten, Cobben and Bethlehem (2009), Survey Methodology 35; partial indicators: Schouten, Shlomo and Skinner (2011), Journal of
Official Statistics 27.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import quantile
from folkmoot.survey.weights.propensity import Propensity, response_propensity

_EVEN = 1e-12  # chances that vary less than this are equal


@dataclass(frozen=True)
class PartialIndicator:
    """What one characteristic, or one of its levels, adds to the spread of chances of responding (unconditional).

    level: None for the characteristic as a whole, whose value is zero or more; a level's is above zero where it responded more than
    the average. n: people asked. chance: mean chance of responding, by weight."""

    characteristic: str
    level: str | None
    n: int
    chance: float
    value: float


@dataclass(frozen=True, eq=False)
class RIndicator:
    """estimate: 1 less twice the spread (standard deviation) of the chances of responding: 1 when all are equal, lower the more
    they differ. adjusted: with the part of the spread taken off that comes of estimating the chances. se, low, high: of `estimate`.
    n: people asked. mean_chance: the response rate by weight. largest_bias: the most by which the mean of respondents can differ
    from everybody's, in standard deviations of the answer, if it differs only as the characteristics say.
    partial: of each characteristic, and then of each of its levels. propensity: the model.
    """

    estimate: float
    adjusted: float
    se: float
    low: float
    high: float
    n: int
    responded: int
    df: float
    mean_chance: float
    largest_bias: float
    partial: tuple[PartialIndicator, ...]
    propensity: Propensity
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says, in words."""
        whole = [each for each in self.partial if each.level is None]
        said = [
            f"{self.responded:,} of {self.n:,} people asked responded.",
            f"Their R-indicator is {self.estimate:.2f}"
            + ("" if np.isnan(self.se) else f" (interval {self.low:.2f} to {self.high:.2f})")
            + ": 1 would mean that everybody was equally likely to respond, as far as the characteristics listed can tell.",
        ]
        if whole and (most := max(whole, key=lambda each: each.value)).value > _EVEN:
            said.append(f"Response differed most by {most.characteristic}.")
        return (*said, "People may also differ in ways that are not listed, which no indicator of this kind can see.")


def r_indicator(
    design: Design,
    responded: ArrayLike,
    characteristics: Sequence[Factor],
    *,
    numbers: Mapping[str, ArrayLike] | None = None,
    confidence: float = 0.95,
) -> RIndicator:
    """The R-indicator of a sample in which everybody's characteristics are known.

    design: everybody asked, with the weights they were drawn by. responded: (n,) of 0 and 1. The chances are those of a weighted
    logit on the characteristics and numbers (see `response_propensity`); the standard error is by Taylor linearisation through the
    model and the design, and NaN where all chances are equal.

    Raises ValueError when rows do not fit, or nobody responded."""
    y = np.asarray(responded, np.float64)
    fit = response_propensity(design.weights, y, characteristics, numbers)
    w, total = design.weights, float(design.weights.sum())
    mean = float(w @ fit.chances / total)
    about = fit.chances - mean
    # N - 1 where the weights sum to a population, as the paper has it; a sample's own weights may sum to 1
    of = total - 1 if total > 1 else total
    squared = float(w @ about**2 / of)
    spread = float(np.sqrt(squared))
    rows = fit.columns[fit.cells]
    slope = fit.chances * (1 - fit.chances)
    scores = rows @ fit.information * (y - fit.chances)[:, None]
    effect = 2 * (w * about * slope) @ rows / of
    linearised = (about**2 / of - squared / of + scores @ effect)[:, None]
    even = spread <= _EVEN
    se = float("nan") if even else float(np.sqrt(linearised_covariance(design, linearised)[0, 0]) / spread)
    df = float(design.structure.unit_stratum.size - design.structure.sizes.size)
    half = float(quantile(np.array([df]), confidence)[0]) * se
    noise = _noise(design, fit, rows, slope, scores)
    parts = [part for factor in characteristics for part in _parts(design, fit.chances, mean, factor)]
    return RIndicator(
        estimate=1 - 2 * spread,
        adjusted=1 - 2 * float(np.sqrt(max(squared - noise, 0.0))),
        se=se,
        low=max(1 - 2 * spread - half, 0.0),
        high=min(1 - 2 * spread + half, 1.0),
        n=design.n,
        responded=int(y.sum()),
        df=df,
        mean_chance=mean,
        largest_bias=spread / mean,
        partial=tuple(parts),
        propensity=fit,
        method=f"R-indicator; propensity=logit; variance=taylor; interval=wald,{confidence:g}",
    )


def _noise(design: Design, fit: Propensity, rows: Floats, slope: Floats, scores: Floats) -> float:
    """How much of the squared spread is expected of the error of the coefficients alone: the mean variance of a chance about the
    mean chance (Shlomo, Skinner and Schouten 2012)."""
    covariance = linearised_covariance(design, scores)
    moved = slope[:, None] * rows
    moved = moved - design.weights @ moved / design.weights.sum()
    return float(design.weights @ np.einsum("ij,jk,ik->i", moved, covariance, moved) / design.weights.sum())


def _parts(design: Design, chances: Floats, mean: float, factor: Factor) -> list[PartialIndicator]:
    codes, size = factor.codes.astype(np.int64), len(factor.levels)
    place = np.where(codes < 0, size, codes)
    n, weight = np.bincount(place, minlength=size + 1), np.bincount(place, design.weights, size + 1)
    added = np.bincount(place, design.weights * chances, size + 1)
    own = np.divide(added, weight, out=np.full(size + 1, np.nan), where=weight > 0)
    share = weight / weight.sum()
    value = np.where(weight > 0, np.sqrt(share) * (own - mean), 0.0)
    named = [*factor.levels, "not known"][: size + int(bool(n[size]))]
    whole = PartialIndicator(factor.name, None, design.n, mean, float(np.sqrt(value @ value)))
    return [whole, *(PartialIndicator(factor.name, level, int(n[i]), float(own[i]), float(value[i])) for i, level in enumerate(named))]
