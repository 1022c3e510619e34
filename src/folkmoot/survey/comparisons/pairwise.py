"""The difference between every two groups of a table, and whether it could be chance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.group_estimates import GroupEstimates
from folkmoot.survey.intervals import two_sided
from folkmoot.survey.options import chosen

PairDf = Literal["svyttest", "domain", "design", "normal"]
_ROUNDING = 1e-12  # the variance of a difference under this share of its parts is a zero that was rounded


@dataclass(frozen=True, eq=False)
class Pairwise:
    """(levels, levels): of the level of the row less that of the column. estimate, se: the difference and its standard error.
    statistic, df, p: the difference in standard errors, its degrees of freedom (infinite for the normal) and two-sided p. NaN where
    there is nothing to test: a level without people, no spread at all, or no degrees of freedom. method: how, as tags."""

    estimate: Floats
    se: Floats
    statistic: Floats
    df: Floats
    p: Floats
    method: str


def pairwise_by_design(groups: GroupEstimates, *, df_method: PairDf = "svyttest") -> Pairwise:
    """Student's t of every two groups with the design's own covariance between them: clusters that hold people of both, strata, raking.

    df_method: "svyttest" is units less strata that hold somebody of either group, less one (as R's `svyttest` of the subset of the two);
    "domain" is the same without the less one; "design" is of the whole design; "normal" is without limit (z in place of t)."""
    variances = np.diag(groups.covariance)
    parts = variances[:, None] + variances
    spread = np.maximum(parts - 2 * groups.covariance, 0)
    spread = np.where(spread <= _ROUNDING * parts, 0, spread)
    df = degrees_of_freedom(groups.pair_df, groups.design_df, df_method)
    return _tested(groups.estimate, np.sqrt(spread), df, f"{'z' if df_method == 'normal' else 't'}; spread=design; df={df_method}")


def pairwise_by_effective_base(groups: GroupEstimates, *, test: Literal["t", "z"] = "t") -> Pairwise:
    """The two-sample test of shares with Kish's effective base in the place of the count of people, as tables of market research are
    often tested: for comparison with those. The spread is that of the two groups' shares pooled, p (1 - p) (1/e1 + 1/e2) with
    p = (e1 p1 + e2 p2) / (e1 + e2), on e1 + e2 - 2 degrees of freedom. It knows of unequal weights and nothing of clusters, strata
    or raking. With equal weights z squared is R's `prop.test(correct = FALSE)`.

    Raises ValueError when the groups have no shares."""
    if groups.kind != "share":
        raise ValueError(f"The test with effective bases is of shares, and {groups.what} is a {groups.kind}. Use the design's covariance.")
    base = np.where(groups.n_effective > 0, groups.n_effective, np.nan)
    both = base[:, None] + base
    held = base * groups.estimate
    pooled = (held[:, None] + held) / both
    spread = np.maximum(pooled * (1 - pooled), 0) * (1 / base[:, None] + 1 / base)
    np.fill_diagonal(spread, 0)
    df = np.full_like(both, np.inf) if test == "z" else np.where(np.isnan(both), np.nan, both - 2)
    return _tested(
        groups.estimate, np.sqrt(spread), df, f"{test}; spread=effective base, pooled; df={'normal' if test == 'z' else 'e1+e2-2'}"
    )


def degrees_of_freedom(domain: Floats, design_df: float, method: PairDf) -> Floats:
    """By the convention that is named. domain: units less strata of the people compared. Raises ValueError for one not known."""
    chosen("df_method", method, PairDf)
    if method == "normal":
        return np.full_like(domain, np.inf)
    if method == "design":
        return np.full_like(domain, design_df)
    return np.maximum(domain - (method == "svyttest"), 0.0)


def _tested(estimate: Floats, se: Floats, df: Floats, method: str) -> Pairwise:
    difference = estimate[:, None] - estimate
    se = np.where(np.isnan(difference), np.nan, se)
    statistic = np.divide(difference, se, out=np.full_like(se, np.nan), where=se > 0)
    return Pairwise(difference, se, statistic, df, two_sided(statistic, df), method)
