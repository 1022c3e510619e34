"""How many people of the population there are in each combination of several factors, checked against the factors of a sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from folkmoot.survey.design import Codes, Floats
from folkmoot.survey.factors import Factor
from folkmoot.survey.people import people

_MOST_COMBINATIONS = 1 << 22  # beyond this a list of the combinations left out helps nobody
_NAMED = 5  # how many cells a sentence names before it only counts them


@dataclass(frozen=True, eq=False)
class PoststratificationCells:
    """factors: one for each characteristic, areas included, each with one code for each cell. counts: (cells,) people in each.

    A combination of levels that no cell has holds nobody. Raises ValueError naming the cell (1-based) when a count is below zero or not
    a number, a cell has no level, or a combination comes twice."""

    factors: tuple[Factor, ...]
    counts: Floats

    def __post_init__(self) -> None:
        counts = np.array(self.counts, np.float64)
        object.__setattr__(self, "factors", tuple(self.factors))
        _refuse_names(self.factors)
        if counts.ndim != 1 or any(factor.n != counts.size for factor in self.factors):
            raise ValueError("The cells need one count each, and one level of each factor.")
        wrong = ~(np.isfinite(counts) & (counts >= 0))
        if wrong.any():
            cell = int(np.argmax(wrong))
            raise ValueError(
                f"Cell {cell + 1} ({self._words(cell)}) has the count {counts[cell]:g}. Give a number of people, zero or more."
            )
        if not counts.any():
            raise ValueError("The cells hold nobody. Give the population's counts.")
        for factor in self.factors:
            if (factor.codes < 0).any():
                raise ValueError(f"{factor.name}: cell {int(np.argmax(factor.codes < 0)) + 1} has no level. Every cell needs one.")
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)
        _, first, place = np.unique(self.key, return_index=True, return_inverse=True)
        twice = first[place] != np.arange(counts.size)
        if twice.any():
            cell = int(np.argmax(twice))
            raise ValueError(
                f"Cell {cell + 1} ({self._words(cell)}) is also cell {int(first[place][cell]) + 1}. Add the two up, "
                "or name the factor that tells them apart."
            )

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, sample: Sequence[Factor], *, count: str = "count") -> Self:
        """From a frame with a row for each cell: a column named as each of the sample's factors, and one of counts; others are left
        out. Raises ValueError naming a column that is missing, or the row of a level that the sample's factor does not have."""
        missing = [name for name in (*(factor.name for factor in sample), count) if name not in frame.columns]
        if missing:
            raise ValueError(f"The cells have no column {', '.join(missing)}. Their columns are: {', '.join(frame.columns)}.")
        if not frame[count].dtype.is_numeric():
            raise ValueError(f"{count}: the counts are not numbers.")
        counts = frame[count].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        return cls._checked([frame[factor.name] for factor in sample], counts, sample)

    @classmethod
    def from_mapping(cls, counts: Mapping[tuple[str, ...], float], sample: Sequence[Factor]) -> Self:
        """From counts by level of each of the sample's factors, in their order: {("Harlow", "18-24"): 7201, ...}."""
        for place, key in enumerate(counts):
            if not isinstance(key, tuple) or len(key) != len(sample):
                raise ValueError(f"Cell {place + 1} must name {len(sample)} levels: {', '.join(factor.name for factor in sample)}.")
        columns = [pl.Series(factor.name, [key[place] for key in counts], pl.String) for place, factor in enumerate(sample)]
        return cls._checked(columns, np.array(list(counts.values()), np.float64), sample)

    @classmethod
    def from_array(cls, counts: ArrayLike, sample: Sequence[Factor]) -> Self:
        """From an array of counts with an axis for each of the sample's factors, in their order, as long as it has levels."""
        array = np.asarray(counts, np.float64)
        shape = tuple(len(factor.levels) for factor in sample)
        if array.shape != shape:
            raise ValueError(f"The counts are {_by(array.shape)}, and the levels of {', '.join(f.name for f in sample)} are {_by(shape)}.")
        codes = np.indices(shape).reshape(len(shape), -1)
        return cls(tuple(Factor(f.name, f.levels, code) for f, code in zip(sample, codes, strict=True)), array.ravel())

    @classmethod
    def _checked(cls, columns: Sequence[pl.Series], counts: Floats, sample: Sequence[Factor]) -> Self:
        made = []
        for column, factor in zip(columns, sample, strict=True):
            try:
                made.append(Factor.from_values(factor.name, column, factor.levels))
            except ValueError as error:
                raise ValueError(f"The cells do not fit the sample. {error} Name the level as the sample does, or add it there.") from None
        return cls(tuple(made), counts)

    @property
    def n_cells(self) -> int:
        """How many cells there are."""
        return self.counts.size

    @property
    def total(self) -> float:
        """How many people they hold in all."""
        return float(self.counts.sum())

    @property
    def key(self) -> Codes:
        """(cells,) the combination of levels of each cell as one number, the last factor's levels turning fastest."""
        return _combination(self.factors)

    def factor(self, name: str) -> Factor:
        """The factor of that name. Raises ValueError when there is none."""
        for factor in self.factors:
            if factor.name == name:
                return factor
        raise ValueError(f"The cells have no factor {name}. They have: {', '.join(factor.name for factor in self.factors)}.")

    def totals(self, name: str) -> Floats:
        """(levels,) how many people have each level of the factor."""
        factor = self.factor(name)
        return np.bincount(factor.codes, self.counts, len(factor.levels))

    def _words(self, cell: int) -> str:
        return ", ".join(factor.levels[int(factor.codes[cell])] for factor in self.factors)


@dataclass(frozen=True)
class CellCheck:
    """How cells and a sample fit.

    absent: the combinations of levels that no cell has. sample_without_population: combinations that people of the sample have and
    nobody of the population, with how many people. levels_without_population: (factor, level, people of the sample).
    levels_without_sample: (factor, level) that the population has and nobody of the sample."""

    absent: tuple[tuple[str, ...], ...]
    sample_without_population: tuple[tuple[tuple[str, ...], int], ...]
    levels_without_population: tuple[tuple[str, str, int], ...]
    levels_without_sample: tuple[tuple[str, str], ...]

    @property
    def fits(self) -> bool:
        """Whether everybody of the sample is somewhere in the population."""
        return not self.sample_without_population and not self.levels_without_population

    @property
    def sentences(self) -> tuple[str, ...]:
        """What does not fit, in words; nothing when all does."""
        said = [
            f"{factor}: {people(n)} of the sample answered “{level}”, and the population has nobody there."
            for factor, level, n in self.levels_without_population
        ]
        for words, n in self.sample_without_population[:_NAMED]:
            said.append(f"{people(n)} of the sample in “{', '.join(words)}”, where the population has nobody.")
        if len(self.sample_without_population) > _NAMED:
            said.append(f"The same holds for {len(self.sample_without_population) - _NAMED:,} more combinations.")
        if self.absent:
            named = "; ".join(", ".join(words) for words in self.absent[:_NAMED])
            more = f"; and {len(self.absent) - _NAMED:,} more" if len(self.absent) > _NAMED else ""
            said.append(f"The population's counts leave these combinations out, taken to hold nobody: {named}{more}.")
        said += [f"{factor}: nobody of the sample is in “{level}”." for factor, level in self.levels_without_sample]
        return tuple(said)


def check_cells(cells: PoststratificationCells, sample: Sequence[Factor]) -> CellCheck:
    """What is missing on either side. sample: the sample's factors, with the names and levels of the cells'.

    Raises ValueError when names or levels differ, or there are more than four million combinations of levels."""
    matched = [same_levels(cells, factor.name, factor.levels) for factor in sample]
    if len(matched) != len(cells.factors) or len({factor.name for factor in sample}) != len(sample):
        raise ValueError(f"Give the sample's factors once each: {', '.join(factor.name for factor in cells.factors)}.")
    if len({factor.n for factor in sample}) != 1:
        raise ValueError("The sample's factors must have the same number of rows.")
    ordered = [next(s for s in sample if s.name == factor.name) for factor in cells.factors]
    shape = tuple(len(factor.levels) for factor in ordered)
    size = prod(shape)
    if size > _MOST_COMBINATIONS:
        raise ValueError(f"There are {size:,} combinations of levels, too many to check. Use fewer factors, or fewer levels.")
    known = np.logical_and.reduce([factor.codes >= 0 for factor in ordered])
    people = np.bincount(_combination(ordered)[known], minlength=size)
    population = np.bincount(cells.key, cells.counts, size)
    listed = np.zeros(size, np.bool_)
    listed[cells.key] = True

    def words(combination: int) -> tuple[str, ...]:
        return tuple(f.levels[int(code)] for f, code in zip(ordered, np.unravel_index(combination, shape), strict=True))

    stranded = np.flatnonzero((people > 0) & (population == 0))
    without_population, without_sample = [], []
    for factor in ordered:
        n = np.bincount(factor.codes[factor.codes >= 0], minlength=len(factor.levels))
        for level, sampled, counted in zip(factor.levels, n.tolist(), cells.totals(factor.name).tolist(), strict=True):
            if sampled and not counted:
                without_population.append((factor.name, level, sampled))
            elif counted and not sampled:
                without_sample.append((factor.name, level))
    return CellCheck(
        absent=tuple(words(int(c)) for c in np.flatnonzero(~listed)),
        sample_without_population=tuple((words(int(c)), int(people[c])) for c in stranded),
        levels_without_population=tuple(without_population),
        levels_without_sample=tuple(without_sample),
    )


def same_levels(cells: PoststratificationCells, name: str, levels: tuple[str, ...]) -> Factor:
    """The cells' factor of that name. Raises ValueError when there is none, or its levels are not `levels`."""
    found = cells.factor(name)
    if found.levels != levels:
        raise ValueError(f"{name}: the levels of the cells ({', '.join(found.levels)}) are not the sample's ({', '.join(levels)}).")
    return found


def _combination(factors: Sequence[Factor]) -> Codes:
    key = np.zeros(factors[0].n, np.int64)
    for factor in factors:
        key = key * len(factor.levels) + factor.codes
    return key


def _refuse_names(factors: Sequence[Factor]) -> None:
    if not factors:
        raise ValueError("The cells have no factors. Give at least one.")
    names = [factor.name for factor in factors]
    if len(set(names)) != len(names):
        raise ValueError(f"A factor comes twice among {', '.join(names)}. Name each once.")
    if prod(len(factor.levels) for factor in factors) > np.iinfo(np.int64).max:
        raise ValueError("There are too many combinations of levels to number. Use fewer factors.")


def _by(shape: tuple[int, ...]) -> str:
    return " by ".join(map(str, shape))
