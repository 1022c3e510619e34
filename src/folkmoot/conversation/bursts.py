"""Bursts: more people arriving within a short time than the hours around it explain."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.conversation.ids import Ids
from folkmoot.conversation.vote_times import by_person_and_time, in_seconds

type Floats = NDArray[np.float64]
type Kind = Literal["new voters", "visits"]

WINDOWS = (60.0, 600.0, 3600.0)  # seconds
AROUND = 24  # the rate is that of 24 windows' length around a window
VISIT_GAP = 1800.0  # seconds without a vote after which a person has come back
LEAST_PEOPLE = 5

METHOD = (
    "Scan statistic with windows of 1 minute, 10 minutes and 1 hour, against an even rate over the 24 window lengths around each "
    "(Naus 1965; approximation of Wallenstein and Neff 1987, Statistics in Medicine 6, 197-207), corrected for the number of separate "
    "stretches, the 3 windows and the 2 kinds of arrival. Votes themselves are not scanned: people cast many at one sitting, so their "
    "votes always come in clusters."
)


@dataclass(frozen=True, eq=False)
class Burst:
    """kind: first votes ("new voters"), or sittings begun, by new or returning people ("visits").

    start: the time of its first event, in the unit that was given. seconds: the window's length. participants: ids of those who came.
    expected: how many would come at the rate of the time around it. chance: of such a window anywhere, if arrivals were even there.
    """

    kind: Kind
    start: int | float | np.datetime64
    seconds: float
    participants: Ids
    expected: float
    chance: float

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        came = "voted for the first time" if self.kind == "new voters" else "began to vote, some of them again,"
        length = {60.0: "a minute", 600.0: "10 minutes", 3600.0: "an hour"}.get(self.seconds, f"{self.seconds:g} seconds")
        return (
            f"{len(self.participants):,} people {came} within {length}, where the time around it would bring {self.expected:.1f}. "
            "A newsletter or a news report does this too."
        )


@dataclass(frozen=True, eq=False)
class Bursts:
    """The bursts of a conversation, in order of time. people: how many voted; seconds: from the first vote to the last."""

    bursts: tuple[Burst, ...]
    people: int
    seconds: float
    method: str
    sentences: tuple[str, ...]


def bursts(participant: ArrayLike, at: ArrayLike, *, a_second: float = 1000.0, false_alarms: float = 0.01) -> Bursts:
    """Find times when many people arrived at once. One row of `participant` and `at` for each vote event, in any order.

    at: numpy datetimes, or numbers of which `a_second` make one second (1000 for milliseconds).
    false_alarms: the chance that anything is flagged where people arrive independently at a rate that changes slowly (over a day for
    the one-hour window, over 24 minutes for the one-minute window). Nothing is left out here.
    Raises ValueError that names the row of a missing id or time, or where the columns differ in length.
    """
    if not 0 < false_alarms < 1:
        raise ValueError(f"The rate of false alarms is {false_alarms}. Give a number between 0 and 1, such as 0.01.")
    given = np.asarray(at)
    ids, person, seconds = by_person_and_time(participant, in_seconds(given, a_second))
    first = np.concatenate([[True], person[1:] != person[:-1]]) if len(person) else np.zeros(0, bool)
    begun = first | np.concatenate([[True], np.diff(seconds) > VISIT_GAP])[: len(person)]
    origin = given.min() if given.size else 0
    found: list[Burst] = []
    kinds: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (("new voters", first), ("visits", begun))
    for kind, arrivals in kinds:
        order = np.lexsort((person[arrivals], seconds[arrivals]))
        times, who = seconds[arrivals][order], person[arrivals][order]
        free = np.ones(len(times), bool)
        for chance, begin, end, window, expected in sorted(_windows(times, false_alarms)):
            people = np.unique(who[begin:end])
            if free[begin:end].all() and len(people) >= LEAST_PEOPLE:
                free[begin:end] = False
                found.append(Burst(kind, _as_given(origin, times[begin], a_second), window, ids[people], expected, chance))
    new = [burst for burst in found if burst.kind == "new voters"]
    found = new + [visits for visits in found if visits.kind == "visits" and not any(_mostly(visits, burst) for burst in new)]
    found.sort(key=lambda burst: (burst.start, burst.kind))
    return Bursts(tuple(found), len(ids), float(seconds.max(initial=0.0)), METHOD, _sentences(found, len(ids)))


def _windows(times: Floats, false_alarms: float) -> list[tuple[float, int, int, float, float]]:
    """Flagged windows (chance, begin, end, length, expected), which may overlap."""
    flagged: list[tuple[float, int, int, float, float]] = []
    if len(times) < LEAST_PEOPLE:
        return flagged
    span = times[-1] - times[0]
    for window in WINDOWS:
        begin = np.arange(len(times))
        end = np.searchsorted(times, times + window, "right")
        low = np.maximum(times + (1 - AROUND) / 2 * window, times[0])
        high = np.minimum(times + (1 + AROUND) / 2 * window, times[-1])
        around = np.searchsorted(times, high, "right") - np.searchsorted(times, low, "left")
        count, length = end - begin, np.maximum(high - low, 1e-9)
        open_to = (count >= LEAST_PEOPLE) & (length >= 2 * window)
        stretches = max(1.0, span / (AROUND * window))
        chance = np.ones(len(times))
        chance[open_to] = scan_chance(count[open_to], around[open_to], window / length[open_to])
        chance = np.minimum(1.0, chance * stretches * len(WINDOWS) * 2)
        for place in np.flatnonzero(chance < false_alarms).tolist():
            others = float(around[place] - count[place])
            expected = others * window / float(length[place] - window)
            flagged.append((round(float(chance[place]), 15), int(begin[place]), int(end[place]), window, expected))
    return flagged


def scan_chance(count: NDArray[np.int64], events: NDArray[np.int64], part: Floats) -> Floats:
    """Chance that some window, `part` of a stretch long, holds `count` or more of `events` spread evenly over the stretch.

    Wallenstein and Neff (1987): (k/w - N - 1) P(X = k) + 2 P(X >= k), X binomial(N, w). Close where it is small, above it where not.
    """
    from scipy.special import betainc, gammaln

    k, n = count.astype(np.float64), events.astype(np.float64)
    log_b = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + k * np.log(part) + (n - k) * np.log1p(-part)
    tail = betainc(np.maximum(k, 1), n - k + 1, part)  # P(X >= k)
    excess = k / part - n - 1
    chance = np.where(excess > 0, excess * np.exp(log_b) + 2 * tail, 1.0)  # no more than an even spread brings: not an excess
    return np.asarray(np.minimum(chance, 1.0), np.float64)


def _mostly(visits: Burst, new: Burst) -> bool:
    """Whether these visits are mostly the first ones of people who are in a burst of new voters: one event, told once."""
    return bool(2 * np.isin(visits.participants, new.participants).sum() >= len(visits.participants))


def _as_given(origin: np.generic | int, since: float, a_second: float) -> int | float | np.datetime64:
    if isinstance(origin, np.datetime64):
        return origin + np.timedelta64(round(since * 1e6), "us")
    value = float(origin) + since * a_second
    return round(value) if isinstance(origin, int | np.integer) else value


def _sentences(found: list[Burst], people: int) -> tuple[str, ...]:
    if not found:
        return (f"The {people:,} people arrived at a steady rate: no short time brought more of them than the hours around it explain.",)
    return tuple(burst.sentence for burst in found)
