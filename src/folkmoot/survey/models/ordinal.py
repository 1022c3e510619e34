"""Regression of an answer on an ordered scale under the design: proportional odds (as R's `svyolr`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from folkmoot.survey.design import Design, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import quantile, two_sided
from folkmoot.survey.models.answer_cells import AnswerCells, answer_cells, row_cells
from folkmoot.survey.models.average_effects import AverageEffects, Sampling, average_effects
from folkmoot.survey.models.model_terms import Pair, Term, model_matrix
from folkmoot.survey.models.ordinal_fit import OrdinalFit, fit_ordinal
from folkmoot.survey.models.proportionality import Proportionality, proportionality
from folkmoot.survey.models.regression_model import CAUTION, RegressionModel
from folkmoot.survey.models.separation import Separation
from folkmoot.survey.models.separation_words import extreme_levels, separation_findings
from folkmoot.survey.models.term_tests import TermTest
from folkmoot.survey.variance import Variance


@dataclass(frozen=True, eq=False, kw_only=True)
class OrdinalModel(RegressionModel):
    """One row per level but the reference, per covariate and per product of an interaction, (p,); the coefficient is how much larger the
    logarithm of the odds of a higher answer is, the same at every cut. cuts, cuts_se, cuts_low, cuts_high: (answers - 1,).

    question, answers: from lowest to highest. n_by_answer: people of the model. covariance: (p + cuts, p + cuts)."""

    question: str
    answers: tuple[str, ...]
    cuts: Floats
    cuts_se: Floats
    cuts_low: Floats
    cuts_high: Floats
    n_by_answer: tuple[int, ...]
    fit: OrdinalFit
    influence: Floats

    def term_test(self, term: str) -> TermTest:
        """Whether all coefficients of a term, or of an interaction, are zero (as R's `regTermTest`). Raises ValueError for a term the model
        does not have."""
        return self.wald_test(term)

    @cached_property
    def proportionality(self) -> Proportionality:
        """Whether the terms work alike at every cut."""
        return proportionality(self.cells, self.matrix, self.df)

    def average_effects(
        self,
        term: str,
        *,
        within: tuple[str, str] | None = None,
        sampling: Sampling = "people and coefficients",
        step: float = 1.0,
        top: int = 1,
    ) -> AverageEffects:
        """What the term means for the share giving one of the `top` highest answers (`average_effects`). within: a factor and a level of
        it, whose people alone are averaged over.

        Raises ValueError for a term the model does not have, or when top is not between 1 and one less than the answers."""
        q = self.cuts.size
        if not 1 <= top <= q:
            raise ValueError(f"top is {top}. Give how many of the highest answers count as yes: 1 to {q}.")
        cut, p = q - top, self.estimate.size
        # the probability of an answer above a cut is a logistic one, whose constant is the cut with its sign changed
        influence = np.concatenate([-self.influence[:, :, p + cut : p + cut + 1], self.influence[:, :, :p]], axis=2)
        coefficients = np.concatenate([[-self.fit.cuts[cut]], self.fit.working])
        named = [f"“{answer}”" for answer in self.answers[-top:]]
        return average_effects(
            self.cells,
            self.matrix,
            coefficients,
            influence,
            term,
            said=f"said {' or '.join(named)}",
            repeated=np.concatenate([[False], self.fit.repeated]),
            separation=_on_matrix(self.fit, p),
            df=self.df,
            confidence=self.confidence,
            sampling=sampling,
            step=step,
            within=within,
        )

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What the model says, in shares of people who gave the highest answer; and how far its one odds ratio per level can be trusted."""
        return (
            f"The model looks at the {self.n:,} people who answered “{self.question}” and gave all it asks about.",
            *self.findings,
            *self.effect_sentences(),
            self.proportionality.sentence,
            "An odds ratio compares odds: how many gave a higher answer for each who did not. Twice the odds is not twice as many people.",
            CAUTION,
        )


def ordinal(
    design: Design,
    outcome: Factor,
    terms: Sequence[Term],
    *,
    references: Mapping[str, str] | None = None,
    interactions: Sequence[Pair] = (),
    variance: Variance = "raked",
    confidence: float = 0.95,
    rows: bool = False,
) -> OrdinalModel:
    """The proportional-odds regression of an ordered answer on factors and covariates, over the people who have them all.

    outcome: its levels from lowest to highest, three or more that somebody gave; a level nobody gave is left out and named.
    variance, references, interactions, rows: as `logistic`.

    Raises ValueError in plain words when the arrays do not fit, fewer than three answers were given, or the terms leave a cut between
    two answers without a finite value."""
    cells = (row_cells if rows else answer_cells)(design, outcome, terms, variance=variance)
    return ordinal_of_cells(cells, references=references, interactions=interactions, confidence=confidence)


def ordinal_of_cells(
    cells: AnswerCells, *, references: Mapping[str, str] | None = None, interactions: Sequence[Pair] = (), confidence: float = 0.95
) -> OrdinalModel:
    """The regression on cells; `cube_cells` makes them from a cube. Everything else as `ordinal`."""
    cells, unused = cells.answered()
    if len(cells.levels) < 3:
        raise ValueError(f"{cells.outcome}: {len(cells.levels)} different answers were given. An ordered regression needs three or more.")
    matrix = model_matrix(cells.terms, references, interactions=interactions, weights=cells.w.sum(0))
    X = matrix.X[:, 1:]
    try:
        fit = fit_ordinal(X, cells.w)
    except ValueError as error:
        raise ValueError(" ".join([f"{cells.outcome}: {error}", *extreme_levels(cells)])) from None
    influence = fit.influence(X)
    p, q = X.shape[1], fit.cuts.size
    known = np.concatenate([~np.isnan(fit.coefficients), np.ones(q, np.bool_)])
    back = np.eye(p + q)
    back[:p, :p] = matrix.uncentred[1:, 1:]
    back[p:, :p] = -matrix.uncentred[0, 1:]  # cuts for covariates as they were measured: a cut is a constant with its sign changed
    estimate = back @ np.concatenate([fit.working, fit.cuts])
    covariance = back @ cells.covariance(influence) @ back.T
    known &= ~(back[:, :p][:, ~known[:p] & ~fit.repeated] != 0).any(1)  # what is moved by a slope without a finite value has none either
    estimate, covariance = np.where(known, estimate, np.nan), np.where(np.outer(known, known), covariance, np.nan)
    df = float(cells.df - (~fit.repeated).sum())
    se = np.sqrt(np.diag(covariance))
    half = quantile(np.full(p + q, df), confidence) * se
    statistic = np.divide(estimate, se, out=np.full(p + q, np.nan), where=se > 0)[:p]
    counted = cells.w.sum(0) > 0
    repeated = np.concatenate([[False], fit.repeated])
    return OrdinalModel(
        question=cells.outcome,
        answers=cells.levels,
        matrix=matrix,
        estimate=estimate[:p],
        se=se[:p],
        statistic=statistic,
        p=two_sided(statistic, df),
        low=(estimate - half)[:p],
        high=(estimate + half)[:p],
        cuts=estimate[p:],
        cuts_se=se[p:],
        cuts_low=(estimate - half)[p:],
        cuts_high=(estimate + half)[p:],
        covariance=covariance,
        flags=matrix.flags(np.concatenate([[0.0], estimate[:p]]), repeated, counted)[1:],
        df=df,
        n=cells.n_base,
        n_by_answer=tuple(round(float(n)) for n in cells.n.sum(1)),
        left_out=cells.left_out,
        n_weighted=float(cells.w.sum()),
        n_effective=cells.n_effective,
        log_likelihood=fit.log_likelihood * float(cells.n.sum() / cells.w.sum()),
        confidence=confidence,
        findings=(*unused, *matrix.findings(repeated, counted), *separation_findings(cells, matrix, _on_matrix(fit, p))),
        method=f"proportional odds; {cells.method}; interval=wald,{confidence:g}; df=residual; missing=domain",
        cells=cells,
        fit=fit,
        influence=influence,
    )


def _on_matrix(fit: OrdinalFit, p: int) -> Separation | None:
    """The separation on the columns of the model matrix, constant first. No direction moves a cut: `fit_ordinal` refuses those."""
    if fit.separation is None:
        return None
    held = fit.separation
    return replace(
        held,
        decided=held.decided.reshape(fit.cuts.size, -1).any(0),
        direction=np.concatenate([[0.0], held.direction[:p]]),
        undetermined=np.concatenate([[False], held.undetermined[:p]]),
        free=np.vstack([np.zeros((1, held.free.shape[1])), held.free[:p]]),
    )
