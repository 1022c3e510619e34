"""What a multilevel model is made of: factors as random intercepts, factors as fixed effects, and numbers known of a factor's levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor


@dataclass(frozen=True, eq=False)
class LevelCovariate:
    """A number known for each level of a factor, as a fixed effect: such as each area's share of people who rent.

    name: what it is. factor: the factor's name. values: one for each of its levels, in their order; none missing."""

    name: str
    factor: str
    values: Floats

    def __post_init__(self) -> None:
        values = np.array(self.values, np.float64)
        if values.ndim != 1 or not np.isfinite(values).all():
            raise ValueError(f"{self.name}: give one number for each level of {self.factor}.")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, eq=False)
class Terms:
    """random, fixed: factors by name with their levels. A fixed factor's first level is the one the others are measured from."""

    random: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, tuple[str, ...]]
    covariates: tuple[LevelCovariate, ...] = field(default=())

    @classmethod
    def of(cls, random: Sequence[Factor], fixed: Sequence[Factor], covariates: Sequence[LevelCovariate]) -> "Terms":
        """Raises ValueError when there is no random factor, a factor comes twice, or a covariate does not fit its factor."""
        if not random:
            raise ValueError("The model has no random factor. Give at least one, such as the area.")
        names = [factor.name for factor in (*random, *fixed)]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{min(twice)} comes twice in the model. Give each factor once, as random or as fixed.")
        levels = {factor.name: factor.levels for factor in (*random, *fixed)}
        for covariate in covariates:
            if covariate.factor not in levels:
                raise ValueError(f"{covariate.name}: {covariate.factor} is not a factor of the model. Add it, or leave the covariate out.")
            if covariate.values.size != len(levels[covariate.factor]):
                raise ValueError(f"{covariate.name}: {covariate.values.size} numbers for {len(levels[covariate.factor])} levels.")
        return cls({f.name: f.levels for f in random}, {f.name: f.levels for f in fixed}, tuple(covariates))

    @property
    def names(self) -> tuple[str, ...]:
        """All factors, random ones first."""
        return (*self.random, *self.fixed)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fixed effects."""
        dummies = [f"{name}: {level}" for name, levels in self.fixed.items() for level in levels[1:]]
        return ("intercept", *dummies, *(covariate.name for covariate in self.covariates))

    def matrix(self, codes: Mapping[str, Codes]) -> Floats:
        """(rows, fixed effects) from the (rows,) level of each factor."""
        rows = next(iter(codes.values())).size
        made = [np.ones(rows)]
        for name, levels in self.fixed.items():
            made += [(codes[name] == level).astype(np.float64) for level in range(1, len(levels))]
        made += [covariate.values[codes[covariate.factor]] for covariate in self.covariates]
        return np.column_stack(made)


def read_answers(outcome: ArrayLike, factors: Sequence[Factor]) -> Floats:
    """(n,) of 0, 1 and NaN. Raises ValueError when a value is anything else, or a factor has another number of rows."""
    answers = np.asarray(outcome, np.float64)
    if answers.ndim != 1:
        raise ValueError("outcome must be one row of answers.")
    for factor in factors:
        if factor.n != answers.size:
            raise ValueError(f"{factor.name} has {factor.n} rows and outcome {answers.size}. They must have the same.")
    wrong = ~((answers == 0) | (answers == 1) | np.isnan(answers))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"outcome: row {row + 1} is {answers[row]:g}. Give 1 for yes, 0 for no and NaN for no answer.")
    return answers


def occupied_cells(factors: Sequence[Factor], rows: Codes) -> tuple[Codes, dict[str, Codes]]:
    """The (rows,) cell of each of the rows, and the level of each factor by cell: only cells that hold somebody."""
    key = np.zeros(rows.size, np.int64)
    size = 1
    for factor in factors:
        if size * len(factor.levels) > 1 << 62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            size = int(key.max()) + 1
        key = key * len(factor.levels) + factor.codes[rows]
        size *= len(factor.levels)
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    return cell.astype(np.int64), {factor.name: factor.codes[rows[first]].astype(np.int64) for factor in factors}
