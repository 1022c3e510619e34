"""Many tables at once: every outcome by every factor, from one pass over the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from folkmoot.survey.bases import BaseQuality, base_quality
from folkmoot.survey.cube import Cube, make_cube
from folkmoot.survey.design import Design, Floats
from folkmoot.survey.estimates import BY_LEVEL, Estimates, proportions, ratios_of_sums
from folkmoot.survey.factors import Factor
from folkmoot.survey.intervals import DfMethod, Interval
from folkmoot.survey.people import people
from folkmoot.survey.variance import BlockSums, LevelSums, Variance

_AT_ONCE = 1 << 21  # sums held by block, level and answer: beyond this tables are made in turn, so that memory stays small


@dataclass(frozen=True, eq=False)
class Table:
    """The share of each group that gave one answer. factor: None for everybody, who are one row without a name."""

    outcome: str
    answer: str
    factor: str | None
    levels: tuple[str, ...]
    estimates: Estimates

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found in each group, for people to read; of a base too small to publish only that it is."""
        return tuple(self._sentence(at) for at in range(len(self.levels)))

    def _sentence(self, at: int) -> str:
        found, who = self.estimates, "" if self.factor is None else f"{self.factor}, {self.levels[at]}: "
        n, quality = int(found.n[at]), base_quality(int(found.n[at]))
        if quality.withheld or np.isnan(found.low[at]):
            return f"{who}{people(n)} answered. {quality.meaning if quality.withheld else 'The design has too few units for an interval.'}"
        caution = f" {quality.meaning}" if quality is BaseQuality.CAUTION else ""
        return (
            f"{who}of {people(n)} who answered, the weighted share of “{self.answer}” to {self.outcome} is {found.estimate[at]:.1%} "
            f"(interval {found.low[at]:.1%} to {found.high[at]:.1%}).{caution}"
        )


def tables(
    design: Design,
    outcomes: Sequence[Factor],
    by: Sequence[Factor],
    *,
    confidence: float = 0.95,
    interval: Interval = "logit",
    df_method: DfMethod = "domain",
    variance: Variance = "raked",
) -> tuple[Table, ...]:
    """For each outcome, and each of its answers, the share overall and then by each factor, as `proportions` gives them one by one.

    outcomes: an outcome of two levels is read as no and yes, and its tables show the share with the second; one of more levels has
    tables for each. by: factors, in the order of the tables.

    The rows are read once, whatever the number of tables, where the design has no clusters. Raises ValueError when a factor's rows
    are not the design's, or an outcome has one level."""
    if not outcomes:
        raise ValueError("There is no outcome. Give at least one.")
    for outcome in outcomes:
        if len(outcome.levels) < 2:
            raise ValueError(f"{outcome.name} has one answer, so there is no share to estimate. Give no and yes, or all answers.")
    if design.psu is not None:
        return tuple(_one_by_one(design, outcomes, by, confidence, interval, df_method, variance))
    return tables_of_cube(make_cube(design, outcomes, by, variance=variance), confidence=confidence, interval=interval, df_method=df_method)


def tables_of_cube(
    cube: Cube, *, confidence: float = 0.95, interval: Interval = "logit", df_method: DfMethod = "domain"
) -> tuple[Table, ...]:
    """The same from a cube that is there already."""
    design, outcomes, by, variance = cube.design, cube.outcomes, cube.factors, cube.variance
    made: dict[_Place, Table] = {}
    for turn in _turns(cube):
        columns = [column for factor in turn for column in _columns(cube, factor)]
        sums = _level_sums(columns, cube.blocks.stratum)
        found = ratios_of_sums(design, sums, "proportion", confidence, interval, df_method, variance, "domain")
        start = 0
        for column in columns:
            which, answer, at = column.place
            end = start + column.asked.shape[2]
            made[column.place] = _table(outcomes[which], answer, None if at < 0 else by[at], part(found, start, end))
            start = end
    return tuple(made[place] for place in sorted(made))


type _Place = tuple[int, int, int]  # outcome, answer, factor; the factor -1 is everybody


@dataclass(frozen=True, eq=False)
class _Column:
    """A table's sums, each (blocks, 3, levels): of those asked, and of those who gave the answer."""

    place: _Place
    asked: Floats
    gave: Floats


def answers_shown(outcome: Factor) -> range:
    """Which levels of an outcome have tables: of no and yes the second, of more all."""
    return range(1, 2) if len(outcome.levels) == 2 else range(len(outcome.levels))


def _turns(cube: Cube) -> Iterator[list[int]]:
    """The factors, as many together as fit in memory."""
    turn, held = [-1], 0
    for factor in range(len(cube.factors)):
        size = cube.blocks.stratum.size * len(cube.factors[factor].levels) * cube.answers.values.shape[2]
        if held + size > _AT_ONCE and turn:
            yield turn
            turn, held = [], 0
        turn.append(factor)
        held += size
    yield turn


def _columns(cube: Cube, factor: int) -> Iterator[_Column]:
    """The sums of every outcome's tables by one factor."""
    blocks = cube.blocks.stratum.size
    added = cube.by_block(None if factor < 0 else factor).values
    by_answer = added.reshape(blocks, -1, *added.shape[1:]).transpose(3, 0, 2, 1)  # (answers, blocks, 3, levels)
    for place, outcome in enumerate(cube.outcomes):
        own = by_answer[cube.columns_of(place)]
        asked = own.sum(0)
        for answer in answers_shown(outcome):
            yield _Column((place, answer, factor), asked, own[answer])


def _level_sums(columns: Sequence[_Column], block_stratum: NDArray[np.int64]) -> LevelSums:
    """The tables' levels side by side, as if they were the levels of one."""
    asked = np.concatenate([column.asked for column in columns], axis=2)
    gave = np.concatenate([column.gave for column in columns], axis=2)
    (n, w, w2), (y, wy, w2y) = np.moveaxis(asked, 1, 0), np.moveaxis(gave, 1, 0)
    given = wy.sum(0)
    blocks = BlockSums(n, y, w, wy, w2, w2y)
    return LevelSums(n.sum(0).astype(np.int64), w.sum(0), given, given, w2.sum(0), 0.0, blocks, block_stratum, None)


def part(found: Estimates, start: int, end: int) -> Estimates:
    """Some of the levels."""
    return replace(found, **{name: getattr(found, name)[start:end] for name in BY_LEVEL})


def _table(outcome: Factor, answer: int, factor: Factor | None, estimates: Estimates) -> Table:
    name, levels = (None, ("",)) if factor is None else (factor.name, factor.levels)
    return Table(outcome.name, outcome.levels[answer], name, levels, estimates)


def _one_by_one(
    design: Design,
    outcomes: Sequence[Factor],
    by: Sequence[Factor],
    confidence: float,
    interval: Interval,
    df_method: DfMethod,
    variance: Variance,
) -> Iterator[Table]:
    """The tables of a design with clusters, each from the rows."""
    for outcome in outcomes:
        for answer in answers_shown(outcome):
            gave = np.where(outcome.codes < 0, np.nan, outcome.codes == answer)
            for factor in (None, *by):
                found = proportions(
                    design,
                    gave,
                    by=None if factor is None else factor.codes,
                    levels=1 if factor is None else len(factor.levels),
                    confidence=confidence,
                    interval=interval,
                    df_method=df_method,
                    variance=variance,
                )
                yield _table(outcome, answer, factor, found)
