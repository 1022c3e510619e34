"""Linear programmes on HiGHS that are changed a little and solved again from where the last one ended."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


class LinearProgram:
    """Maximise prices . x with row_least <= rows x <= row_most and least <= x <= most.

    rows: (R, T) scipy sparse. `solve` says whether there is a solution; then `value`, `solution`, `row_prices` (how much the value grows
    with each row's limit) and `column_prices` (with each variable) are those of the last one.
    """

    def __init__(self, rows: Any, row_least: Floats, row_most: Floats, least: Floats, most: Floats, prices: Floats | None = None) -> None:
        import highspy

        self._optimal, self._infeasible = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible
        self._solver = solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1, "presolve": "off"}
        options |= {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        model, columns = highspy.HighsLp(), rows.tocsc()
        model.num_row_, model.num_col_ = columns.shape
        model.col_cost_ = np.zeros(columns.shape[1]) if prices is None else prices
        model.col_lower_, model.col_upper_ = np.asarray(least, float), np.asarray(most, float)
        model.row_lower_, model.row_upper_ = np.asarray(row_least, float), np.asarray(row_most, float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = columns.indptr, columns.indices, columns.data
        model.sense_ = highspy.ObjSense.kMaximize
        solver.passModel(model)
        self._columns = np.arange(columns.shape[1], dtype=np.int32)

    def price(self, prices: Floats) -> None:
        """New prices for all variables."""
        self._solver.changeColsCost(len(prices), self._columns[: len(prices)], prices)

    def bound(self, which: Ints, least: Floats, most: Floats) -> None:
        """New limits for some variables."""
        if len(which):
            self._solver.changeColsBounds(len(which), which.astype(np.int32), np.asarray(least, float), np.asarray(most, float))

    def bound_row(self, row: int, least: float, most: float) -> None:
        """New limits for a row."""
        self._solver.changeRowBounds(int(row), float(least), float(most))

    def set(self, row: int, column: int, value: float) -> None:
        """A new number in the matrix."""
        self._solver.changeCoeff(int(row), int(column), float(value))

    def add_row(self, columns: Ints, values: Floats, least: float, most: float) -> int:
        """Add a row. Gives its number."""
        self._solver.addRow(float(least), float(most), len(columns), np.asarray(columns, np.int32), np.asarray(values, float))
        return int(self._solver.getNumRow()) - 1

    def add_column(self, price: float, most: float, rows: Ints, values: Floats) -> None:
        """Add a variable from 0."""
        self._solver.addCol(float(price), 0.0, float(most), len(rows), np.asarray(rows, np.int32), np.asarray(values, float))

    def solve(self) -> bool:
        """Whether there is a solution. Raises ArithmeticError when that cannot be told."""
        self._solver.run()
        if self._solver.getModelStatus() == self._optimal:
            return True
        if self._solver.getModelStatus() != self._infeasible:
            self._solver.clearSolver()  # a fresh start mends what rounding broke
            self._solver.run()
        if self._solver.getModelStatus() not in (self._optimal, self._infeasible):
            raise ArithmeticError(f"The linear programme ended as {self._solver.getModelStatus()}.")
        return bool(self._solver.getModelStatus() == self._optimal)

    def forget(self) -> None:
        """Solve the next time from the beginning."""
        self._solver.clearSolver()

    @property
    def value(self) -> float:
        """The greatest prices . x."""
        return float(self._solver.getInfo().objective_function_value)

    @property
    def solution(self) -> Floats:
        """(T,) x."""
        return np.array(self._solver.getSolution().col_value)

    @property
    def row_prices(self) -> Floats:
        """(R,) how much the value grows with each row's limit."""
        return np.array(self._solver.getSolution().row_dual)

    @property
    def column_prices(self) -> Floats:
        """(T,) how much the value grows with each variable."""
        return np.array(self._solver.getSolution().col_dual)
