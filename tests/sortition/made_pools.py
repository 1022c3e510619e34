"""Pools, quotas and plain solvers that the tests of the exact lottery share."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from folkmoot.sortition import Pool, Quota, Quotas
from folkmoot.sortition.person_types import PersonTypes

type Floats = NDArray[np.float64]


def town(n: int = 60, size: int = 12, seed: int = 0, *, households: bool = False) -> tuple[Pool, Quotas, int]:
    """A pool with three features whose quotas are met by a random panel of people of different households, give or take one."""
    draws = np.random.Generator(np.random.PCG64(seed))
    features = {"age": ("young", "middle", "old"), "gender": ("female", "male"), "area": ("north", "east", "south", "west")}
    codes = {name: draws.choice(len(levels), n, p=draws.dirichlet(np.full(len(levels), 4.0))) for name, levels in features.items()}
    homes = draws.integers(-1, n // 2, n) if households else None
    pool = Pool(features, codes, homes)
    shared, seen, panel = pool.shared_households(), set(), []
    for person in draws.permutation(n).tolist():
        if len(panel) < size and (shared[person] < 0 or shared[person] not in seen):
            seen.add(int(shared[person]))
            panel.append(person)
    quotas = [
        Quota(name, level, max(0, held - 1), held + 1)
        for name, levels in features.items()
        for level, held in zip(levels, np.bincount(codes[name][panel], minlength=len(levels)).tolist(), strict=True)
    ]
    return pool, Quotas(quotas), size


def small_pool(seed: int) -> tuple[Pool, Quotas, int]:
    """5 to 9 people with 2 or 3 features of 2 or 3 levels; every other pool has households; tight quotas around a random panel."""
    draws = np.random.Generator(np.random.PCG64([11, seed]))
    n, size = int(draws.integers(5, 10)), int(draws.integers(2, 5))
    features = {f"f{at}": tuple(f"l{level}" for level in range(int(draws.integers(2, 4)))) for at in range(int(draws.integers(2, 4)))}
    codes = {name: draws.integers(0, len(levels), n) for name, levels in features.items()}
    households = draws.integers(-1, 3, n) if seed % 2 else None
    someone = draws.permutation(n)[:size]
    quotas = []
    for name, levels in features.items():
        for at, level in enumerate(levels):
            held = int((codes[name][someone] == at).sum())
            quotas.append(Quota(name, level, max(0, held - int(draws.integers(0, 2))), held + int(draws.integers(0, 2))))
    return Pool(features, codes, households), Quotas(quotas), size


def every_panel(pool: Pool, quotas: Quotas, size: int) -> Floats:
    """(panels, people) 0 and 1: every panel of the pool, found by trying all."""
    panels = np.array(list(combinations(range(pool.n), size)), np.int64)
    homes = np.sort(pool.shared_households()[panels], axis=1)
    fits = ~((homes[:, 1:] >= 0) & (np.diff(homes, axis=1) == 0)).any(1)
    for quota in quotas:
        held = pool.has(quota.feature, quota.level)[panels].sum(1)
        fits &= (held >= quota.min) & (held <= quota.max)
    return np.array((panels[fits][:, :, None] == np.arange(pool.n)).any(1), float)


def relaxed_leximin(types: PersonTypes) -> Floats:
    """(T,) leximin chances over counts that need not be whole, by scipy, with a row for each type and no tricks."""
    rows, limits, people = types.rows.toarray() * types.people, types.limits, types.people
    settled = np.full(types.count, np.nan)
    while np.isnan(settled).any():
        open_ = np.isnan(settled)
        above = np.hstack([rows, np.zeros((len(rows), 1))])
        at_least = np.hstack([-np.eye(types.count), open_[:, None].astype(float)])
        found = linprog(
            np.append(np.zeros(types.count), -1.0),
            A_ub=np.vstack([above, -above, at_least]),
            b_ub=np.concatenate([limits.row_most, -limits.row_least, -np.where(open_, 0.0, settled)]),
            bounds=[(0, most / count) for most, count in zip(limits.most, people, strict=True)] + [(0, None)],
        )
        assert found.status == 0, found.message
        prices = -found.ineqlin.marginals[2 * len(rows) :]
        settled[open_ & (prices > 1e-7)] = -found.fun
    return settled
