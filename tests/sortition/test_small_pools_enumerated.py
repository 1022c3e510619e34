"""Small pools, every panel listed: the lottery's chances are the leximin of a brute-force solver that knows nothing of types or bounds."""

from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog

from folkmoot.sortition.check_lottery import check_lottery
from folkmoot.sortition.lottery import Lottery, leximin, maximin, nash
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import InfeasibleQuotas
from tests.sortition.made_pools import every_panel, small_pool

SAME = 1e-7


@cache
def solved(seed: int) -> tuple[np.ndarray, Lottery | None]:
    """Every panel of a small pool, and its leximin lottery where there are panels."""
    pool, quotas, size = small_pool(seed)
    panels = every_panel(pool, quotas, size)
    return panels, leximin(pool, quotas, size) if len(panels) else None


def brute_force_leximin(panels: np.ndarray) -> np.ndarray:
    """(people,) by linear programmes over the weights of all panels: the greatest level, then that of all whom its prices do not hold."""
    count, n = panels.shape
    settled = np.full(n, np.nan)
    weights_add_up = np.append(np.ones(count), 0.0)[None, :]
    while np.isnan(settled).any():
        open_ = np.isnan(settled)
        level_rows = np.hstack([-panels.T, open_[:, None].astype(float)])
        least = np.where(open_, 0.0, settled) - 1e-11
        best = linprog(np.append(np.zeros(count), -1.0), A_ub=level_rows, b_ub=-least, A_eq=weights_add_up, b_eq=[1.0])
        assert best.status == 0, best.message
        settled[open_ & (best.ineqlin.marginals < -1e-9)] = -best.fun
    return settled


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_five_hundred_small_pools_have_the_chances_of_brute_force(first: int) -> None:
    for seed in range(first, first + 50):
        pool, quotas, size = small_pool(seed)
        panels, found = solved(seed)
        if found is None:
            with pytest.raises(InfeasibleQuotas):
                leximin(pool, quotas, size)
            continue
        np.testing.assert_allclose(found.probabilities, brute_force_leximin(panels), atol=SAME, rtol=0, err_msg=f"pool {seed}")
        known = {tuple(row) for row in panels.tolist()}
        assert all(tuple(np.isin(np.arange(pool.n), panel).astype(float).tolist()) in known for panel in found.panels)
        assert found.probabilities.sum() == pytest.approx(size, abs=1e-9)
        assert check_lottery(found, pool, quotas, prove_bounds=True).passed


def test_among_the_small_pools_are_many_with_households_and_some_where_counts_that_are_not_whole_would_be_fairer() -> None:
    gaps = households = 0
    for seed in range(200):
        _, found = solved(seed)
        if found is not None:
            assert found.certificate is not None
            gaps += found.certificate.gap
            households += int((small_pool(seed)[0].shared_households() >= 0).any())
    assert gaps >= 3
    assert households >= 30


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_maximin_has_the_greatest_smallest_chance_and_nash_the_greatest_product(seed: int) -> None:
    pool, quotas, size = small_pool(seed)
    panels, _ = solved(seed)
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
    _, found = solved(seed)
    if found is None:
        pytest.skip("no panel meets these quotas")
    order = np.random.Generator(np.random.PCG64(seed)).permutation(pool.n)
    other = Pool(
        pool.features,
        {name: codes[order] for name, codes in pool.codes.items()},
        None if pool.households is None else pool.households[order],
    )
    np.testing.assert_allclose(leximin(other, quotas, size).probabilities, found.probabilities[order], atol=1e-9)
