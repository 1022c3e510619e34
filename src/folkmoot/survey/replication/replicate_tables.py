"""Tables and other estimates whose uncertainty is seen from replicates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.estimates import Estimates, side_by_side
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import DfMethod, Interval, logit_interval, wald_interval
from folkmoot.survey.margins import Margin
from folkmoot.survey.raking import rake
from folkmoot.survey.replication.replicate_raking import ReplicateWeights, replicate_weights
from folkmoot.survey.replication.replicates import Replicates, replicate_covariance
from folkmoot.survey.tables import Table, answers_shown, part, tables

_HELD = 1 << 18  # numbers of one piece of the rows' indicators or weights
_ENOUGH = 0.9  # of the bootstrap's replicates must give an estimate


@dataclass(frozen=True, eq=False)
class ReplicateTable(Table):
    """A table with standard errors from replicates. left_out: (levels,) how many of them give the level no share."""

    left_out: Codes


def replicate_tables(
    replicates: Replicates,
    outcomes: Sequence[Factor],
    by: Sequence[Factor],
    *,
    margins: Sequence[Margin] | None = None,
    confidence: float = 0.95,
    interval: Interval = "logit",
    df_method: DfMethod = "design",
) -> tuple[ReplicateTable, ...]:
    """The tables of `tables`, with standard errors from the replicates. margins: every replicate is raked to them.

    df_method: as in `tables`, and never more than the replicates less one. A replicate in which the margins cannot be met, or a
    group holds nobody, is left out of the bootstrap, whose method then says how many; for the jackknife and balanced replication,
    which need them all, the standard error is NaN. Raises ValueError when the rows are not the design's, RakingError when the
    margins cannot be met."""
    design = replicates.design if margins is None else rake(replicates.design, margins).design
    made = tables(design, outcomes, by, confidence=confidence, interval=interval, df_method=df_method, variance="weights")
    weights = replicate_weights(replicates, margins)
    shares = _shares(weights, outcomes, by)
    found = _from_replicates(side_by_side([table.estimates for table in made]), shares, weights, confidence, interval, df_method)
    left_out = (~np.isfinite(shares)).sum(0)
    ends = np.cumsum([len(table.levels) for table in made]).tolist()
    return tuple(
        ReplicateTable(table.outcome, table.answer, table.factor, table.levels, part(found, start, end), left_out[start:end])
        for table, start, end in zip(made, [0, *ends[:-1]], ends, strict=True)
    )


def replicate_estimates(
    replicates: Replicates, statistic: Callable[[Floats], ArrayLike], *, margins: Sequence[Margin] | None = None
) -> tuple[Floats, Floats]:
    """The values of any statistic of the weights on the whole sample (k,), and their covariance (k, k).

    statistic: given weights (n,), k numbers. Bootstrap replicates in which it is not finite are left out when they are few.

    Raises ValueError when too many replicates give no number; RakingError when the margins cannot be met."""
    design = replicates.design if margins is None else rake(replicates.design, margins).design
    whole = np.atleast_1d(np.asarray(statistic(design.weights), np.float64))
    weights = replicate_weights(replicates, margins)
    rows = slice(0, design.n)
    values = np.full((replicates.count, whole.size), np.nan)
    for replicate in np.flatnonzero(weights.usable).tolist():
        values[replicate] = statistic(weights.rows(replicate, replicate + 1, rows)[0])
    usable = np.isfinite(values).all(1)
    scales = _scales(replicates, int(usable.sum()))
    if scales is None:
        missing = int((~usable).sum())
        raise ValueError(
            f"{missing} of {replicates.count} replicates give no number, so the spread cannot be measured. Merge small groups."
        )
    return whole, replicate_covariance(values[usable], scales)


def _shares(weights: ReplicateWeights, outcomes: Sequence[Factor], by: Sequence[Factor]) -> Floats:
    """(replicates, levels of all tables in their order) the share in every replicate; NaN where nobody is in the group."""
    design: Design = weights.replicates.design
    levels = [1, *(len(factor.levels) for factor in by)]
    columns = _columns(outcomes)
    width = sum(levels) * len(columns)
    totals = np.zeros((weights.replicates.count, width))
    step = max(64, _HELD // max(width, weights.replicates.count))
    for start in range(0, design.n, step):
        piece = slice(start, min(start + step, design.n))
        groups = np.hstack([np.ones((piece.stop - start, 1)), *(_indicators(factor, piece) for factor in by)])
        answers = np.column_stack([_answers(outcome, answer, piece) for outcome, answer in columns])
        totals += weights.rows(0, weights.replicates.count, piece) @ (groups[:, :, None] * answers[:, None, :]).reshape(len(groups), -1)
    by_level = totals.reshape(len(totals), sum(levels), len(columns))
    ends = np.cumsum(levels)
    made, asked = [], by_level[:, :, 0]
    for place, (outcome, answer) in enumerate(columns):
        if answer is None:
            asked = by_level[:, :, place]
        elif outcome is not None:
            if not outcome.has_missing:
                asked = by_level[:, :, 0]
            share = np.divide(by_level[:, :, place], asked, out=np.full_like(asked, np.nan), where=asked > 0)
            made += [share[:, end - size : end] for size, end in zip(levels, ends, strict=True)]
    shares = np.hstack(made)
    shares[~weights.usable] = np.nan
    return shares


def _columns(outcomes: Sequence[Factor]) -> list[tuple[Factor | None, int | None]]:
    """What is added up: everybody; then for each outcome those who answered it, where not all did, and those who gave each answer."""
    columns: list[tuple[Factor | None, int | None]] = [(None, None)]
    for outcome in outcomes:
        columns += [(outcome, None)] if outcome.has_missing else []
        columns += [(outcome, answer) for answer in answers_shown(outcome)]
    return columns


def _indicators(factor: Factor, piece: slice) -> Floats:
    return np.asarray(factor.codes[piece][:, None] == np.arange(len(factor.levels)), np.float64)


def _answers(outcome: Factor | None, answer: int | None, piece: slice) -> Floats:
    """(rows,) whether each row is in a column."""
    if outcome is None:
        return np.ones(piece.stop - piece.start)
    codes = outcome.codes[piece]
    return np.asarray((codes >= 0) if answer is None else (codes == answer), np.bool_).astype(np.float64)


def _from_replicates(
    table: Estimates, shares: Floats, weights: ReplicateWeights, confidence: float, interval: Interval, df_method: DfMethod
) -> Estimates:
    replicates = weights.replicates
    counts = np.isfinite(shares).sum(0)
    se = np.full(shares.shape[1], np.nan)
    whole = counts == replicates.count
    about = shares[:, whole] - shares[replicates.counted][:, whole].mean(0)
    se[whole] = np.sqrt(np.einsum("r,rk,rk->k", replicates.scales, about, about))
    for column in np.flatnonzero(~whole).tolist():
        scales, values = _scales(replicates, int(counts[column])), shares[np.isfinite(shares[:, column]), column]
        if scales is not None:
            se[column] = np.sqrt(scales @ (values - values.mean()) ** 2)
    df = table.df if df_method == "normal" else np.minimum(table.df, replicates.count - 1.0)
    if interval == "logit":
        low, high = logit_interval(table.estimate, se, df, confidence, table.n, table.n_effective)
    else:
        low, high = wald_interval(table.estimate, se, df, confidence)
    spread = table.estimate * (1 - table.estimate)
    simple = np.divide(spread, table.n - 1, out=np.full_like(se, np.nan), where=table.n > 1)
    deff = np.divide(se**2, simple, out=np.full_like(se, np.nan), where=simple > 0)
    left_out = replicates.count - int(counts.min())
    said = f"{replicates.method}; raked again={'no' if weights.calibration is None else 'yes'}"
    said += f"; up to {left_out} replicates left out" if left_out else ""
    method = f"proportion; variance={said}; interval={interval},{confidence:g}; df={df_method}; missing=domain"
    return replace(table, se=se, low=low, high=high, df=df, deff=deff, method=method)


def _scales(replicates: Replicates, usable: int) -> Floats | None:
    """The scales when only some replicates are usable; None when that is too few."""
    if usable == replicates.count:
        return replicates.scales
    if replicates.kind != "bootstrap" or usable < _ENOUGH * replicates.count:
        return None
    return replicates.scales[:usable] * ((replicates.count - 1) / (usable - 1))
