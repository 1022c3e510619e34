"""The fit of a proportional-odds model (McCullagh 1980) from the weights of each answer in each profile.

With cuts z_1 < ... < z_q and mu_k = P(answer above cut k) = expit(x'b - z_k), the probability of an answer between two cuts is
(1 - mu_k) mu_{k-1} (1 - exp(z_{k-1} - z_k)). So the log-likelihood is a sum, over the cuts, of a logistic one between the two answers
beside the cut, and a term in the cuts' distances: concave, without cancellation, and no dearer than a logistic regression.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit, logit

from folkmoot.survey.design import Floats
from folkmoot.survey.models.collinearity import repeated_columns
from folkmoot.survey.models.separation import Separation, find_separation
from folkmoot.survey.profile_matrix import ProfileMatrix, profile_matrix

_ENOUGH = 1e-14  # as in logistic_fit
_FAR = 15.0
_MOST_STEPS = 100


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """coefficients: (p,), NaN where they have no number. cuts: (q,). above: (q, profiles) the probability of an answer above each cut.

    working: (p,) coefficients that give the probabilities of all profiles that separation does not decide; 0 for columns that took no part.
    inverse_information: (p + q, p + q) of them and the cuts, in the weights' own units, 0 for such columns. repeated: (p,) columns that
    are empty or a combination of others. separation: on the columns and then the cuts. log_likelihood: in the weights' own units."""

    coefficients: Floats
    working: Floats
    cuts: Floats
    inverse_information: Floats
    above: Floats
    repeated: NDArray[np.bool_]
    separation: Separation | None
    log_likelihood: float
    iterations: int

    def influence(self, X: Floats) -> Floats:
        """(answers, profiles, p + q) the linearised variables of the coefficients and cuts."""
        q, profiles = self.above.shape
        p = X.shape[1]
        scores = np.zeros((q + 1, profiles, p + q))
        gap = _gap(self.cuts)
        for answer in range(q + 1):
            along = np.zeros(profiles)
            if answer < q:
                along -= self.above[answer]
                scores[answer, :, p + answer] = self.above[answer] + (gap[answer] if answer else 0.0)
            if answer:
                below = 1 - self.above[answer - 1]
                along += below
                scores[answer, :, p + answer - 1] = -below - (gap[answer] if answer < q else 0.0)
            scores[answer, :, :p] = along[:, None] * X
        if self.separation is not None:
            scores[:, self.separation.decided.reshape(q, profiles).any(0)] = 0.0
        return np.asarray(scores @ self.inverse_information, np.float64)


def fit_ordinal(X: Floats, w: Floats) -> OrdinalFit:
    """Weighted proportional-odds regression: P(answer <= k) = expit(z_k - x'b).

    X: (P, p) the model matrix without its constant. w: (q + 1, P) sums of the weights of each answer, lowest first, none empty.
    Newton's method from the cuts without the terms. Raises ValueError when the terms leave a cut without a finite value."""
    constant = np.ones((len(X), 1))
    repeated = repeated_columns(np.hstack([constant, X])[w.sum(0) > 0])[1:]
    used, p, people = np.flatnonzero(~repeated), X.shape[1], w.sum(1)
    share = np.cumsum(people)[:-1] / people.sum()
    q = share.size
    lower, upper = w[:-1].copy(), w[1:].copy()
    found = _newton(profile_matrix(X[:, used]), lower, upper, people, np.concatenate([np.zeros(used.size), logit(share)]))
    kept, separation = used, None
    if found is None or np.abs(X[:, used] @ found.theta[: used.size]).max(initial=0.0) > _FAR:
        separation = _separation(X[:, used], lower, upper)
    if separation is not None:
        separation = _with_all_columns(separation, used, p)
        if separation.undetermined[p:].any():
            raise ValueError("The terms leave a cut between two answers without a finite value. Merge small levels, or leave a term out.")
        decided = separation.decided.reshape(lower.shape)
        lower[decided] = upper[decided] = 0.0
        kept = used[~separation.undetermined[used]]
        order = np.concatenate([kept, used[separation.undetermined[used]]])
        rest = ~decided.any(0)
        used = order[~repeated_columns(np.hstack([constant, X[:, order]])[rest])[1:]]
        found = _newton(profile_matrix(X[:, used]), lower, upper, people, np.concatenate([np.zeros(used.size), logit(share)]))
    if found is None:
        raise ValueError("The model could not be fitted: its terms nearly repeat each other. Leave one of them out.")
    place = np.concatenate([used, p + np.arange(q)])
    working, inverse = np.zeros(p), np.zeros((p + q, p + q))
    working[used], cuts = found.theta[: used.size], found.theta[used.size :]
    inverse[np.ix_(place, place)] = np.linalg.inv(found.information)
    coefficients = np.where(np.isin(np.arange(p), kept), working, np.nan)
    return OrdinalFit(coefficients, working, cuts, inverse, found.above, repeated, separation, found.log_likelihood, found.iterations)


@dataclass(frozen=True, eq=False)
class _Maximum:
    theta: Floats
    information: Floats
    above: Floats
    log_likelihood: float
    iterations: int


def _gap(cuts: Floats) -> Floats:
    """(q,) 1 / (exp(distance to the cut before) - 1), 0 for the first."""
    return np.concatenate([[0.0], 1 / np.expm1(np.diff(cuts))])


def _newton(matrix: ProfileMatrix, lower: Floats, upper: Floats, people: Floats, theta: Floats) -> _Maximum | None:
    """The maximum over the coefficients and then the cuts; None when there is none.

    lower, upper: (q, P) weights just below and just above each cut. people: (q + 1,) weights of each answer."""
    p, q = matrix.columns, len(lower)
    total, beside = float(people.sum()), lower + upper
    between = people[1:-1]
    step, slope = np.zeros_like(theta), 0.0

    def at(theta: Floats) -> tuple[Floats, Floats, Floats]:
        eta = matrix.times(theta[:p])
        above = expit(eta - theta[p:, None])
        left = upper - beside * above
        push = between * _gap(theta[p:])[1:]
        cuts = -left.sum(1)
        cuts[1:] += push
        cuts[:-1] -= push
        return eta, above, np.concatenate([matrix.transposed_times(left.sum(0)), cuts])

    for iteration in range(1, _MOST_STEPS + 1):
        while (np.diff(theta[p:]) <= 0).any():
            step, slope = step / 2, slope / 2
            theta = theta - step
        eta, above, gradient = at(theta)
        while slope > _ENOUGH * total and float(gradient @ step) < -0.1 * slope:
            step, slope = step / 2, slope / 2
            theta = theta - step
            eta, above, gradient = at(theta)
        v = beside * above * (1 - above)
        information = np.zeros((p + q, p + q))
        information[:p, :p] = matrix.information(v.sum(0))
        for cut in range(q):
            information[:p, p + cut] = information[p + cut, :p] = -matrix.transposed_times(v[cut])
        gap = _gap(theta[p:])[1:]
        curve = between * gap * (1 + gap)
        tied = np.diag(v.sum(1))
        tied[np.arange(q - 1), np.arange(q - 1)] += curve
        tied[np.arange(1, q), np.arange(1, q)] += curve
        tied -= np.diag(curve, 1) + np.diag(curve, -1)
        information[p:, p:] = tied
        last = slope <= _ENOUGH * total and iteration > 1
        scale = np.sqrt(np.diag(information))
        if not (scale > 0).all():
            return None
        try:
            step = np.linalg.solve(information / np.outer(scale, scale), gradient / scale) / scale
        except np.linalg.LinAlgError:
            return None
        slope = float(gradient @ step)
        if not np.isfinite(slope):
            return None
        theta = theta + step
        if last:
            away = eta - theta[p:, None]
            likelihood = float((upper * log_expit(away) + lower * log_expit(-away)).sum())
            likelihood += float(between @ np.log(-np.expm1(-np.diff(theta[p:]))))
            return _Maximum(theta, information, above, likelihood, iteration)
    return None


def _separation(X: Floats, lower: Floats, upper: Floats) -> Separation | None:
    """Of the logistic regressions beside each cut, stacked: (q * P) rows of X and then a column for each cut."""
    q = len(lower)
    rows = [np.hstack([X, -np.eye(q)[np.full(len(X), cut)]]) for cut in range(q)]
    return find_separation(np.vstack(rows), lower.ravel(), upper.ravel())


def _with_all_columns(separation: Separation, kept: NDArray[np.intp], p: int) -> Separation:
    q = separation.direction.size - kept.size
    place = np.concatenate([kept, p + np.arange(q)])
    direction, undetermined = np.zeros(p + q), np.zeros(p + q, np.bool_)
    direction[place], undetermined[place] = separation.direction, separation.undetermined
    free = np.zeros((p + q, separation.free.shape[1]))
    free[place] = separation.free
    return replace(separation, direction=direction, undetermined=undetermined, free=free)
