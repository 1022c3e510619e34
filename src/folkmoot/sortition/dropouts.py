"""How likely each member of a panel is to drop out: one rate, rates by level, or learned from past panels; and scenarios of who does.

Members are taken to drop out independently of each other, given their features. A common cause, such as a strike on the day, is not in
this model; it makes many dropouts at once likelier than the scenarios say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.sortition.generator import seeded
from folkmoot.sortition.pool import Pool

type Floats = NDArray[np.float64]

_Z = 1.959963984540054  # of a 95% range
_STEPS = 100


@dataclass(frozen=True, eq=False)
class PastPanel:
    """A panel of the past. members: their features. dropped: (n,) whether each dropped out."""

    members: Pool
    dropped: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class DropoutModel:
    """Log odds of dropping out: `base`, plus the effect of each of a person's levels.

    effects: by feature and level. people, dropped: how many members it was learned from, and how many of them dropped out.
    """

    base: float
    effects: Mapping[str, Mapping[str, float]]
    people: int
    dropped: int
    method: str
    sentences: tuple[str, ...]
    covariance: Floats

    def probabilities(self, pool: Pool) -> Floats:
        """(n,) each person's probability. A level that no past panel had counts as average. Raises ValueError for a missing feature."""
        return _share(self._design(pool) @ self._values())

    def ranges(self, pool: Pool) -> tuple[Floats, Floats]:
        """(n,) and (n,): a 95% range of each person's probability, from the curvature of the likelihood (normal on the log odds)."""
        design = self._design(pool)
        middle, spread = design @ self._values(), np.sqrt(np.einsum("ij,jk,ik->i", design, self.covariance, design))
        return _share(middle - _Z * spread), _share(middle + _Z * spread)

    def _values(self) -> Floats:
        return np.array([self.base, *(effect for levels in self.effects.values() for effect in levels.values())])

    def _design(self, pool: Pool) -> Floats:
        missing = [feature for feature in self.effects if feature not in pool.features]
        if missing:
            raise ValueError(f"The dropout model needs features that the pool does not have: {', '.join(missing)}.")
        return _design(pool, {feature: tuple(levels) for feature, levels in self.effects.items()})


def dropout_rates(pool: Pool, rate: float, by_level: Mapping[str, Mapping[str, float]] | None = None) -> Floats:
    """(n,) each person's probability of dropping out from rates that are given.

    rate: of everybody. by_level: for some features the rate of some levels; a level that is not named has the rate of everybody. Rates of
    several features are put together by their odds: the odds of everybody, times, for each feature, the odds of the level over the odds of
    everybody. With one feature each person simply has the rate of their level. Raises ValueError naming every rate that cannot be used.
    """
    by_level = by_level or {}
    wrong = [] if 0 < rate < 1 else [f"The rate of everybody must lie between 0 and 1, not {rate}."]
    for feature, levels in by_level.items():
        known = pool.features.get(feature)
        if known is None:
            wrong.append(f"The pool has no feature {feature!r}. It has {', '.join(pool.features)}.")
            continue
        for level, value in levels.items():
            if level not in known:
                wrong.append(f"{level!r} is not a level of {feature!r}. Its levels are {', '.join(known)}.")
            if not 0 < value < 1:
                wrong.append(f"{feature}: {level}: the rate must lie between 0 and 1, not {value}.")
    if wrong:
        raise ValueError("\n".join(wrong))
    odds = np.full(pool.n, np.log(rate / (1 - rate)))
    for feature, levels in by_level.items():
        shift = [np.log(value / (1 - value)) - np.log(rate / (1 - rate)) for value in (levels.get(x, rate) for x in pool.features[feature])]
        odds += np.array(shift)[pool.codes[feature]]
    return _share(odds)


def learn_dropouts(panels: Sequence[PastPanel], features: Sequence[str], *, spread: float = 1.0) -> DropoutModel:
    """The dropout model that past panels make most likely: logistic regression on the levels of these features.

    Each effect has a normal prior around 0 with standard deviation `spread` on the log odds, so that levels of few people stay near the
    average, and the base has none (penalised maximum likelihood; le Cessie and van Houwelingen, Applied Statistics 41, 1992), by Newton's
    method. All panels are pooled. Raises ValueError when nobody or everybody dropped out, or a panel lacks a feature.
    """
    wrong = [] if spread > 0 else [f"The spread must be above 0, not {spread}."]
    for number, panel in enumerate(panels, 1):
        wrong += [f"Past panel {number} has no feature {feature!r}." for feature in features if feature not in panel.members.features]
        if len(panel.dropped) != panel.members.n:
            wrong.append(f"Past panel {number} has {panel.members.n} members but says of {len(panel.dropped)} whether they dropped out.")
    if wrong:
        raise ValueError("\n".join(wrong))
    dropped = np.concatenate([np.zeros(0), *(np.asarray(panel.dropped, bool) for panel in panels)])
    people, gone = len(dropped), int(dropped.sum())
    if not 0 < gone < people:
        words = "nobody" if not gone else "everybody"
        raise ValueError(f"Of the {people} past members {words} dropped out, so nothing can be learned. Give a rate instead.")
    levels = {feature: tuple(dict.fromkeys(level for panel in panels for level in panel.members.features[feature])) for feature in features}
    design = np.concatenate([_design(panel.members, levels) for panel in panels])
    penalty = np.full(design.shape[1], spread**-2.0)
    penalty[0] = 0
    values = np.zeros(design.shape[1])
    values[0] = np.log(gone / (people - gone))

    def worth(at: Floats) -> float:
        odds = design @ at
        return float((dropped * odds - np.logaddexp(0, odds)).sum() - (penalty * at**2).sum() / 2)

    curvature = np.eye(len(values))
    for _ in range(_STEPS):
        share = _share(design @ values)
        slope = design.T @ (dropped - share) - penalty * values
        curvature = (design * (share * (1 - share))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        while worth(values + step) < worth(values) - 1e-12:
            step /= 2
        values += step
        if np.abs(step).max() < 1e-12:
            break
    places = iter(values[1:].tolist())
    effects = {feature: {level: next(places) for level in named} for feature, named in levels.items()}
    sentence = f"Learned from {people:,} members of {len(panels):,} past panels, of whom {gone:,} ({gone / people:.0%}) dropped out."
    method = f"Logistic regression on {', '.join(features)}, effects with a normal prior around 0 (sd {spread:g}); n = {people:,}"
    return DropoutModel(float(values[0]), effects, people, gone, method, (sentence,), np.linalg.inv(curvature))


def dropout_scenarios(probabilities: Floats, count: int, *, seed: int, purpose: str = "dropouts") -> NDArray[np.bool_]:
    """(count, members) whether each member drops out in each scenario, independently, with these probabilities (members,).

    From `seeded(seed, purpose)`: the next 64-bit number of the stream, its first 53 bits read as a number from 0 to 1, lies below the
    probability; scenario by scenario, member by member.
    """
    numbers = (seeded(seed, purpose).words(count * len(probabilities)) >> np.uint64(11)).astype(float) * 2.0**-53
    result: NDArray[np.bool_] = numbers.reshape(count, len(probabilities)) < probabilities
    return result


def _design(pool: Pool, levels: Mapping[str, tuple[str, ...]]) -> Floats:
    columns = [np.ones(pool.n)]
    for feature, named in levels.items():
        own = np.array(pool.features[feature])[pool.codes[feature]]
        columns += [(own == level).astype(float) for level in named]
    return np.stack(columns, 1)


def _share(odds: Floats) -> Floats:
    result: Floats = np.exp(-np.logaddexp(0, -odds))
    return result
