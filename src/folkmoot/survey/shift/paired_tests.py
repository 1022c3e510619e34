"""Did people's answers move, one step to the next: tests on a square table of people, each counting once."""

from collections.abc import Callable
from math import isnan
from typing import Literal

import numpy as np
from scipy.special import bdtr, chdtrc

from folkmoot.survey.design import Floats
from folkmoot.survey.shift.no_change_test import free_contrasts, quadratic_form
from folkmoot.survey.shift.paired_table import PairedTable
from folkmoot.survey.shift.people_test import Distribution, PeopleTest, moved_or_not
from folkmoot.survey.shift.permutation_distributions import swap_distribution

_ROUNDING = 1e-9  # statistics closer than this (relative) are the same statistic, rounded


def mcnemar(table: PairedTable, *, distribution: Literal["exact", "chi2", "corrected"] = "exact") -> PeopleTest:
    """Whether as many people moved one way as the other between two answers (McNemar 1947).

    distribution: "exact" is the binomial of the smaller number of the two (its statistic), doubled; "chi2" without and "corrected"
    with the continuity correction, as R's `mcnemar.test`. Raises ValueError when the table has not two levels."""
    if len(table.levels) != 2:
        raise ValueError(f"McNemar's test compares two answers and the table has {len(table.levels)}. Use table.one_of(...) first.")
    up, down = table.up, table.down
    exact = distribution == "exact"
    if not table.moved:
        statistic = p = float("nan")
    elif exact:
        statistic = float(min(up, down))
        p = min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5)))
    else:
        apart = max(0, abs(up - down) - (distribution == "corrected"))
        statistic = apart**2 / (up + down)
        p = float(chdtrc(1, statistic))
    found = (
        f"{moved_or_not(table.n, table.moved)}: {up:,} to “{table.levels[1]}” and {down:,} to “{table.levels[0]}”."
        if table.moved
        else f"{moved_or_not(table.n, 0)}."
    )
    return PeopleTest(
        test="McNemar's test",
        statistic=statistic,
        df=float("nan") if exact else 1.0,
        p=p,
        n=table.n,
        moved=table.moved,
        exact=exact,
        found=found,
        method=f"mcnemar; distribution={'exact binomial, two-sided' if exact else distribution}; unweighted; complete pairs",
    )


def stuart_maxwell(table: PairedTable, *, distribution: Distribution = "auto") -> PeopleTest:
    """Whether each answer was given by as many people after as before (Stuart 1955; Maxwell 1970).

    Levels that nobody moved to or from, and levels among which people only moved between themselves, take their degrees of freedom
    away. distribution: "exact" swaps or does not swap each mover's two answers, all ways; "chi2" is large-sample; "auto" is exact
    where it can be worked out. Raises ValueError when "exact" is asked for and there are too many ways."""
    statistic, df = _stuart_maxwell(table)
    return _square("Stuart and Maxwell's test", "stuart-maxwell", table, statistic, df, distribution, _margin_statistics)


def bhapkar(table: PairedTable) -> PeopleTest:
    """The same question as `stuart_maxwell`, by Wald's statistic (Bhapkar 1966), large-sample only.

    It is S / (1 - S / n), S being Stuart and Maxwell's statistic. NaN where everybody made the same move: then S is n."""
    stuart, df = _stuart_maxwell(table)
    left = 1 - stuart / table.n if table.n else float("nan")
    statistic = stuart / left if left > _ROUNDING else float("nan")
    return _square("Bhapkar's test", "bhapkar", table, statistic, df, "chi2", _margin_statistics)


def bowker(table: PairedTable, *, distribution: Distribution = "auto") -> PeopleTest:
    """Whether, of each two answers, as many people moved one way as the other (Bowker 1948), as R's `mcnemar.test` of a larger table.

    Two answers between which nobody moved take a degree of freedom away (R gives no statistic then). distribution: as
    `stuart_maxwell`."""
    pairs = _pairs(table)
    net = np.array([table.counts[i, j] - table.counts[j, i] for i, j, _ in pairs], np.float64)
    movers = np.array([count for _, _, count in pairs], np.float64)
    statistic = float((net**2 / movers).sum()) if pairs else float("nan")
    return _square("Bowker's test", "bowker", table, statistic, len(pairs), distribution, _symmetry_statistics)


def _pairs(table: PairedTable) -> list[tuple[int, int, int]]:
    """The pairs of levels that people moved between, and how many did, either way."""
    both = table.counts + table.counts.T
    return [(i, j, int(both[i, j])) for i in range(len(both)) for j in range(i + 1, len(both)) if both[i, j]]


def _products(table: PairedTable) -> Floats:
    """(levels, levels) the sums over people of the products of their own changes: Stuart's covariance of the net changes."""
    both = (table.counts + table.counts.T).astype(np.float64)
    return np.diag(both.sum(1)) - both


def _stuart_maxwell(table: PairedTable) -> tuple[float, int]:
    products = _products(table)
    contrasts = free_contrasts(products)
    change = (table.after - table.before).astype(np.float64)
    return quadratic_form(contrasts.T @ change, contrasts.T @ products @ contrasts), contrasts.shape[1]


def _margin_statistics(table: PairedTable, net: Floats) -> Floats:
    """Stuart and Maxwell's statistic for each row of net moves between the pairs of levels."""
    products, pairs = _products(table), _pairs(table)
    contrasts = free_contrasts(products)
    change = np.zeros((len(pairs), len(table.levels)))
    for place, (i, j, _) in enumerate(pairs):
        change[place, i], change[place, j] = -1.0, 1.0
    moved = net @ (change @ contrasts)
    return np.asarray((moved * np.linalg.solve(contrasts.T @ products @ contrasts, moved.T).T).sum(1), np.float64)


def _symmetry_statistics(table: PairedTable, net: Floats) -> Floats:
    """Bowker's statistic for each row of net moves."""
    return np.asarray((net**2 / np.array([count for _, _, count in _pairs(table)])).sum(1), np.float64)


type _Statistics = Callable[[PairedTable, Floats], Floats]


def _square(test: str, tag: str, table: PairedTable, statistic: float, df: int, distribution: Distribution, of: _Statistics) -> PeopleTest:
    """The result of a test on all levels of the table, with an exact p where it is wanted and can be."""
    swapped = None if distribution == "chi2" or isnan(statistic) else swap_distribution([count for _, _, count in _pairs(table)])
    if distribution == "exact" and swapped is None and not isnan(statistic):
        raise ValueError(f"{test} has too many ways to swap {table.moved:,} people's answers to be exact. Use “chi2”.")
    if isnan(statistic):
        p = float("nan")
    elif swapped is None:
        p = float(chdtrc(df, statistic))
    else:
        net, mass = swapped
        p = min(1.0, float(mass[of(table, net) >= statistic * (1 - _ROUNDING)].sum()))
    return PeopleTest(
        test=test,
        statistic=statistic,
        df=float(df) if df else float("nan"),
        p=p,
        n=table.n,
        moved=table.moved,
        exact=swapped is not None,
        found=f"{moved_or_not(table.n, table.moved)}.{_largest(table)}",
        method=f"{tag}; distribution={'chi2' if swapped is None else 'exact, answers swapped'}; unweighted; complete pairs",
    )


def _largest(table: PairedTable) -> str:
    """The answer whose number of people changed most, in words; nothing where none did."""
    net = table.after - table.before
    place = int(np.argmax(np.abs(net)))
    if not net[place]:
        return " Each answer was given by as many people after as before."
    return f" The largest change is in “{table.levels[place]}”: {table.before[place]:,} before and {table.after[place]:,} after."
