"""The matrix H = S Z'W Z S + I of a multilevel model, kept in blocks so that many areas cost little.

A person is in one level of each grouping, so the block of a single grouping is diagonal. The largest grouping is eliminated (its Schur
complement has only the levels of the others): with q areas and r other levels a step costs q r^2 and not (q + r)^3."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Codes, Floats


@dataclass(frozen=True, eq=False)
class PenalisedInformation:
    """largest: (levels,) whether a level is of the largest grouping. d: the diagonal of its block. B: (largest, others) the block beside
    it. C: (others, others)."""

    largest: NDArray[np.bool_]
    d: Floats
    B: Floats
    C: Floats

    @cached_property
    def _over(self) -> Floats:
        """B over the diagonal."""
        return self.B / self.d[:, None]

    @cached_property
    def _schur(self) -> Floats:
        return np.asarray(self.C - self.B.T @ self._over, np.float64)

    @cached_property
    def _inner(self) -> Floats:
        return np.asarray(np.linalg.inv(self._schur), np.float64)

    @cached_property
    def _beside(self) -> Floats:
        """The block of the inverse beside the largest grouping's."""
        return np.asarray(-self._over @ self._inner, np.float64)

    @property
    def log_determinant(self) -> float:
        """log det H."""
        return float(np.log(self.d).sum() + np.linalg.slogdet(self._schur)[1])

    @cached_property
    def inverse_diagonal(self) -> Floats:
        """(levels,) the diagonal of the inverse."""
        made = np.empty(self.largest.size)
        made[self.largest] = 1 / self.d - (self._beside * self._over).sum(1)
        made[~self.largest] = np.diag(self._inner)
        return made

    def solve(self, v: Floats) -> Floats:
        """(levels,) H^-1 v."""
        made = np.empty_like(v)
        others = np.linalg.solve(self._schur, v[~self.largest] - self._over.T @ v[self.largest])
        made[~self.largest] = others
        made[self.largest] = v[self.largest] / self.d - self._over @ others
        return made

    def summed_inverse(self, first: Codes, others: list[Codes], scale: float, scales: Floats) -> Floats:
        """(cells,) the sum of the inverse over the pairs of each cell's levels, each pair times its levels' scales.

        first: (cells,) place within the largest grouping. others: for each other grouping, the (cells,) place within the rest.
        scale: the largest grouping's. scales: the others'."""
        found = scale**2 * self.inverse_diagonal[self.largest][first]
        for k, rows in enumerate(others):
            found += 2 * scale * scales[k] * self._beside[first, rows]
            for m, columns in enumerate(others):
                found += scales[k] * scales[m] * self._inner[rows, columns]
        return np.asarray(found, np.float64)
