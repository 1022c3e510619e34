"""Which further counts to hide, so that no hidden count follows from the totals."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from folkmoot.disclosure.audit import Attack, Audit, Counts, Mask, published_rules


def required_widths(counts: Counts, protection: int) -> Counts:
    """(groups, 1) how wide the range of a group's hidden count must be: `protection`, or the group's size where that is less
    (a group of three can never hide more than three)."""
    return np.minimum(counts.sum(1, keepdims=True), protection)


def is_protected(found: Audit, small: Mask, required: Counts) -> bool:
    """Whether every small count has the range it needs. A count hidden only to cover it needs none: it is not small."""
    return bool((found.width >= required)[small].all())


def hide_groups(counts: Counts, small: Mask, protection: int) -> Mask | None:
    """The best protection of a table with two answers and published totals: the fewest groups, then the fewest people, or None
    when hiding all of them is not enough.

    A hidden count takes its complement with it, so whole groups are hidden. Let the hidden groups hold N people, A and B by
    answer. A group of n among them has the range min(n, A, B, N - n), by the bounds of a two-way table (Frechet 1940), so the
    least cost that gives each small group its range is a small integer programme, solved exactly (HiGHS)."""
    chosen = small.any(1)
    if not chosen.any():
        return small
    sizes, required = counts.sum(1).astype(float), required_widths(counts, protection)[:, 0].astype(float)
    others = np.tile(sizes, (sizes.size, 1))
    np.fill_diagonal(others, 0)
    sides = np.vstack([np.tile(side, (int(chosen.sum()), 1)) for side in counts.T] + [others[chosen]])
    least = np.tile(required[chosen], 3)
    result = milp(
        1 + sizes / (1 + sizes.sum()),  # all the people together cost less than one more group
        integrality=np.ones(sizes.size),
        bounds=Bounds(chosen.astype(float), np.ones(sizes.size)),
        constraints=LinearConstraint(sides, least, np.inf),
        options={"mip_rel_gap": 0},
    )
    if result.x is None:
        return None
    return np.repeat((result.x > 0.5)[:, None], 2, axis=1)


def hide_cells(counts: Counts, small: Mask, protection: int, *, totals: bool) -> Mask | None:
    """A near-best protection of any table, or None when no choice is enough.

    Where a small count has too narrow a range, the cheapest way to move it up and down with all totals kept shows which cells to
    hide with it (the linear form of Fischetti and Salazar 2001). Hiding more only widens ranges, so each small count is looked at
    once. Then each cell hidden for another is shown again, largest first, where all small counts keep their ranges."""
    hidden, required = small.copy(), required_widths(counts, protection)[:, 0]
    waiting = [(int(group), int(answer)) for group, answer in np.argwhere(hidden)]
    while waiting:
        group, answer = waiting.pop()
        if _wide_enough(counts, hidden, group, answer, required, totals=totals):
            continue
        moved = _cheapest_moves(counts, hidden, group, answer, int(required[group]), totals=totals)
        if moved is None:
            return None
        hidden = hidden | moved
    extra = np.argwhere(hidden & ~small)
    for group, answer in extra[np.argsort(-counts[tuple(extra.T)], kind="stable")]:
        without = hidden.copy()
        without[group, answer] = False
        left = np.argwhere(small)
        nearest = left[np.argsort((left[:, 0] != group) & (left[:, 1] != answer), kind="stable")]  # they fail first
        if all(_wide_enough(counts, without, int(g), int(a), required, totals=totals) for g, a in nearest):
            hidden = without
    return hidden


def _wide_enough(counts: Counts, hidden: Mask, group: int, answer: int, required: Counts, *, totals: bool) -> bool:
    low, high = Attack(counts, hidden, totals=totals).range_of(group, answer)
    return high - low >= int(required[group])


def _cheapest_moves(counts: Counts, hidden: Mask, group: int, answer: int, width: int, *, totals: bool) -> Mask | None:
    """The cells that change when one count moves up and, apart from that, down, by `width` in all, at the least cost."""
    flat = counts.ravel().astype(float)
    cells, place = flat.size, int(np.ravel_multi_index((group, answer), counts.shape))
    cost = np.where(hidden.ravel(), 1e-6, 1 + flat / (1 + flat.sum()))
    rules = published_rules(np.ones(counts.shape, np.bool_), totals=totals)
    none = csr_array(rules.shape)
    # Four amounts per cell: up and down in the upward move, up and down in the downward move; no count falls below zero.
    kept = hstack([rules, -rules, none, none]), hstack([none, none, rules, -rules])
    reach = np.zeros(4 * cells)
    reach[[place, 3 * cells + place]], reach[[cells + place, 2 * cells + place]] = -1, 1
    equal = csr_array(np.vstack([part.toarray() for part in kept]))
    upper = np.concatenate([np.full(cells, np.inf), flat, np.full(cells, np.inf), flat])
    result = linprog(
        np.tile(cost, 4),
        A_ub=reach[None, :],
        b_ub=[-width],
        A_eq=equal,
        b_eq=np.zeros(equal.shape[0]),
        bounds=np.column_stack([np.zeros(4 * cells), upper]),
        method="highs",
    )
    if result.status != 0:
        return None
    return np.asarray((result.x.reshape(4, cells) > 1e-7).any(0).reshape(counts.shape), np.bool_)
