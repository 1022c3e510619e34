"""Everyone as they would be with one level of a term and all else as it is: what average effects are averages of."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.collinearity import null_space
from folkmoot.survey.models.model_terms import ModelMatrix, crossed
from folkmoot.survey.models.separation import Separation

AS_IT_IS = "as it is"
_DECIDED = 1e-7  # how far along a direction of separation a person must be


class LevelForEveryone:
    """A model's probabilities of yes, expit(X b), with each level of a term for everyone in turn.

    levels: of a factor, or "as it is" and "1 more" (or another step) of a covariate. reference: which of them the others are compared
    with. column: the matrix column that is 1 for each level; the reference has none. Where the term has an interaction, everyone's
    products of columns are changed with it: then each level has a matrix of its own."""

    def __init__(self, matrix: ModelMatrix, coefficients: Floats, name: str, step: float, repeated: NDArray[np.bool_]) -> None:
        term, self.own = matrix.term(name), matrix.columns_of(name)
        self.matrix, self.b, self.repeated = matrix, coefficients, repeated
        self.factor, self.size = isinstance(term, Factor), 1.0
        if isinstance(term, Factor):
            self.levels, self.reference = term.levels, term.levels.index(matrix.references[name])
            places = iter(self.own.tolist())
            self.column = [None if level == self.reference else next(places) for level in range(len(term.levels))]
        else:
            self.size = step
            self.levels, self.reference, self.column = (AS_IT_IS, f"{step:g} more"), 0, [None, int(self.own[0])]
        self.changed = [self._changed(column) for column in self.column] if matrix.beside(name) else None

    def _changed(self, level: int | None) -> Floats:
        """(profiles, k) the matrix with a level, given by its column, for everyone."""
        X, name = self.matrix.X.copy(), self.matrix.columns[int(self.own[0])].term
        if self.factor:
            X[:, self.own] = 0.0
        if level is not None:
            X[:, level] += self.size
        for one, two in self.matrix.interactions:
            if name in (one, two):
                of_one, of_two = self.matrix.columns_of(one), self.matrix.columns_of(two)
                products = X[:, of_two][:, :, None] * X[:, of_one][:, None, :]  # the first term's columns change fastest
                X[:, self.matrix.columns_of(crossed((one, two)))] = products.reshape(len(X), -1)
        return X

    def rows(self, b: Floats) -> Floats:
        """(profiles, levels) X b with each level in turn."""
        if self.changed is not None:
            return np.column_stack([X @ b for X in self.changed])
        base = self.matrix.X @ b
        if self.factor:
            base = base - self.matrix.X[:, self.own] @ b[self.own]
        return np.asarray(np.add.outer(base, [0.0 if column is None else self.size * b[column] for column in self.column]), np.float64)

    def gradient(self, weights: Floats) -> Floats:
        """(k, levels) X'weights with each level in turn. weights: (profiles, levels)."""
        if self.changed is not None:
            return np.column_stack([X.T @ one for X, one in zip(self.changed, weights.T, strict=True)])
        found = np.asarray(self.matrix.X.T @ weights, np.float64)
        if self.factor:
            found[self.own] = 0.0
        for level, column in enumerate(self.column):
            if column is not None:
                found[column, level] += self.size * weights[:, level].sum()
        return found

    def probabilities(self, separation: Separation | None, counted: NDArray[np.bool_]) -> Floats:
        """(profiles, levels) of yes; a level without a number is NaN. Where separation decides a profile, the limit: 0 or 1.
        counted: (profiles,) who the model is fitted to."""
        mu = np.asarray(expit(self.rows(self.b)), np.float64)
        if separation is not None:
            places = np.stack([self.rows(one) for one in separation.free.T], axis=2)
            decided = (np.abs(places) > _DECIDED).any(2)
            mu[decided] = separation.limits(places[decided])
            mu[:, decided.all(0)] = np.nan  # then the level's own coefficient has no finite value
        if self.changed is not None:  # combinations that nobody has, and that the others do not tell
            if self.repeated.any():
                unseen = null_space(self.matrix.X[counted])
                mu[(np.abs(np.stack([X @ unseen for X in self.changed], axis=1)) > _DECIDED).any(2)] = np.nan
            return mu
        mu[:, [column is not None and bool(self.repeated[column]) for column in self.column]] = np.nan
        return mu

    def people(self, n: Floats) -> Codes:
        """(levels,) who have each level. n: (profiles,) people."""
        term = self.matrix.term(self.matrix.columns[int(self.own[0])].term)
        if isinstance(term, Factor):
            return np.rint(np.bincount(term.codes, n, len(self.levels))).astype(np.int64)
        return np.full(len(self.levels), round(float(n.sum())), np.int64)
