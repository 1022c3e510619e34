"""Maximin and Nash lotteries against scipy on the marginals, and what sets them apart from leximin."""

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, minimize

from folkmoot.sortition import check_lottery, leximin, maximin, nash
from folkmoot.sortition.cuts import Cut
from folkmoot.sortition.person_types import PersonTypes, person_types
from folkmoot.sortition.room import Room, room
from folkmoot.sortition.smooth_marginals import even_marginals, nash_marginals
from tests.sortition.made_pools import relaxed_leximin, town


def smoothest(types: PersonTypes, sum_of, slope_of, least: float) -> np.ndarray:
    """(T,) the chances that minimise the sum over people, by scipy's SLSQP."""
    rows, limits = types.rows.toarray() * types.people, types.limits
    equal = limits.row_least == limits.row_most
    start = relaxed_leximin(types)
    found = minimize(
        lambda p: types.people @ sum_of(p),
        start,
        jac=lambda p: types.people * slope_of(p),
        method="SLSQP",
        bounds=[(max(least, 1e-6), most / count) for most, count in zip(limits.most, types.people, strict=True)],
        constraints=[LinearConstraint(rows[kind], limits.row_least[kind], limits.row_most[kind]) for kind in (equal, ~equal)],
        options={"ftol": 1e-13, "maxiter": 500},
    )
    return np.asarray(found.x)


@pytest.mark.parametrize("seed", range(4))
def test_nash_chances_have_the_product_of_a_general_solver(seed: int) -> None:
    types = person_types(*town(70, 12, seed))
    ours, theirs = nash_marginals(types, []).chances, smoothest(types, lambda p: -np.log(p), lambda p: -1 / p, 0)
    assert types.people @ np.log(ours) >= types.people @ np.log(theirs) - 1e-7
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_maximin_chances_are_the_most_even_of_those_with_the_greatest_smallest(seed: int) -> None:
    types = person_types(*town(70, 12, seed))
    least = relaxed_leximin(types).min()
    ours, theirs = even_marginals(types, []).chances, smoothest(types, lambda p: p**2, lambda p: 2 * p, least)
    assert ours.min() == pytest.approx(least, abs=1e-9)
    assert types.people @ ours**2 <= types.people @ theirs**2 + 1e-7
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("draw", [maximin, nash])
def test_each_lottery_is_best_by_its_own_goal(draw, seed: int) -> None:
    pool, quotas, size = town(80, 14, seed, households=True)
    lottery, fairest = draw(pool, quotas, size), leximin(pool, quotas, size)
    assert check_lottery(lottery, pool, quotas, prove_bounds=True).passed
    can = fairest.probabilities > 0
    assert np.array_equal(can, lottery.probabilities > 1e-9)
    ours, theirs = lottery.probabilities[can], fairest.probabilities[can]
    if draw is nash:
        assert np.log(ours).sum() >= np.log(theirs).sum() - 1e-8
        assert ours.min() <= theirs.min() + 1e-7
    else:
        assert ours.min() == pytest.approx(theirs.min(), abs=1e-7)
        assert (ours**2).sum() <= (theirs**2).sum() + 1e-7


def test_a_cut_is_kept_by_smooth_chances() -> None:
    types = person_types(*town(70, 12))
    free = nash_marginals(types, []).chances * types.people
    weights = np.zeros(types.count)
    weights[[0, 1]] = 1.0
    cut = Cut(weights, float(free[[0, 1]].sum()) - 0.2, 1)
    for marginals in (nash_marginals, even_marginals):
        assert weights @ (marginals(types, [cut]).chances * types.people) <= cut.most + 1e-9


def test_room_finds_what_every_solution_holds_with_equality() -> None:
    from scipy.sparse import csr_matrix

    rows = csr_matrix(np.array([[1.0, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 0]]))
    limits = Room(np.array([3.0, 0, 0]), np.array([3.0, 1, 2]), np.zeros(4), np.array([1.0, 1, 1, 1]))
    held = room(rows, limits)  # the first two can have 1 together, so the last two must have 1 each
    assert held.least.tolist() == [0, 0, 1, 1]
    assert held.most.tolist() == [1, 1, 1, 1]
    assert held.row_least[1] == held.row_most[1] == 1
