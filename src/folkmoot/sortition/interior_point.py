"""Minimise a smooth convex sum of single variables under equations and limits: a primal-dual interior point method.

With a predictor and a corrector (Mehrotra 1992; Nocedal and Wright, Numerical Optimization, 2006, ch. 14 and 19). The second derivatives
are a diagonal, so each step solves one system with a row for each equation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from folkmoot.sortition.linear_program import Floats

_ENDS = 1e-13  # complementarity and equations this small, against their scale, are met
_EVEN = 1e-9
_STEPS = 150
_RANK = 1e-13  # equations that others imply have singular values below this
_NEAREST = 0.995  # the share of the way to the nearest limit that a step goes


@dataclass(eq=False)
class _Point:
    """x, the prices of the equations, and those of its lower and upper limits; and the same for a move."""

    x: Floats
    rows: Floats
    low: Floats
    high: Floats


def minimise(slope: Callable[[Floats], tuple[Floats, Floats]], equations: Any, right: Floats, least: Floats, most: Floats) -> Floats:
    """(N,) x between least and most with equations x = right that minimises the sum. Some x must be strictly between.

    slope: first and second derivatives (N,), (N,) at x. equations: (R, N) scipy sparse. Raises ArithmeticError when it does not settle.
    """
    at = _Point((least + most) / 2, np.zeros(equations.shape[0]), np.ones(len(least)), np.ones(len(least)))
    scale = 1 + float(np.abs(right).max(initial=0))
    for _ in range(_STEPS):
        first, second = slope(at.x)
        below, above = at.x - least, most - at.x
        gap = float(at.low @ below + at.high @ above) / (2 * len(at.x))
        uneven, missing = first - equations.T @ at.rows - at.low + at.high, right - equations @ at.x
        steep = 1 + float(np.abs(first).max())
        ends = _ENDS * steep * scale
        if gap < ends and np.abs(missing).max(initial=0) < 10 * _ENDS * scale and np.abs(uneven).max() < _EVEN * steep:
            return at.x
        curve = second + at.low / below + at.high / above
        system = (equations.multiply(1 / curve) @ equations.T).toarray()
        size = np.sqrt(system.diagonal())
        newton = _Newton(at, below, above, uneven, missing, curve, size, system / np.outer(size, size), equations)
        zero = np.zeros(len(at.x))
        guess = newton.move(zero, zero)
        length = newton.fits(guess)
        left = (at.low + length * guess.low) @ (below + length * guess.x) + (at.high + length * guess.high) @ (above - length * guess.x)
        aim = max(gap * (float(left) / (2 * len(at.x)) / gap) ** 3, ends / 4)  # not closer to the limits than the end needs
        move = newton.move(aim - guess.low * guess.x, aim + guess.high * guess.x)
        length = newton.fits(move)
        at = _Point(at.x + length * move.x, at.rows + length * move.rows, at.low + length * move.low, at.high + length * move.high)
    raise ArithmeticError("The interior point method did not settle.")


@dataclass(frozen=True, eq=False)
class _Newton:
    """Moves from one point."""

    at: _Point
    below: Floats
    above: Floats
    uneven: Floats
    missing: Floats
    curve: Floats
    size: Floats
    system: Floats
    equations: Any

    def move(self, aim_low: Floats, aim_high: Floats) -> _Point:
        """The move towards these products of limits' prices and distances."""
        push = aim_low / self.below - self.at.low - aim_high / self.above + self.at.high - self.uneven
        rows = np.linalg.lstsq(self.system, (self.missing - self.equations @ (push / self.curve)) / self.size, _RANK)[0] / self.size
        x = (push + self.equations.T @ rows) / self.curve
        low = (aim_low - self.at.low * x) / self.below - self.at.low
        return _Point(x, rows, low, (aim_high + self.at.high * x) / self.above - self.at.high)

    def fits(self, move: _Point) -> float:
        """The share of the move that keeps everything above zero, with a margin; at most 1."""
        shares = (-move.x / self.below, move.x / self.above, -move.low / self.at.low, -move.high / self.at.high)
        return float(min(1.0, _NEAREST / max(np.max(share) for share in shares))) if max(np.max(share) for share in shares) > 0 else 1.0
