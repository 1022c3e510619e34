"""Wald's test of linear contrasts of any estimates under a design: chi-squared, and F for the design's degrees of freedom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc

from folkmoot.survey.chance import could_be_chance
from folkmoot.survey.design import Floats
from folkmoot.survey.group_estimates import GroupEstimates
from folkmoot.survey.shift.no_change_test import quadratic_form

_SAME = 1e-10  # a direction of the contrasts under this share of the largest follows from the others


@dataclass(frozen=True, eq=False, kw_only=True)
class WaldTest:
    """Whether several contrasts could all have the values they are tested against.

    hypothesis: those values, in words. estimate, se: (contrasts,) each contrast (less nothing) and its standard error. chi2, chi2_p:
    Wald's statistic and its p on `df`, the contrasts that do not follow from others. statistic, df, df_denominator, p: F, the same
    scaled for the degrees of freedom d of the design, chi2 (d - df + 1) / (d df), on df and d - df + 1. NaN where an estimate is not
    there, contrasts that should differ do not vary, or the design has too few units. n: people. method: how, as tags."""

    hypothesis: str
    estimate: Floats
    se: Floats
    chi2: float
    chi2_p: float
    statistic: float
    df: float
    df_denominator: float
    p: float
    n: int
    method: str

    @property
    def sentence(self) -> str:
        """What the test says, for people to read."""
        if np.isnan(self.p):
            return f"Whether {self.hypothesis} could not be tested (n = {self.n:,})."
        return f"The data were held against the idea that {self.hypothesis} (n = {self.n:,}). {could_be_chance(self.p)}"


def wald_test(
    estimate: ArrayLike,
    covariance: ArrayLike,
    contrasts: ArrayLike,
    *,
    df: float,
    n: int,
    null: ArrayLike = 0.0,
    hypothesis: str = "every contrast is what it is tested against",
    method: str = "",
) -> WaldTest:
    """Wald's test that contrasts @ estimate = null. estimate: (k,). covariance: (k, k), as `linearised_covariance` gives it.
    contrasts: (m, k) or (k,). null: a number or (m,). df: of the design, units less strata; infinite gives chi-squared alone, as F.
    n: people behind the estimates.

    chi2 / df is the F of R's `regTermTest`; the F here is Korn and Graubard's (1990), which allows for the covariance being estimated
    from few units. A contrast that follows from the others is not counted. An estimate of NaN makes the test NaN only where a contrast
    uses it.

    Raises ValueError when the shapes do not fit, nothing is contrasted, or the contrasts contradict each other."""
    b, V, C = (
        np.atleast_1d(np.asarray(estimate, np.float64)),
        np.asarray(covariance, np.float64),
        np.atleast_2d(contrasts).astype(np.float64),
    )
    if V.shape != (b.size, b.size) or C.shape[1] != b.size:
        raise ValueError(
            f"There are {b.size} estimates, a covariance of {' by '.join(map(str, V.shape))} and contrasts of {C.shape[1]}. They must fit."
        )
    if not np.isfinite(C).all():
        raise ValueError(f"contrasts: row {int(np.argmax(~np.isfinite(C).all(1))) + 1} holds a number that is not finite.")
    if not df >= 0:
        raise ValueError(f"df is {df:g}. Give the degrees of freedom of the design: its units less its strata.")
    against = np.broadcast_to(np.asarray(null, np.float64), (len(C),))
    used = (C != 0).any(0)
    b, V = np.where(used, b, 0.0), np.where(np.outer(used, used), V, 0.0)
    combined, spread = C @ b, C @ V @ C.T
    free, values = _independent(C, against)
    q = len(free)
    chi2 = quadratic_form(free @ b - values, free @ V @ free.T)
    over = df - q + 1
    usable = not np.isnan(chi2) and over > 0
    chi2 = chi2 if usable else float("nan")
    F = chi2 / q if np.isinf(df) else chi2 * over / (df * q) if usable else float("nan")
    p = float("nan") if not usable else float(chdtrc(q, chi2) if np.isinf(df) else fdtrc(q, over, F))
    return WaldTest(
        hypothesis=hypothesis,
        estimate=combined,
        se=np.sqrt(np.maximum(np.diag(spread), 0)),
        chi2=chi2,
        chi2_p=float(chdtrc(q, chi2)) if usable else float("nan"),
        statistic=F,
        df=float(q),
        df_denominator=float(over) if over > 0 else float("nan"),
        p=p,
        n=n,
        method="; ".join(tag for tag in ("wald test of contrasts; F adjusted for the design's degrees of freedom", method) if tag),
    )


def groups_alike(groups: GroupEstimates) -> WaldTest:
    """Wald's test that all groups of a table with anybody in them have the same mean, share or ratio.

    df: units less strata that hold somebody of any group. Raises ValueError when fewer than two groups hold anybody."""
    held = np.flatnonzero(~np.isnan(groups.estimate))
    if held.size < 2:
        raise ValueError(f"{groups.by or groups.what}: fewer than two groups have an estimate, so there is nothing to compare.")
    contrasts = np.zeros((held.size - 1, groups.estimate.size))
    contrasts[:, held[0]] = -1.0
    contrasts[np.arange(held.size - 1), held[1:]] = 1.0
    return wald_test(
        groups.estimate,
        groups.covariance,
        contrasts,
        df=groups.base_df,
        n=int(groups.n.sum()),
        hypothesis=f"{groups.what} has the same {groups.kind} in all {held.size} groups of {groups.by}",
        method=groups.method,
    )


def _independent(C: Floats, null: Floats) -> tuple[Floats, Floats]:
    """As few rows as say the same, and what they are tested against."""
    size = np.sqrt((C**2).sum(1))
    if not size.any():
        raise ValueError("Every contrast is zero throughout. Give at least one that compares something.")
    scale = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
    left, values, right = np.linalg.svd(C * scale[:, None], full_matrices=True)
    rank = int((values > _SAME * values[0]).sum())
    turned = left.T @ (null * np.where(size > 0, scale, 1.0))
    if np.abs(turned[rank:]).max(initial=0.0) > _SAME * max(1.0, float(np.abs(turned).max())):
        raise ValueError("The contrasts contradict each other: one follows from the others, and is tested against another value.")
    return np.asarray(values[:rank, None] * right[:rank], np.float64), np.asarray(turned[:rank], np.float64)
