"""The Deliberative Reason Index: do people who see the matter alike also want the same done (Niemeyer and Veri 2022).

Each person rates considerations and ranks or rates preferences. For each pair of people, the Spearman correlation of their considerations
is set beside that of their preferences; the nearer the two, the more the group's preferences follow from a shared reasoning. It says how
consistent reasoning is between people, not whether anybody is right, and needs no agreement.
"""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from folkmoot.survey.design import Floats
from folkmoot.survey.options import chosen
from folkmoot.survey.people import people
from folkmoot.survey.shift.between_steps import doubled_midranks
from folkmoot.survey.shift.people_test import COUNTS_ONLY

Formula = Literal["adjusted", "unadjusted"]
_FAR = sqrt(2) / 2  # the mean distance at which the index is 0: as far from the line as one correlation of 1 beside one of 0
_WEAK = 0.2  # the adjusted formula takes correlations up to here for little more than noise
_FEWEST = 3  # considerations or preferences: with two, every correlation is 1 or -1


@dataclass(frozen=True, eq=False)
class DeliberativeReason:
    """group: the index of all, the mean of individual; at most 1, which is preferences that follow considerations throughout.
    individual: (rows,) of each person with the others; NaN for people who were left out. kept: (rows,) who was not.

    considerations, preferences: (n, n) Spearman correlations between the people kept. n: how many they are.
    n_considerations, n_preferences: that somebody answered. method: how, as tags."""

    group: float
    individual: Floats
    kept: NDArray[np.bool_]
    considerations: Floats
    preferences: Floats
    formula: Formula
    n_considerations: int
    n_preferences: int
    method: str

    @property
    def n(self) -> int:
        """People in the index."""
        return int(self.kept.sum())

    @property
    def left_out(self) -> int:
        """People with a blank, or the same answer throughout, which has no order to compare."""
        return int(self.kept.size - self.n)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for people to read."""
        left = f" {people(self.left_out)} left a blank, or gave one answer throughout, and could not be counted." if self.left_out else ""
        return (
            f"The Deliberative Reason Index of the group is {self.group:.2f}, from {people(self.n)}, {self.n_considerations} "
            f"considerations and {self.n_preferences} preferences.{left}",
            "It is 1 if people who see the matter alike always want the same done, and near or below 0 if the two have little to do with "
            "each other. It does not say who is right.",
            COUNTS_ONLY,
        )


def deliberative_reason(considerations: ArrayLike, preferences: ArrayLike, *, formula: Formula = "adjusted") -> DeliberativeReason:
    """The index of each person and of the group.

    considerations: (people, c) ratings; preferences: (people, p) ranks or ratings; NaN for a blank. A column that nobody answered was
    not asked, and is left out; then so is a person with a blank, or with the same answer to all considerations or all preferences.
    A pair's distance is d = |rC - rP| / sqrt(2). formula: "unadjusted" is (l - 2 mean d) / l with l = sqrt(2)/2; "adjusted" multiplies
    1 - d by max(|rC|, |rP|) / 0.2 where that is below 1, so that pairs who agree on nothing much do not count as consistent
    (as R's `deliberr`, whose default it is).

    Raises ValueError when the tables do not fit, or fewer than two people or three considerations or preferences are left."""
    chosen("formula", formula, Formula)
    tables = {"considerations": _table(considerations, "considerations"), "preferences": _table(preferences, "preferences")}
    rows = [len(table) for table in tables.values()]
    if rows[0] != rows[1]:
        raise ValueError(f"considerations has {rows[0]} rows and preferences {rows[1]}. They must be the same people.")
    kept = np.ones(rows[0], np.bool_)
    for name, table in tables.items():
        asked = table[:, ~np.isnan(table).all(0)]
        if asked.shape[1] < _FEWEST:
            raise ValueError(f"{name} has {asked.shape[1]} columns with answers. At least {_FEWEST} are needed to compare their order.")
        tables[name] = asked
        kept &= ~np.isnan(asked).any(1) & (asked != asked[:, :1]).any(1)
    if kept.sum() < 2:
        raise ValueError("Fewer than two people answered everything with more than one answer. The index compares people in pairs.")
    seen, wanted = (_spearman(table[kept]) for table in tables.values())
    individual = np.full(kept.size, np.nan)
    individual[kept] = individual_index(seen, wanted, formula)
    return DeliberativeReason(
        group=float(individual[kept].mean()),
        individual=individual,
        kept=kept,
        considerations=seen,
        preferences=wanted,
        formula=formula,
        n_considerations=tables["considerations"].shape[1],
        n_preferences=tables["preferences"].shape[1],
        method=f"deliberative reason index, {formula}; spearman; people with a blank left out; unweighted",
    )


def individual_index(considerations: Floats, preferences: Floats, formula: Formula) -> Floats:
    """(..., n) the index of each person with the others, from (..., n, n) correlations between them."""
    n = considerations.shape[-1]
    near = 1 - np.abs(considerations - preferences) / sqrt(2)
    if formula == "adjusted":
        near = near * np.minimum(np.maximum(np.abs(considerations), np.abs(preferences)) / _WEAK, 1)
    diagonal = np.arange(n)
    near[..., diagonal, diagonal] = 0
    found: Floats = 2 * (near.sum(-1) / (n - 1) - 1 + _FAR) / _FAR - 1
    return found


def _spearman(table: Floats) -> Floats:
    """(n, n) correlations between the rows, of their ranks with ties sharing the mean rank."""
    ranks = doubled_midranks(table).astype(np.float64)
    about = ranks - ranks.mean(1, keepdims=True)
    length = np.sqrt((about**2).sum(1))
    found: Floats = (about @ about.T) / np.outer(length, length)
    return np.clip(found, -1, 1)


def _table(values: ArrayLike, name: str) -> Floats:
    try:
        table = np.array(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: some answers are not numbers. Give numbers, and NaN for a blank.") from error
    if table.ndim != 2:
        raise ValueError(f"{name} must be a table: one row for each person, one column for each of the {name}.")
    if np.isinf(table).any():
        raise ValueError(
            f"{name}: row {int(np.argwhere(np.isinf(table))[0][0]) + 1} has an infinite answer. Give a number, or NaN for a blank."
        )
    return table
