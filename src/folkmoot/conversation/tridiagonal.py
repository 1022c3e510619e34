"""The largest eigenvalues and their vectors of a small symmetric tridiagonal matrix, in one order of arithmetic on every processor."""

from collections.abc import Sequence
from math import sqrt

_NEAR = 1e-3  # of the width of the spectrum: so near that the iteration goes to the eigenvalue sought, as a count then proves
_TINY = 1e-300
_ROUNDS = 8
_EPSILON = 2.0**-52


def largest_of_tridiagonal(
    diagonal: Sequence[float], beside: Sequence[float], place: int = 0, guess: float | None = None
) -> tuple[float, list[float]]:
    """The eigenvalue at that place (0 the largest, 1 the second) and its unit eigenvector, of the matrix with this diagonal and these
    numbers beside it, none of them 0.

    guess: what the eigenvalue may be near. Rayleigh quotient iteration from it, each vector by the twisted factorisation, which needs no
    exchange of rows (Dhillon and Parlett 2004, Orthogonal eigenvectors and relative gaps). A Sturm count proves that the eigenvalue is
    the one sought; where it is not, bisection comes first (Parlett, The Symmetric Eigenvalue Problem, 1998, chapters 3 and 4).
    """
    squares = [0.0, *(value * value for value in beside)]
    around = [abs(value) for value in beside]
    reach = [left + right for left, right in zip([0.0, *around], [*around, 0.0], strict=True)]
    low = min(value - width for value, width in zip(diagonal, reach, strict=True))
    high = max(value + width for value, width in zip(diagonal, reach, strict=True))
    scale = max(abs(low), abs(high))
    if scale == 0:
        return 0.0, [1.0 if at == place else 0.0 for at in range(len(diagonal))]
    margin = 64 * _EPSILON * scale
    until = _NEAR * scale
    while True:
        if guess is None:
            low, high = _bisected(diagonal, squares, place, low, high, until)
            guess = (low + high) / 2
        value, mix = _iterated(diagonal, beside, squares, guess, scale)
        above, below = _above(value + margin, diagonal, squares), _above(value - margin, diagonal, squares)
        if above <= place < below or until <= margin:
            return value, mix
        guess, until = None, max(until * _NEAR, margin)


def _bisected(
    diagonal: Sequence[float], squares: Sequence[float], place: int, low: float, high: float, until: float
) -> tuple[float, float]:
    """Ends no further apart than that, between which the eigenvalue lies."""
    while high - low > until:
        middle = (low + high) / 2
        if _above(middle, diagonal, squares) > place:
            low = middle
        else:
            high = middle
    return low, high


def _above(shift: float, diagonal: Sequence[float], squares: Sequence[float]) -> int:
    """How many eigenvalues are above the shift: as many as pivots of the matrix less the shift are positive (Sylvester)."""
    count, pivot = 0, 1.0
    for entry, square in zip(diagonal, squares, strict=True):
        pivot = entry - shift - square / pivot or _TINY
        count += pivot > 0
    return count


def _iterated(
    diagonal: Sequence[float], beside: Sequence[float], squares: Sequence[float], value: float, scale: float
) -> tuple[float, list[float]]:
    mix: list[float] = []
    for _ in range(_ROUNDS):
        mix, step = _twisted(diagonal, beside, squares, value)
        value += step
        if abs(step) <= _EPSILON * scale:
            break
    return value, mix


def _twisted(diagonal: Sequence[float], beside: Sequence[float], squares: Sequence[float], shift: float) -> tuple[list[float], float]:
    """A unit vector near the eigenvector whose eigenvalue is near the shift, and how far its Rayleigh quotient is from the shift.

    The factorisations from the top and from the bottom meet where the pivot of both is least.
    """
    down, pivot = [], 1.0
    for entry, square in zip(diagonal, squares, strict=True):
        pivot = entry - shift - square / pivot or _TINY
        down.append(pivot)
    up, pivot = [], 1.0
    for entry, square in zip(reversed(diagonal), reversed([*squares[1:], 0.0]), strict=True):
        pivot = entry - shift - square / pivot or _TINY
        up.append(pivot)
    up.reverse()
    meeting = [abs(one + other - entry + shift) for one, other, entry in zip(down, up, diagonal, strict=True)]
    least = min(meeting)
    twist = meeting.index(least)
    mix = [1.0] * len(diagonal)
    for at in range(twist - 1, -1, -1):
        mix[at] = -beside[at] / down[at] * mix[at + 1]
    for at in range(twist + 1, len(mix)):
        mix[at] = -beside[at - 1] / up[at] * mix[at - 1]
    square = sum([part * part for part in mix])
    length = sqrt(square)
    step = (down[twist] + up[twist] - diagonal[twist] + shift) / square
    return [part / length for part in mix], step
