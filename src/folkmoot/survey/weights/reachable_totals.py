"""How far the total of a number can be moved by weights that meet the margins: for words when it cannot be moved far enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Design
from folkmoot.survey.margins import Margin, common_totals
from folkmoot.survey.weights.auxiliaries import Auxiliary, totals_to_meet

_MOST_CELLS = 50_000  # beyond this the linear programme would take minutes, to explain a failure


def unreachable_total(
    design: Design, margins: Sequence[Margin], auxiliaries: Sequence[Auxiliary], bounds: tuple[float, float] | None
) -> str | None:
    """A sentence on the first auxiliary whose total no weights reach, by itself and with the margins met; None when each can be
    reached alone, or there are too many different rows to say.

    bounds: lower and upper limit of weight over base weight; None is anything above zero."""
    lower, upper = bounds or (0.0, np.inf)
    for auxiliary in auxiliaries:
        cells = totals_to_meet(design.weights, margins, [auxiliary], by_weight=False).calibration
        if cells.counts.size > _MOST_CELLS:
            return None
        base = np.bincount(cells.cells, design.weights, cells.counts.size)
        first = np.unique(cells.cells, return_index=True)[1]
        least, most = _range(base, cells.cell_levels, margins, auxiliary.values[first], lower, upper)
        if auxiliary.total < least - 1e-9 * abs(least) or auxiliary.total > most + 1e-9 * abs(most):
            conditions = ["meet the margins"] if margins else []
            if bounds:
                conditions.append(f"stay within {lower:g} to {upper:g} times the base weight")
            which = f"weights that {' and '.join(conditions)}" if conditions else "weights above zero"
            wanted = f"{auxiliary.name}: the total should be {auxiliary.total:,.10g}"
            reach = f"to {most:,.10g}" if np.isfinite(most) else "or more"
            return f"{wanted}, and {which} give totals of {least:,.10g} {reach}."
    return None


def _range(
    base: NDArray[np.float64],
    levels: NDArray[np.int64],
    margins: Sequence[Margin],
    values: NDArray[np.float64],
    lower: float,
    upper: float,
) -> tuple[float, float]:
    from scipy.optimize import linprog  # slow to import, and seldom needed
    from scipy.sparse import csr_array, vstack

    limits = [(lower * b, None if not np.isfinite(upper) and b > 0 else (upper * b if b > 0 else 0.0)) for b in base.tolist()]
    cells = np.arange(base.size)
    rows = [csr_array((np.ones(base.size), (levels[:, m], cells)), shape=(len(each.levels), base.size)) for m, each in enumerate(margins)]
    met = {"A_eq": vstack(rows).tocsr(), "b_eq": np.concatenate(common_totals(margins))} if margins else {}
    ends = []
    for sign in (1.0, -1.0):
        solved = linprog(sign * values, bounds=limits, method="highs", **met)
        ends.append(sign * (solved.fun if solved.status == 0 else -np.inf))
    return ends[0], ends[1]
