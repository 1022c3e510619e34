"""The multilevel logistic model: levels of some factors (areas, age groups) drawn from a common spread, others with effects of their own.

Fitted by maximising Laplace's approximation to the likelihood over the standard deviations and the fixed effects together, as R's
`lme4::glmer(nAGQ = 1)`, on answers added up by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from folkmoot.survey.areas.laplace import BinomialCells, Laplace
from folkmoot.survey.areas.multilevel_terms import LevelCovariate, Terms, occupied_cells, read_answers
from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor

_START = 0.5  # of each standard deviation: far from zero, where the likelihood is always flat
_FLAT = 0.05  # below this a standard deviation is tried at zero
_CONVERGED = 1e-5  # deviance still to gain, as Newton's method sees it
_ENDLESS = 15.0  # log-odds no sample could show: beyond, the factors tell every answer in some cells, and effects have no end

type Goal = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, eq=False)
class Multilevel:
    """A fitted model; everything on the scale of log-odds.

    fixed, fixed_se: (p,) the effects named by terms.columns. sds: (groupings,) standard deviation of each random factor.
    effects, effects_se: for each random factor, the (levels,) difference of each level from the middle, and its standard error; a level
    nobody is in has 0, and the factor's standard deviation. shrinkage: by level, how far it was pulled to the middle: 0 where it rests
    on its own answers, 1 where it learns nothing from them (NaN where the standard deviation is 0).
    covariance: (p + levels, p + levels) of fixed and effects, the standard deviations taken as known.
    deviance: minus twice the log likelihood of the single answers. to_gain: how much lower it could still go, by Newton's method.
    converged: whether that is next to nothing, and no effect runs away because the factors tell every answer in some cells.
    n: people who answered with a level of every factor. n_cells: cells they fall in."""

    terms: Terms
    fixed: Floats
    fixed_se: Floats
    sds: Floats
    effects: tuple[Floats, ...]
    effects_se: tuple[Floats, ...]
    shrinkage: tuple[Floats, ...]
    covariance: Floats
    deviance: float
    converged: bool
    to_gain: float
    n: int
    n_cells: int
    method: str
    cells: BinomialCells
    cell_levels: dict[str, Codes]

    @property
    def at_zero(self) -> tuple[str, ...]:
        """The random factors whose levels were found not to differ at all."""
        return tuple(name for name, sd in zip(self.terms.random, self.sds, strict=True) if sd == 0)

    @property
    def sentences(self) -> tuple[str, ...]:
        """How far the levels differ, in words, and what to be careful of."""
        share = float(self.cells.yes.sum() / self.cells.n.sum())
        said = [f"The model learns from {self.n:,} people who answered."]
        for name, sd in zip(self.terms.random, self.sds, strict=True):
            if sd == 0:
                said.append(f"{name}: the answers show no difference between its levels beyond what chance would give.")
            else:
                points = 100 * (float(expit(np.log(share / (1 - share)) + sd)) - share)
                said.append(f"{name}: its levels differ from the middle by about {points:.0f} percentage points, more or less.")
        if not self.converged:
            said.append("The model did not settle. Do not use its estimates: leave out a factor, or merge levels with few people.")
        return tuple(said)


def fit_multilevel(
    outcome: ArrayLike, *, random: Sequence[Factor], fixed: Sequence[Factor] = (), covariates: Sequence[LevelCovariate] = ()
) -> Multilevel:
    """The model of a yes/no outcome, each answer counting once (no survey weights).

    outcome: (n,) of 0 and 1, NaN where there is no answer. random: factors whose levels have effects drawn from a normal distribution
    with a standard deviation of their own. fixed: factors with an effect for each level but the first. covariates: numbers known of the
    levels of any of these factors. A row without an answer, or without a level of any factor, is left out.

    Raises ValueError when there is nothing to learn from: nobody answered, all answered alike, a random factor with one level that has
    answers, a fixed level that has none or whose people all answered alike, or fixed effects that cannot be told apart."""
    terms = Terms.of(random, fixed, covariates)
    factors = (*random, *fixed)
    answers = read_answers(outcome, factors)
    rows = np.flatnonzero(np.logical_and.reduce([~np.isnan(answers), *(factor.codes >= 0 for factor in factors)]))
    _refuse_nothing_to_learn(answers, random, fixed, rows)
    cell, levels = occupied_cells(factors, rows)
    n = np.bincount(cell).astype(np.float64)
    yes = np.bincount(cell, answers[rows], n.size)
    cells = BinomialCells(
        terms.matrix(levels), tuple(levels[name] for name in terms.random), tuple(map(len, terms.random.values())), yes, n
    )
    if np.linalg.matrix_rank(cells.X) < cells.X.shape[1]:
        raise ValueError(f"The fixed effects {', '.join(terms.columns[1:])} cannot be told apart. Leave one out.")
    laplace = Laplace(cells)
    parameters, to_gain = _minimise(laplace, cells)
    sds, beta = parameters[: len(cells.sizes)], parameters[len(cells.sizes) :]
    deviance, _ = laplace.deviance(sds, beta)
    covariance = laplace.joint_covariance(sds, beta)
    mode = laplace.mode(sds, beta)
    effects = mode.u * sds[laplace.block]
    converged = to_gain < _CONVERGED and float(np.abs(mode.eta).max()) < _ENDLESS
    se = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    splits = np.cumsum(cells.sizes)[:-1]
    effects_se = tuple(np.split(se[beta.size :], splits))
    shrinkage = tuple((spread / sd) ** 2 if sd else np.full(spread.size, np.nan) for spread, sd in zip(effects_se, sds, strict=True))
    return Multilevel(
        terms, beta, se[: beta.size], sds, tuple(np.split(effects, splits)), effects_se, shrinkage, covariance, deviance,
        converged, to_gain, rows.size, n.size, _method(terms), cells, levels,
    )  # fmt: skip


def _minimise(laplace: Laplace, cells: BinomialCells) -> tuple[Floats, float]:
    """The standard deviations and fixed effects of least deviance, and how much Newton's method could still take off it."""
    from scipy.optimize import minimize

    k = len(cells.sizes)

    def goal(parameters: Floats) -> tuple[float, Floats]:
        return laplace.deviance(parameters[:k], parameters[k:])

    start = np.concatenate([np.full(k, _START), _without_groups(cells)])
    # The deviance is even in each standard deviation, so it is searched without a bound and its sign dropped.
    found = minimize(goal, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500})
    parameters = np.asarray(found.x, np.float64)
    parameters[:k] = np.abs(parameters[:k])
    for place in np.flatnonzero(parameters[:k] < _FLAT):
        zero = parameters.copy()
        zero[place] = 0.0
        if goal(zero)[0] <= goal(parameters)[0] + 1e-7:
            parameters = zero
    free = np.flatnonzero(np.concatenate([parameters[:k] > 0, np.ones(parameters.size - k, np.bool_)]))
    to_gain = float("inf")
    for _ in range(4):
        gradient = goal(parameters)[1][free]
        step = _newton_step(goal, parameters, free, gradient)
        if step is None:
            break
        to_gain = abs(float(gradient @ step)) / 2
        if to_gain > 1.0:  # too far away for Newton's method to be trusted
            break
        parameters[free] += step
        if to_gain < 1e-14:
            break
    parameters[:k] = np.abs(parameters[:k])
    return parameters, to_gain


def _newton_step(goal: Goal, parameters: Floats, free: Codes, gradient: Floats) -> Floats | None:
    """From differences of the exact gradient; None where the deviance does not curve upwards."""
    H = np.zeros((free.size, free.size))
    for row, place in enumerate(free):
        h = 1e-5 * max(1.0, abs(float(parameters[place])))
        above, below = parameters.copy(), parameters.copy()
        above[place] += h
        below[place] -= h
        H[row] = (goal(above)[1][free] - goal(below)[1][free]) / (2 * h)
    H = (H + H.T) / 2
    try:
        np.linalg.cholesky(H)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(-np.linalg.solve(H, gradient), np.float64)


def _without_groups(cells: BinomialCells) -> Floats:
    """The fixed effects of the plain logistic model: where to start."""
    share = float(cells.yes.sum() / cells.n.sum())
    beta = np.zeros(cells.X.shape[1])
    beta[0] = np.log(share / (1 - share))
    for _ in range(8):
        p = expit(cells.X @ beta)
        w = np.maximum(cells.n * p * (1 - p), 1e-8)
        step = np.linalg.solve((cells.X.T * w) @ cells.X, cells.X.T @ (cells.yes - cells.n * p))
        beta = beta + np.clip(step, -2, 2)
    return beta


def _refuse_nothing_to_learn(answers: Floats, random: Sequence[Factor], fixed: Sequence[Factor], rows: Codes) -> None:
    if rows.size == 0:
        raise ValueError("Nobody has both an answer and a level of every factor. There is nothing to fit a model to.")
    if np.unique(answers[rows]).size == 1:
        raise ValueError("Everybody answered the same. There is nothing to fit a model to.")
    for factor in random:
        if np.unique(factor.codes[rows]).size < 2:
            raise ValueError(f"{factor.name}: people who answered are all in one level. Leave it out of the model.")
    for factor in fixed:
        n = np.bincount(factor.codes[rows], minlength=len(factor.levels))
        yes = np.bincount(factor.codes[rows], answers[rows], len(factor.levels))
        for level, people, agreed in zip(factor.levels, n, yes, strict=True):
            if people == 0:
                raise ValueError(f"{factor.name}: nobody in “{level}” answered. Make it a random factor, or merge the level with another.")
            if agreed in (0, people):
                raise ValueError(
                    f"{factor.name}: everybody in “{level}” answered the same, so a fixed effect for it has no end. "
                    "Make it a random factor, or merge the level with another."
                )


def _method(terms: Terms) -> str:
    fixed = ",".join((*terms.fixed, *(covariate.name for covariate in terms.covariates))) or "none"
    return f"multilevel logistic; laplace; random={','.join(terms.random)}; fixed={fixed}; unweighted; missing=complete cases"
