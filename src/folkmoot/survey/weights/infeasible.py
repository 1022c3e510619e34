"""Proof that margins cannot all be met, with or without limits on the weights: a contradiction with nothing to spare, in words.

No weights w within limits meet the targets t exactly when some multipliers y of the levels make t'y more than any such weights
can make of it (Farkas' lemma). A linear programme finds such multipliers, more of them leave out every level that can be spared, and what
is said is checked again with whole numbers. Solver: HiGHS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from folkmoot.survey.design import Design
from folkmoot.survey.margins import Margin, common_totals, joint_cells
from folkmoot.survey.weights.contradiction_words import Contradiction, Limits, Term, contradiction

type Floats = NDArray[np.float64]

_NONE = 1e-7  # a gap this small, as a share of the population, is the solver's rounding
_WHOLE = 12  # multipliers are taken to be fractions with no larger denominator


@dataclass(frozen=True, eq=False)
class _Cells:
    """The joint cells of some of the margins. low, high: (cells,) the least and most the weights in each can sum to."""

    margins: tuple[Margin, ...]
    indicators: csr_array
    people: NDArray[np.int64]
    low: Floats
    high: Floats
    targets: Floats
    population: float


def find_contradiction(
    design: Design,
    margins: Sequence[Margin],
    *,
    bounds: tuple[float, float] | None = None,
    caps: tuple[float, float] | None = None,
) -> Contradiction | None:
    """Why no weights meet the margins, or None when some do.

    bounds: lower and upper limit of weight over base weight. caps: lower and upper limit of the weights themselves. Without
    either every weight must be above zero. People of base weight zero are not counted.

    The contradiction is of as few margins as can be, and none of the levels it names could be left out of it. Raises ValueError
    when both limits are given, there is no margin, rows do not fit, or the margins' totals differ."""
    if bounds is not None and caps is not None:
        raise ValueError("Give bounds or caps, not both.")
    if not margins:
        raise ValueError("There is no margin. Give at least one.")
    for margin in margins:
        if margin.codes.size != design.n:
            raise ValueError(f"{margin.name}: {margin.codes.size} rows, and the design has {design.n}. They must be the same people.")
    limits = Limits(*bounds, "base weight") if bounds else Limits(*caps, "weight") if caps else None
    scaled = [Margin(m.name, m.levels, m.codes, targets) for m, targets in zip(margins, common_totals(margins), strict=True)]
    whole = _cells(design, scaled, limits)
    forced = False
    if _certificate(whole, forced=False) is None:
        forced = limits is None and _certificate(whole, forced=True) is not None
        if not forced:
            return None
    for count in range(1, len(scaled) + 1):
        for chosen in combinations(scaled, count):
            cells = _cells(design, chosen, limits)
            certificate = _certificate(cells, forced=forced)
            if certificate is not None:
                return _said(cells, _fewest(cells, certificate, forced=forced), limits, forced=forced)
    return None


def _cells(design: Design, margins: Sequence[Margin], limits: Limits | None) -> _Cells:
    calibration, live = joint_cells(margins), design.weights > 0
    count = calibration.counts.size
    people = np.bincount(calibration.cells[live], minlength=count)
    base = np.bincount(calibration.cells, design.weights, count)
    if limits is None:
        low, high = np.zeros(count), np.where(people > 0, np.inf, 0.0)
    else:
        unit = base if limits.of == "base weight" else people.astype(np.float64)
        most = unit * limits.upper if np.isfinite(limits.upper) else np.where(unit > 0, np.inf, 0.0)
        low, high = unit * limits.lower, most
    targets = np.concatenate([margin.targets for margin in margins])
    return _Cells(tuple(margins), calibration.indicators, people, low, high, targets, float(margins[0].targets.sum()))


def _programme(cells: _Cells, *, forced: bool) -> tuple[Floats, csr_array, list[tuple[float, float | None]]]:
    """The gap to be made positive as the costs of (y, p, q), the rows A y - p + q = 0, and the bounds of all three.

    Weights can make at most sum(high * p - low * q) of y, where p and q are the positive and negative part of A y. Forced: what is
    maximised is how many of the people would have to weigh nothing, among multipliers whose gap is not below zero."""
    count, levels = cells.people.size, cells.targets.size
    open_above = np.isinf(cells.high)
    share = cells.people / max(int(cells.people.sum()), 1)
    costs = np.concatenate(
        [
            np.zeros(levels) if forced else -cells.targets / cells.population,
            np.where(open_above, 0.0, cells.high) / cells.population,
            -share if forced else -cells.low / cells.population,
        ]
    )
    one = csr_array((np.ones(count), (np.arange(count), np.arange(count))))
    rows = hstack([cells.indicators, -one, one]).tocsr()
    limits: list[tuple[float, float | None]] = [(-1.0, 1.0)] * levels
    limits += [(0.0, 0.0 if shut else None) for shut in open_above]
    return costs, rows, limits + [(0.0, None)] * count


def _certificate(cells: _Cells, *, forced: bool, support: NDArray[np.bool_] | None = None) -> Floats | None:
    """(levels,) multipliers between -1 and 1 that prove the contradiction, or None. support: which may differ from zero."""
    from scipy.optimize import linprog  # slow to import, and seldom needed

    costs, rows, limits = _programme(cells, forced=forced)
    levels = cells.targets.size
    if support is not None:
        limits = [limit if used else (0.0, 0.0) for limit, used in zip(limits[:levels], support, strict=True)] + limits[levels:]
    gap = csr_array(np.concatenate([-cells.targets / cells.population, np.zeros(2 * cells.people.size)])[None, :])
    extra = {"A_ub": gap, "b_ub": np.zeros(1)} if forced else {}
    solved = linprog(costs, A_eq=rows, b_eq=np.zeros(cells.people.size), bounds=limits, method="highs", **extra)
    if solved.status != 0 or -solved.fun <= _NONE:
        return None
    return np.asarray(solved.x[:levels], np.float64)


def _fewest(cells: _Cells, certificate: Floats, *, forced: bool) -> Floats:
    """Multipliers that prove it and name few levels: none of those they name can be spared."""
    found = [_spared(cells, start, forced=forced) for start in (certificate, _short(cells, certificate, forced=forced))]
    return min(found, key=lambda multipliers: int((multipliers != 0).sum()))


def _short(cells: _Cells, certificate: Floats, *, forced: bool) -> Floats:
    """The multipliers with the smallest absolute sum for their proof, which are mostly zero."""
    from scipy.optimize import linprog

    costs, rows, limits = _programme(cells, forced=forced)
    count, levels = cells.people.size, cells.targets.size
    one = csr_array((np.ones(levels), (np.arange(levels), np.arange(levels))))
    size = hstack([csr_array((levels, costs.size)), one, one])  # y = plus - minus, both of zero or more
    split = hstack([one, csr_array((levels, 2 * count)), -one, one])
    proof = [np.concatenate([costs, np.zeros(2 * levels)])]
    if forced:
        proof.append(np.concatenate([-cells.targets / cells.population, np.zeros(2 * count + 2 * levels)]))
    solved = linprog(
        np.asarray(size.sum(0)).ravel(),
        A_eq=vstack([hstack([rows, csr_array((count, 2 * levels))]), split]).tocsr(),
        b_eq=np.zeros(count + levels),
        A_ub=np.vstack(proof),
        b_ub=np.array([-1.0, 0.0])[: len(proof)],
        bounds=[*[(None, None)] * levels, *limits[levels:], *[(0.0, None)] * (2 * levels)],
        method="highs",
    )
    return np.asarray(solved.x[:levels], np.float64) if solved.status == 0 else certificate


def _spared(cells: _Cells, start: Floats, *, forced: bool) -> Floats:
    """Multipliers that differ from zero only where `start` does, and at no level that could be left out."""
    support = np.abs(start) > 1e-9 * np.abs(start).max()
    kept = _certificate(cells, forced=forced, support=support)
    if kept is None:
        return start
    for level in np.argsort(-cells.targets, kind="stable"):  # the largest groups first: the smaller a group, the more it explains
        if support[level]:
            support[level] = False
            without = _certificate(cells, forced=forced, support=support)
            if without is None:
                support[level] = True
            else:
                kept = without
                support &= np.abs(kept) > 1e-9
    return np.where(support, kept, 0.0)


def _parts(cells: _Cells, multipliers: Floats) -> tuple[Floats, Floats]:
    each = np.asarray(cells.indicators @ multipliers, np.float64)
    return np.maximum(each, 0), np.maximum(-each, 0)


def _said(cells: _Cells, multipliers: Floats, limits: Limits | None, *, forced: bool) -> Contradiction:
    """The contradiction in whole numbers if it is one in whole numbers too."""
    times = _in_whole_numbers(multipliers)
    if not _proves(cells, times, forced=forced):
        times = np.where(np.abs(multipliers) > 1e-9, multipliers, 0.0)
    names = [(margin.name, level) for margin in cells.margins for level in margin.levels]
    terms = [
        Term(margin, level, float(target), abs(float(y))) for (margin, level), target, y in zip(names, cells.targets, times, strict=True)
    ]
    more, less = (tuple(term for term, y in zip(terms, times, strict=True) if sign * y > 0) for sign in (1, -1))
    _, negative = _parts(cells, times)
    return contradiction(
        more, less, _possible(cells, times), forced=forced, left_out=int(cells.people[negative > 0].sum()) if forced else 0, limits=limits
    )


def _in_whole_numbers(multipliers: Floats) -> Floats:
    fractions = [Fraction(float(y)).limit_denominator(_WHOLE) for y in multipliers]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    whole = np.array([int(fraction * scale) for fraction in fractions], np.int64)
    common = int(np.gcd.reduce(whole))
    return np.asarray(whole // common if common else whole, np.float64)


def _possible(cells: _Cells, times: Floats) -> float:
    positive, negative = _parts(cells, times)
    most = np.multiply(cells.high, positive, out=np.zeros_like(positive), where=positive > 0)
    return float(most.sum() - cells.low @ negative)


def _proves(cells: _Cells, times: Floats, *, forced: bool) -> bool:
    needed, possible = float(cells.targets @ times), _possible(cells, times)
    if forced:
        _, negative = _parts(cells, times)
        return possible == 0 and needed >= -_NONE * cells.population and bool(cells.people[negative > 0].any())
    return needed > possible
