"""The likelihood of a multilevel logistic model by Laplace's approximation, with its exact gradient.

The log-odds of a yes in cell i are eta = X b + sum over groupings k of s_k u_k[level of i], the u standard normal. With u at its mode
given (s, b) and H = S Z'W Z S + I, S the standard deviations of each u and W the variances of the counts, minus twice the log likelihood is
    d(s, b) = -2 sum(yes * eta - n log(1 + exp eta)) + u'u + log det H
(Pinheiro and Chao 2006, J. Comput. Graph. Stat. 15; what R's `lme4::glmer(nAGQ = 1)` minimises, less the binomial coefficients, so that
cells and single answers give the same number).
The mode is found by penalised iteratively reweighted least squares, which is Newton's method here: the penalised likelihood is concave.
The gradient follows from differentiating the mode's own equation, u = S Z'(yes - n p), by s and by b.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from folkmoot.survey.areas.penalised_information import PenalisedInformation
from folkmoot.survey.design import Codes, Floats

_MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class BinomialCells:
    """Answers added up by cell: cost depends on the cells and not on how many people answered.

    X: (cells, p) fixed effects, the first the intercept. groups: for each grouping, the (cells,) level. sizes: levels of each.
    yes, n: (cells,) people who said yes, and who answered."""

    X: Floats
    groups: tuple[Codes, ...]
    sizes: tuple[int, ...]
    yes: Floats
    n: Floats


@dataclass(frozen=True, eq=False)
class Mode:
    """u: (levels of all groupings,) the mode. eta: (cells,) log-odds. H: the penalised information of u."""

    u: Floats
    eta: Floats
    H: PenalisedInformation


class Laplace:
    """The deviance of given standard deviations and fixed effects. Not for several threads: it starts each search from the last mode."""

    def __init__(self, cells: BinomialCells) -> None:
        self.cells = cells
        starts = np.concatenate(([0], np.cumsum(cells.sizes)[:-1])).astype(np.int64)
        self.levels = int(sum(cells.sizes))
        places = np.stack([group + start for group, start in zip(cells.groups, starts, strict=True)])
        self.Z = _indicators(places, self.levels)
        self.block = np.repeat(np.arange(len(cells.sizes)), cells.sizes)  # the grouping of each level
        self._most = int(np.argmax(cells.sizes))
        self._largest = self.block == self._most
        self._first = cells.groups[self._most]
        within = np.cumsum(~self._largest) - 1  # the place of each other level among the others
        self._others = [within[place] for k, place in enumerate(places) if k != self._most]
        self._Z_first = _indicators(self._first[None, :], cells.sizes[self._most])
        self._Z_others = _indicators(np.array(self._others).reshape(-1, self._first.size), self.levels - cells.sizes[self._most])
        self._last = np.zeros(self.levels)

    def mode(self, sds: Floats, fixed: Floats) -> Mode:
        """The u of highest penalised likelihood, to the precision of the numbers."""
        cells, S, offset = self.cells, sds[self.block], self.cells.X @ fixed
        u = self._last
        eta = offset + self.Z @ (S * u)
        value = self._penalised(eta, u)
        for _ in range(_MOST_STEPS):
            p = expit(eta)
            slope = S * (self.Z.T @ (cells.yes - cells.n * p)) - u
            step = self._information(S, cells.n * p * (1 - p)).solve(slope)
            size = 1.0
            while True:
                tried = u + size * step
                tried_eta = offset + self.Z @ (S * tried)
                tried_value = self._penalised(tried_eta, tried)
                if tried_value <= value + 1e-12 * abs(value) or size < 1e-8:
                    break
                size /= 2
            moved = float(np.abs(tried - u).max())
            u, eta, value = tried, tried_eta, tried_value
            if moved < 1e-11 * (1 + float(np.abs(u).max())):
                break
        self._last = u
        p = expit(eta)
        return Mode(u, eta, self._information(S, cells.n * p * (1 - p)))

    def deviance(self, sds: Floats, fixed: Floats) -> tuple[float, Floats]:
        """Minus twice the log likelihood, and its gradient by (standard deviations, fixed effects)."""
        cells, mode = self.cells, self.mode(sds, fixed)
        S, p = sds[self.block], expit(mode.eta)
        residual = cells.yes - cells.n * p
        w = cells.n * p * (1 - p)
        value = self._penalised(mode.eta, mode.u) + mode.H.log_determinant
        leverage = mode.H.summed_inverse(self._first, self._others, float(sds[self._most]), np.delete(sds, self._most))
        turn = leverage * w * (1 - 2 * p)  # how log det H moves with each cell's eta, through the cell's weight
        a = mode.H.solve(S * (self.Z.T @ turn))
        by_cell = -2 * residual + turn - w * (self.Z @ (S * a))
        pull = self.Z.T @ residual
        # the diagonal of H^-1 S Z'W Z, which is (1 - that of H^-1) / s, and 0 where s is
        straight = np.divide(1 - mode.H.inverse_diagonal, S, out=np.zeros_like(S), where=S != 0)
        by_level = self.Z.T @ by_cell * mode.u + a * pull + 2 * straight
        return value, np.concatenate([np.bincount(self.block, by_level, len(cells.sizes)), cells.X.T @ by_cell])

    def joint_covariance(self, sds: Floats, fixed: Floats) -> Floats:
        """(p + levels, p + levels) of the fixed effects and the levels' own effects s u, the standard deviations taken as known: the
        inverse of the penalised information at the mode."""
        cells, mode = self.cells, self.mode(sds, fixed)
        S, p = sds[self.block], expit(mode.eta)
        w = cells.n * p * (1 - p)
        XtW = cells.X.T * w
        cross = np.asarray((self.Z.T @ XtW.T).T * S)
        H = S[:, None] * (self.Z.T @ (self.Z * w[:, None]).tocsr()).toarray() * S + np.eye(self.levels)
        scale = np.concatenate([np.ones(cells.X.shape[1]), S])
        return np.asarray(np.linalg.inv(np.block([[XtW @ cells.X, cross], [cross.T, H]])) * np.outer(scale, scale), np.float64)

    def _penalised(self, eta: Floats, u: Floats) -> float:
        return float(-2 * (self.cells.yes @ eta - self.cells.n @ np.logaddexp(0, eta)) + u @ u)

    def _information(self, S: Floats, w: Floats) -> PenalisedInformation:
        first, others = S[self._largest], S[~self._largest]
        weighted = (self._Z_others * w[:, None]).tocsr()
        return PenalisedInformation(
            self._largest,
            1 + first**2 * (self._Z_first.T @ w),
            first[:, None] * (self._Z_first.T @ weighted).toarray() * others,
            others[:, None] * (self._Z_others.T @ weighted).toarray() * others + np.eye(others.size),
        )


def _indicators(places: Codes, levels: int) -> csr_array:
    """(cells, levels) 1 where the cell has the level. places: (groupings, cells)."""
    groupings, rows = places.shape
    ends = groupings * np.arange(rows + 1)
    return csr_array((np.ones(places.size), places.T.ravel(), ends), shape=(rows, levels))
