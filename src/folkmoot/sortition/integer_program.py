"""Small integer programmes, solved exactly by the branch and cut of HiGHS (one thread, no time limit: the same answer each time)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Solution:
    """values: (C,) of the variables, whole ones exactly whole. cost: of these. bound: no solution costs less. proven: whether the cost is
    the least there is, up to rounding."""

    values: Floats
    cost: float
    bound: float
    proven: bool


class IntegerProgram:
    """Minimise costs . x with row_least <= rows x <= row_most and least <= x <= most, where the variables in `whole` are whole.

    rows: (R, C) scipy sparse; whole: (C,) of truth values. It can be changed and solved again.
    """

    def __init__(
        self,
        rows: Any,
        row_least: Floats,
        row_most: Floats,
        least: Floats,
        most: Floats,
        costs: Floats,
        whole: NDArray[np.bool_],
        *,
        most_nodes: int | None = None,
    ) -> None:
        import highspy

        self._status = highspy.HighsModelStatus
        self._solver = solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1, "random_seed": 0}
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, "mip_feasibility_tolerance": 1e-9}
        if most_nodes is not None:
            options["mip_max_nodes"] = most_nodes
        for name, value in options.items():
            solver.setOptionValue(name, value)
        model, columns = highspy.HighsLp(), rows.tocsc()
        model.num_row_, model.num_col_ = columns.shape
        model.col_cost_ = np.asarray(costs, float)
        model.col_lower_, model.col_upper_ = np.asarray(least, float), np.asarray(most, float)
        model.row_lower_, model.row_upper_ = np.asarray(row_least, float), np.asarray(row_most, float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = columns.indptr, columns.indices, columns.data
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if each else kinds.kContinuous for each in whole.tolist()]
        solver.passModel(model)
        self._whole = whole
        self._costs = np.asarray(costs, float)

    def price(self, costs: Floats) -> None:
        """New costs of all variables."""
        self._costs = np.asarray(costs, float)
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), self._costs)

    def bound(self, variable: int, least: float, most: float) -> None:
        """New limits of a variable."""
        self._solver.changeColBounds(int(variable), float(least), float(most))

    def bound_row(self, row: int, least: float, most: float) -> None:
        """New limits of a row."""
        self._solver.changeRowBounds(int(row), float(least), float(most))

    def add_row(self, values: Floats, least: float, most: float) -> int:
        """Add a row over all variables. Gives its number."""
        used = np.flatnonzero(values)
        self._solver.addRow(float(least), float(most), len(used), used.astype(np.int32), np.asarray(values, float)[used])
        return int(self._solver.getNumRow()) - 1

    def solve(self) -> Solution | None:
        """The cheapest solution, or None when there is none. Raises ArithmeticError when that cannot be told."""
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in (self._status.kInfeasible, self._status.kUnboundedOrInfeasible):
            return None
        if status == self._status.kModelEmpty:  # no variables: every row is 0
            model = self._solver.getLp()
            fits = all(least <= 0 <= most for least, most in zip(model.row_lower_, model.row_upper_, strict=True))
            return Solution(np.zeros(0), 0.0, 0.0, proven=True) if fits else None
        info = self._solver.getInfo()
        found = np.array(self._solver.getSolution().col_value)
        if status not in (self._status.kOptimal, self._status.kSolutionLimit) or not len(found) or info.primal_solution_status != 2:
            raise ArithmeticError(f"The integer programme ended as {status} without a solution.")
        values = np.where(self._whole, np.round(found), found) + 0.0
        cost = float(self._costs @ values)
        proven = status == self._status.kOptimal
        mixed = bool(self._whole.any())
        return Solution(values, cost, cost if proven else float(info.mip_dual_bound) if mixed else -np.inf, bool(proven))
