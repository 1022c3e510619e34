"""The largest eigenvalue and eigenvector of a small symmetric tridiagonal matrix, in one order of arithmetic on every processor."""

from collections.abc import Sequence
from math import sqrt

_NEAR = 1e-10  # of the largest eigenvalue: so near that inverse iteration gives the rest
_TINY = 1e-300
_ROUNDS = 4


def largest_of_tridiagonal(diagonal: Sequence[float], beside: Sequence[float], guess: Sequence[float] = ()) -> tuple[float, list[float]]:
    """The largest eigenvalue and unit eigenvector of the matrix with this diagonal and these numbers beside it.

    guess: the first entries of a vector that may be near. Where Rayleigh quotient iteration from it ends at the largest eigenvalue, as a
    Sturm count proves, that is the answer; elsewhere bisection finds the eigenvalue, and inverse iteration its vector (Parlett, The
    Symmetric Eigenvalue Problem, 1998, chapters 3 and 4).
    """
    squares = [0.0, *(value * value for value in beside)]
    scale = max(map(abs, [*diagonal, *beside]))
    if scale == 0:
        return 0.0, [1.0] + [0.0] * (len(diagonal) - 1)
    if guess:
        mix = _unit([*guess, *[_NEAR] * (len(diagonal) - len(guess))])
        value = _quotient(diagonal, beside, mix)
        still = False
        for _ in range(2 * _ROUNDS):
            before, mix = value, _unit(_solve(_pivots(value, diagonal, squares), beside, mix))
            value = _quotient(diagonal, beside, mix)
            if still:  # one round more than the value needs: the vector comes to rest later
                break
            still = abs(value - before) <= 1e-13 * scale
        if still and _all_below(value + 1e-12 * scale, diagonal, squares):
            return value, mix
    return _by_bisection(diagonal, beside, squares)


def _by_bisection(diagonal: Sequence[float], beside: Sequence[float], squares: Sequence[float]) -> tuple[float, list[float]]:
    around = [abs(value) for value in beside]
    reach = [left + right for left, right in zip([0.0, *around], [*around, 0.0], strict=True)]
    low = max(diagonal)
    high = max(value + width for value, width in zip(diagonal, reach, strict=True))
    near = _NEAR * max(abs(low), abs(high))
    while high - low > near:
        middle = (low + high) / 2
        if _all_below(middle, diagonal, squares):
            high = middle
        else:
            low = middle
    pivots = _pivots(high + near, diagonal, squares)  # from above: all are negative, and no exchange of rows is needed
    mix = [1.0] * len(diagonal)
    for _ in range(_ROUNDS):
        mix = _unit(_solve(pivots, beside, mix))
    return _quotient(diagonal, beside, mix), mix


def _all_below(value: float, diagonal: Sequence[float], squares: Sequence[float]) -> bool:
    pivot = 1.0
    for entry, square in zip(diagonal, squares, strict=True):
        pivot = entry - value - square / pivot
        if pivot >= 0:
            return False
    return True


def _pivots(shift: float, diagonal: Sequence[float], squares: Sequence[float]) -> list[float]:
    """The pivots of the matrix less the shift; a pivot of 0 is made tiny."""
    pivots = []
    pivot = 1.0
    for entry, square in zip(diagonal, squares, strict=True):
        pivot = entry - shift - square / pivot
        if abs(pivot) < _TINY:
            pivot = -_TINY
        pivots.append(pivot)
    return pivots


def _solve(pivots: Sequence[float], beside: Sequence[float], right: Sequence[float]) -> list[float]:
    solved = [right[0]]
    for value, pivot, entry in zip(beside, pivots, right[1:], strict=False):
        solved.append(entry - value / pivot * solved[-1])
    after = solved[-1] = solved[-1] / pivots[-1]
    for place in range(len(beside) - 1, -1, -1):
        after = solved[place] = (solved[place] - beside[place] * after) / pivots[place]
    return solved


def _quotient(diagonal: Sequence[float], beside: Sequence[float], mix: Sequence[float]) -> float:
    value = sum([entry * part * part for entry, part in zip(diagonal, mix, strict=True)])
    return value + 2 * sum([width * left * right for width, left, right in zip(beside, mix, mix[1:], strict=False)])


def _unit(mix: Sequence[float]) -> list[float]:
    largest = max(map(abs, mix))
    scaled = [value / largest for value in mix]
    length = sqrt(sum([value * value for value in scaled]))
    return [value / length for value in scaled]
