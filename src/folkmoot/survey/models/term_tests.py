"""Tests of a model's terms: Wald's, and the likelihood ratio as Rao and Scott (1984) and Lumley and Scott (2014) correct it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from folkmoot.survey.design import Floats


@dataclass(frozen=True)
class TermTest:
    """Whether a term's coefficients are all zero. term: the term. statistic: F, or chi-squared where df is infinite.

    df_term, df: degrees of freedom above and below (df infinite for chi-squared). NaN where the test cannot be made.
    n: people the model is fitted to. pair: the two terms of an interaction. where: of a term that has interactions, which of the others
    the test is at, in words: with such a term's own coefficients it is only tested there (as in R)."""

    term: str
    statistic: float
    df_term: float
    df: float
    p: float
    n: int
    method: str
    pair: tuple[str, str] | None = None
    where: str = ""

    @property
    def sentence(self) -> str:
        """What the test says of the term."""
        if np.isnan(self.p):
            return f"{self.term}: no test can be made, because the model has no number for some of its levels."
        shown = "below 0.001" if self.p < 0.001 else f"{self.p:.3f}"
        if self.pair is not None:
            one, two = self.pair
            return (
                f"If {one} changed the odds as many times whatever {two} is, departures at least this large would come up with probability "
                f"{shown} (n = {self.n:,})."
            )
        where = f" {self.where}," if self.where else ""
        return (
            f"If{where} {self.term} made no difference once the model's other terms are allowed for, differences at least this large would "
            f"come up with probability {shown} (n = {self.n:,})."
        )


def wald_test(term: str, b: Floats, covariance: Floats, df: float, n: int, *, separated: bool = False, method: str = "") -> TermTest:
    """Wald's test that b is zero, as R's `regTermTest`: F = b'V^-1 b / q on (q, df), or chi-squared where df is infinite.

    b: (q,) with NaN for columns that repeat others, which leave the test, as in R. separated: some have no finite value, so no test."""
    kept = ~np.isnan(b)
    q = int(kept.sum())
    name = f"wald {'chi-squared' if df == np.inf else 'F'}"
    method = f"{name}; {method}" if method else name
    if separated or not q or not df > 0:
        return TermTest(term, np.nan, float(q), df, np.nan, n, method)
    V = covariance[np.ix_(kept, kept)]
    scale = 1 / np.sqrt(np.diag(V)) if (np.diag(V) > 0).all() else np.ones(q)
    standard, correlation = b[kept] * scale, V * np.outer(scale, scale)
    if np.linalg.matrix_rank(correlation, tol=1e-12 * q, hermitian=True) < q:
        return TermTest(term, np.nan, float(q), df, np.nan, n, f"{method}; too few units")
    chi2 = float(standard @ np.linalg.solve(correlation, standard))
    if df == np.inf:
        return TermTest(term, chi2, float(q), df, float(chdtrc(q, chi2)), n, method)
    return TermTest(term, chi2 / q, float(q), df, float(fdtrc(q, df, chi2 / q)), n, method)


def rao_scott_test(
    term: str, drop: float, covariance: Floats, inverse_information: Floats, df: float, n: int, *, method: str = ""
) -> TermTest:
    """The likelihood-ratio test of a term under a design, as R's `regTermTest(method="LRT", lrt.approximation="satterthwaite")`.

    drop: twice the fall of the log-likelihood without the term. covariance, inverse_information: (q, q) of its coefficients, in the
    same units of weight as drop. The drop is distributed as chi-squared variables weighted by the eigenvalues of inv(information
    inverse) times covariance (Rao and Scott's design effects); Satterthwaite's F matches its mean and variance."""
    q = len(covariance)
    effects: NDArray[np.float64] = np.linalg.eigvals(np.linalg.solve(inverse_information, covariance)).real
    mean = float(effects.mean())
    spread = float((effects**2).mean()) / mean**2
    statistic, df_term = drop / (q * mean), q / spread
    p = float(chdtrc(df_term, statistic * df_term)) if df == np.inf else float(fdtrc(df_term, df, statistic))
    return TermTest(term, statistic, df_term, df, p, n, f"likelihood ratio; rao-scott,satterthwaite{'; ' + method if method else ''}")
