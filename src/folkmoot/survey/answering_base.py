"""The people behind an estimate: how many rows and people are in its base, what they weigh, and the degrees of freedom they leave."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.design import Design, Floats


@dataclass(frozen=True)
class AnsweringBase:
    """n_rows: rows in the base that weigh something. n: people among them: sampling units where the design has them (each person
    gave several rows), rows otherwise. n_weighted: sum of the weights. n_effective: Kish's effective number of people, from the
    sums of their weights. df: units less strata that hold somebody, as R's `degf` of a subset; 0 for an empty base."""

    n_rows: int
    n: int
    n_weighted: float
    n_effective: float
    df: float

    @classmethod
    def of(cls, design: Design, rows: NDArray[np.bool_]) -> "AnsweringBase":
        """rows: (n,) which rows are in the base."""
        at = np.flatnonzero(rows & (design.weights > 0))
        if not at.size:
            return cls(0, 0, 0.0, 0.0, 0.0)
        structure, weights = design.structure, design.weights[at]
        strata = np.unique(structure.stratum[at]).size
        if structure.unit is not None:
            held, place = np.unique(structure.unit[at], return_inverse=True)
            weights = np.bincount(place, weights, held.size)
        total = float(weights.sum())
        effective = total**2 / float(weights @ weights)
        return cls(at.size, weights.size, total, effective, float(weights.size - strata))


def read_answers(design: Design, values: ArrayLike, name: str = "outcome") -> Floats:
    """(n,) the answers as numbers, NaN for none. Raises ValueError naming the row of one that cannot be used."""
    try:
        numbers = np.array(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: some values are not numbers. Give numbers, and NaN for no answer.") from error
    if numbers.shape != (design.n,):
        raise ValueError(f"{name} has {numbers.size} values and the design {design.n} rows. Give one for each row, NaN for no answer.")
    if np.isinf(numbers).any():
        raise ValueError(f"{name}: row {int(np.argmax(np.isinf(numbers))) + 1} is infinite. Give a number, or NaN for no answer.")
    return numbers
