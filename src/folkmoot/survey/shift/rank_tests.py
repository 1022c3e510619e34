"""Did people's answers move up or down: Wilcoxon's test of two steps, and Page's of a trend that was foretold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.shift.between_steps import doubled_midranks, moved
from folkmoot.survey.shift.people_test import PeopleTest, moved_or_not
from folkmoot.survey.shift.permutation_distributions import signed_rank_distribution, trend_distribution
from folkmoot.survey.shift.steps import Answers, answered_all, step_values

Alternative = Literal["two-sided", "up", "down"]
_EXACT_MOVERS = 200  # Wilcoxon's exact distribution is quick up to here, and above it the normal one is close
_MOST_MOVERS = 1000  # not far above, the chance of all moving alike is too small a number to hold
_EXACT_TREND = (100, 8)  # people and steps: up to a second


@dataclass(frozen=True, eq=False, kw_only=True)
class SignedRankTest(PeopleTest):
    """up, down: people who moved to a higher and to a lower answer. rank_sum_up, rank_sum_down: the sums of the ranks of how far each
    moved; R's V is rank_sum_up of after less before."""

    up: int
    down: int
    rank_sum_up: float
    rank_sum_down: float


@dataclass(frozen=True, eq=False, kw_only=True)
class TrendTest(PeopleTest):
    """statistic: Page's L. by_step: (steps,) the mean rank of each step, in the order foretold. z: L as standard errors from
    its mean."""

    by_step: Floats
    z: float


def wilcoxon_signed_rank(
    before: Answers,
    after: Answers,
    *,
    alternative: Alternative = "two-sided",
    zeros: Literal["drop", "pratt"] = "drop",
    distribution: Literal["auto", "exact", "normal"] = "auto",
) -> SignedRankTest:
    """Whether people moved as far up as down (Wilcoxon 1945). Answers on levels are taken to be equal steps apart.

    zeros: people who did not move are left out before ranking ("drop", as R's `wilcox.test`) or after it ("pratt", Pratt 1959).
    distribution: "exact" gives each mover's rank either sign, so that it is exact with ties and zeros too; "normal" is with the
    continuity correction and the correction for ties, as R's; "auto" is exact up to 200 movers. alternative: "up" asks for moves up.
    Raises ValueError when the two do not fit each other, or "exact" is asked for and more than 1,000 people moved."""
    values = answered_all(step_values([before, after]))
    change = values[:, 1] - values[:, 0]
    went_up, went_down = int((change > 0).sum()), int((change < 0).sum())
    if zeros == "drop":
        change = change[change != 0]
    ranks = _doubled_ranks(np.abs(change))
    ranks, rose = ranks[change != 0], (change > 0)[change != 0]
    up = int(ranks[rose].sum())
    exact = distribution == "exact" or (distribution == "auto" and ranks.size <= _EXACT_MOVERS)
    if exact and ranks.size > _MOST_MOVERS:
        raise ValueError(f"{ranks.size:,} people moved, too many for the exact distribution. Use “normal”.")
    p = float("nan") if not ranks.size else _tail(ranks, up, alternative, exact=exact)
    found = f"{moved_or_not(len(values), ranks.size)}: {went_up:,} up and {went_down:,} down."
    return SignedRankTest(
        test="Wilcoxon's signed-rank test",
        statistic=up / 2 if ranks.size else float("nan"),
        df=float("nan"),
        p=p,
        n=len(values),
        moved=ranks.size,
        exact=exact,
        found=found if ranks.size else f"{moved_or_not(len(values), 0)}.",
        method=f"wilcoxon signed rank; distribution={'exact' if exact else 'normal, continuity corrected'}; zeros={zeros}; {alternative}; "
        "unweighted; complete pairs",
        beyond="at least so far from balance" if alternative == "two-sided" else f"at least so far {alternative}",
        up=went_up,
        down=went_down,
        rank_sum_up=up / 2,
        rank_sum_down=(int(ranks.sum()) - up) / 2,
    )


def page_trend(
    steps: Sequence[Answers],
    *,
    foretold: Sequence[int] | None = None,
    distribution: Literal["auto", "exact", "untied", "normal"] = "auto",
) -> TrendTest:
    """Whether answers rise over the steps in an order said beforehand (Page 1963). One-sided.

    foretold: the steps from the one expected lowest, numbered from 1; None is the order given. distribution: "exact" puts each
    person's own ranks, ties and all, in any order; "untied" is that of Page's printed tables, which knows no ties: with them it is
    approximate, and takes L rounded down, on the side of caution; "normal" is large-sample with the spread that the ties
    leave; "auto" is exact up to 100 people and 8 steps. Raises ValueError when the steps do not fit, `foretold` does not name each
    step once, or there are too many people or steps for the distribution asked for."""
    values = answered_all(step_values(steps))
    n, k = values.shape
    order = np.arange(k) if foretold is None else np.asarray(foretold, np.int64) - 1
    if sorted(order.tolist()) != list(range(k)):
        raise ValueError(f"foretold must name each of the steps 1 to {k} once, the one expected lowest first.")
    ranks = doubled_midranks(values[:, order])
    doubled = int((ranks * np.arange(1, k + 1)).sum())
    spread = float(((ranks / 2 - (k + 1) / 2) ** 2).sum()) * k * (k + 1) / 12  # of n independent sums over steps 1..k
    z = (doubled / 2 - n * k * (k + 1) ** 2 / 4) / np.sqrt(spread) if spread else float("nan")
    if distribution == "auto":
        distribution = "exact" if n <= _EXACT_TREND[0] and k <= _EXACT_TREND[1] else "normal"
    if not spread:
        p = float("nan")
    elif distribution == "normal":
        p = float(ndtr(-z))
    elif distribution == "exact":
        p = min(1.0, float(trend_distribution(ranks)[doubled:].sum()))
    else:
        p = min(1.0, float(trend_distribution(np.tile(np.arange(1, k + 1), (n, 1)))[doubled // 2 :].sum()))
    said = " then ".join(str(step + 1) for step in order)
    return TrendTest(
        test="Page's test of a trend",
        statistic=doubled / 2 if spread else float("nan"),
        df=float("nan"),
        p=p,
        n=n,
        moved=moved(values),
        exact=distribution == "exact",
        found=f"{moved_or_not(n, moved(values), k)}. The order foretold, lowest first, was step {said}.",
        method=f"page trend; distribution={distribution}; foretold={','.join(str(step + 1) for step in order)}; one-sided; unweighted; "
        "complete cases",
        beyond="at least so far in that order",
        by_step=ranks.mean(0) / 2 if n else np.full(k, np.nan),
        z=float(z),
    )


def _doubled_ranks(sizes: Floats) -> Codes:
    """Twice the rank of each number, ties sharing the mean rank."""
    _, place, counts = np.unique(sizes, return_inverse=True, return_counts=True)
    return np.asarray((2 * np.cumsum(counts) - counts + 1)[place], np.int64)


def _tail(ranks: Codes, up: int, alternative: Alternative, *, exact: bool) -> float:
    """p of the doubled rank sum `up`. Two-sided is twice the smaller tail."""
    if exact:
        mass = signed_rank_distribution(ranks)
        above, below = float(mass[up:].sum()), float(mass[: up + 1].sum())
    else:
        from_mean, se = (up - ranks.sum() / 2) / 2, np.sqrt((ranks / 2.0) @ (ranks / 2.0)) / 2
        correct = {"two-sided": float(np.sign(from_mean)) / 2, "up": 0.5, "down": -0.5}[alternative]
        above, below = float(ndtr(-(from_mean - correct) / se)), float(ndtr((from_mean - correct) / se))
    return {"two-sided": min(1.0, 2 * min(above, below)), "up": min(1.0, above), "down": min(1.0, below)}[alternative]
