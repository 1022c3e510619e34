"""Columns of a model matrix that say nothing new: empty ones, and ones that are a combination of columns before them."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Floats

_NOTHING_NEW = 1e-7  # of a column's length, once the columns before it are taken out: R's tolerance in `lm` and `glm`
_SLICE = 256
_SUSPECT = 1e-3  # a Cholesky pivot, as a share of the column's length, above which rounding cannot have made the column look new


def repeated_columns(X: Floats) -> NDArray[np.bool_]:
    """(k,) whether each column is empty or a linear combination of the columns before it; R gives such coefficients NA.

    Gram and Schmidt's process, each column orthogonalised twice, in the order of the columns (as R's limited pivoting keeps it)."""
    repeated = np.zeros(X.shape[1], np.bool_)
    basis = np.zeros((X.shape[0], 0))
    for at in range(X.shape[1]):
        column = X[:, at]
        length = float(np.linalg.norm(column))
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)
        left = float(np.linalg.norm(rest))
        repeated[at] = left <= _NOTHING_NEW * length
        if not repeated[at]:
            basis = np.column_stack([basis, rest / left])
    return repeated


def surely_independent(information: Floats) -> bool:
    """Whether X'diag(v)X alone shows that no column repeats others. False does not mean that one does: ask `repeated_columns`."""
    length = np.sqrt(np.diag(information))
    if not (length > 0).all():
        return False
    try:
        factor = np.linalg.cholesky(information / np.outer(length, length))
    except np.linalg.LinAlgError:
        return False
    return bool(np.diag(factor).min() > _SUSPECT)


def combination(X: Floats, column: int, kept: NDArray[np.bool_]) -> list[int]:
    """The kept columns, among those before it, that a repeated column is a combination of; none where it is empty."""
    before = np.flatnonzero(kept[:column])
    share = np.linalg.lstsq(X[:, before], X[:, column], rcond=None)[0]
    scale = np.linalg.norm(X[:, before], axis=0) * np.abs(share)
    return [int(at) for at in before[scale > 1e-6 * max(float(np.linalg.norm(X[:, column])), 1e-300)]]


def _triangle(X: Floats) -> Floats:
    """R of X = QR, from the triangles of slices (a small product starts no BLAS threads, which cost more than they save)."""
    k = X.shape[1]
    size = max(_SLICE, 4 * k)
    while len(X) > 2 * size:
        whole = np.vstack([X, np.zeros((-len(X) % size, k))]).reshape(-1, size, k)
        X = np.linalg.qr(whole, mode="r").reshape(-1, k)
    return np.asarray(np.linalg.qr(X, mode="r"), np.float64)


def null_space(X: Floats) -> Floats:
    """(k, r) an orthonormal basis of the directions d with X d = 0, columns of X measured by their length."""
    k = X.shape[1]
    if not len(X):
        return np.eye(k)
    length = np.linalg.norm(X, axis=0)
    length[length == 0] = 1.0
    triangle = _triangle(X / length)
    _, size, directions = np.linalg.svd(triangle)
    rank = int((size > _NOTHING_NEW * max(float(size.max()), 1.0)).sum())
    basis = directions[rank:].T / length[:, None]
    return np.asarray(np.linalg.qr(basis)[0], np.float64) if basis.size else np.zeros((k, 0))
