"""The answers of the same people at two steps or more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor

type Answers = Factor | ArrayLike


def step_codes(steps: Sequence[Factor]) -> Codes:
    """(n, steps) the codes of a question asked at each step, -1 where a person did not answer.

    Raises ValueError when there are fewer than two steps, or they differ in levels or rows."""
    if len(steps) < 2:
        raise ValueError(f"There are {len(steps)} steps. Give the answers of two or more.")
    first = steps[0]
    for at, step in enumerate(steps[1:], start=2):
        if step.levels != first.levels:
            raise ValueError(
                f"{step.name} (step {at}) has the levels {', '.join(step.levels)}, and {first.name} (step 1) has "
                f"{', '.join(first.levels)}. Give the same levels in the same order at each step."
            )
        if step.n != first.n:
            raise ValueError(f"{step.name} (step {at}) has {step.n} rows and {first.name} {first.n}. They must be the same people.")
    return np.column_stack([step.codes for step in steps]).astype(np.int64)


def step_values(steps: Sequence[Answers]) -> Floats:
    """(n, steps) the answers as numbers, NaN where a person did not answer: of a factor, the place of the level (0 for the first).

    Raises ValueError when there are fewer than two steps, they are not all factors or all numbers, or do not fit each other."""
    factors = [step for step in steps if isinstance(step, Factor)]
    if factors and len(factors) < len(steps):
        raise ValueError("Some steps are factors and some are numbers. Give all of one kind.")
    if factors:
        codes = step_codes(factors)
        return np.where(codes < 0, np.nan, codes)
    if len(steps) < 2:
        raise ValueError(f"There are {len(steps)} steps. Give the answers of two or more.")
    columns = [np.asarray(step, np.float64) for step in steps]
    for at, column in enumerate(columns, start=1):
        if column.ndim != 1 or column.size != columns[0].size:
            raise ValueError(f"Step {at} does not have one number for each of the same people. Give {columns[0].size} numbers.")
        if np.isinf(column).any():
            raise ValueError(f"Step {at}: row {int(np.argmax(np.isinf(column))) + 1} is infinite. Give a number, or NaN for no answer.")
    return np.column_stack(columns)


def answered_all(values: Floats) -> Floats:
    """The rows of the people who answered at every step."""
    return np.asarray(values[~np.isnan(values).any(axis=1)], np.float64)


def one_of(step: Factor, levels: Sequence[str], *, name: str, other: str | None = None) -> Factor:
    """The step with two levels: `name` for the answers that are among `levels`, and `other` (if not given, “not” and the name) for
    the rest, such as “agree” for “agree” and “strongly agree”. Raises ValueError when a level is not the step's, or all are given."""
    unknown = [level for level in levels if level not in step.levels]
    if unknown:
        raise ValueError(f"{step.name} has no level “{unknown[0]}”. Its levels are: {', '.join(step.levels)}.")
    if not 0 < len(set(levels)) < len(step.levels):
        raise ValueError(f"{step.name}: give some of its levels, not none and not all.")
    among = np.array([level in levels for level in step.levels])
    return Factor(step.name, (other or f"not {name}", name), np.where(step.codes < 0, -1, among[step.codes]))
