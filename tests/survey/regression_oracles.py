"""Slow plain regressions, written row by row from the definitions, that the fast ones must equal."""

from cmath import exp, log

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.model_terms import Term

type Floats = NDArray[np.float64]


def plain_rows(terms: list[Term]) -> list[list[float] | None]:
    """The model's columns of each row, the constant first and the first level the reference; None where a term is missing."""
    rows: list[list[float] | None] = []
    for at in range(terms[0].n):
        row: list[float] | None = [1.0]
        for term in terms:
            if row is None:
                break
            if isinstance(term, Factor):
                code = int(term.codes[at])
                row = None if code < 0 else [*row, *(1.0 if code == level else 0.0 for level in range(1, len(term.levels)))]
            else:
                value = float(term.values[at])
                row = None if value != value else [*row, value]
        rows.append(row)
    return rows


def plain_logistic(weights: Floats, outcome: Floats, rows: list[list[float] | None]) -> tuple[Floats, Floats]:
    """The coefficients and (n, k) their linearised variables, by Newton's method on the rows one after another."""
    used = [i for i, row in enumerate(rows) if row is not None and not np.isnan(outcome[i])]
    k = len(rows[used[0]] or [])
    b = np.zeros(k)
    for _ in range(60):
        gradient, information = np.zeros(k), np.zeros((k, k))
        for i in used:
            x = np.array(rows[i])
            mu = 1 / (1 + exp(-float(x @ b)).real)
            gradient += weights[i] * (outcome[i] - mu) * x
            information += weights[i] * mu * (1 - mu) * np.outer(x, x)
        b = b + np.linalg.solve(information, gradient)
    scores = np.zeros((len(rows), k))
    for i in used:
        x = np.array(rows[i])
        scores[i] = np.linalg.solve(information, x * (outcome[i] - 1 / (1 + exp(-float(x @ b)).real)))
    return b, scores


def element_covariance(design: Design, scores: Floats) -> Floats:
    """Of estimates with these linearised variables, rows drawn with replacement: n/(n-1) sum of w^2 z z'."""
    z = design.weights[:, None] * scores
    centred = z - z.mean(0)
    return np.asarray(design.n / (design.n - 1) * centred.T @ centred)


def ordinal_likelihood(
    theta: NDArray[np.complex128], weights: Floats, answers: NDArray[np.int64], rows: list[list[float] | None], cuts: int
) -> NDArray[np.complex128]:
    """(n,) the weighted logarithm of each row's probability; theta: the coefficients and then the cuts. 0 for rows that are left out.
    A tiny imaginary step of theta gives the derivative in the imaginary part, without rounding (Squire and Trapp 1998)."""
    p = theta.size - cuts
    found = np.zeros(len(rows), np.complex128)
    for i, row in enumerate(rows):
        if row is None or answers[i] < 0:
            continue
        eta = sum(x * b for x, b in zip(row[1:], theta[:p], strict=True))
        y = int(answers[i])
        upto = 1.0 if y == cuts else 1 / (1 + exp(eta - theta[p + y]))
        before = 0.0 if y == 0 else 1 / (1 + exp(eta - theta[p + y - 1]))
        found[i] = weights[i] * log(upto - before)
    return found
