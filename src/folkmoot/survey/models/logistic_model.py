"""What a logistic regression found: coefficients, odds ratios, tests of its terms, and sentences in shares of people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.models.answer_cells import AnswerCells
from folkmoot.survey.models.average_effects import AverageEffects, Sampling, average_effects
from folkmoot.survey.models.logistic_fit import GroupedFit, fit_grouped
from folkmoot.survey.models.model_terms import ModelMatrix
from folkmoot.survey.models.term_tests import TermTest, rao_scott_test, wald_test
from folkmoot.survey.profile_matrix import sliced_product


@dataclass(frozen=True, eq=False)
class LogisticModel:
    """One row per column of the matrix (its constant, each level but the reference, each covariate): arrays of length k.

    estimate: the coefficient, a logarithm of odds; NaN where it has no number, and `flags` says why: "nobody" has the level, it is
    "repeated" by other terms, or "separated". se, statistic (t), p (two-sided), low, high: of the coefficient.
    df: of t; infinite for the normal. n: people the model is fitted to; n_yes of them said yes; left_out: rows of the design that are not
    among them. n_weighted, n_effective: the sum of their weights and Kish's effective number.
    log_likelihood: with weights scaled to a mean of 1 over the people in the model. findings: what was left out and why, in words.
    """

    said: str
    matrix: ModelMatrix
    estimate: Floats
    se: Floats
    statistic: Floats
    p: Floats
    low: Floats
    high: Floats
    covariance: Floats
    flags: tuple[str, ...]
    df: float
    n: int
    n_yes: int
    left_out: int
    n_weighted: float
    n_effective: float
    log_likelihood: float
    confidence: float
    findings: tuple[str, ...]
    method: str
    cells: AnswerCells
    fit: GroupedFit
    by_design: bool

    @cached_property
    def influence(self) -> Floats | None:
        """(2, cells, k) the linearised variables of the coefficients; None where the variance is the model's."""
        return influence(self.matrix, self.fit) if self.by_design else None

    @property
    def names(self) -> tuple[str, ...]:
        """(k,) the rows in words, such as "gender: Female"."""
        return self.matrix.names

    @property
    def odds_ratio(self) -> Floats:
        """(k,) how many times the odds; the constant's is the odds themselves where all terms are at their reference or zero."""
        return np.asarray(np.exp(self.estimate), np.float64)

    @property
    def odds_ratio_interval(self) -> tuple[Floats, Floats]:
        """(k,) low and (k,) high of the odds ratio."""
        return np.exp(self.low), np.exp(self.high)

    def average_effects(self, term: str, *, sampling: Sampling = "people and coefficients", step: float = 1.0) -> AverageEffects:
        """What the term means in shares of people (`average_effects`). Raises ValueError for a term the model does not have."""
        from_model = self.fit.inverse_information * (self.n_weighted / self.n) if self.influence is None else None
        return average_effects(
            self.cells,
            self.matrix,
            self.fit.working,
            self.influence,
            term,
            said=self.said,
            covariance=from_model,
            repeated=self.fit.repeated,
            separation=self.fit.separation,
            df=self.df,
            confidence=self.confidence,
            sampling=sampling,
            step=step,
        )

    @cached_property
    def tests(self) -> tuple[TermTest, ...]:
        """Wald's test of each term."""
        return tuple(self.term_test(term.name) for term in self.matrix.terms)

    def term_test(self, term: str, *, kind: Literal["wald", "likelihood ratio"] = "wald") -> TermTest:
        """Whether all coefficients of a term are zero. Raises ValueError for a term the model does not have."""
        at = self.matrix.columns_of(term)
        separated = "separated" in [self.flags[a] for a in at]
        at_square = np.ix_(at, at)
        if kind == "wald":
            return wald_test(term, self.estimate[at], self.covariance[at_square], self.df, self.n, separated=separated, method=self.method)
        used = at[~np.isnan(self.estimate[at])]
        if separated or not used.size:
            return TermTest(term, np.nan, float(used.size), self.df, np.nan, self.n, "likelihood ratio; none")
        others = np.setdiff1d(np.arange(self.estimate.size), at)
        w0, w1 = self.cells.w
        smaller = fit_grouped(self.matrix.X[:, others], w0, w1)
        square = np.ix_(used, used)
        drop = 2 * (self.fit.log_likelihood - smaller.log_likelihood)
        return rao_scott_test(
            term, drop, self.covariance[square], self.fit.inverse_information[square], self.df, self.n, method=self.method
        )

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the model says, in shares of people; and how its odds ratios are to be read."""
        effects = [sentence for term in self.matrix.terms for sentence in self.average_effects(term.name).sentences[:-1]]
        return (
            f"The model looks at the {self.n:,} people who answered and gave all it asks about; {self.n_yes:,} of them {self.said}.",
            *self.findings,
            *effects,
            *self._caution,
            "An odds ratio compares odds: how many said yes for each who did not. Twice the odds is not twice as many people.",
            "The model compares people alike in its other terms. It does not show that one thing causes another.",
        )

    @property
    def _caution(self) -> tuple[str, ...]:
        unequal = self.influence is None and self.n_effective < self.n * (1 - 1e-9)
        return ("The intervals take every answer to count the same, which the weights do not. They are too narrow.",) if unequal else ()


def influence(matrix: ModelMatrix, fit: GroupedFit) -> Floats:
    """(2, cells, k) the linearised variables of the coefficients, of the rows that said no and yes in each cell."""
    residual = np.stack([-fit.fitted, 1 - fit.fitted])
    return np.asarray(residual[:, :, None] * sliced_product(matrix.X, fit.inverse_information), np.float64)
