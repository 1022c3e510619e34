"""Standard deviations of a multilevel model as far as the answers tell them: a few values, each with its weight.

The weight is Laplace's marginal likelihood with a flat prior on each standard deviation, and not on its logarithm, which zero would break
(Gelman 2006, Bayesian Analysis 1). The points are a lattice in t, where s = sinh(t) / 4: even in t near zero, logarithmic where s is
large. Sums over it are the trapezium rule's, very exact for what is smooth, and is even or falls away at the ends. Its steps come from the
shape of the likelihood along each standard deviation. It is walked outwards from the estimates while the weight is above 1e-4 of the
most (as Rue, Martino and Chopin 2009, J. R. Stat. Soc. B 71, section 3.1).

With more than two groupings, or where that takes more than 150 fits, 64 places of the lattice are taken, spread evenly over the product
of its lines through the estimates, and weighed by how the likelihood differs from that product: an approximation."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from folkmoot.survey.areas.joint_laplace import JointLaplace, PenalisedFit
from folkmoot.survey.areas.multilevel import Multilevel
from folkmoot.survey.design import Floats

HIGHEST = 5.0  # log-odds: the flat prior ends here, where levels would differ as nearly nobody does from nearly everybody
_SCALE = 0.25
_FALL = float(np.log(1e4))
_WIDEST = 16.0  # how far the log weight may have fallen at the ends between which the lattice's steps are counted
_STEPS = 10  # of the only grouping
_FEWER_STEPS = 7  # of each of several: at most 1.6 standard deviations of a normal curve apart, which sums it to one in a thousand
_GROUPINGS, _MOST = 2, 150  # of a whole lattice
_DRAWN = 64

type _Place = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class SdPoint:
    """fixed: (p,) and effects: (levels,) given the standard deviations sds, and their covariance (p + levels, p + levels). The weights
    of all points add up to 1."""

    weight: float
    sds: Floats
    fixed: Floats
    effects: Floats
    covariance: Floats


def known_sds(model: Multilevel) -> Iterator[SdPoint]:
    """One point: the standard deviations as they were estimated."""
    yield SdPoint(1.0, model.sds, model.fixed, np.concatenate(model.effects), model.covariance)


def integrated_sds(model: Multilevel, *, drawn: bool = False) -> Iterator[SdPoint]:
    """The points, one at a time because a covariance can be large. drawn: draw from the lattice whatever the groupings."""
    laplace = JointLaplace(model.cells, model.fixed)
    lattice = _Lattice(laplace, model.sds)
    found = None if drawn or model.sds.size > _GROUPINGS else lattice.walked(range(model.sds.size), _MOST)
    log_weights = lattice.drawn(_DRAWN) if found is None else found
    top = max(log_weights.values())
    kept = {place: float(np.exp(value - top)) for place, value in log_weights.items() if value > top - _FALL}
    total = sum(kept.values())
    for place, weight in kept.items():
        fit = lattice.fit(place)
        yield SdPoint(weight / total, fit.sds, fit.fixed, fit.effects, laplace.covariance(fit))


class _Lattice:
    """A place holds for each standard deviation how many steps t is from zero."""

    def __init__(self, laplace: JointLaplace, sds: Floats) -> None:
        self._laplace = laplace
        self._fits: dict[_Place, PenalisedFit] = {}
        start, end = np.arcsinh(np.minimum(sds, HIGHEST) / _SCALE), float(np.arcsinh(HIGHEST / _SCALE))
        widths = np.array([self._width(start, grouping, end) for grouping in range(sds.size)])
        self._last = np.ceil(end * (_STEPS if sds.size == 1 else _FEWER_STEPS) / widths).astype(np.int64)
        self._steps = end / self._last
        self._start: _Place = tuple(np.rint(start / self._steps).astype(np.int64).tolist())

    def fit(self, place: _Place) -> PenalisedFit:
        if place not in self._fits:
            self._fits[place] = self._laplace.fit(_SCALE * np.sinh(np.array(place) * self._steps))
        return self._fits[place]

    def log_weight(self, place: _Place) -> float:
        at = np.array(place)
        halves = int(((at == 0) | (at == self._last)).sum())  # the trapezium rule's ends
        return self.fit(place).log_likelihood + float(np.log(np.cosh(at * self._steps)).sum()) - halves * float(np.log(2))

    def walked(self, groupings: range, most: int | None = None) -> dict[_Place, float] | None:
        """The log weights outwards from the start, along these groupings alone; None when there are more than `most`."""
        found = {self._start: self.log_weight(self._start)}
        queue, top = deque([self._start]), found[self._start]
        while queue:
            place = queue.popleft()
            if found[place] < top - _FALL:
                continue
            for grouping in groupings:
                for way in (-1, 1):
                    beside = (*place[:grouping], place[grouping] + way, *place[grouping + 1 :])
                    if beside in found or not 0 <= beside[grouping] <= self._last[grouping]:
                        continue
                    found[beside] = self.log_weight(beside)
                    top = max(top, found[beside])
                    queue.append(beside)
            if most is not None and len(found) > most:
                return None
        return found

    def drawn(self, points: int) -> dict[_Place, float]:
        """Importance weights of places drawn from the product of the lines, by an additive recurrence: u_i = 1/2 + i (1/g, 1/g^2, ...)
        modulo 1, with g the root of g^(d+1) = g + 1 (Roberts 2018, The unreasonable effectiveness of quasirandom sequences)."""
        groupings = len(self._start)
        root = 2.0
        for _ in range(60):
            root = (1 + root) ** (1 / (groupings + 1))
        u = (0.5 + np.outer(np.arange(1, points + 1), root ** -np.arange(1.0, groupings + 1))) % 1
        places, log_chance = np.empty(u.shape, np.int64), np.zeros(points)
        for grouping in range(groupings):
            line = self.walked(range(grouping, grouping + 1)) or {}
            held = np.array(sorted(place[grouping] for place in line))
            values = np.array([line[place] for place in sorted(line)])
            chance = np.exp(values - values.max())
            chance /= chance.sum()
            at = np.minimum(np.searchsorted(np.cumsum(chance), u[:, grouping]), held.size - 1)
            places[:, grouping] = held[at]
            log_chance += np.log(chance[at])
        made: dict[_Place, float] = {}
        for row, less in zip(places.tolist(), log_chance.tolist(), strict=True):
            place = tuple(row)
            made[place] = float(np.logaddexp(made.get(place, -np.inf), self.log_weight(place) - less))
        return made

    def _width(self, start: Floats, grouping: int, end: float) -> float:
        """How far the weight reaches in t along one standard deviation, the others held: to a fall between _FALL and _WIDEST."""

        def value(t: float) -> float:
            at = start.copy()
            at[grouping] = t
            return self._laplace.fit(_SCALE * np.sinh(at)).log_likelihood + float(np.log(np.cosh(t)))

        middle = float(start[grouping])
        top = value(middle)
        width = 0.0
        for room, way in ((middle, -1), (end - middle, 1)):
            reach, fall = min(0.2, room), 0.0
            for _ in range(8):
                if reach == 0:
                    break
                seen = value(middle + way * reach)
                top = max(top, seen)
                fall = top - seen
                if _FALL <= fall <= _WIDEST or (reach == room and fall < _FALL):
                    break
                # The square root of the fall grows about evenly with the distance.
                reach = min(room, reach * float(np.clip(np.sqrt((_FALL + _WIDEST) / 2 / max(fall, 0.1)), 0.2, 4.0)))
            width += reach
        return width
