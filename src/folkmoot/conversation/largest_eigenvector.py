"""The eigenvector of a large symmetric matrix with the largest eigenvalue, without a library of linear algebra.

Such libraries choose their order of summation by processor and by number of threads. Here every sum has one order.
"""

from collections.abc import Callable, Sequence
from math import frexp, sqrt

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.tridiagonal import largest_of_tridiagonal

type Floats = NDArray[np.float64]

_EPSILON = float(np.finfo(np.float64).eps)
_STEPS = 240  # of one run, before it starts again from what it has found
_RUNS = 40
_LOOKS = (6, 4, 8)  # the step of the first look at whether it is found; steps to the second; the most to a later one


def largest_eigenvector(times: Callable[[Floats], Floats], orthogonal_to: Sequence[Floats], start: Floats) -> tuple[float, Floats]:
    """The largest eigenvalue and unit eigenvector of a symmetric matrix with no negative eigenvalue, among vectors orthogonal to some.

    times: the product of the matrix with a vector. start: a vector that is not orthogonal to the eigenvector.
    Where the matrix is 0 on what is left: (0, a vector of zeros).

    Method: Lanczos with full reorthogonalisation, done twice (Parlett, The Symmetric Eigenvalue Problem, 1998, chapters 6 and 13),
    until the residual's bound reaches rounding.
    """
    size = len(start)
    locked = np.array(orthogonal_to).reshape(len(orthogonal_to), size)
    vector = _orthogonal(start, locked)
    value = 0.0
    for _ in range(_RUNS):
        length = _norm(vector)
        if length == 0:
            return 0.0, np.zeros(size)
        value, vector, found = _one_run(times, locked, vector / length)
        if found:
            break
    return value, vector


def _one_run(times: Callable[[Floats], Floats], locked: Floats, vector: Floats) -> tuple[float, Floats, bool]:
    room = len(vector) - len(locked)
    steps = min(_STEPS, room)
    basis = np.empty((len(locked) + steps, len(vector)))
    basis[: len(locked)] = locked
    diagonal: list[float] = []
    beside: list[float] = []
    mix: list[float] = []
    look, seen = _LOOKS[0], (0, 0)
    largest = 0.0
    for step in range(steps):
        held = len(locked) + step
        basis[held] = vector
        product = times(vector)
        largest = max(largest, _norm(product))
        diagonal.append(float(np.add.reduce(product * vector)))
        rest = _orthogonal(_orthogonal(product, basis[: held + 1]), basis[: held + 1])
        length = _norm(rest)
        ended = length <= 4 * _EPSILON * largest or step + 1 == steps
        if ended or step + 1 == look:
            value, mix = largest_of_tridiagonal(diagonal, beside, mix)
            left = length * abs(mix[-1]) / (_EPSILON * abs(value)) if value else 0.0
            found = left <= 1
            if ended or found:
                vector = (np.array(mix)[:, None] * basis[len(locked) : held + 1]).sum(axis=0)
                complete = found or length <= 4 * _EPSILON * largest or steps == room
                if largest == 0:
                    return 0.0, np.zeros(len(vector)), True
                return value, vector / _norm(vector), complete
            look, seen = _next_look(look, seen, frexp(left)[1])
        beside.append(length)
        vector = rest / length
    return 0.0, np.zeros(len(vector)), True  # no vector is left that is orthogonal to the others


def _next_look(look: int, seen: tuple[int, int], digits: int) -> tuple[int, tuple[int, int]]:
    """The step of the next look, from how many binary digits were missing at the last two, since about as many are won at each step."""
    before, missing = seen
    won = (missing - digits) if before else 0
    wait = -(-digits * (look - before) // won) if won > 0 else _LOOKS[1]
    return look + min(max(wait, 1), _LOOKS[2]), (look, digits)


def _orthogonal(vector: Floats, basis: Floats) -> Floats:
    if not len(basis):
        return vector
    along = np.add.reduce(basis * vector, axis=1)
    return np.asarray(vector - np.add.reduce(along[:, None] * basis, axis=0))


def _norm(vector: Floats) -> float:
    return sqrt(float(np.add.reduce(vector * vector)))
