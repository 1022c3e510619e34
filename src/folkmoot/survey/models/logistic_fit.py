"""The fit of a logistic regression from the weights of yes and no in each profile: Newton's method on sums, whatever the number of rows."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dposv
from scipy.special import expit, log_expit, logit

from folkmoot.survey.design import Floats
from folkmoot.survey.models.collinearity import repeated_columns, surely_independent
from folkmoot.survey.models.separation import Separation, find_separation
from folkmoot.survey.profile_matrix import ProfileMatrix, RowMatrix, profile_matrix

_ENOUGH = 1e-14  # the squared Newton step, in standard errors of one observation: the step after it is below rounding
_FAR = 15.0  # a linear predictor out here (odds of three million to one) asks for a look at separation
_FEW_STEPS, _MOST_STEPS = 10, 100


@dataclass(frozen=True, eq=False)
class GroupedFit:
    """coefficients: (k,), NaN where they have no number. fitted: (profiles,) the probability of yes.

    working: (k,) coefficients that give the fitted probabilities of all profiles that separation does not decide; 0 for columns that
    took no part. inverse_information: (k, k) of them, inv(X'diag(w mu (1-mu))X) in the weights' own units, 0 for such columns.
    covariance: (k, k) of an element design, where the sums of squared weights were given; NaN for coefficients without a number.
    repeated: (k,) columns that are empty or a combination of others. separation: what has no finite value, if anything.
    log_likelihood: in the weights' own units.
    """

    coefficients: Floats
    working: Floats
    inverse_information: Floats
    covariance: Floats | None
    fitted: Floats
    repeated: NDArray[np.bool_]
    separation: Separation | None
    log_likelihood: float
    iterations: int

    @property
    def estimated(self) -> NDArray[np.bool_]:
        """(k,) which coefficients have a number."""
        return ~np.isnan(self.coefficients)


def fit_grouped(
    X: Floats | ProfileMatrix,
    w0: Floats,
    w1: Floats,
    s0: Floats | None = None,
    s1: Floats | None = None,
    n_rows: int | None = None,
) -> GroupedFit:
    """Weighted logistic regression on profiles of levels (as R's `svyglm(family=quasibinomial())` on the rows).

    X: (P, k) the model matrix of the profiles, its constant column included; `profile_matrix(X)` where several outcomes share it.
    w0, w1: (P,) sums of the weights of the rows that answered no and yes. s0, s1: (P,) sums of their squared weights, and
    n_rows: how many rows the design has, for the covariance of a design without strata or clusters: n/(n-1) B X'diag(s1 (1-mu)^2 +
    s0 mu^2)X B, where B is the inverse information (Binder 1983). Rows without an answer are in n_rows and in no sum.

    Newton's method with a line search; it ends when a step no longer matters to rounding. Raises ValueError when the arrays do not fit,
    nobody answered, or everyone gave the same answer."""
    matrix = profile_matrix(X) if isinstance(X, np.ndarray) else X
    w = _checked(matrix, w0, w1)
    total = float(w.sum())
    seen = np.divide(w1, w, out=np.full_like(w, 0.5), where=w > 0)
    start = (seen + float(w1.sum()) / total) / 2
    first = w * start * (1 - start)
    information = matrix.information(first)
    repeated = np.zeros(matrix.columns, np.bool_)
    if not surely_independent(information):
        dense = matrix.dense()
        repeated = repeated_columns(dense[w > 0])
        if repeated.any():
            matrix = RowMatrix(np.ascontiguousarray(dense[:, ~repeated]))
            information = matrix.information(first)
    b = _solve(information, matrix.transposed_times(first * logit(start) + w1 - w * start))
    fit = _newton(matrix, w, w1, b)
    separation = None
    if not fit.settled:
        dense = matrix.dense()
        separation = find_separation(dense, w0, w1)
        if separation is not None:
            fit = _rest(dense, w0, w1, separation)
        elif not fit.converged:
            fit = _newton(matrix, w, w1, fit.b, patient=True)
        if not fit.converged:
            raise ValueError("The model could not be fitted: its terms nearly repeat each other. Leave one of them out.")
    b = fit.b if separation is None else np.where(separation.undetermined, np.nan, fit.b)
    found = GroupedFit(b, fit.b, fit.inverse, None, fit.mu, repeated, separation, _log_likelihood(fit, w, w1), fit.iterations)
    if s0 is not None and s1 is not None and n_rows is not None:
        found = replace(found, covariance=_element_covariance(matrix, found, s0, s1, n_rows))
    return _spread_out(found, repeated) if repeated.any() else found


@dataclass(frozen=True, eq=False)
class _Newton:
    b: Floats
    inverse: Floats
    mu: Floats
    eta: Floats
    iterations: int
    converged: bool
    settled: bool  # converged, with no linear predictor so large that separation is possible


def _newton(matrix: ProfileMatrix, w: Floats, w1: Floats, b: Floats, *, patient: bool = False) -> _Newton:
    """Newton's method from b. A step that overshoots (the likelihood falls along it at its end) is halved. patient: go on however far
    out the linear predictors are; otherwise stop after a few steps there, so that separation can be looked for."""
    total = float(w.sum())
    step, slope = np.zeros_like(b), 0.0
    for iteration in range(1, _MOST_STEPS + 1):
        eta = matrix.times(b)
        mu = expit(eta)
        gradient = matrix.transposed_times(w1 - w * mu)
        while slope > _ENOUGH * total and float(gradient @ step) < -0.1 * slope:
            step, slope = step / 2, slope / 2
            b = b - step
            eta = matrix.times(b)
            mu = expit(eta)
            gradient = matrix.transposed_times(w1 - w * mu)
        information = matrix.information(w * mu * (1 - mu))
        last = slope <= _ENOUGH * total and iteration > 1
        if not patient and not last and iteration > _FEW_STEPS and np.abs(eta).max() > _FAR:
            break
        step = _solve(information, gradient)
        slope = float(gradient @ step)
        if not np.isfinite(slope):
            break
        b = b + step
        if last:
            return _Newton(b, _inverse(information), mu, eta, iteration, converged=True, settled=bool(np.abs(eta).max() < _FAR))
    return _Newton(b, np.full((b.size, b.size), np.nan), mu, eta, iteration, converged=False, settled=False)


def _rest(X: Floats, w0: Floats, w1: Floats, separation: Separation) -> _Newton:
    """The fit of the profiles that separation leaves, on columns that span theirs; the decided ones are fitted exactly."""
    k = X.shape[1]
    b, inverse = np.zeros(k), np.zeros((k, k))
    mu, eta, iterations = np.where(w1 > 0, 1.0, 0.0), np.where(w1 > 0, np.inf, -np.inf), 0
    rest = ~separation.decided & (w0 + w1 > 0)
    if rest.any():
        used = _determining(X[rest], ~separation.undetermined)
        inner = fit_grouped(np.ascontiguousarray(X[rest][:, used]), w0[rest], w1[rest])
        b[used], inverse[np.ix_(used, used)] = inner.coefficients, inner.inverse_information
        iterations = inner.iterations
    undecided = ~separation.decided
    eta[undecided] = X[undecided] @ b
    mu[undecided] = expit(eta[undecided])
    return _Newton(b, inverse, mu, eta, iterations, converged=True, settled=True)


def _determining(X: Floats, kept: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Columns that span those of X, the kept ones (which the others do not span) among them."""
    order = np.concatenate([np.flatnonzero(kept), np.flatnonzero(~kept)])
    return np.asarray(order[~repeated_columns(X[:, order])], np.intp)


def _solve(information: Floats, right: Floats) -> Floats:
    scale = 1 / np.sqrt(information.diagonal())
    _, found, failed = dposv(information * (scale[:, None] * scale), scale * right)
    return np.asarray(scale * found, np.float64) if not failed else np.full(right.size, np.nan)


def _inverse(information: Floats) -> Floats:
    scale = 1 / np.sqrt(information.diagonal())
    both = scale[:, None] * scale
    found = np.linalg.inv(information * both) * both
    return np.asarray((found + found.T) / 2, np.float64)


def _element_covariance(matrix: ProfileMatrix, fit: GroupedFit, s0: Floats, s1: Floats, n_rows: int) -> Floats:
    meat = matrix.information(s1 * (1 - fit.fitted) ** 2 + s0 * fit.fitted**2)
    covariance = n_rows / (n_rows - 1) * fit.inverse_information @ meat @ fit.inverse_information
    return covariance if fit.separation is None else np.where(np.outer(fit.estimated, fit.estimated), covariance, np.nan)


def _log_likelihood(fit: _Newton, w: Floats, w1: Floats) -> float:
    if fit.settled and fit.iterations and np.isfinite(fit.eta).all():
        return float((w1 * fit.eta + w * np.log(1 - fit.mu)).sum())
    yes, no = w1 > 0, w > w1
    return float(w1[yes] @ log_expit(fit.eta[yes]) + (w - w1)[no] @ log_expit(-fit.eta[no]))


def _spread_out(fit: GroupedFit, repeated: NDArray[np.bool_]) -> GroupedFit:
    """The fit with a place for the columns that were left out of it."""
    k, kept = repeated.size, np.flatnonzero(~repeated)

    def square(held: Floats, empty: float) -> Floats:
        whole = np.full((k, k), empty)
        whole[np.ix_(kept, kept)] = held
        return whole

    b, working = np.full(k, np.nan), np.zeros(k)
    b[kept], working[kept] = fit.coefficients, fit.working
    inverse = square(fit.inverse_information, 0.0)
    separation = fit.separation
    if separation is not None:
        direction, undetermined = np.zeros(k), np.zeros(k, np.bool_)
        direction[kept], undetermined[kept] = separation.direction, separation.undetermined
        free = np.zeros((k, separation.free.shape[1]))
        free[kept] = separation.free
        separation = replace(separation, direction=direction, undetermined=undetermined, free=free)
    covariance = None if fit.covariance is None else square(fit.covariance, np.nan)
    return replace(
        fit, coefficients=b, working=working, inverse_information=inverse, covariance=covariance, separation=separation, repeated=repeated
    )


def _checked(matrix: ProfileMatrix, w0: Floats, w1: Floats) -> Floats:
    profiles = matrix.times(np.zeros(matrix.columns)).size
    for name, weights in (("w0", w0), ("w1", w1)):
        if weights.shape != (profiles,):
            raise ValueError(f"{name} has {weights.size} numbers and X {profiles} profiles. Give one for each.")
        bad = ~(weights >= 0) | np.isinf(weights)
        if bad.any():
            raise ValueError(f"{name}: row {int(np.argmax(bad)) + 1} is not a sum of weights. Give numbers of zero or more.")
    if not (w0.any() or w1.any()):
        raise ValueError("Nobody answered, so there is nothing to fit a model to.")
    if not (w0.any() and w1.any()):
        raise ValueError("Everyone gave the same answer, so there is nothing to fit a model to.")
    return np.asarray(w0 + w1, np.float64)
