"""Small pools, every panel listed: the lottery's chances are the leximin of a brute-force solver that knows nothing of types or bounds."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from folkmoot.sortition.check_lottery import check_lottery
from folkmoot.sortition.lottery import leximin, maximin, nash
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas, Quota, Quotas

SAME = 1e-7


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


def every_panel(pool: Pool, quotas: Quotas, size: int) -> np.ndarray:
    """(panels, people) 0 and 1."""
    shared = pool.shared_households()
    rows = []
    for panel in combinations(range(pool.n), size):
        homes = [home for home in shared[list(panel)].tolist() if home >= 0]
        if len(set(homes)) == len(homes) and all(
            quota.min <= int(pool.has(quota.feature, quota.level)[list(panel)].sum()) <= quota.max for quota in quotas
        ):
            rows.append(np.isin(np.arange(pool.n), panel).astype(float))
    return np.array(rows).reshape(len(rows), pool.n)


def brute_force_leximin(panels: np.ndarray) -> np.ndarray:
    """(people,) by linear programmes over the weights of all panels: the level, then each person in turn who can have more than it."""
    count, n = panels.shape
    settled = np.full(n, np.nan)
    while np.isnan(settled).any():
        open_ = np.flatnonzero(np.isnan(settled))
        least = np.where(np.isnan(settled), 0.0, settled)
        level_rows = np.hstack([-panels.T, np.isnan(settled)[:, None].astype(float)])
        weights_add_up = np.append(np.ones(count), 0.0)[None, :]
        best = linprog(np.append(np.zeros(count), -1.0), A_ub=level_rows, b_ub=-least + 1e-11, A_eq=weights_add_up, b_eq=[1.0])
        level = -best.fun
        floor = np.where(np.isnan(settled), level, settled) - 1e-11
        stuck = [
            person
            for person in open_
            if -linprog(-panels[:, person], A_ub=-panels.T, b_ub=-floor, A_eq=np.ones((1, count)), b_eq=[1.0]).fun < level + 1e-9
        ]
        settled[stuck or open_] = level
    return settled


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_five_hundred_small_pools_have_the_chances_of_brute_force(first: int) -> None:
    for seed in range(first, first + 50):
        pool, quotas, size = small_pool(seed)
        panels = every_panel(pool, quotas, size)
        if not len(panels):
            with pytest.raises(InfeasibleQuotas):
                leximin(pool, quotas, size)
            continue
        found = leximin(pool, quotas, size)
        np.testing.assert_allclose(found.probabilities, brute_force_leximin(panels), atol=SAME, err_msg=f"pool {seed}")
        known = {tuple(row) for row in panels.tolist()}
        assert all(tuple(np.isin(np.arange(pool.n), panel).astype(float).tolist()) in known for panel in found.panels)
        assert found.probabilities.sum() == pytest.approx(size, abs=1e-9)
        assert check_lottery(found, pool, quotas, prove_bounds=True).passed


def test_among_the_small_pools_are_many_with_households_and_some_where_counts_that_are_not_whole_would_be_fairer() -> None:
    gaps = households = 0
    for seed in range(400):
        pool, quotas, size = small_pool(seed)
        if len(every_panel(pool, quotas, size)):
            certificate = leximin(pool, quotas, size).certificate
            assert certificate is not None
            gaps += certificate.gap
            households += int((pool.shared_households() >= 0).any())
    assert gaps >= 5
    assert households >= 50


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_maximin_has_the_greatest_smallest_chance_and_nash_the_greatest_product(seed: int) -> None:
    pool, quotas, size = small_pool(seed)
    panels = every_panel(pool, quotas, size)
    if not len(panels):
        pytest.skip("no panel meets these quotas")
    can = panels.any(0)
    fairest = brute_force_leximin(panels)
    assert maximin(pool, quotas, size).probabilities[can].min() == pytest.approx(fairest[can].min(), abs=SAME)
    product = np.log(nash(pool, quotas, size).probabilities[can]).sum()
    draws = np.random.Generator(np.random.PCG64(seed))
    others = [*draws.dirichlet(np.ones(len(panels)), 200) @ panels, fairest]
    with np.errstate(divide="ignore"):
        assert all(np.log(other[can]).sum() <= product + 1e-6 for other in others)


@pytest.mark.parametrize("seed", range(1, 80, 8))
def test_relabelling_people_changes_nobodys_chance(seed: int) -> None:
    pool, quotas, size = small_pool(seed)
    if not len(every_panel(pool, quotas, size)):
        pytest.skip("no panel meets these quotas")
    order = np.random.Generator(np.random.PCG64(seed)).permutation(pool.n)
    other = Pool(
        pool.features,
        {name: codes[order] for name, codes in pool.codes.items()},
        None if pool.households is None else pool.households[order],
    )
    np.testing.assert_allclose(leximin(other, quotas, size).probabilities, leximin(pool, quotas, size).probabilities[order], atol=1e-9)
