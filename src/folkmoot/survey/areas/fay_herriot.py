"""Small areas from published area estimates: the area-level model of Fay and Herriot (1979).

The direct estimate of area i is y_i = x_i'b + v_i + e_i, with v_i of variance A, the same for all areas, and e_i of the known sampling
variance D_i. The best predictor is gamma_i y_i + (1 - gamma_i) x_i'b, with gamma_i = A / (A + D_i). Its mean squared error is that of
Prasad and Rao (1990) for A by their moments, and of Datta and Lahiri (2000) for A by REML and ML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from folkmoot.survey.areas.area_variance import AreaLevel, variance_of_areas
from folkmoot.survey.design import Floats
from folkmoot.survey.options import chosen

FayHerriotMethod = Literal["reml", "ml", "moments"]


@dataclass(frozen=True, eq=False)
class FayHerriot:
    """One row for each area, in the order given.

    estimate, mse, se, low, high: the predictor, its mean squared error, the root of that, and the interval. gamma: the part of the
    estimate that is the area's own direct estimate; 0 where it has none. direct, direct_se: as given, NaN where there was none.
    synthetic: x'b. fixed, fixed_se: intercept and covariates. area_variance: A. zero_variance: A was found to be 0, so every estimate is
    synthetic and the errors given are too small. n_areas: areas with a direct estimate. log_likelihood: at A (restricted for "reml"; NaN
    for "moments")."""

    names: tuple[str, ...]
    estimate: Floats
    mse: Floats
    se: Floats
    low: Floats
    high: Floats
    gamma: Floats
    direct: Floats
    direct_se: Floats
    synthetic: Floats
    fixed_names: tuple[str, ...]
    fixed: Floats
    fixed_se: Floats
    area_variance: float
    zero_variance: bool
    n_areas: int
    log_likelihood: float
    method: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """One for each area: what it is, and how much of it is the area's own."""
        return tuple(self._sentence(place) for place in range(len(self.names)))

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must stand beside the estimates."""
        said = [f"The model learns from the published estimates of {self.n_areas} areas. It takes their standard errors as exact."]
        if self.zero_variance:
            said.append(
                "The areas differ no more than their standard errors would make them differ. Every estimate is then the model's alone, "
                "and its error is larger than the one given."
            )
        return tuple(said)

    def _sentence(self, place: int) -> str:
        numbers = f"{self.names[place]}: {self.estimate[place]:.3g} (from {self.low[place]:.3g} to {self.high[place]:.3g})"
        if np.isnan(self.direct[place]):
            return f"{numbers}. There is no survey estimate there: this one leans wholly on other areas."
        own = f"{self.gamma[place]:.0%} of this rests on the area's own survey estimate of {self.direct[place]:.3g}"
        return f"{numbers}. {own}, and the rest leans on other areas." if self.gamma[place] < 0.995 else f"{numbers}. {own}."


def fay_herriot(
    names: Sequence[str],
    direct: ArrayLike,
    variances: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    covariate_names: Sequence[str] | None = None,
    method: FayHerriotMethod = "reml",
    confidence: float = 0.95,
) -> FayHerriot:
    """The areas' best predictors.

    direct: (areas,) estimates, NaN for an area without a sample. variances: (areas,) of their sampling errors, above zero (NaN where
    there is no estimate). covariates: (areas, k) known of every area; an intercept is always added. confidence: of the normal intervals.

    Raises ValueError naming the area when a variance is missing or not above zero or a covariate is missing, and when there are too few
    areas, or covariates that cannot be told apart."""
    chosen("method", method, FayHerriotMethod)
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence {confidence:g} is not between 0 and 1. Give 0.95 for 95 per cent.")
    names = tuple(names)
    y, D = _column(direct, "direct", names), _column(variances, "variances", names)
    X, fixed_names = _matrix(covariates, covariate_names, names)
    sampled = ~np.isnan(y)
    wrong = sampled & ~(np.isfinite(y) & (D > 0) & np.isfinite(D))
    if wrong.any():
        raise ValueError(
            f"{names[int(np.argmax(wrong))]}: its estimate needs a variance above zero. "
            "Give one smoothed over areas, or leave the estimate out."
        )
    if int(sampled.sum()) < X.shape[1] + 2:
        raise ValueError(f"{int(sampled.sum())} areas have an estimate, too few for {X.shape[1]} fixed effects and a variance.")
    if np.linalg.matrix_rank(X[sampled]) < X.shape[1]:
        raise ValueError(f"The covariates {', '.join(fixed_names[1:])} cannot be told apart in the areas with an estimate. Leave one out.")
    level = AreaLevel(y[sampled], D[sampled], X[sampled])
    found = variance_of_areas(level, method)
    A, Q = found.A, level.inverse(found.A)
    beta = level.fixed(A)
    synthetic = X @ beta
    gamma = np.divide(A, A + D, out=np.zeros_like(y), where=sampled)
    estimate = np.where(sampled, gamma * np.where(sampled, y, 0.0) + (1 - gamma) * synthetic, synthetic)
    B = 1 - gamma
    of_fixed = B**2 * ((X @ Q) * X).sum(1)  # g2 of the papers; for an area without a sample, the variance of x'b
    total = np.where(sampled, A + D, 1.0)
    for_A = np.where(sampled, B**2 / total * found.variance, 0.0)
    mse = np.where(sampled, gamma * np.where(sampled, D, 0.0) + of_fixed + 2 * for_A - found.bias * B**2, A + of_fixed)
    se = np.sqrt(mse)
    half = float(ndtri((1 + confidence) / 2)) * se
    return FayHerriot(
        names=names,
        estimate=estimate,
        mse=mse,
        se=se,
        low=estimate - half,
        high=estimate + half,
        gamma=gamma,
        direct=y,
        direct_se=np.sqrt(np.where(sampled, D, np.nan)),
        synthetic=synthetic,
        fixed_names=fixed_names,
        fixed=beta,
        fixed_se=np.sqrt(np.diag(Q)),
        area_variance=A,
        zero_variance=A == 0,
        n_areas=int(sampled.sum()),
        log_likelihood=found.log_likelihood,
        method=f"fay-herriot; area variance={method}; mse={'prasad-rao' if method == 'moments' else 'datta-lahiri'}; "
        f"interval=normal,{confidence:g}",
    )


def _column(values: ArrayLike, what: str, names: tuple[str, ...]) -> Floats:
    array = np.array(values, np.float64)
    if array.shape != (len(names),):
        raise ValueError(f"{what}: {array.size} numbers for {len(names)} areas. Give one for each, NaN where there is none.")
    return array


def _matrix(covariates: ArrayLike | None, covariate_names: Sequence[str] | None, names: tuple[str, ...]) -> tuple[Floats, tuple[str, ...]]:
    ones = np.ones((len(names), 1))
    if covariates is None:
        return ones, ("intercept",)
    given = np.array(covariates, np.float64)
    given = given[:, None] if given.ndim == 1 else given
    if given.ndim != 2 or len(given) != len(names):
        raise ValueError(f"covariates must have a row for each of the {len(names)} areas.")
    wrong = ~np.isfinite(given).all(1)
    if wrong.any():
        raise ValueError(f"{names[int(np.argmax(wrong))]}: a covariate is missing. Every area needs all of them, sampled or not.")
    called = tuple(covariate_names) if covariate_names is not None else tuple(f"covariate {k + 1}" for k in range(given.shape[1]))
    if len(called) != given.shape[1]:
        raise ValueError(f"{len(called)} covariate names for {given.shape[1]} covariates. Give one for each.")
    return np.hstack([ones, given]), ("intercept", *called)
