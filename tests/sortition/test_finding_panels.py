"""Panels near a target: exchanges keep every count, weights reach the target, and cuts separate what no panels average to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sortition.column_generation import Master, generate_columns
from folkmoot.sortition.exchanges import Exchanges
from folkmoot.sortition.marginals import leximin_marginals
from folkmoot.sortition.panel_search import PanelSearch
from folkmoot.sortition.panel_weights import panel_matrix, panel_weights
from folkmoot.sortition.person_types import person_types
from folkmoot.sortition.residual_panels import ResidualPanels, tight_limits
from tests.sortition.made_pools import every_panel, small_pool, town
from tests.sortition.test_panel_search import counts_of


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), households=st.booleans())
def test_exchanges_keep_the_count_of_every_level_and_raise_what_is_wished(seed: int, households: bool) -> None:
    pool, quotas, size = town(80, 16, seed, households=households)
    types = person_types(pool, quotas, size)
    random = np.random.Generator(np.random.PCG64(seed))
    found = PanelSearch(types).best(random.normal(size=types.count))
    assert found.panel is not None
    before, wish = np.repeat(np.arange(types.count), found.panel), random.normal(size=types.count)
    after = Exchanges(types, types.limits, random).toward(before, wish, 8)
    assert wish[after].sum() >= wish[before].sum() - 1e-12
    for feature in range(types.levels.shape[1]):
        assert sorted(types.levels[before, feature]) == sorted(types.levels[after, feature])
    counts = np.bincount(after, minlength=types.count)
    assert (counts <= types.limits.most).all()
    assert (types.rows @ counts <= types.limits.row_most).all()


def test_exchanges_find_better_panels() -> None:
    pool, quotas, size = town(80, 16)
    types = person_types(pool, quotas, size)
    random = np.random.Generator(np.random.PCG64(0))
    panel = PanelSearch(types).best(np.zeros(types.count)).panel
    assert panel is not None
    before, wish = np.repeat(np.arange(types.count), panel), random.normal(size=types.count)
    assert wish[Exchanges(types, types.limits, random).toward(before, wish, 8)].sum() > wish[before].sum() + 1


@pytest.mark.parametrize("households", [False, True])
def test_residual_panels_meet_what_the_target_meets_with_equality_and_come_near_it(households: bool) -> None:
    pool, quotas, size = town(150, 20, households=households)
    types = person_types(pool, quotas, size)
    target = leximin_marginals(types, []).chances * types.people
    near, limits = ResidualPanels(types, target, np.random.Generator(np.random.PCG64(0))), tight_limits(types, target)
    near.grow(60)
    counts = panel_matrix(near.panels, types.count).toarray()
    rows = (types.rows @ counts.T).T
    assert ((limits.row_least <= rows) & (rows <= limits.row_most)).all()
    assert ((limits.least <= counts) & (counts <= limits.most)).all()
    assert len(np.unique(counts, axis=0)) == len(counts)
    assert np.abs(near.shares @ counts - target).max() < 0.2


def test_weights_that_reach_a_target_are_found_to_rounding() -> None:
    draws = np.random.Generator(np.random.PCG64(4))
    for _ in range(20):
        panels = np.sort(np.argsort(draws.random((60, 25)), axis=1)[:, :6], axis=1)
        truth = draws.dirichlet(np.full(60, 2.0))
        counts = panel_matrix(panels, 25)
        found = panel_weights(counts, counts.T @ truth, np.full(60, 1 / 60))
        assert found.distance < 1e-9
        assert (found.weights >= 0).all()
        np.testing.assert_allclose(counts.T @ found.weights, counts.T @ truth, atol=1e-9)


def test_a_target_out_of_reach_is_told_by_its_distance_and_direction() -> None:
    panels = np.array([[0, 1], [0, 2]])
    target = np.array([0.5, 0.5, 1.0])
    found = panel_weights(panel_matrix(panels, 3), target, np.array([0.5, 0.5]))
    assert found.distance > 0.1
    assert found.missing[0] < 0 < found.missing[2]


def test_a_cut_holds_for_every_panel_and_not_for_the_target() -> None:
    cuts = 0
    for seed in range(120):
        pool, quotas, size = small_pool(seed)
        panels = every_panel(pool, quotas, size)
        if not len(panels):
            continue
        types = person_types(pool, quotas, size)
        target = leximin_marginals(types, []).chances * types.people
        whole, master = PanelSearch(types), Master(types.count)
        first = whole.best(np.zeros(types.count)).panel
        assert first is not None
        master.add(first)
        cut = generate_columns(master, target, PanelSearch(types, tight_limits(types, target)), whole, np.random.default_rng(0))
        if cut is None:
            np.testing.assert_allclose(master.weights @ master.panels, target, atol=1e-7)
            continue
        cuts += 1
        assert (counts_of(types, panels) @ cut.weights).max() == pytest.approx(cut.most, abs=1e-7)
        assert cut.weights @ target > cut.most + 1e-9
    assert cuts >= 2
