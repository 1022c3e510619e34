"""A model matrix as the fit of a model uses it: three products, each as cheap as the matrix allows.

A matrix of indicators repeats itself. Its left columns have few different rows and so have its right columns, and every profile is a
pair of one of each; then X'diag(v)X needs one table of v by left and right row, and no product over profiles (the same saving as
marginal tables of a contingency table). Where the columns do not repeat, the products are done in slices small enough to stay in cache.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from folkmoot.survey.design import Codes, Floats

_SINGLE_THREAD = 200_000  # multiplications in one product: with more, BLAS starts threads, which cost more than they save here
_SLICE = 256  # rows at a time in X'diag(v)X, which then stays in cache
_MOST_BITS = 52  # that many indicators fit exactly into one float64


class ProfileMatrix(Protocol):
    """X of (profiles, columns)."""

    @property
    def columns(self) -> int:
        """How many columns it has."""

    def times(self, b: Floats) -> Floats:
        """(profiles,) X b."""

    def transposed_times(self, r: Floats) -> Floats:
        """(columns,) X'r."""

    def information(self, v: Floats) -> Floats:
        """(columns, columns) X'diag(v)X."""

    def dense(self) -> Floats:
        """(profiles, columns) the matrix itself."""


@dataclass(frozen=True, eq=False)
class RowMatrix:
    """A matrix without structure."""

    X: Floats

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return int(self.X.shape[1])

    def times(self, b: Floats) -> Floats:
        """(profiles,) X b."""
        return np.asarray(self.X @ b, np.float64)

    def transposed_times(self, r: Floats) -> Floats:
        """(columns,) X'r."""
        return np.asarray(r @ self.X, np.float64)

    def information(self, v: Floats) -> Floats:
        """(columns, columns) X'diag(v)X."""
        n, k = self.X.shape
        whole = n - n % _SLICE
        rest = self.X[whole:]
        added = (rest * v[whole:, None]).T @ rest
        if whole:
            slices = self.X[:whole].reshape(-1, _SLICE, k)
            weighted = slices * v[:whole].reshape(-1, _SLICE, 1)
            added += np.matmul(weighted.transpose(0, 2, 1), slices).sum(0)
        return np.asarray(added, np.float64)

    def dense(self) -> Floats:
        """(profiles, columns) the matrix itself."""
        return self.X


@dataclass(frozen=True, eq=False)
class PairedMatrix:
    """left: (L, l) the different rows of the left columns. right: (R, r) of the right ones. at_left, at_right: (profiles,) which.
    slices: in how many the left rows are taken; rows of zeros fill the last."""

    left: Floats
    right: Floats
    at_left: Codes
    at_right: Codes
    pair: Codes
    slices: int

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return int(self.left.shape[1] + self.right.shape[1])

    def times(self, b: Floats) -> Floats:
        """(profiles,) X b."""
        half = self.left.shape[1]
        found: Floats = (self.left @ b[:half]).take(self.at_left)
        found += (self.right @ b[half:]).take(self.at_right)
        return found

    def transposed_times(self, r: Floats) -> Floats:
        """(columns,) X'r."""
        on_left, on_right = np.bincount(self.at_left, r, len(self.left)), np.bincount(self.at_right, r, len(self.right))
        return np.concatenate([on_left @ self.left, on_right @ self.right])

    def information(self, v: Floats) -> Floats:
        """(columns, columns) X'diag(v)X."""
        lefts, rights, half = len(self.left), len(self.right), self.left.shape[1]
        on_left, on_right = np.bincount(self.at_left, v, lefts), np.bincount(self.at_right, v, rights)
        table = np.bincount(self.pair, v, lefts * rights).reshape(self.slices, -1, rights)
        across = np.matmul(table, self.right).reshape(lefts, -1)
        added = np.empty((self.columns, self.columns))
        added[:half, :half] = (self.left * on_left[:, None]).T @ self.left
        added[half:, half:] = (self.right * on_right[:, None]).T @ self.right
        added[:half, half:] = self.left.T @ across
        added[half:, :half] = added[:half, half:].T
        return added

    def dense(self) -> Floats:
        """(profiles, columns) the matrix itself."""
        return np.hstack([self.left[self.at_left], self.right[self.at_right]])


def sliced_product(X: Floats, B: Floats) -> Floats:
    """(profiles, m) X B for a tall X, in slices too small to start BLAS threads."""
    n, k = X.shape
    whole = n - n % _SLICE
    found = np.empty((n, B.shape[1]))
    np.matmul(X[:whole].reshape(-1, _SLICE, k), B, out=found[:whole].reshape(-1, _SLICE, B.shape[1]))
    found[whole:] = X[whole:] @ B
    return found


def profile_matrix(X: Floats) -> ProfileMatrix:
    """The cheapest form of (profiles, columns) X. The products are the same to rounding."""
    X = np.ascontiguousarray(X, np.float64)
    n, k = X.shape
    if not 4 <= k <= 2 * _MOST_BITS or not n or not np.isin(X[: min(n, 64)], (0.0, 1.0)).all() or ((X != 0) & (X != 1)).any():
        return RowMatrix(X)
    best, cut = n * k * k / 2, 0
    keys: dict[int, tuple[Floats, Floats]] = {}
    for at in (k // 2, 2 * k // 3):
        if max(at, k - at) > _MOST_BITS:
            continue
        keys[at] = X[:, :at] @ 2.0 ** np.arange(at), X[:, at:] @ 2.0 ** np.arange(k - at)
        different = [np.unique(key).size for key in keys[at]]
        cost = different[0] * (different[1] * (k - at + 1) + at * k) + different[1] * (k - at) ** 2
        if cost < best:
            best, cut = cost, at
    if not cut:
        return RowMatrix(X)
    parts = [np.unique(key, return_index=True, return_inverse=True) for key in keys[cut]]
    (_, first_left, at_left), (_, first_right, at_right) = parts
    left, right = X[first_left, :cut], X[first_right, cut:]
    slices = -(-len(left) * right.size // _SINGLE_THREAD)
    left = np.vstack([left, np.zeros((-len(left) % slices, cut))])
    return PairedMatrix(left, right.copy(), at_left, at_right, at_left * len(right) + at_right, slices)
