"""What a logistic regression found: coefficients, odds ratios, tests of its terms, and sentences in shares of people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.models.average_effects import AverageEffects, Sampling, average_effects
from folkmoot.survey.models.logistic_fit import GroupedFit, fit_grouped
from folkmoot.survey.models.model_terms import ModelMatrix
from folkmoot.survey.models.regression_model import CAUTION, RegressionModel
from folkmoot.survey.models.term_tests import TermTest, rao_scott_test
from folkmoot.survey.profile_matrix import sliced_product


@dataclass(frozen=True, eq=False, kw_only=True)
class LogisticModel(RegressionModel):
    """One row per column of the matrix (its constant, each level but the reference, each covariate, each product of an interaction):
    arrays of length k. The constant's odds ratio is the odds themselves where all terms are at their reference or zero.

    said: what yes means, after "people who". n_yes: people of the model who said it. by_design: whether the variance is of the design.
    """

    said: str
    n_yes: int
    fit: GroupedFit
    by_design: bool

    @cached_property
    def influence(self) -> Floats | None:
        """(2, cells, k) the linearised variables of the coefficients; None where the variance is the model's."""
        return influence(self.matrix, self.fit) if self.by_design else None

    def average_effects(
        self, term: str, *, within: tuple[str, str] | None = None, sampling: Sampling = "people and coefficients", step: float = 1.0
    ) -> AverageEffects:
        """What the term means in shares of people (`average_effects`). within: a factor and a level of it, whose people alone are averaged
        over. Raises ValueError for a term or a level the model does not have."""
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
            within=within,
        )

    def term_test(self, term: str, *, kind: Literal["wald", "likelihood ratio"] = "wald") -> TermTest:
        """Whether all coefficients of a term, or of an interaction, are zero. Raises ValueError for a term the model does not have."""
        if kind == "wald":
            return self.wald_test(term)
        at = self.matrix.columns_of(term)
        separated = "separated" in [self.flags[a] for a in at]
        used = at[~np.isnan(self.estimate[at])]
        if separated or not used.size:
            return TermTest(term, np.nan, float(used.size), self.df, np.nan, self.n, "likelihood ratio; none")
        others = np.setdiff1d(np.arange(self.estimate.size), at)
        w0, w1 = self.cells.w
        X, bread, back = self.matrix.X, self.fit.inverse_information, self.matrix.uncentred
        if self.matrix.beside(term):  # without the term, where the other's centre is matters
            X, bread = np.linalg.solve(back.T, X.T).T, back @ bread @ back.T
        smaller = fit_grouped(X[:, others], w0, w1)
        square = np.ix_(used, used)
        drop = 2 * (self.fit.log_likelihood - smaller.log_likelihood)
        return self.described(rao_scott_test(term, drop, self.covariance[square], bread[square], self.df, self.n, method=self.method))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the model says, in shares of people; and how its odds ratios are to be read."""
        return (
            f"The model looks at the {self.n:,} people who answered and gave all it asks about; {self.n_yes:,} of them {self.said}.",
            *self.findings,
            *self.effect_sentences(),
            *self._caution,
            "An odds ratio compares odds: how many said yes for each who did not. Twice the odds is not twice as many people.",
            CAUTION,
        )

    @property
    def _caution(self) -> tuple[str, ...]:
        unequal = self.influence is None and self.n_effective < self.n * (1 - 1e-9)
        return ("The intervals take every answer to count the same, which the weights do not. They are too narrow.",) if unequal else ()


def influence(matrix: ModelMatrix, fit: GroupedFit) -> Floats:
    """(2, cells, k) the linearised variables of the coefficients, of the rows that said no and yes in each cell."""
    residual = np.stack([-fit.fitted, 1 - fit.fitted])
    return np.asarray(residual[:, :, None] * sliced_product(matrix.X, fit.inverse_information), np.float64)
