"""Separation: when a model tells some of the yes from the no without a mistake, some coefficients have no finite value.

Albert and Anderson (1984) showed that the maximum of a logistic likelihood exists if and only if no direction d has x'd >= 0 for every
yes, x'd <= 0 for every no, and not zero for all. Konis (2007) finds such a direction by linear programming. The rows with x'd not zero
are predicted without a mistake in the limit; the likelihood of the others has a maximum, and it is the limit of the whole
(Correia, Guimaraes and Zylkin 2019). Coefficients that the others do not determine have no number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Floats
from folkmoot.survey.models.collinearity import null_space

_ZERO = 1e-7  # the tolerance of the linear programme


@dataclass(frozen=True, eq=False)
class Separation:
    """decided: (profiles,) predicted without a mistake. direction: (k,) along which the likelihood rises for ever.

    undetermined: (k,) coefficients without a finite value. free: (k, r) basis of all directions that leave the other profiles alone.
    yes: (m, r) the decided profiles on that basis, with the sign that makes each a yes."""

    decided: NDArray[np.bool_]
    direction: Floats
    undetermined: NDArray[np.bool_]
    free: Floats
    yes: Floats

    def limits(self, places: Floats) -> Floats:
        """(profiles,) the limit of the probability of yes of profiles that have `places` (profiles, r) on the basis, none of them zero:
        1 or 0 where all directions along which the likelihood rises agree, NaN where they do not (nobody like them was asked)."""
        from scipy.optimize import linprog  # slow to import, and seldom needed

        different, which = np.unique(np.round(places, 9), axis=0, return_inverse=True)
        found = np.full(len(different), np.nan)
        for at, place in enumerate(different):
            ends = [
                linprog(sign * place, A_ub=-self.yes, b_ub=np.zeros(len(self.yes)), bounds=(-1, 1), method="highs").fun for sign in (1, -1)
            ]
            if min(-one for one in ends) <= _ZERO:
                found[at] = 1.0 if ends[0] >= -_ZERO else 0.0
        return np.asarray(found[which.ravel()], np.float64)


def find_separation(X: Floats, w0: Floats, w1: Floats) -> Separation | None:
    """The separation of profiles X (profiles, k), whose columns are independent, with weights w0 of no and w1 of yes; None when all
    coefficients are finite. Profiles with both answers are dealt with by their null space, so that most designs need no programme."""
    mixed, pure = (w0 > 0) & (w1 > 0), (w0 > 0) != (w1 > 0)
    free = null_space(X[mixed])
    if not free.shape[1]:
        return None
    rows = np.flatnonzero(pure)
    sign = np.where(w1[rows] > 0, 1.0, -1.0)
    signed = sign[:, None] * (X[rows] @ free)
    signed[np.abs(signed) < _ZERO * np.abs(X[rows]).max(initial=1.0)] = 0.0
    along, left = np.zeros(free.shape[1]), signed.any(1)
    while left.any():
        found = _direction(signed[left])
        if found is None:
            break
        ahead = signed @ found
        # a later direction may point the wrong way for rows decided before: go far enough along the earlier one to make up for it
        behind = ~left & (ahead < 0)
        far = 1.0 if not behind.any() else 1.0 + float((-ahead[behind] / (signed[behind] @ along)).max())
        along = far * along + found
        left &= ahead <= _ZERO
    if not along.any():
        return None
    decided = np.zeros(len(X), np.bool_)
    decided[rows] = signed @ along > _ZERO
    counted = mixed | pure
    rest = null_space(X[counted & ~decided])
    undetermined = (np.abs(rest) > _ZERO * np.abs(rest).max()).any(1) if rest.size else np.zeros(X.shape[1], np.bool_)
    yes = np.where(w1[decided] > 0, 1.0, -1.0)[:, None] * (X[decided] @ rest)
    return Separation(decided, np.asarray(free @ along, np.float64), undetermined, rest, np.unique(np.round(yes, 9), axis=0))


def _direction(signed: Floats) -> Floats | None:
    """A direction with signed @ d >= 0 for all rows and above zero for some; None when there is none."""
    from scipy.optimize import linprog  # slow to import, and seldom needed

    rows = np.unique(signed, axis=0)
    rows = rows / np.abs(rows).max(1, keepdims=True)
    found = linprog(-rows.sum(0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs")
    if found.status != 0 or -found.fun <= _ZERO:
        return None
    along = np.asarray(found.x, np.float64)
    along[np.abs(along) < 1e-9] = 0.0
    return along
