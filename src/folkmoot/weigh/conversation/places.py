"""Where people stand, gathered so that no mark on the picture is one of few people."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.charts.opinion_map import Place
from folkmoot.weigh.conversation.mapping import Mapped

GRIDS: Final = (28, 20, 14, 10, 7, 5, 3, 2, 1)
"""Squares across and up, the finest first: the first grid that shows most people is drawn."""

MOST: Final = 0.8


def places(mapped: Mapped, least: int) -> tuple[Place, ...]:
    """A place to each square of a grid in which at least so many of one group stand, at their mean. The others are not drawn."""
    opinions = mapped.opinions
    placed = np.flatnonzero(opinions.placed)
    if not len(placed):
        return ()
    points, group = opinions.projections[placed], opinions.group[placed]
    if not mapped.stability.shown:
        group = np.zeros_like(group)
    low, high = points.min(0), points.max(0)
    unit = (points - low) / np.where(high > low, high - low, 1.0)
    drawn: tuple[Place, ...] = ()
    for squares in GRIDS:
        cell = np.minimum((unit * squares).astype(np.int64), squares - 1)
        square = (group * squares + cell[:, 0]) * squares + cell[:, 1]
        found, of = np.unique(square, return_inverse=True)
        people = np.bincount(of)
        middles = np.column_stack([np.bincount(of, unit[:, axis]) / people for axis in (0, 1)])
        keep = np.flatnonzero(people >= least)
        drawn = tuple(
            Place(across, up, int(found[at] // (squares * squares)), int(people[at]))
            for at, (across, up) in zip(keep, _stretched(middles[keep]).tolist(), strict=True)
        )
        if people[keep].sum() >= MOST * len(placed):
            break
    return drawn


def _stretched(middles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places from 0 to 1 each way, so that what is drawn fills the picture."""
    if not len(middles):
        return middles
    low, high = middles.min(0), middles.max(0)
    stretched: NDArray[np.float64] = np.where(high > low, (middles - low) / np.where(high > low, high - low, 1.0), 0.5)
    return stretched
