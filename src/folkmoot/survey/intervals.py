"""Confidence intervals and their degrees of freedom."""

from typing import Literal

import numpy as np
import scipy  # which loads its parts when they are first used

from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.options import chosen
from folkmoot.survey.variance import LevelSums

Interval = Literal["logit", "wald"]
DfMethod = Literal["domain", "design", "normal"]


def degrees_of_freedom(design: Design, sums: LevelSums, method: DfMethod) -> Floats:
    """(levels,) "domain": units less strata that hold someone of the level (as R's `degf` of a subset); "design": of the whole
    design; "normal": infinite."""
    levels = sums.n.size
    chosen("df_method", method, DfMethod)
    if method == "normal":
        return np.full(levels, np.inf)
    structure = design.structure
    strata = structure.sizes.size
    if method == "design":
        return np.full(levels, float(structure.unit_stratum.size - strata))
    if sums.units is None:
        units, group, held = sums.n, sums.block_stratum, sums.blocks.n > 0
    else:
        units, group, held = (sums.units.n > 0).sum(0), structure.unit_stratum, sums.units.n > 0
    occupied = np.zeros((strata, levels), np.bool_)
    np.logical_or.at(occupied, group, held)
    return np.asarray(np.maximum(units - occupied.sum(0), 0), np.float64)


def quantile(df: Floats, confidence: float) -> Floats:
    """How many standard errors either side: of Student's t, or of the normal where df is infinite; NaN where df is 0."""
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence {confidence:g} is not between 0 and 1. Give 0.95 for 95 per cent.")
    tail = (1 + confidence) / 2
    finite = np.isfinite(df) & (df > 0)
    t = scipy.special.stdtrit(np.where(finite, df, 1.0), tail)
    unbounded = np.where(df == np.inf, float(scipy.special.ndtri(tail)), np.nan)
    chosen: Floats = np.where(finite, t, unbounded)
    return chosen


def two_sided(statistic: Floats, df: Floats | float) -> Floats:
    """The two-sided p of Student's t, of the normal where df is infinite, from the upper tail; NaN where df is not above 0."""
    degrees = np.asarray(df, np.float64)
    usable = ~np.isnan(statistic) & (degrees > 0)
    finite = usable & np.isfinite(degrees)
    below = np.where(usable, -np.abs(statistic), 0.0)
    p = np.where(finite, 2 * scipy.special.stdtr(np.where(finite, degrees, 1.0), below), 2 * scipy.special.ndtr(below))
    return np.asarray(np.where(usable, p, np.nan), np.float64)


def wald_interval(estimate: Floats, se: Floats, df: Floats, confidence: float) -> tuple[Floats, Floats]:
    """The estimate less and plus its standard errors."""
    half = quantile(df, confidence) * se
    return estimate - half, estimate + half


def logit_interval(estimate: Floats, se: Floats, df: Floats, confidence: float, n: Codes, n_effective: Floats) -> tuple[Floats, Floats]:
    """A share's interval, symmetric on the logit scale (as R's `svyciprop(method="logit")`).

    A share of 0 or 1 has no logit: Clopper and Pearson's interval on an effective n (Korn and Graubard 1998), which with
    all answers alike has a closed form. Their effective n is share * (1 - share) / variance, and 0 / 0 here (R's
    `svyciprop(method="beta")` has none), so it is Kish's, from the weights alone. Clusters come in by way of the degrees of freedom:
    it is multiplied by the squared ratio of t with n - 1 to t with `df`, and never made larger by that."""
    inside = (estimate > 0) & (estimate < 1)
    share = np.where(inside, estimate, 0.5)
    half = quantile(df, confidence) * se / (share * (1 - share))
    low, high = scipy.special.expit(scipy.special.logit(share) - half), scipy.special.expit(scipy.special.logit(share) + half)
    ratio = quantile(np.maximum(n - 1.0, 0.0), confidence) / quantile(df, confidence)
    adjusted = n_effective * np.minimum(ratio, 1.0) ** 2
    edge = ((1 - confidence) / 2) ** np.divide(1, adjusted, out=np.full_like(adjusted, np.nan), where=adjusted > 0)
    low = np.where(inside, low, np.where(estimate == 1, edge, np.where(estimate == 0, 0 * edge, np.nan)))
    high = np.where(inside, high, np.where(estimate == 0, 1 - edge, np.where(estimate == 1, 0 * edge + 1, np.nan)))
    return low, high
