"""The chance that each person responded, from what is known of everybody: a weighted logistic regression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.factors import Factor
from folkmoot.survey.models.logistic_fit import fit_grouped

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Propensity:
    """A fitted model of response.

    chances: (n,) of responding. columns: (cells, k) the model's columns for rows that are alike; cells: (n,) which each row is.
    terms: (k,) names of the columns. coefficients: (k,), NaN for those without a finite value or that repeat others.
    information: (k, k) the inverse of the weighted information, zero for those.
    certain: how many rows have a chance of 0 or 1, because everybody or nobody like them responded.
    """

    chances: Floats
    columns: Floats
    cells: NDArray[np.int64]
    terms: tuple[str, ...]
    coefficients: Floats
    information: Floats
    certain: int


def response_propensity(
    weights: ArrayLike, responded: ArrayLike, predictors: Sequence[Factor], numbers: Mapping[str, ArrayLike] | None = None
) -> Propensity:
    """Fit the logit of responding on the factors' levels and the numbers, each row counting its weight (Rosenbaum and Rubin 1983).

    weights: (n,). responded: (n,) of 0 and 1. predictors: rows without a level make a level of their own, "not known".
    numbers: by name, (n,) each, none missing.

    Raises ValueError when rows do not fit or are missing, or nobody responded."""
    w, y = np.asarray(weights, np.float64), np.asarray(responded, np.float64)
    if y.shape != w.shape or not ((y == 0) | (y == 1)).all():
        raise ValueError(f"responded must hold {w.size} values of 0 or 1, one for each row.")
    if not (w * y).any():
        raise ValueError("Nobody responded, so there is nothing to learn from.")
    cells, rows, terms = _columns(w.size, predictors, numbers or {})
    no, yes = np.bincount(cells, w * (1 - y), len(rows)), np.bincount(cells, w * y, len(rows))
    if (y[w > 0] == 1).all():
        none = np.zeros((len(terms), len(terms)))
        return Propensity(np.ones(w.size), rows, cells, terms, np.full(len(terms), np.nan), none, int((w > 0).sum()))
    fit = fit_grouped(rows, no, yes)
    decided = np.zeros(len(rows), np.bool_) if fit.separation is None else fit.separation.decided
    information = np.nan_to_num(fit.inverse_information, nan=0.0)
    certain = int((decided[cells] & (w > 0)).sum())
    return Propensity(fit.fitted[cells], rows, cells, terms, fit.coefficients, information, certain)


def _columns(n: int, predictors: Sequence[Factor], numbers: Mapping[str, ArrayLike]) -> tuple[NDArray[np.int64], Floats, tuple[str, ...]]:
    """The cell of each row, the columns of each cell, and their names."""
    if not predictors and not numbers:
        raise ValueError("There is nothing to predict response from. Give at least one factor or number.")
    key, made, terms = np.zeros(n, np.int64), [], ["everybody"]
    for factor in predictors:
        if factor.n != n:
            raise ValueError(f"{factor.name} has {factor.n} rows and there are {n} weights. They must be the same people.")
        codes = factor.codes.astype(np.int64)
        key = np.unique(key * (len(factor.levels) + 1) + codes + 1, return_inverse=True)[1].astype(np.int64)
        held = [(level, codes == code) for code, level in [*enumerate(factor.levels), (-1, "not known")]]
        present = [(level, column) for level, column in held if column.any()]
        made += [column.astype(np.float64) for _, column in present[1:]]  # the first level is what the others are measured from
        terms += [f"{factor.name}, {level}" for level, _ in present[1:]]
    for name, values in numbers.items():
        column = np.asarray(values, np.float64)
        if column.shape != (n,):
            raise ValueError(f"{name} has {column.size} rows and there are {n} weights. They must be the same people.")
        if not np.isfinite(column).all():
            raise ValueError(f"{name}: row {int(np.argmax(~np.isfinite(column))) + 1} has no number. Fill it in or leave {name} out.")
        distinct, code = np.unique(column, return_inverse=True)
        key = np.unique(key * distinct.size + code, return_inverse=True)[1].astype(np.int64)
        made.append(column)
        terms.append(name)
    first = np.unique(key, return_index=True)[1]
    return key, np.column_stack([np.ones(first.size), *(column[first] for column in made)]), tuple(terms)
