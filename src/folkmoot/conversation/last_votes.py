"""Which of a person's votes on a statement counts: the last, whatever the order in which the votes arrived."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.ids import Places

type Ints = NDArray[np.int64]
type Times = NDArray[np.int64] | NDArray[np.float64] | NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class LastVotes:
    """The votes that count, by row and then by column; and how many of these are a pass because the votes at one last time differ."""

    rows: Places
    columns: Places
    votes: NDArray[np.int8]
    contradictory: int = 0


def last_votes(rows: Places, columns: Places, votes: NDArray[np.int8], times: Times | None) -> LastVotes:
    """The last vote of each person on each statement. Last votes at one time that differ count as a pass.

    rows, columns: (events,) places of each event's person and statement. Without times, no person may have voted twice on a statement:
    raises ValueError that names two rows.
    """
    order = _by_cell(rows, columns)
    if order is not None:
        rows, columns = rows[order], columns[order]
    again = columns[1:] == columns[:-1]
    again &= rows[1:] == rows[:-1]
    if not again.any():
        return LastVotes(rows, columns, votes if order is None else votes[order])
    if order is None:
        order = np.arange(len(rows))
    if times is None:
        second = int(np.argmax(again)) + 1
        raise ValueError(
            f"Rows {order[second - 1] + 1} and {order[second] + 1} are votes of the same participant on the same statement. "
            "Give each vote its time, so that the last one counts."
        )
    is_last = np.concatenate([~again, [True]])
    repeated = np.flatnonzero(np.concatenate([again, [False]]) | np.concatenate([[False], again]))
    cell = np.cumsum(is_last[repeated]) - is_last[repeated]
    order[repeated] = order[repeated][np.lexsort((times[order[repeated]], cell))]
    kept = votes[order[is_last]]
    # Only cells with several votes can hold contradictory ones: those at the last time of the cell that are not all the same.
    ends = repeated[is_last[repeated]]
    at_last = times[order[repeated]] == times[order[ends]][cell]
    starts = np.flatnonzero(np.diff(cell[at_last], prepend=-1))
    cast = votes[order[repeated[at_last]]]
    differ = np.minimum.reduceat(cast, starts) != np.maximum.reduceat(cast, starts)
    kept[np.searchsorted(np.flatnonzero(is_last), ends[differ])] = 0
    return LastVotes(rows[is_last], columns[is_last], kept, int(differ.sum()))


def _by_cell(rows: Places, columns: Places) -> Ints | None:
    """The order of the events by row, then by column, then as given; None where they are in it.

    In linear time: by 16 binary digits at once, from the lowest on.
    """
    order: Ints | None = None
    for numbers in (columns, rows):
        highest = int(numbers.max()) if len(numbers) else 0
        for shift in range(0, highest.bit_length(), 16):
            digits = (numbers >> shift if shift else numbers).astype(np.uint16)
            if order is not None:
                digits = digits[order]
            if (digits[1:] < digits[:-1]).any():
                then = np.argsort(digits, kind="stable")
                order = then if order is None else order[then]
    return order
