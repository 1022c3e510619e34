"""How far a sample that chose itself is like the population, before and after weighting, in the margins that are known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Floats
from folkmoot.survey.margins import Margin

# A standardised difference under this is customarily called small (Austin 2009, Statistics in Medicine 28).
SMALL_DIFFERENCE = 0.1


@dataclass(frozen=True)
class LevelBalance:
    """One level of one margin. n: people in the sample. population, before, after: its share of the population, and of the sample
    by the weights before and after. difference_before, difference_after: share of the sample less share of the population, over the
    standard deviation in the population; NaN for a level that has all or none of the population."""

    margin: str
    level: str
    n: int
    population: float
    before: float
    after: float
    difference_before: float
    difference_after: float


@dataclass(frozen=True, eq=False)
class Balance:
    """n: people in the sample. average_before, average_after: the mean absolute standardised difference over the levels.
    displaced_before, displaced_after: for each margin, the share of the sample that would have to be of another level for it to match
    (half the sum of absolute differences of shares)."""

    n: int
    levels: tuple[LevelBalance, ...]
    average_before: float
    average_after: float
    displaced_before: dict[str, float]
    displaced_after: dict[str, float]
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says, in words."""
        known = [level for level in self.levels if not np.isnan(level.difference_before)]
        said = [f"{self.n:,} people chose to take part."]
        if known:
            worst = max(known, key=lambda level: abs(level.difference_before))
            said.append(
                f"The sample differed most from the population in {worst.margin} {worst.level}: {worst.before:.1%} of the sample and "
                f"{worst.population:.1%} of the population."
            )
            left = [level for level in known if abs(level.difference_after) >= SMALL_DIFFERENCE]
            if left:
                said.append(f"After weighting it still differs in {', '.join(f'{level.margin} {level.level}' for level in left)}.")
            else:
                said.append("After weighting no listed level differs by more than a tenth of a standard deviation.")
        return (*said, "This compares the characteristics listed and no others: opinions may differ even where these match.")


def population_balance(before: ArrayLike, after: ArrayLike, margins: Sequence[Margin]) -> Balance:
    """Compare a sample with the population on each level of each margin.

    before: (n,) weights before weighting to the margins (ones when there were none). after: (n,) weights after.

    Raises ValueError when there is no margin, rows do not fit, or a set of weights is empty or below zero."""
    first, second = _read(before, "before"), _read(after, "after")
    if not margins:
        raise ValueError("There is no margin to compare with. Give at least one.")
    levels: list[LevelBalance] = []
    displaced: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for margin in margins:
        if not margin.codes.size == first.size == second.size:
            raise ValueError(
                f"{margin.name}: {margin.codes.size} rows and {first.size} and {second.size} weights. They must be the same people."
            )
        size = len(margin.levels)
        n = np.bincount(margin.codes, minlength=size)
        population = margin.targets / margin.targets.sum()
        shares = [np.bincount(margin.codes, w, size) / w.sum() for w in (first, second)]
        spread = np.sqrt(population * (1 - population))
        standard = [np.divide(s - population, spread, out=np.full(size, np.nan), where=spread > 0) for s in shares]
        for which in (0, 1):
            displaced[which][margin.name] = float(np.abs(shares[which] - population).sum() / 2)
        columns = (n, population, *shares, *standard)
        levels += [
            LevelBalance(margin.name, level, int(n[i]), *(float(c[i]) for c in columns[1:])) for i, level in enumerate(margin.levels)
        ]
    averages = [_average([getattr(level, name) for level in levels]) for name in ("difference_before", "difference_after")]
    return Balance(
        first.size, tuple(levels), averages[0], averages[1], displaced[0], displaced[1], "standardised difference from population"
    )


def _average(differences: Sequence[float]) -> float:
    known = [abs(difference) for difference in differences if not np.isnan(difference)]
    return sum(known) / len(known) if known else float("nan")


def _read(weights: ArrayLike, name: str) -> Floats:
    w = np.asarray(weights, np.float64)
    if w.ndim != 1 or not np.isfinite(w).all() or (w < 0).any() or not w.any():
        raise ValueError(f"The weights {name} must be one row of numbers of zero or more, with at least one above zero.")
    return w
