"""How much areas differ beyond their covariates and sampling errors: the variance A of the area-level model, estimated three ways."""

from dataclasses import dataclass

import numpy as np

from folkmoot.survey.design import Floats

_GRID = 400  # values of A the likelihood is looked at before the best is refined: it may have more than one peak


@dataclass(frozen=True, eq=False)
class AreaVariance:
    """A: the estimate, 0 where nothing is left over. variance, bias: of the estimate, to the order that the mean squared error needs.
    log_likelihood: at A; NaN for moments."""

    A: float
    variance: float
    bias: float
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class AreaLevel:
    """The areas with a sample. y: (m,) direct estimates. D: (m,) their variances. X: (m, p) covariates."""

    y: Floats
    D: Floats
    X: Floats

    def inverse(self, A: float) -> Floats:
        """(p, p) the covariance of the fixed effects, (X'V^-1 X)^-1."""
        return np.asarray(np.linalg.inv((self.X.T / (A + self.D)) @ self.X), np.float64)

    def fixed(self, A: float) -> Floats:
        """(p,) the fixed effects by generalised least squares."""
        XtV = self.X.T / (A + self.D)
        return np.asarray(np.linalg.solve(XtV @ self.X, XtV @ self.y), np.float64)

    def log_likelihood(self, A: float, *, restricted: bool) -> float:
        """Of A, the fixed effects at their best. Restricted: less half the log determinant of X'V^-1 X, with (m - p) log 2 pi."""
        v = A + self.D
        residual = self.y - self.X @ self.fixed(A)
        m, p = self.X.shape
        value = np.log(v).sum() + (residual**2 / v).sum()
        if restricted:
            value += np.linalg.slogdet((self.X.T / v) @ self.X)[1]
        return float(-0.5 * (value + (m - p if restricted else m) * np.log(2 * np.pi)))

    def score(self, A: float, *, restricted: bool) -> float:
        """The slope of the log likelihood by A."""
        v = A + self.D
        residual = self.y - self.X @ self.fixed(A)
        trace = (1 / v).sum()
        if restricted:
            trace -= float((self.inverse(A) * ((self.X.T / v**2) @ self.X)).sum())
        return float(0.5 * ((residual**2 / v**2).sum() - trace))


def variance_of_areas(level: AreaLevel, method: str) -> AreaVariance:
    """method: "reml", "ml", or "moments" (Prasad and Rao 1990: the squares left by ordinary least squares)."""
    if method == "moments":
        return _moments(level)
    restricted = method == "reml"
    A = _highest(level, restricted=restricted)
    v2 = float(((A + level.D) ** -2).sum())
    variance = 2 / v2
    bias = 0.0
    if not restricted:  # Datta and Lahiri 2000: maximum likelihood takes A too small
        bias = -float((level.inverse(A) * ((level.X.T / (A + level.D) ** 2) @ level.X)).sum()) / v2
    return AreaVariance(A, variance, bias, level.log_likelihood(A, restricted=restricted))


def _moments(level: AreaLevel) -> AreaVariance:
    m, p = level.X.shape
    Q = np.linalg.inv(level.X.T @ level.X)
    residual = level.y - level.X @ (Q @ (level.X.T @ level.y))
    leverage = ((level.X @ Q) * level.X).sum(1)
    A = max(float((residual @ residual - (level.D * (1 - leverage)).sum()) / (m - p)), 0.0)
    return AreaVariance(A, float(2 * ((A + level.D) ** 2).sum() / m**2), 0.0, float("nan"))


def _highest(level: AreaLevel, *, restricted: bool) -> float:
    """The A of highest likelihood: the best of a grid, then the root of the slope beside it."""
    from scipy.optimize import brentq

    residual = level.y - level.X @ np.linalg.lstsq(level.X, level.y, rcond=None)[0]
    top = float(residual @ residual + level.D.max())  # from here on the slope is below zero
    grid = np.concatenate([[0.0], np.geomspace(1e-6 * float(level.D.min()), top, _GRID)])
    heights = np.array([level.log_likelihood(float(A), restricted=restricted) for A in grid])
    best = int(np.argmax(heights))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, grid.size - 1)])
    if level.score(low, restricted=restricted) <= 0:
        return low  # zero; or as flat as the numbers can tell
    if level.score(high, restricted=restricted) >= 0:
        return high
    return float(brentq(lambda A: level.score(A, restricted=restricted), low, high, xtol=1e-300, rtol=1e-14))
