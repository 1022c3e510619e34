"""Proportions, means and totals by group, with their uncertainty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.intervals import DfMethod, Interval, degrees_of_freedom, logit_interval, wald_interval
from folkmoot.survey.options import chosen
from folkmoot.survey.variance import LevelSums, Variance, blocks_of, level_sums, linearised_variance, variance_tag

Missing = Literal["domain", "complete"]

_AT_ONCE = 1 << 20  # sums by block and level, of each kind


@dataclass(frozen=True, eq=False)
class Estimates:
    """One row per level (arrays of length `levels`), a level nobody is in included: its n is 0 and its estimate NaN.

    estimate, se, low, high: the estimate, its standard error and interval. n: people who answered (unweighted base).
    n_weighted: the sum of their weights. n_effective: Kish's effective number of them. df: degrees of freedom of the interval
    (infinite for the normal). deff: variance over that of a simple random sample of n, with replacement (R's deff="replace").
    method: how, as tags.
    """

    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Codes
    n_weighted: Floats
    n_effective: Floats
    df: Floats
    deff: Floats
    method: str


BY_LEVEL = tuple(field.name for field in fields(Estimates) if field.name != "method")


def proportions(
    design: Design,
    outcome: ArrayLike,
    *,
    by: ArrayLike | None = None,
    levels: int = 1,
    confidence: float = 0.95,
    interval: Interval = "logit",
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
    missing: Missing = "domain",
) -> Estimates:
    """The weighted share with outcome 1, in each level.

    outcome: (n,) of 0 and 1, NaN where there is no answer. by: (n,) level of each row, -1 where it has none; None puts all in one.
    missing: rows without an answer or level leave the base; with "domain" the design keeps all n rows, as R's `svyby(na.rm=TRUE)`, and
    with "complete" it is the design of the other rows alone, as if they were all that was sampled.
    variance: "raked" takes account of the margins the weights were raked to (as R's `rake`; no difference without them);
    "weights" treats the weights as given. Taylor linearisation, with-replacement units with fpc (Binder 1983).
    interval: "logit" (as R's `svyciprop`), and where all answers are the same Korn and Graubard's (1998); or "wald" (as `svyby`).
    df_method: t with the degrees of freedom of the "domain" (its units less its strata) or "design", or "normal".

    Raises ValueError when an array does not fit the design or an outcome is neither 0, 1 nor NaN.
    """
    values, level = _read(design, outcome, by, levels)
    design, values, level = _kept(design, values, level, missing)
    wrong = ~((values == 0) | (values == 1))
    if wrong.any():
        wrong &= ~np.isnan(values)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"outcome: row {row + 1} is {values[row]:g}. Give 1 for yes, 0 for no and NaN for no answer.")

    def made(level: Codes | None, levels: int) -> Estimates:
        sums = level_sums(design, values, level, levels, variance, binary=True)
        return ratios_of_sums(design, sums, "proportion", confidence, interval, df_method, variance, missing)

    return _as_many_as_fit(design, level, levels, variance, made)


def means(
    design: Design,
    values: ArrayLike,
    *,
    by: ArrayLike | None = None,
    levels: int = 1,
    confidence: float = 0.95,
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
    missing: Missing = "domain",
) -> Estimates:
    """The weighted mean of `values` in each level, with a Wald interval. Everything else as `proportions`."""
    numbers, level = _read(design, values, by, levels)
    design, numbers, level = _kept(design, numbers, level, missing)

    def made(level: Codes | None, levels: int) -> Estimates:
        sums = level_sums(design, numbers, level, levels, variance, binary=False, centred=True)
        return ratios_of_sums(design, sums, "mean", confidence, "wald", df_method, variance, missing)

    return _as_many_as_fit(design, level, levels, variance, made)


def totals(
    design: Design,
    values: ArrayLike,
    *,
    by: ArrayLike | None = None,
    levels: int = 1,
    confidence: float = 0.95,
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
    missing: Missing = "domain",
) -> Estimates:
    """The weighted total of `values` in each level, with a Wald interval (as R's `svytotal`); `deff` is NaN.
    Everything else as `proportions`."""
    numbers, level = _read(design, values, by, levels)
    design, numbers, level = _kept(design, numbers, level, missing)

    def made(level: Codes | None, levels: int) -> Estimates:
        sums = level_sums(design, numbers, level, levels, variance, binary=False)
        estimate = np.where(sums.n > 0, sums.wy, np.nan)
        se = np.sqrt(linearised_variance(design, sums, np.zeros(levels), np.ones(levels), variance))
        se = np.where(sums.n > 0, se, np.nan)
        df = degrees_of_freedom(design, sums, df_method)
        low, high = wald_interval(estimate, se, df, confidence)
        deff = np.full(levels, np.nan)
        return _estimates(sums, estimate, se, low, high, df, deff, "total", "wald", confidence, df_method, variance, missing, design)

    return _as_many_as_fit(design, level, levels, variance, made)


def ratios_of_sums(
    design: Design,
    sums: LevelSums,
    statistic: str,
    confidence: float,
    interval: Interval,
    df_method: DfMethod,
    variance: Variance,
    missing: str,
) -> Estimates:
    """The mean of each level: a ratio of two totals, linearised as (y - mean) / (sum of the level's weights)."""
    chosen("interval", interval, Interval)
    answered = sums.w > 0
    per_weight = np.divide(1, sums.w, out=np.zeros_like(sums.w), where=answered)
    centre = np.divide(sums.wy, sums.w, out=np.zeros_like(sums.w), where=answered)  # exactly 1 where all said yes
    variances = linearised_variance(design, sums, centre, per_weight, variance)
    spread = np.maximum(sums.wyy * per_weight - centre**2, 0)
    simple = np.divide(spread, sums.n - 1, out=np.zeros_like(spread), where=sums.n > 1)
    deff = np.divide(variances, simple, out=np.full_like(spread, np.nan), where=simple > 0)
    estimate = np.where(answered, centre + sums.shift, np.nan)
    se = np.where(answered, np.sqrt(variances), np.nan)
    df = degrees_of_freedom(design, sums, df_method)
    if interval == "logit":
        low, high = logit_interval(estimate, se, df, confidence, sums.n, _effective(sums))
    else:
        low, high = wald_interval(estimate, se, df, confidence)
    return _estimates(sums, estimate, se, low, high, df, deff, statistic, interval, confidence, df_method, variance, missing, design)


def side_by_side(made: Sequence[Estimates]) -> Estimates:
    """The levels of several made alike, as if they were the levels of one."""
    joined: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in made]) for name in BY_LEVEL}
    return replace(made[0], **joined)


def _as_many_as_fit(
    design: Design, level: Codes | None, levels: int, variance: Variance, made: Callable[[Codes | None, int], Estimates]
) -> Estimates:
    """The estimates of all levels: of as many at once as leave the sums by block, or by unit, and level small."""
    held = max(blocks_of(design, variance).stratum.size, 1 if design.psu is None else design.structure.unit_stratum.size)
    step = max(_AT_ONCE // held, 1)
    if level is None or levels <= step:
        return made(level, levels)
    starts = range(0, levels, step)
    return side_by_side(
        [made(np.where((level >= s) & (level < s + step), level - s, -1), min(step, levels - s)) for s in starts],
    )


def _estimates(
    sums: LevelSums,
    estimate: Floats,
    se: Floats,
    low: Floats,
    high: Floats,
    df: Floats,
    deff: Floats,
    statistic: str,
    interval: str,
    confidence: float,
    df_method: str,
    variance: Variance,
    missing: str,
    design: Design,
) -> Estimates:
    raked = variance_tag(design, variance)
    method = f"{statistic}; variance=taylor,{raked}; interval={interval},{confidence:g}; df={df_method}; missing={missing}"
    return Estimates(estimate, se, low, high, sums.n, sums.w, _effective(sums), df, deff, method)


def _kept(design: Design, values: Floats, level: Codes | None, missing: Missing) -> tuple[Design, Floats, Codes | None]:
    """The rows the estimates are made from; where everyone has an answer and a level, or nobody has, all of them."""
    chosen("missing", missing, Missing)
    if missing == "domain":
        return design, values, level
    keep = ~np.isnan(values) if level is None else ~np.isnan(values) & (level >= 0)
    if keep.all() or not (design.weights[keep] > 0).any():
        return design, values, level
    return design.kept(keep), values[keep], None if level is None else level[keep]


def _effective(sums: LevelSums) -> Floats:
    return np.divide(sums.w**2, sums.w2, out=np.zeros_like(sums.w), where=sums.w2 > 0)


def _read(design: Design, values: ArrayLike, by: ArrayLike | None, levels: int) -> tuple[Floats, Codes | None]:
    numbers = np.asarray(values, np.float64)
    if numbers.shape != (design.n,):
        raise ValueError(f"There are {numbers.size} values and the design has {design.n} rows. Give one for each row, NaN for no answer.")
    if np.isinf(numbers).any():
        raise ValueError(f"Row {int(np.argmax(np.isinf(numbers))) + 1} is infinite. Give a number, or NaN for no answer.")
    if levels < 1:
        raise ValueError(f"levels is {levels}. Give how many levels `by` has, at least 1.")
    if by is None:
        return numbers, None
    codes = np.asarray(by)
    if codes.shape != (design.n,) or codes.dtype.kind not in "iub":
        raise ValueError(f"by must hold {design.n} whole-number codes, one for each row; -1 where a row has no level.")
    if codes.min() < -1 or codes.max() >= levels:
        row = int(np.argmax((codes < -1) | (codes >= levels)))
        raise ValueError(f"by: row {row + 1} has code {int(codes[row])} and there are {levels} levels, coded 0 to {levels - 1}.")
    return numbers, codes.astype(np.int64, copy=False)
