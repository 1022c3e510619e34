"""How different people who did not take part would have to be for a conclusion to change.

The worst-case bounds are Manski's (1989, Journal of Human Resources 24); in between, a pattern-mixture model: those who did not take
part differ from those who did by a stated number of percentage points (Little 1993, JASA 88)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.survey.estimates import Estimates


@dataclass(frozen=True)
class TippingPoint:
    """A share of those who took part, and what it says of everybody.

    share, low, high, n: the share estimated from n people who answered, and its interval. participation: those who took part, of
    everybody the conclusion is about, between 0 and 1. threshold: the conclusion is that the share of everybody is above it
    (`above`), or below it; when the share is equal to it there is no conclusion.
    others: the share among those who did not take part at which the conclusion changes; above 1 or below 0 when none would change it.
    others_low, others_high: the same at the ends of the interval. difference: `others` less `share`.
    lowest, highest: the share of everybody if all who did not take part were of the one mind, or of the other.
    lowest_with_error, highest_with_error: the same at the ends of the interval.
    """

    share: float
    low: float
    high: float
    n: int
    participation: float
    threshold: float
    above: bool
    others: float
    others_low: float
    others_high: float
    difference: float
    lowest: float
    highest: float
    lowest_with_error: float
    highest_with_error: float
    method: str

    @property
    def certain(self) -> bool:
        """Whether no answers of those who did not take part could change the conclusion (the sampling error apart)."""
        return self.lowest > self.threshold if self.above else self.highest < self.threshold

    @property
    def sentence(self) -> str:
        """What it says, in words."""
        took = f"{self.share:.1%} of the {self.n:,} people who answered, and {_percent(self.participation)} of everybody took part. "
        if self.share == self.threshold:
            return f"{took}That is the threshold itself, so there is no conclusion to change."
        side, other = ("above", "no longer above") if self.above else ("below", "no longer below")
        between = f"Depending on the others, the share of everybody is between {self.lowest:.1%} and {self.highest:.1%}."
        if self.certain:
            return f"{took}Whatever the others think, the share of everybody is {side} {self.threshold:.0%}. {between}"
        limit = "or less" if self.above else "or more"
        points = abs(self.difference) * 100
        return (
            f"{took}For the share of everybody to be {other} {self.threshold:.0%}, it would have to be {self.others:.1%} {limit} among "
            f"those who did not take part: {points:.1f} percentage points {'lower' if self.above else 'higher'} than among those who "
            f"did. {between}"
        )

    def everybody(self, differences: Sequence[float]) -> tuple[float, ...]:
        """The share of everybody if those who did not take part differed by each of these (0.1 is ten points higher), as far as a
        share can."""
        return tuple(
            self.participation * self.share + (1 - self.participation) * min(max(self.share + difference, 0.0), 1.0)
            for difference in differences
        )


def tipping_point(share: float, *, n: int, participation: float, threshold: float = 0.5, low: float, high: float) -> TippingPoint:
    """The tipping point of a share with its interval (low, high).

    Raises ValueError when a number is not a share, the interval does not hold the share, or nobody, or everybody, took part."""
    for name, value in (("share", share), ("low", low), ("high", high), ("threshold", threshold)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value:g}. Give a share between 0 and 1.")
    if not low <= share <= high:
        raise ValueError(f"The interval {low:g} to {high:g} does not hold the share {share:g}.")
    if not 0 < participation < 1:
        raise ValueError(f"participation is {participation:g}. Give the share of everybody who took part, above 0 and below 1.")
    if n < 1:
        raise ValueError(f"n is {n}. Give the number of people who answered.")
    away = 1 - participation

    def tips(at: float) -> float:
        return (threshold - participation * at) / away

    return TippingPoint(
        share=share,
        low=low,
        high=high,
        n=n,
        participation=participation,
        threshold=threshold,
        above=share > threshold,
        others=tips(share),
        others_low=tips(high),
        others_high=tips(low),
        difference=tips(share) - share,
        lowest=participation * share,
        highest=participation * share + away,
        lowest_with_error=participation * low,
        highest_with_error=participation * high + away,
        method=f"tipping point; worst-case bounds; participation={participation:.6g}; threshold={threshold:g}",
    )


def tipping_points(estimates: Estimates, *, participation: float, threshold: float = 0.5) -> tuple[TippingPoint | None, ...]:
    """The tipping point of each level's share; None for a level nobody is in, or whose interval is not known. Raises ValueError as
    `tipping_point`."""
    found: list[TippingPoint | None] = []
    for share, low, high, n in zip(estimates.estimate, estimates.low, estimates.high, estimates.n, strict=True):
        known = n > 0 and np.isfinite([share, low, high]).all()
        ends = {"low": min(max(float(low), 0.0), float(share)), "high": max(min(float(high), 1.0), float(share))} if known else {}
        found.append(tipping_point(float(share), n=int(n), participation=participation, threshold=threshold, **ends) if known else None)
    return tuple(found)


def least_participation(share: float, threshold: float = 0.5) -> float:
    """The participation from which no answers of the others could change the conclusion; 1 when only everybody's would do."""
    if share == threshold:
        return 1.0
    return threshold / share if share > threshold else (1 - threshold) / (1 - share)


def _percent(share: float) -> str:
    return f"{share:.2%}" if share < 0.01 else f"{share:.1%}"
