"""Branch and bound finds the best panel of all, with a bound that holds."""

import numpy as np
import pytest

from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.person_types import PersonTypes, person_types
from tests.sortition.made_pools import every_panel, small_pool, town


def counts_of(types: PersonTypes, panels: np.ndarray) -> np.ndarray:
    """(panels, types) how many of each type."""
    return np.stack([panels[:, members].sum(1) for members in types.members], 1)


@pytest.mark.parametrize("first", [0, 40, 80])
def test_the_best_panel_is_the_best_of_all(first: int) -> None:
    draws = np.random.Generator(np.random.PCG64(first))
    for seed in range(first, first + 40):
        pool, quotas, size = small_pool(seed)
        panels = every_panel(pool, quotas, size)
        if not len(panels):
            continue
        types = person_types(pool, quotas, size)
        search, counts = PanelSearch(types), counts_of(types, panels)
        for _ in range(4):
            weights = draws.normal(size=types.count)
            found = search.best(weights)
            assert found.panel is not None
            assert found.panel.tolist() in counts.tolist()
            assert found.value == pytest.approx((counts @ weights).max(), abs=1e-9)
            assert found.value <= found.bound <= found.value + 1e-7


def test_the_bound_holds_however_early_the_search_ends() -> None:
    pool, quotas, size = town(60, 12, households=True)
    types = person_types(pool, quotas, size)
    weights = np.random.Generator(np.random.PCG64(1)).normal(size=types.count)
    search = PanelSearch(types)
    best = search.best(weights)
    for nodes in (0, 1, 2, 3):
        assert search.best(weights, most_nodes=nodes).bound >= best.value - 1e-9
    quick = search.best(weights, enough=lambda most: most - 3.0)
    assert quick.panel is not None
    assert quick.value <= best.value + 1e-9 <= quick.bound + 2e-9


def test_only_a_panel_that_weighs_more_is_looked_for() -> None:
    pool, quotas, size = town(60, 12)
    types = person_types(pool, quotas, size)
    weights = np.random.Generator(np.random.PCG64(1)).normal(size=types.count)
    best = PanelSearch(types).best(weights)
    assert PanelSearch(types).best(weights, above=best.value - 0.01).value == pytest.approx(best.value)
    none = PanelSearch(types).best(weights, above=best.value)
    assert none.panel is None
    assert none.bound <= best.value + 1e-6


def test_where_no_panel_meets_the_quotas_none_is_found() -> None:
    for seed in range(200):
        pool, quotas, size = small_pool(seed)
        if len(every_panel(pool, quotas, size)) == 0:
            try:
                types = person_types(pool, quotas, size)
            except ValueError:
                continue
            found = PanelSearch(types).best(np.zeros(types.count))
            assert (found.panel, found.bound) == (None, -np.inf)
