"""The times of vote events, in seconds."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.ids import Ids, positions_of

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def in_seconds(at: ArrayLike, a_second: float = 1000.0) -> Floats:
    """(events,) seconds since the first event. Raises ValueError that names the row of a missing time.

    at: numpy datetimes, or numbers of which `a_second` make one second (1000 for milliseconds).
    """
    given = np.asarray(at)
    if given.ndim != 1 or given.dtype.kind not in "iufM":
        raise ValueError("The times need to be one column of numbers (such as milliseconds) or numpy datetimes.")
    if not a_second > 0:
        raise ValueError(f"{a_second} units of time make a second. Give a number above 0, such as 1000 for milliseconds.")
    missing = np.isnat(given) if given.dtype.kind == "M" else ~np.isfinite(given)
    if missing.any():
        raise ValueError(f"Row {int(np.argmax(missing)) + 1}: the time is missing. Give every vote its time.")
    if not given.size:
        return np.zeros(0)
    since = given - given.min()
    if since.dtype.kind == "m":
        return np.asarray(since / np.timedelta64(1, "s"), np.float64)
    return np.asarray(since.astype(np.float64) / a_second, np.float64)


def by_person_and_time(participant: ArrayLike, seconds: Floats) -> tuple[Ids, Ints, Floats]:
    """The ids there are, and the events sorted by person and then time: (events,) whose each is, by place among the ids, and when.

    Raises ValueError where the columns differ in length or an id is missing.
    """
    ids, person = positions_of(participant, None, "participant")
    if len(person) != len(seconds):
        raise ValueError(f"There are {len(person):,} participants and {len(seconds):,} times. Give one of each for every vote.")
    order = np.lexsort((seconds, person))
    return ids, person[order].astype(np.int64), seconds[order]
