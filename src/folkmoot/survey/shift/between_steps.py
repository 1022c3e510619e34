"""Did a whole group's answers move over two steps or more: Friedman's test and, for yes or no, Cochran's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.shift.people_test import Distribution, PeopleTest, moved_or_not
from folkmoot.survey.shift.permutation_distributions import step_total_distribution
from folkmoot.survey.shift.steps import Answers, answered_all, step_codes, step_values


@dataclass(frozen=True, eq=False, kw_only=True)
class StepsTest(PeopleTest):
    """by_step: (steps,) the mean rank of each step, 1 the lowest (Friedman), or how many people said yes (Cochran).
    kendall_w: how far people agree on the order of the steps, from 0 (not at all) to 1 (Kendall and Babington Smith 1939)."""

    by_step: Floats
    kendall_w: float


def friedman(steps: Sequence[Answers], *, distribution: Distribution = "auto") -> StepsTest:
    """Whether people's answers are as high at one step as at another (Friedman 1937, with ties, as R's `friedman.test`).

    steps: factors with the same levels in order, or numbers; people who missed a step are left out. distribution: "exact" puts each
    person's answers in every order; "chi2" is large-sample; "auto" is exact where it can be worked out. Raises ValueError when the
    steps do not fit each other, or "exact" is asked for and there are too many orders."""
    values = answered_all(step_values(steps))
    ranks = doubled_midranks(values)
    statistic, p, exact = _between(ranks, distribution, "Friedman's test")
    n, k = ranks.shape
    return StepsTest(
        test="Friedman's test",
        statistic=statistic,
        df=float(k - 1),
        p=p,
        n=n,
        moved=moved(values),
        exact=exact,
        found=f"{moved_or_not(n, moved(values), k)}.",
        method=f"friedman, ties in midranks; distribution={'exact, answers in any order' if exact else 'chi2'}; unweighted; complete cases",
        by_step=ranks.mean(0) / 2 if n else np.full(k, np.nan),
        kendall_w=statistic / (n * (k - 1)) if n else float("nan"),
    )


def cochran_q(steps: Sequence[Factor], *, distribution: Distribution = "auto") -> StepsTest:
    """Whether as many people say yes at each step (Cochran 1950). It is Friedman's test of two answers.

    steps: factors of two levels, the second being yes; see `steps.one_of`. People who missed a step are left out. distribution: as
    `friedman`. Raises ValueError when a factor has not two levels."""
    codes = step_codes(steps)
    levels = steps[0].levels
    if len(levels) != 2:
        raise ValueError(f"Cochran's test compares two answers and {steps[0].name} has {len(levels)}. Use one_of(...) first.")
    codes = codes[(codes >= 0).all(axis=1)]
    statistic, p, exact = _between(codes, distribution, "Cochran's test")
    n, k = codes.shape
    yes = codes.sum(0)
    said_yes = ", ".join(f"{count:,}" for count in yes)
    found = f"{moved_or_not(n, moved(codes), k)}. Those who said “{levels[1]}”, step by step: {said_yes}."
    return StepsTest(
        test="Cochran's test",
        statistic=statistic,
        df=float(k - 1),
        p=p,
        n=n,
        moved=moved(codes),
        exact=exact,
        found=found,
        method=f"cochran q; distribution={'exact, answers in any order' if exact else 'chi2'}; unweighted; complete cases",
        by_step=yes.astype(np.float64),
        kendall_w=statistic / (n * (k - 1)) if n else float("nan"),
    )


def doubled_midranks(values: Floats) -> Codes:
    """(n, k) twice the rank of each answer among its person's own, ties sharing the mean rank: whole numbers."""
    below = (values[:, None, :] < values[:, :, None]).sum(2)
    equal = (values[:, None, :] == values[:, :, None]).sum(2)
    return np.asarray(2 * below + equal + 1, np.int64)


def moved(values: Floats | Codes) -> int:
    """How many people's answers were not all the same."""
    return int((values != values[:, :1]).any(axis=1).sum())


def _between(values: Codes, distribution: Distribution, test: str) -> tuple[float, float, bool]:
    """(k - 1) times the spread of the steps' totals over the spread within people; its p; whether p is exact. Whole numbers."""
    n, k = values.shape
    within = int((k * (values**2).sum(1) - values.sum(1) ** 2).sum())  # k times the sums of squares
    if not within:
        return float("nan"), float("nan"), distribution != "chi2"
    totals = values.sum(0)
    spread = int(k * (totals**2).sum() - totals.sum() ** 2)
    statistic = (k - 1) * spread / within
    found = None if distribution == "chi2" else step_total_distribution(values)
    if found is None:
        if distribution == "exact":
            raise ValueError(f"{test} has too many orders of {n:,} people's answers at {k} steps to be exact. Use “chi2”.")
        return statistic, float(chdtrc(k - 1, statistic)), False
    states, mass = found
    reached = k * (states**2).sum(1) - states.sum(1) ** 2
    return statistic, min(1.0, float(mass[reached >= spread].sum())), True
