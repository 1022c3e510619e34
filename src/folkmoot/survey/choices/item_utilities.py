"""Utilities of items from the choices people made between them: the maximum of a concave weighted log-likelihood, by Newton's method."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from folkmoot.survey.covariance import linearised_covariance
from folkmoot.survey.design import Codes, Design, Floats
from folkmoot.survey.variance import Variance

_STEPS = 100
_SMALL = 1e-12  # a step, beside utilities of the order of 1


@dataclass(frozen=True, eq=False)
class Likelihood:
    """At given utilities: log: (n,) of each row's choices. slope: (n, k) of it, by row. curve: (k, k) minus the weighted second slope."""

    log: Floats
    slope: csr_array
    curve: Floats


@dataclass(frozen=True, eq=False)
class Utilities:
    """estimate: (k,) summing to 0. covariance: (k, k), its rows summing to 0, linearised under the design. model_covariance: the same
    if the model were right and every row its own unit. log_likelihood: with weights scaled to a mean of 1 over the rows that weigh."""

    estimate: Floats
    covariance: Floats
    model_covariance: Floats
    log_likelihood: float


def fit_utilities(design: Design, weights: Floats, k: int, likelihood: Callable[[Floats], Likelihood], variance: Variance) -> Utilities:
    """weights: (n,) the design's, zero for rows outside the base. The maximum must exist: `refuse_unranked` first.

    Only differences count, so utilities sum to 0: adding the mean's square to the likelihood fixes that and nothing else."""
    level = np.full((k, k), 1 / k)
    utilities, at = np.zeros(k), likelihood(np.zeros(k))
    for _ in range(_STEPS):
        step = np.linalg.solve(at.curve + level * np.trace(at.curve), np.asarray(at.slope.T @ weights))
        there, size = likelihood(utilities + step), 1.0
        while weights @ there.log < weights @ at.log - 1e-9 * abs(weights @ at.log) and size > 1e-6:
            size /= 2
            there = likelihood(utilities + size * step)
        utilities, at = utilities + size * step, there
        if np.abs(step).max() < _SMALL * max(1.0, float(np.abs(utilities).max())):
            break
    else:
        raise ValueError("The utilities did not settle: some items are almost always, or almost never, chosen. Leave those items out.")
    utilities -= utilities.mean()
    inverse = np.linalg.inv(at.curve + level * np.trace(at.curve)) - level / np.trace(at.curve)
    inside = weights > 0
    scores = np.where(inside[:, None], at.slope @ inverse, 0.0)
    covariance = linearised_covariance(design, scores, variance=variance)
    scaled = weights / weights[inside].mean()
    return Utilities(utilities, covariance, inverse * float(weights[inside].mean()), float(scaled @ at.log))


def item_names(items: Sequence[str]) -> tuple[str, ...]:
    """Raises ValueError unless there are two at least, each with a name of its own."""
    if len(items) < 2 or len(set(items)) != len(items):
        raise ValueError("items: give at least two, each with its own name.")
    return tuple(items)


def item_codes(values: ArrayLike, name: str, n: int, items: Sequence[str], *, blank: bool, columns: bool = False) -> Codes:
    """(n,) codes of items, 0 for the first, -1 for none where `blank`; (n, any number) with `columns`. Raises ValueError naming the row."""
    codes = np.asarray(values)
    if codes.ndim != 1 + columns or len(codes) != n or codes.dtype.kind not in "iu":
        each = "a row of whole-number codes" if columns else "one whole-number code"
        raise ValueError(f"{name} must have {each} of items for each of the design's {n} rows.")
    codes = codes.astype(np.int64)
    wrong = (codes < (-1 if blank else 0)) | (codes >= len(items))
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0])
        allowed = f"items are coded 0 to {len(items) - 1}{', and -1 is none' if blank else ''}"
        raise ValueError(f"{name}: row {int(at[0]) + 1} has code {int(codes[at])}; {allowed}.")
    return codes
