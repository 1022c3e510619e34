"""Slow plain versions, written row by row from the definitions, that the fast code must equal."""

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey import Design, Margin

type Floats = NDArray[np.float64]


def rake_row_by_row(weights: Floats, margins: list[Margin], rounds: int = 2000) -> Floats:
    """Scale the rows of each level in turn, over and over."""
    w = [float(x) for x in weights]
    for _ in range(rounds):
        moved = 0.0
        for margin in margins:
            for level, target in enumerate(margin.targets):
                rows = [i for i, code in enumerate(margin.codes) if code == level]
                held = sum(w[i] for i in rows)
                if not held:
                    continue
                for i in rows:
                    w[i] *= target / held
                moved = max(moved, abs(target / held - 1))
        if moved < 1e-13:
            break
    return np.array(w)


def indicators(margins: list[Margin]) -> Floats:
    """(n, levels of all margins)"""
    return np.column_stack([(margin.codes == level) * 1.0 for margin in margins for level in range(len(margin.levels))])


def variance_by_explicit_sums(design: Design, u: Floats, margins: list[Margin] | None) -> float:
    """Of the estimate with linearised variable u (n,), stratum by stratum and unit by unit; raked where margins are given."""
    if margins is not None:
        live = design.weights > 0  # who weighs nothing was not raked
        X = indicators(margins)[live]
        u = np.where(live, u, 0.0)
        u[live] -= X @ np.linalg.lstsq(X, u[live], rcond=None)[0]
    z = design.weights * u
    strata = np.zeros(design.n, int) if design.strata is None else design.strata
    psu = np.arange(design.n) if design.psu is None else design.psu
    variance, contributions = 0.0, []
    for stratum in sorted(set(strata.tolist())):
        rows = [i for i in range(design.n) if strata[i] == stratum]
        unit_totals: dict[int, float] = {}
        for i in rows:
            unit_totals[int(psu[i])] = unit_totals.get(int(psu[i]), 0.0) + float(z[i])
        m = len(unit_totals)
        unsampled = 1.0 if design.fpc is None else 1 - m / float(design.fpc[rows[0]])
        if unsampled < 1e-7:
            contributions.append(0.0)
            continue
        if m == 1:
            if design.lonely_psu == "adjust":
                contributions.append(unsampled * next(iter(unit_totals.values())) ** 2)
            elif design.lonely_psu == "certainty":
                contributions.append(0.0)
            elif design.lonely_psu == "average":
                contributions.append(float("nan"))
            else:
                raise ValueError("one unit")
            continue
        mean = sum(unit_totals.values()) / m
        contributions.append(unsampled * m / (m - 1) * sum((t - mean) ** 2 for t in unit_totals.values()))
    measured = [c for c in contributions if c == c]
    variance = sum(measured)
    if design.lonely_psu == "average":
        variance *= len(contributions) / len(measured)
    return variance
