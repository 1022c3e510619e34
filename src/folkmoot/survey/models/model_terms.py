"""The terms of a regression, factors and measured characteristics, and the matrix they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.design import Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.collinearity import combination

INTERCEPT = "(constant)"

type Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Covariate:
    """A measured characteristic, such as age in years. values: (n,) of numbers, NaN where a row has none.

    Raises ValueError naming the covariate, and the row where there is one, when the values are not such numbers."""

    name: str
    values: Floats

    def __post_init__(self) -> None:
        try:
            values = np.array(self.values, np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{self.name}: some values are not numbers. Make it a factor, or give numbers.") from error
        if values.ndim != 1:
            raise ValueError(f"{self.name}: values must be one row of numbers, one for each response.")
        if np.isinf(values).any():
            raise ValueError(f"{self.name}: row {int(np.argmax(np.isinf(values))) + 1} is infinite. Give a number, or NaN for none.")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    @property
    def n(self) -> int:
        """How many rows it has."""
        return int(self.values.size)


type Term = Factor | Covariate


@dataclass(frozen=True)
class Column:
    """One column of the matrix: the constant, a level of a factor against its reference, a covariate, or a product of two of these
    (term and level then name both, with a × between)."""

    term: str
    level: str | None

    @property
    def name(self) -> str:
        """The column in words, such as "gender: Female"."""
        return self.term if self.level is None else f"{self.term}: {self.level}"


@dataclass(frozen=True, eq=False)
class ModelMatrix:
    """X: (profiles, k) with the constant first, then each term's columns: an indicator for each level of a factor but its reference
    (treatment contrasts), and a covariate less its centre, which keeps the sums exact; then each interaction's products of columns, the
    first term's levels changing fastest.

    terms: with a level or value for each profile. references: each factor's reference level. interactions: pairs of terms, by name.
    uncentred: (k, k) T: coefficients of the covariates as they were measured are T times those of X, and so for anything linear in them.
    """

    X: Floats
    columns: tuple[Column, ...]
    terms: tuple[Term, ...]
    references: dict[str, str]
    interactions: tuple[Pair, ...]
    uncentred: Floats

    @cached_property
    def names(self) -> tuple[str, ...]:
        """(k,) the columns in words."""
        return tuple(column.name for column in self.columns)

    def term(self, name: str) -> Term:
        """The term of that name. Raises ValueError when there is none."""
        for term in self.terms:
            if term.name == name:
                return term
        raise ValueError(f"The model has no term “{name}”. Its terms: {', '.join(term.name for term in self.terms)}.")

    @property
    def tested(self) -> tuple[str, ...]:
        """The terms, then the interactions, by name."""
        return (*(term.name for term in self.terms), *(crossed(pair) for pair in self.interactions))

    def pair(self, name: str) -> Pair | None:
        """The two terms of an interaction of that name; None where it is a term, or nothing."""
        return next((pair for pair in self.interactions if crossed(pair) == name), None)

    def beside(self, name: str) -> tuple[str, ...]:
        """The terms that a term has an interaction with."""
        return tuple(two if name == one else one for one, two in self.interactions if name in (one, two))

    def columns_of(self, name: str) -> NDArray[np.intp]:
        """Where the columns of a term or an interaction are. Raises ValueError when there is none of that name."""
        if self.pair(name) is None:
            self.term(name)
        return np.flatnonzero([column.term == name for column in self.columns])

    def flags(self, estimate: Floats, repeated: NDArray[np.bool_], counted: NDArray[np.bool_]) -> tuple[str, ...]:
        """(k,) why an estimate has no number: "nobody" who counts has the level, it is "repeated" by other terms, or "separated"; empty
        where it has one."""
        if not repeated.any() and not np.isnan(estimate).any():
            return ("",) * estimate.size
        why = np.where(self.X[counted].any(0), "repeated", "nobody")
        return tuple(str(word) for word in np.where(repeated, why, np.where(np.isnan(estimate), "separated", "")))

    def findings(self, repeated: NDArray[np.bool_], counted: NDArray[np.bool_]) -> tuple[str, ...]:
        """What to say of each column that is left out because it is empty or repeats others, among the profiles counted."""
        if not repeated.any():
            return ()
        found, X = [], self.X[counted]
        for one, two in self.interactions:
            if repeated[self.columns_of(crossed((one, two)))].any():
                found += _empty_cells(self.term(one), self.term(two), counted)
        for at in np.flatnonzero(repeated):
            column = self.columns[at]
            if self.pair(column.term) is not None and not X[:, at].any():
                continue  # an empty combination, named above
            same = list(dict.fromkeys(self.columns[other].term for other in combination(X, int(at), ~repeated)))
            if not X[:, at].any() and column.level is not None:
                found.append(f"{column.term}: nobody who counts here is “{column.level}”, so it has no coefficient.")
            elif not same or same == [INTERCEPT]:
                found.append(f"{column.name}: it is the same for everyone who counts here, so it has no coefficient.")
            else:
                known = " and ".join(name for name in same if name != INTERCEPT)
                found.append(f"{column.name}: it can be told from {known}, so it has no coefficient of its own.")
        return tuple(found)


def crossed(pair: Pair) -> str:
    """The name of an interaction."""
    return f"{pair[0]} × {pair[1]}"


def _empty_cells(one: Term, two: Term, counted: NDArray[np.bool_]) -> list[str]:
    """A sentence for each combination of levels that nobody has."""
    if not (isinstance(one, Factor) and isinstance(two, Factor)):
        return []
    held = np.zeros((len(one.levels), len(two.levels)), np.bool_)
    held[one.codes[counted], two.codes[counted]] = True
    some = held.any(1)[:, None] & held.any(0)  # a level that nobody has at all is said by itself
    name = crossed((one.name, two.name))
    return [
        f"{name}: nobody who counts here is both “{one.levels[i]}” and “{two.levels[j]}”, so there is no number for the two together."
        for i, j in np.argwhere(some & ~held)
    ]


def complete(terms: Sequence[Term]) -> NDArray[np.bool_]:
    """(n,) the rows where no term is missing. Raises ValueError when a term is missing in all rows, named twice, or of another length."""
    if not terms:
        raise ValueError("The model has no terms. Give at least one factor or covariate.")
    names = [term.name for term in terms]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"The term “{name}” is given twice. Give each once.")
    whole = np.ones(terms[0].n, np.bool_)
    for term in terms:
        if term.n != whole.size:
            raise ValueError(f"{term.name} has {term.n} rows and {terms[0].name} {whole.size}. They must be the same responses.")
        known = term.codes >= 0 if isinstance(term, Factor) else ~np.isnan(term.values)
        if not known.any():
            raise ValueError(f"{term.name}: it is missing in every row. Leave it out of the model.")
        whole &= known
    return whole


def chosen(term: Term, rows: NDArray[np.intp]) -> Term:
    """The term of some rows."""
    return Factor(term.name, term.levels, term.codes[rows]) if isinstance(term, Factor) else Covariate(term.name, term.values[rows])


def model_matrix(
    terms: Sequence[Term],
    references: Mapping[str, str] | None = None,
    *,
    interactions: Sequence[Pair] = (),
    weights: Floats | None = None,
) -> ModelMatrix:
    """The model matrix of terms none of whose rows is missing.

    references: the reference level of a factor; without one, its first level that somebody has. A level that nobody has keeps its
    column, of zeros. interactions: pairs of the terms, at least one of each pair a factor. weights: (profiles,) what each row counts for
    in the centre of a covariate, and whether it counts at all.

    Raises ValueError when a row is missing, when all who count have the same level of a factor, when nobody has the reference, or when
    an interaction is not of two of the terms."""
    whole = complete(terms)
    if not whole.all():
        row = int(np.argmin(whole))
        missing = next(t.name for t in terms if (t.codes[row] < 0 if isinstance(t, Factor) else np.isnan(t.values[row])))
        raise ValueError(f"{missing}: row {row + 1} has none. Leave incomplete rows out before making the matrix.")
    wanted = dict(references or {})
    factors = {term.name for term in terms if isinstance(term, Factor)}
    for name in wanted:
        if name not in factors:
            raise ValueError(f"A reference is named for “{name}”, which is not a factor of the model.")
    w = np.ones(whole.size) if weights is None else weights
    references_at = {term.name: _reference(term, wanted.get(term.name), w) for term in terms if isinstance(term, Factor)}
    columns, centres, used = [Column(INTERCEPT, None)], [0.0], {}
    X = np.empty((whole.size, 1 + sum(len(term.levels) - 1 if isinstance(term, Factor) else 1 for term in terms)))
    X[:, 0] = 1.0
    for term in terms:
        start = len(columns)
        if isinstance(term, Covariate):
            centre = float((w * term.values).sum() / w.sum())
            columns.append(Column(term.name, None))
            X[:, start] = term.values - centre
            centres.append(centre)
            continue
        reference = references_at[term.name]
        others = [at for at in range(len(term.levels)) if at != reference]
        used[term.name] = term.levels[reference]
        columns += [Column(term.name, term.levels[at]) for at in others]
        X[:, start : start + len(others)] = term.codes[:, None] == np.array(others)
        centres += [0.0] * len(others)
    back = np.eye(len(columns))
    back[0] -= centres
    matrix = ModelMatrix(X, tuple(columns), tuple(terms), used, (), back)
    return _with_interactions(matrix, _pairs(matrix, interactions), np.array(centres)) if interactions else matrix


def _pairs(matrix: ModelMatrix, interactions: Sequence[Pair]) -> tuple[Pair, ...]:
    for pair in interactions:
        one, two = (matrix.term(name) for name in pair)
        if one is two:
            raise ValueError(f"An interaction is given of {one.name} with itself. Name two different terms.")
        if isinstance(one, Covariate) and isinstance(two, Covariate):
            raise ValueError(f"{crossed(pair)}: both are measured characteristics. One at least must be a factor: group its values.")
        if sum(set(pair) == set(other) for other in interactions) > 1:
            raise ValueError(f"The interaction {crossed(pair)} is given twice. Give each once.")
        if crossed(pair) in {term.name for term in matrix.terms}:
            raise ValueError(f"A term is called {crossed(pair)}, which is the name of an interaction. Give it another name.")
    return tuple((one, two) for one, two in interactions)


def _with_interactions(matrix: ModelMatrix, pairs: tuple[Pair, ...], centres: Floats) -> ModelMatrix:
    """The matrix with a column for each product of a column of one term and one of the other."""
    columns, added, moved = list(matrix.columns), [matrix.X], []
    for pair in pairs:
        of_one, of_two = (matrix.columns_of(name) for name in pair)
        for second in of_two:
            for first in of_one:
                levels = [level for at in (first, second) if (level := matrix.columns[at].level) is not None]
                for indicator, number in ((first, second), (second, first)):
                    if matrix.columns[number].level is None:  # its centre times the product's coefficient belongs to the indicator
                        moved.append((indicator, len(columns), centres[number]))
                columns.append(Column(crossed(pair), " × ".join(levels)))
                added.append(matrix.X[:, [first]] * matrix.X[:, [second]])
    back = np.eye(len(columns))
    back[: len(matrix.columns), : len(matrix.columns)] = matrix.uncentred
    for indicator, product, centre in moved:
        back[indicator, product] -= centre
    return replace(matrix, X=np.hstack(added), columns=tuple(columns), interactions=pairs, uncentred=back)


def _reference(factor: Factor, wanted: str | None, weights: Floats) -> int:
    held = np.bincount(factor.codes[weights > 0], minlength=len(factor.levels)) > 0
    if held.sum() < 2:
        only = factor.levels[int(np.argmax(held))]
        raise ValueError(f"{factor.name}: everyone who counts in the model is “{only}”, so there is nothing to compare. Leave it out.")
    if wanted is None:
        return int(np.argmax(held))
    if wanted not in factor.levels:
        raise ValueError(f"{factor.name}: the reference “{wanted}” is not one of its levels: {', '.join(factor.levels)}.")
    if not held[factor.levels.index(wanted)]:
        raise ValueError(f"{factor.name}: nobody who counts in the model has the reference level “{wanted}”. Name another.")
    return factor.levels.index(wanted)
