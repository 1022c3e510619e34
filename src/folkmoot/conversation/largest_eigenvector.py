"""The eigenvectors of a large symmetric matrix with the largest eigenvalues, the same whatever the number of threads."""

from collections.abc import Callable
from dataclasses import dataclass
from math import frexp, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.dots import dots
from folkmoot.conversation.tridiagonal import largest_of_tridiagonal

type Floats = NDArray[np.float64]
type Times = Callable[[Floats], Floats]

_EPSILON = float(np.finfo(np.float64).eps)
_STEPS = 240  # of one run, before it starts again from what it has found
_RUNS = 40
_NOTHING = 64 * _EPSILON  # a length so far below the largest is rounding
_NO_ANGLE = 1e-8
_LOOK, _WAIT = 14, 10  # the step of the first look at what is found; the most steps from one look to the next
_LEAST_STEPS, _ONE_IN = 4, 5  # of a look for what the first run cannot see: so many, or one for so many of its own


@dataclass(frozen=True, eq=False)
class _Run:
    """values, vectors: approximate eigenpairs, the largest first. found: how many of them, from the first, are exact but for rounding.

    basis: what the run has seen, and the vectors that it was kept orthogonal to.
    """

    values: list[float]
    vectors: Floats
    found: int
    basis: Floats


def largest_eigenvectors(times: Times, starts: Floats) -> tuple[list[float], Floats]:
    """The largest eigenvalues and their unit eigenvectors, of a symmetric matrix with no negative eigenvalue.

    times: the product of the matrix with a vector. starts: (count + 1, size) vectors drawn at random, so that none is orthogonal to an
    eigenvector by accident. Gives (count,) values and (count, size) vectors, with zeros for what does not exist.

    Method: one run of Lanczos with full reorthogonalisation finds all, each to the residual of rounding (Parlett, The Symmetric
    Eigenvalue Problem, 1998, chapters 6 and 13). A run sees only one vector of equal eigenvalues. So another one, orthogonal to all
    that the first has seen, looks whether an eigenvalue as large as the last is left; only if so are the others sought one by one.
    """
    count, size = len(starts) - 1, starts.shape[1]
    run = _run(times, np.empty((0, size)), starts[0], count)
    if run.found == count and count > 1:
        largest, last = run.values[0], run.values[-1]
        least = max(_LEAST_STEPS, len(run.basis) // _ONE_IN)
        left = _run(times, run.basis, starts[-1], 1, scale=largest, unless_above=last, least=least)
        if not left.values or left.values[0] <= last + _NOTHING * largest:
            return run.values, run.vectors
        run = _Run(run.values[:1], run.vectors[:1], 1, run.basis)
    values, vectors = run.values[: run.found], run.vectors[: run.found]
    start = run.vectors[run.found] if run.found < len(run.vectors) else starts[-1]
    for _ in range(_RUNS):
        if len(values) == count:
            break
        run = _run(times, vectors, start, 1, scale=values[0] if values else 0.0)
        if not run.values:
            break
        start = starts[-1] if run.found else run.vectors[0]
        values, vectors = values + run.values[: run.found], np.concatenate([vectors, run.vectors[: run.found]])
    short = count - len(values)
    return values + [0.0] * short, np.concatenate([vectors, np.zeros((short, size))])


def _run(
    times: Times, locked: Floats, start: Floats, wanted: int, *, scale: float = 0.0, unless_above: float = -inf, least: int = 0
) -> _Run:
    """One run of Lanczos, orthogonal to what is locked, until so many eigenpairs are found or nothing is left.

    scale: what is small counts against this eigenvalue, where one was found before. unless_above: ends, after the least number of
    steps, once the first eigenvalue lies below that by more than its residual.
    """
    rest = _orthogonal(_orthogonal(start, locked), locked)
    length, largest = _norm(rest), scale
    steps = min(_STEPS, len(start) - len(locked))
    if steps <= 0 or length <= _NOTHING * _norm(start):
        return _Run([], locked[:0], 0, locked)
    basis = np.empty((len(locked) + steps, len(start)))
    basis[: len(locked)] = locked
    diagonal: list[float] = []
    beside: list[float] = []
    last: float | None = None  # of the eigenvalues wanted, as it was at the last look
    look = least or _LOOK
    step = 0
    while True:
        step += 1
        held = len(locked) + step
        vector = np.divide(rest, length, out=basis[held - 1])
        rest = times(vector)
        along, before = float(dots(rest, vector)), beside[-1] if beside else 0.0
        rest -= along * vector
        if beside:
            rest -= before * basis[held - 2]
        rest = _orthogonal(rest, basis[:held])
        length = _norm(rest)
        diagonal.append(along)
        largest = max(largest, sqrt(before * before + along * along + length * length))
        ended = length <= _NOTHING * largest or step == len(start) - len(locked)
        if ended or step in (look, steps):
            last, mix = largest_of_tridiagonal(diagonal, beside, min(wanted, step) - 1, last)
            left, exact = length * abs(mix[-1]), _EPSILON * max(scale, last)
            if step >= least and last + left < unless_above:
                return _Run([last], basis[:0], 0, basis[:held])
            if ended or left <= exact or step == steps:
                pairs = [largest_of_tridiagonal(diagonal, beside, place) for place in range(min(wanted, step) - 1)]
                return _from_basis([*pairs, (last, mix)], 0.0 if ended else length, exact, basis[:held])
            look = step + _steps_to_go(mix, left / exact)
        beside.append(length)


def _steps_to_go(mix: list[float], missing: float) -> int:
    """Steps until so many times too large a residual is small enough: the vector's entries fall as its residual does, step by step."""
    half = len(mix) // 2
    digits = frexp(mix[half] / mix[-1])[1] if mix[-1] else 1074
    return min(max(frexp(missing)[1] * (len(mix) - 1 - half) // max(digits, 1), 1), _WAIT)


def _from_basis(pairs: list[tuple[float, list[float]]], length: float, exact: float, basis: Floats) -> _Run:
    """The eigenpairs in the terms of the matrix, from those of what it is on the basis."""
    mixes = np.array([mix for _, mix in pairs])
    if len(mixes) > 1 and np.abs(np.triu(dots(mixes[:, None], mixes), 1)).max() > _NO_ANGLE:  # of equal eigenvalues: one vector
        pairs, mixes = pairs[:1], mixes[:1]
    found = next((place for place, left in enumerate(length * np.abs(mixes[:, -1])) if left > exact), len(pairs))
    along = basis[len(basis) - mixes.shape[1] :].T
    vectors = np.array([dots(along, mix) for mix in mixes])
    for place in range(len(vectors)):  # those of nearly equal eigenvalues may lean on each other
        vectors[place] = _orthogonal(vectors[place], vectors[:place])
        vectors[place] /= _norm(vectors[place])
    return _Run([value for value, _ in pairs], vectors, found, basis)


def _orthogonal(vector: Floats, basis: Floats) -> Floats:
    if not len(basis):
        return vector
    return np.asarray(vector - dots(basis.T, dots(basis, vector)))


def _norm(vector: Floats) -> float:
    return sqrt(float(dots(vector, vector)))
