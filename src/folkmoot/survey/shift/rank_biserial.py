"""How far moves up outweigh moves down: the matched-pairs rank-biserial correlation, with an interval by resampling people."""

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.shift.people_test import COUNTS_ONLY, moved_or_not
from folkmoot.survey.shift.steps import Answers, step_values

_AT_ONCE = 1 << 22


@dataclass(frozen=True, eq=False)
class RankBiserial:
    """estimate: the sum of the ranks of moves up, less that of moves down, over both: 1 if all moved up, -1 if all moved down, 0 if
    they balance; NaN if nobody moved. low, high: its interval. n: people who answered both times. moved: those whose answer changed.
    sessions: the sessions they took part in, or None where people were resampled one by one. method: how, as tags."""

    estimate: float
    low: float
    high: float
    n: int
    moved: int
    sessions: int | None
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        if isnan(self.estimate):
            return (f"{moved_or_not(self.n, 0)}.", COUNTS_ONLY)
        way = "Moves up and moves down balance"
        if self.estimate:
            way = "Moves up outweigh moves down" if self.estimate > 0 else "Moves down outweigh moves up"
        within = "" if isnan(self.low) else f" (interval {self.low:.2f} to {self.high:.2f})"
        scale = "on a scale from -1, all down, to 1, all up"
        return (f"{moved_or_not(self.n, self.moved)}.", f"{way}: {self.estimate:.2f}{within}, {scale}.", COUNTS_ONLY)


def rank_biserial(
    before: Answers, after: Answers, *, seed: int, session: ArrayLike | None = None, draws: int = 2000, confidence: float = 0.95
) -> RankBiserial:
    """The matched-pairs rank-biserial correlation (Kerby 2014) of people who answered both times; ranks leave out who did not move.

    session: (n,) whole-number codes of the session each person took part in. Whole sessions are then resampled, because people of one
    session move together; without it, people are. The interval is the percentile interval of `draws` resamples, of those in which
    somebody moved. It is NaN where there are fewer than two people, or sessions, to resample.

    Raises ValueError when an array does not fit the answers, or draws or confidence make no sense."""
    if draws < 1 or not 0 < confidence < 1:
        raise ValueError("Give at least one draw, and a confidence between 0 and 1, such as 0.95.")
    values = step_values([before, after])
    answered = ~np.isnan(values).any(axis=1)
    change = values[answered, 1] - values[answered, 0]
    sizes, size = np.unique(np.abs(change), return_inverse=True)
    place = size * 2 + (change > 0)  # each size of move has two places, down then up
    places = 2 * sizes.size
    if session is None:
        counts = np.bincount(place, minlength=places)[None]
    else:
        codes = _sessions(session, len(values))[answered]
        found, of = np.unique(codes, return_inverse=True)
        counts = np.bincount(of * places + place, minlength=found.size * places).reshape(found.size, places)
    estimate = float(_correlations(counts.sum(0)[None].astype(np.float64), sizes)[0]) if change.size else float("nan")
    low = high = float("nan")
    resampled = change.size if session is None else len(counts)
    left_out = 0
    if resampled > 1 and not isnan(estimate):
        drawn = _resampled(counts, sizes, np.random.Generator(np.random.PCG64(seed)), draws, people=session is None)
        kept = drawn[~np.isnan(drawn)]
        left_out = draws - kept.size
        if kept.size:
            low, high = (float(q) for q in np.quantile(kept, [(1 - confidence) / 2, (1 + confidence) / 2]))
    unit = "people" if session is None else "sessions"
    return RankBiserial(
        estimate=estimate,
        low=low,
        high=high,
        n=change.size,
        moved=int((change != 0).sum()),
        sessions=None if session is None else len(counts),
        method=f"matched-pairs rank-biserial; zeros=drop; interval=bootstrap percentile,{confidence:g}; resampled={unit}; draws={draws}; "
        f"draws in which nobody moved={left_out}; generator=PCG64; seed={seed}; unweighted; complete pairs",
    )


def _sessions(session: ArrayLike, n: int) -> Codes:
    codes = np.asarray(session)
    if codes.shape != (n,) or codes.dtype.kind not in "iub":
        raise ValueError(f"session must hold {n} whole-number codes, one for each person.")
    return codes.astype(np.int64)


def _resampled(counts: Codes, sizes: Floats, generator: np.random.Generator, draws: int, *, people: bool) -> Floats:
    """(draws,) the correlation of each resample, from how often each person's move, or each session, is drawn."""
    total, kinds = (int(counts.sum()), counts[0] / counts.sum()) if people else (len(counts), np.full(len(counts), 1 / len(counts)))
    step = max(1, _AT_ONCE // max(kinds.size, counts.shape[1]))
    made = []
    for start in range(0, draws, step):
        often = generator.multinomial(total, kinds, size=min(step, draws - start)).astype(np.float64)
        made.append(_correlations(often if people else often @ counts, sizes))
    return np.concatenate(made)


def _correlations(counts: Floats, sizes: Floats) -> Floats:
    """(draws,) from (draws, 2 * sizes) people by size of move, down then up."""
    by_size = counts.reshape(len(counts), sizes.size, 2)[:, sizes > 0]
    both = by_size.sum(2)
    midrank = np.cumsum(both, axis=1) - (both - 1) / 2
    sums = (by_size * midrank[:, :, None]).sum(1)
    total = sums.sum(1)
    found: Floats = np.divide(sums[:, 1] - sums[:, 0], total, out=np.full(len(counts), np.nan), where=total > 0)
    return found
