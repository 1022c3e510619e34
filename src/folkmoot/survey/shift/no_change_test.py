"""The test that several changes are all zero, when some of them follow from others."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

from folkmoot.survey.design import Floats

_ROUNDING = 1e-11  # an eigenvalue under this share of the largest is a zero that was rounded


@dataclass(frozen=True, eq=False)
class NoChange:
    """One row per group. chi2: Wald's statistic, with its chi2_df and chi2_p. statistic: F, the same scaled for the degrees of
    freedom d of the design, chi2 (d - df + 1) / (d df), on df and df_denominator = d - df + 1, with its p.

    All NaN but df where nobody moved, where all moved alike, or where the design has too few units."""

    chi2: Floats
    chi2_df: Floats
    chi2_p: Floats
    statistic: Floats
    df: Floats
    df_denominator: Floats
    p: Floats
    method: str


def free_contrasts(products: Floats) -> Floats:
    """(k, r) combinations of k changes that do not follow from each other.

    products: (k, k) the sums over people of the products of their own changes. A combination that is zero for everybody, as the sum
    over all levels is, or over levels between which people only moved among themselves, says nothing and is left out."""
    size = np.sqrt(np.diag(products))
    scale = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
    values, vectors = np.linalg.eigh(products * np.outer(scale, scale))
    return np.asarray(scale[:, None] * vectors[:, values > _ROUNDING * max(1.0, float(values[-1]))], np.float64)


def quadratic_form(change: Floats, covariance: Floats) -> float:
    """change' covariance^-1 change; NaN where the covariance is singular or not known."""
    if not change.size or not np.isfinite(covariance).all():
        return float("nan")
    size = np.sqrt(np.maximum(np.diag(covariance), 0))
    if (size == 0).any():
        return float("nan")
    correlation = covariance / np.outer(size, size)
    values = np.linalg.eigvalsh(correlation)
    if values[0] <= _ROUNDING * values[-1]:
        return float("nan")
    standard = change / size
    return float(standard @ np.linalg.solve(correlation, standard))


def no_change_test(changes: Floats, covariances: Floats, products: Floats, design_df: Floats) -> NoChange:
    """Wald's test in each group that all its changes are zero.

    changes: (groups, k). covariances, products: (groups, k, k), the second as in `free_contrasts`. design_df: (groups,) units less
    strata. The F is that of Korn and Graubard (1990), eq. 6."""
    chi2, df = np.full(len(changes), np.nan), np.zeros(len(changes))
    for group in range(len(changes)):
        contrasts = free_contrasts(products[group])
        df[group] = contrasts.shape[1]
        chi2[group] = quadratic_form(contrasts.T @ changes[group], contrasts.T @ covariances[group] @ contrasts)
    denominator = design_df - df + 1
    usable = ~np.isnan(chi2) & (denominator > 0)
    chi2 = np.where(usable, chi2, np.nan)
    held, of, over = (np.where(usable, column, 1.0) for column in (chi2, df, denominator))
    statistic = held * over / (np.where(usable, design_df, 1.0) * of)
    return NoChange(
        chi2=chi2,
        chi2_df=df,
        chi2_p=np.where(usable, chdtrc(of, held), np.nan),
        statistic=np.where(usable, statistic, np.nan),
        df=df,
        df_denominator=np.where(denominator > 0, denominator, np.nan),
        p=np.where(usable, fdtrc(of, over, statistic), np.nan),
        method="wald test of no change; F adjusted for the design's degrees of freedom (units less strata)",
    )
