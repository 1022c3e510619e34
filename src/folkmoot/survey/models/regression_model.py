"""What the regressions of a yes or no and of ordered answers have in common: coefficients, tests of terms, and effects within levels."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from folkmoot.survey.design import Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.answer_cells import AnswerCells
from folkmoot.survey.models.average_effects import AverageEffects, Sampling
from folkmoot.survey.models.model_terms import ModelMatrix
from folkmoot.survey.models.term_tests import TermTest, wald_test

CAUTION = "The model compares people alike in its other terms. It does not show that one thing causes another."


@dataclass(frozen=True, eq=False, kw_only=True)
class RegressionModel(ABC):
    """estimate: a logarithm of odds; NaN where it has no number, and `flags` says why: "nobody" has the level, it is "repeated" by other
    terms, or "separated". se, statistic (t), p (two-sided), low, high: of the coefficient.

    df: of t; infinite for the normal. n: people the model is fitted to; left_out: rows of the design that are not among them.
    n_weighted, n_effective: the sum of their weights and Kish's effective number. log_likelihood: with weights scaled to a mean of 1 over
    the people in the model. findings: what was left out and why, in words."""

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
    left_out: int
    n_weighted: float
    n_effective: float
    log_likelihood: float
    confidence: float
    findings: tuple[str, ...]
    method: str
    cells: AnswerCells

    @property
    def names(self) -> tuple[str, ...]:
        """(k,) the coefficients in words, such as "gender: Female"."""
        return self.matrix.names[self.first :]

    @property
    def first(self) -> int:
        """Which column of the matrix the first coefficient is of."""
        return len(self.matrix.columns) - self.estimate.size

    @property
    def odds_ratio(self) -> Floats:
        """(k,) how many times the odds; of an interaction, how many times the odds ratio."""
        return np.asarray(np.exp(self.estimate), np.float64)

    @property
    def odds_ratio_interval(self) -> tuple[Floats, Floats]:
        """(k,) low and (k,) high of the odds ratio."""
        return np.exp(self.low), np.exp(self.high)

    @cached_property
    def tests(self) -> tuple[TermTest, ...]:
        """Wald's test of each term, and of each interaction."""
        return tuple(self.wald_test(name) for name in self.matrix.tested)

    def wald_test(self, term: str) -> TermTest:
        """Whether all coefficients of a term, or of an interaction (“one × other”), are zero (as R's `regTermTest`).

        Raises ValueError for a term the model does not have."""
        at = self.matrix.columns_of(term) - self.first
        separated = "separated" in [self.flags[a] for a in at]
        found = wald_test(
            term, self.estimate[at], self.covariance[np.ix_(at, at)], self.df, self.n, separated=separated, method=self.method
        )
        return self.described(found)

    def described(self, test: TermTest) -> TermTest:
        """The test with what it is a test of, in words."""
        references, beside = self.matrix.references, self.matrix.beside(test.term)
        where = " and ".join(f"where {name} is {f'“{references[name]}”' if name in references else '0'}" for name in beside)
        return replace(test, pair=self.matrix.pair(test.term), where=where)

    @abstractmethod
    def average_effects(
        self, term: str, *, within: tuple[str, str] | None = None, sampling: Sampling = "people and coefficients", step: float = 1.0
    ) -> AverageEffects:
        """What the term means in shares of people (`average_effects`). within: a factor and a level of it, whose people alone are averaged
        over. Raises ValueError for a term or a level the model does not have."""

    def effects_within(
        self, term: str, by: str, *, sampling: Sampling = "people and coefficients", step: float = 1.0
    ) -> tuple[AverageEffects, ...]:
        """The average effects of a term among the people of each level of a factor that somebody has: how far the term's differences, in
        shares of people, differ between them. Raises ValueError when `by` is not a factor of the model."""
        factor = self.matrix.term(by)
        if not isinstance(factor, Factor):
            raise ValueError(f"{by} is a measured characteristic and has no levels to look within. Name a factor.")
        held = np.bincount(factor.codes, self.cells.n.sum(0), len(factor.levels)) > 0
        return tuple(
            self.average_effects(term, within=(by, level), sampling=sampling, step=step)
            for level, some in zip(factor.levels, held, strict=True)
            if some
        )

    def effect_sentences(self) -> Iterator[str]:
        """What each term means for everyone, and, of terms with an interaction, among the people of each level of the other."""
        for term in self.matrix.terms:
            yield from self.average_effects(term.name).sentences[:-1]
        for one, two in self.matrix.interactions:
            within, of = (two, one) if isinstance(self.matrix.term(two), Factor) else (one, two)
            for effects in self.effects_within(of, within):
                yield from effects.sentences[:-1]
