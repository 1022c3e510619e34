"""Laplace's approximation with the fixed effects integrated out too, so that only the standard deviations are left.

With a flat prior on the fixed effects b, and (b, u) at their joint mode given the standard deviations s, minus twice the log of the
marginal likelihood of s is, but for a constant,
    -2 sum(yes * eta - n log(1 + exp eta)) + u'u + log det [[X'WX, X'WZS], [SZ'WX, H]]
in the words of laplace.py (Tierney and Kadane 1986, J. Am. Stat. Assoc. 81; for normal answers it is the restricted likelihood)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from folkmoot.survey.areas.laplace import BinomialCells, Laplace
from folkmoot.survey.areas.penalised_information import PenalisedInformation
from folkmoot.survey.design import Floats

_MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class PenalisedFit:
    """fixed: (p,) and effects: (levels,) of all groupings, at their joint mode given the standard deviations sds: (groupings,).
    eta: (cells,) log-odds. log_likelihood: Laplace's marginal log likelihood of sds, but for a constant."""

    sds: Floats
    fixed: Floats
    effects: Floats
    eta: Floats
    log_likelihood: float


class JointLaplace(Laplace):
    """Penalised fits of given standard deviations. Not for several threads: each fit starts from the last."""

    def __init__(self, cells: BinomialCells, fixed: Floats) -> None:
        """fixed: (p,) where the first fit starts."""
        super().__init__(cells)
        self._fixed = fixed

    def fit(self, sds: Floats) -> PenalisedFit:
        """The joint mode by Newton's method (the penalised likelihood is concave), and the likelihood there."""
        cells, S = self.cells, sds[self.block]
        b, u = self._fixed, self._last
        eta = cells.X @ b + self.Z @ (S * u)
        value = self._penalised(eta, u)
        for _ in range(_MOST_STEPS):
            p = expit(eta)
            residual = cells.yes - cells.n * p
            slope = np.concatenate([S * (self.Z.T @ residual) - u, cells.X.T @ residual])
            step_u, step_b = np.split(self._joint_information(S, eta).solve(slope), [u.size])
            size = 1.0
            while True:
                tried_b, tried_u = b + size * step_b, u + size * step_u
                tried_eta = cells.X @ tried_b + self.Z @ (S * tried_u)
                tried_value = self._penalised(tried_eta, tried_u)
                if tried_value <= value + 1e-12 * abs(value) or size < 1e-8:
                    break
                size /= 2
            moved = max(float(np.abs(tried_b - b).max()), float(np.abs(tried_u - u).max()))
            b, u, eta, value = tried_b, tried_u, tried_eta, tried_value
            if moved < 1e-8:  # Newton's next step would be of the order of its square
                break
        self._fixed, self._last = b, u
        return PenalisedFit(sds, b, S * u, eta, -(value + self._joint_information(S, eta).log_determinant) / 2)

    def covariance(self, fit: PenalisedFit) -> Floats:
        """(p + levels, p + levels) of the fit's fixed and effects, given its standard deviations."""
        S, p = fit.sds[self.block], fit.fixed.size
        joint = self._joint_information(S, fit.eta)
        over = joint.B / joint.d[:, None]
        inner = np.linalg.inv(joint.C - joint.B.T @ over)
        beside = -over @ inner
        first, others = np.flatnonzero(joint.largest), np.flatnonzero(~joint.largest)
        made = np.empty((joint.largest.size, joint.largest.size))
        made[np.ix_(first, first)] = np.diag(1 / joint.d) - beside @ over.T
        made[np.ix_(first, others)] = beside
        made[np.ix_(others, first)] = beside.T
        made[np.ix_(others, others)] = inner
        scale = np.concatenate([S, np.ones(p)])
        return np.asarray(np.roll(made * np.outer(scale, scale), p, axis=(0, 1)), np.float64)

    def _joint_information(self, S: Floats, eta: Floats) -> PenalisedInformation:
        """Of (u, b): the fixed effects stand last, among the levels that are not of the largest grouping."""
        p = expit(eta)
        w = self.cells.n * p * (1 - p)
        weighted = self.cells.X * w[:, None]
        H, cross = self._information(S, w), S[:, None] * (self.Z.T @ weighted)
        across = cross[~H.largest]
        return PenalisedInformation(
            np.append(H.largest, np.zeros(weighted.shape[1], np.bool_)),
            H.d,
            np.hstack([H.B, cross[H.largest]]),
            np.block([[H.C, across], [across.T, self.cells.X.T @ weighted]]),
        )
