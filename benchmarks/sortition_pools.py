"""Pools to draw from: those in ../shared/data where it is there, and a made one as large as wanted."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from folkmoot.sortition import Pool, Quota, Quotas

POOLS = Path(__file__).resolve().parents[2] / "shared" / "data" / "sortition"
LEVELS = (2, 3, 3, 4, 4, 5, 5, 6)


@dataclass(frozen=True, eq=False)
class Given:
    """A pool, its quotas and the size of a panel."""

    name: str
    pool: Pool
    quotas: Quotas
    size: int


def read_pool(folder: Path) -> Given:
    """The pool of a folder whose name ends with the size of the panel."""
    with (folder / "categories.csv").open(encoding="utf-8", newline="") as file:
        quotas = [Quota(row["category"], row["feature"], int(row["min"]), int(row["max"])) for row in csv.DictReader(file)]
    with (folder / "respondents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(dict.fromkeys(quota.feature for quota in quotas))
    levels = {name: sorted({row[name] for row in rows} | {quota.level for quota in quotas if quota.feature == name}) for name in names}
    return Given(folder.name, Pool.from_rows(rows, features=levels), Quotas(quotas), int(folder.name.rsplit("_", 1)[1]))


def made_pool(n: int, size: int, features: int = 8, seed: int = 0) -> Given:
    """People of a made population who come forward unequally, and quotas that ask for the population's shares, rounded down or up.

    Six kinds of people make the features depend on each other; how likely people of a level are to come forward varies by a factor exp(u),
    u normal with standard deviation 0.5, for each feature.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    levels = [LEVELS[feature % len(LEVELS)] for feature in range(features)]
    kinds = random.dirichlet(np.full(6, 3.0))
    shares = [random.dirichlet(np.full(count, 3.0), 6) for count in levels]
    kind = random.choice(6, 10 * n, p=kinds)
    population = np.stack(
        [
            (random.random(10 * n)[:, None] > np.cumsum(shares[feature][kind], 1)).sum(1).clip(max=levels[feature] - 1)
            for feature in range(features)
        ],
        1,
    )
    eager = np.exp(sum(random.normal(0, 0.5, count)[population[:, feature]] for feature, count in enumerate(levels)))
    pool = population[random.choice(10 * n, n, replace=False, p=eager / eager.sum())]
    quotas = [
        Quota(f"feature {feature + 1}", f"level {level + 1}", int(expected), int(expected) + 1)
        for feature, count in enumerate(levels)
        for level, expected in enumerate(np.bincount(population[:, feature], minlength=count) / (10 * n) * size)
    ]
    names = [f"feature {feature + 1}" for feature in range(features)]
    words = {name: tuple(f"level {level + 1}" for level in range(count)) for name, count in zip(names, levels, strict=True)}
    return Given(
        f"made pool, {features} features", Pool(words, {name: pool[:, place] for place, name in enumerate(names)}), Quotas(quotas), size
    )
