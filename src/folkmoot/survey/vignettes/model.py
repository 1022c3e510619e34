"""The regression behind vignette effects: weighted least squares on the attributes' levels, one row per profile.

The matrix has an indicator for every level, and for every occupied combination of the pairs that are crossed. It says some things
twice, so its coefficients are not reported; contrasts of them are, and only those that every solution agrees on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from folkmoot.survey.answering_base import AnsweringBase
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.factors import Factor

_ROUNDING = 1e-9  # of a contrast's length: what may be left outside the space of the rows when all solutions agree on it

type Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Contrasts:
    """estimate: (k,) NaN where the rows cannot tell. scores: (n, k) linearised variables, for `linearised_covariance`; NaN likewise
    replaced by 0. known: (k,) whether the rows can tell."""

    estimate: Floats
    scores: Floats
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class VignetteModel:
    """attributes: of the profiles. crossed: pairs of attributes, by place, that the model lets work on each other; first place lower.
    outcome: (n,), NaN for no answer. rows: (n,) profiles in the model: they have an outcome, every attribute, and a weight."""

    design: Design
    attributes: tuple[Factor, ...]
    crossed: tuple[Pair, ...]
    outcome: Floats
    rows: NDArray[np.bool_]

    @cached_property
    def base(self) -> AnsweringBase:
        """The people whose profiles are in the model."""
        return AnsweringBase.of(self.design, self.rows)

    @cached_property
    def mean(self) -> float:
        """The weighted mean of the outcome."""
        weights = self.design.weights[self.rows]
        return float(weights @ self.outcome[self.rows] / weights.sum())

    def share(self, attribute: int) -> Floats:
        """(levels,) the weighted share of the profiles that show each level."""
        factor = self.attributes[attribute]
        added = np.bincount(factor.codes[self.rows], self.design.weights[self.rows], len(factor.levels))
        return np.asarray(added / added.sum(), np.float64)

    def combinations(self, pair: Pair) -> Codes:
        """(levels, levels) how many profiles of the model show each combination."""
        return combinations_shown(self.attributes, pair, self.rows)

    @property
    def rank(self) -> int:
        """How many coefficients R would estimate: the rank of the matrix."""
        return self._solution[2]

    @property
    def df(self) -> float:
        """Degrees of freedom: units less strata, less all coefficients but the constant (as R's `svyglm`)."""
        return self.base.df + 1 - self.rank

    def level(self, attribute: int, level: int) -> Floats:
        """(columns,) picks the indicator of one level."""
        return self._unit(self._starts[attribute] + level)

    def both(self, attribute: int, level: int, other: int, other_level: int) -> Floats:
        """(columns,) picks the indicator of a combination of a crossed pair; zeros where the pair is not crossed."""
        pair, code = (attribute, other), level * len(self.attributes[other].levels) + other_level
        if attribute > other:
            pair, code = (other, attribute), other_level * len(self.attributes[attribute].levels) + level
        if pair not in self.crossed:
            return np.zeros(self._starts[-1])
        return self._unit(self._starts[len(self.attributes) + self.crossed.index(pair)] + code)

    def estimate(self, contrasts: Floats) -> Contrasts:
        """contrasts: (k, columns) of the coefficients."""
        coefficients, inverse, _, range_basis = self._solution
        outside = contrasts - (contrasts @ range_basis) @ range_basis.T
        known = np.linalg.norm(outside, axis=1) <= _ROUNDING * np.maximum(np.linalg.norm(contrasts, axis=1), 1)
        estimate = np.where(known, contrasts @ coefficients, np.nan)
        influence = np.where(known[:, None], contrasts @ inverse, 0.0)
        left = self.outcome[self.rows] - self.mean - self._matrix @ coefficients
        scores = np.zeros((self.design.n, len(contrasts)))
        scores[self.rows] = (self._matrix @ influence.T) * left[:, None]
        return Contrasts(estimate, scores, known)

    def _unit(self, at: int) -> Floats:
        vector = np.zeros(self._starts[-1])
        vector[at] = 1.0
        return vector

    @cached_property
    def _starts(self) -> list[int]:
        sizes = [len(factor.levels) for factor in self.attributes]
        sizes += [len(self.attributes[a].levels) * len(self.attributes[b].levels) for a, b in self.crossed]
        return [0, *np.cumsum(sizes).tolist()]

    @cached_property
    def _matrix(self) -> csr_array:
        """(rows of the model, columns) indicators."""
        codes = [factor.codes[self.rows].astype(np.int64) for factor in self.attributes]
        codes += [codes[a] * len(self.attributes[b].levels) + codes[b] for a, b in self.crossed]
        columns = np.column_stack([code + start for code, start in zip(codes, self._starts, strict=False)])
        rows, blocks = columns.shape
        shape = (rows, self._starts[-1])
        return csr_array((np.ones(columns.size), columns.ravel(), np.arange(0, columns.size + 1, blocks)), shape=shape)

    @cached_property
    def _solution(self) -> tuple[Floats, Floats, int, Floats]:
        """One solution, of the outcome less its mean; the normal matrix's pseudo-inverse; its rank; a basis of the space of the rows."""
        weights = self.design.weights[self.rows]
        X = self._matrix
        weighted = X.multiply(weights[:, None]).tocsr()
        normal = np.asarray((X.T @ weighted).toarray(), np.float64)
        values, vectors = np.linalg.eigh(normal)
        kept = values > _ROUNDING * float(values.max())
        basis = np.asarray(vectors[:, kept], np.float64)
        inverse = (basis / values[kept]) @ basis.T
        right = weighted.T @ (self.outcome[self.rows] - self.mean)
        coefficients = inverse @ right
        coefficients += inverse @ (right - normal @ coefficients)  # once more takes out what rounding left
        return coefficients, inverse, int(kept.sum()), basis


def combinations_shown(attributes: Sequence[Factor], pair: Pair, rows: NDArray[np.bool_]) -> Codes:
    """(levels, levels) how many of the rows show each combination of a pair of attributes."""
    one, other = attributes[pair[0]], attributes[pair[1]]
    code = one.codes[rows].astype(np.int64) * len(other.levels) + other.codes[rows]
    return np.bincount(code, minlength=len(one.levels) * len(other.levels)).reshape(len(one.levels), -1).astype(np.int64)
