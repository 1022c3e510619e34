"""Cuts: inequalities that every panel meets, though counts that are not whole may break them."""

from dataclasses import dataclass

import numpy as np

from folkmoot.sortition.linear_program import Floats


@dataclass(frozen=True, eq=False)
class Cut:
    """weights: (T,) of the types. most: no panel weighs more. nodes: linear programmes of the branch and bound that proved it."""

    weights: Floats
    most: float
    nodes: int


def cut_rows(cuts: list[Cut], count: int) -> Floats:
    """(C, T) the weights of all cuts."""
    return np.array([cut.weights for cut in cuts]) if cuts else np.zeros((0, count))
