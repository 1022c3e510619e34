"""Weights for the participants of a conversation, from files: given, or raked to what the population is like."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.conversation.vote_matrix import VoteMatrix
from folkmoot.files.csv_table import CsvTable, read_csv_table
from folkmoot.files.problems import RefusedError, did_you_mean, listed
from folkmoot.survey import Design, Margin, RakingError, rake

type Floats = NDArray[np.float64]

MOST_ROWS: Final = 2_000_000
MOST_LEVELS: Final = 1_000
_SHOWN = 10


def given_weights(path: Path, votes: VoteMatrix) -> Floats:
    """(n,) the weights in a file of `participant` and `weight`, one row to each participant of the votes.

    Raises RefusedError naming every row that cannot be used, and who has none.
    """
    table = _read(path, ("participant", "weight"), each="participant", most=MOST_ROWS)
    people = _people(table, path)
    weights: dict[str, float] = {}
    problems: list[str] = []
    for ident, cell, row in zip(people, table.frame["weight"].fill_null("").to_list(), table.rows.to_list(), strict=True):
        try:
            weight = float(cell)
        except ValueError:
            weight = -1.0
        if not 0 <= weight < float("inf"):
            problems.append(f'row {row}: the weight is "{cell}". It must be a number of 0 or more.')
        weights[ident] = weight
    _refuse(path, problems)
    return np.array([weights[ident] for ident in _known(weights, votes, path)])


def raked_weights(people: Path, population: Path, votes: VoteMatrix) -> tuple[Floats, tuple[str, ...]]:
    """(n,) weights that make the participants like the population in each of its factors, and what to know of them.

    people: `participant` and a column to each factor. population: a row to each level, in `factor`, `level` and `people`. Raises
    RefusedError naming every row that cannot be used, and when the margins cannot be met.
    """
    margins = _population(population)
    table = _read(people, ("participant", *margins), each="participant", most=MOST_ROWS)
    idents = _people(table, people)
    place = {ident: at for at, ident in enumerate(idents)}
    order = np.array([place[ident] for ident in _known(place, votes, people)], np.int64)
    made, problems = [], []
    for factor, levels in margins.items():
        cells = [cell.strip() for cell in table.frame[factor].fill_null("").to_list()]
        code = {level: at for at, level in enumerate(levels)}
        for at in order.tolist():
            if cells[at] not in code:
                hint = did_you_mean(cells[at], code)
                problems.append(f'row {table.rows[at]}: "{factor}" says "{cells[at]}", which {population.name} does not hold.{hint}')
        codes = np.array([code.get(cell, 0) for cell in cells], np.int64)[order]
        made.append(Margin(factor, tuple(levels), codes, np.array(list(levels.values()))))
    _refuse(people, problems)
    try:
        raked = rake(Design(np.ones(votes.n)), made)
    except (RakingError, ValueError) as error:
        raise RefusedError([f"{population.name}: {error}"]) from error
    worth = raked.design.weights.sum() ** 2 / (raked.design.weights**2).sum()
    words = f"Weights make the participants like the population by {' and '.join(margins)}: {votes.n:,} people are worth {worth:,.0f}."
    return raked.design.weights, (words,)


def _population(path: Path) -> dict[str, dict[str, float]]:
    table = _read(path, ("factor", "level", "people"), each="level of a factor", most=MOST_LEVELS)
    margins: dict[str, dict[str, float]] = {}
    problems: list[str] = []
    columns = (table.frame[name].fill_null("").str.strip_chars().to_list() for name in ("factor", "level", "people"))
    for factor, level, cell, row in zip(*columns, table.rows.to_list(), strict=True):
        number = cell.replace(",", "")
        if not factor or not level:
            problems.append(f"row {row}: the {'level' if factor else 'factor'} is blank.")
        elif level in margins.get(factor, {}):
            problems.append(f'row {row}: "{factor}: {level}" is in a row above already.')
        elif not number.replace(".", "", 1).isdigit() or float(number) <= 0:
            problems.append(f'row {row}: people is "{cell}". It must be a number above 0.')
        else:
            margins.setdefault(factor, {})[level] = float(number)
    if not margins and not problems:
        problems.append("there is no row below the header.")
    _refuse(path, problems)
    return margins


def _people(table: CsvTable, path: Path) -> list[str]:
    idents = table.frame["participant"].fill_null("").str.strip_chars().to_list()
    first: dict[str, int] = {}
    problems = []
    for ident, row in zip(idents, table.rows.to_list(), strict=True):
        if not ident:
            problems.append(f"row {row}: the participant is blank.")
        elif first.setdefault(ident, row) != row:
            problems.append(f"row {row}: this participant is in row {first[ident]} already.")
    _refuse(path, problems)
    return idents


def _known(rows: Mapping[str, object], votes: VoteMatrix, path: Path) -> list[str]:
    """The participants of the votes, in order; all of them must have a row."""
    idents = [str(ident) for ident in votes.participants.tolist()]
    lacking = sum(ident not in rows for ident in idents)
    if lacking:
        raise RefusedError([f"{path.name}: {lacking:,} of the {votes.n:,} participants have no row. Give each of them one."])
    return idents


def _read(path: Path, needed: Sequence[str], *, each: str, most: int) -> CsvTable:
    def choose(header: Sequence[str]) -> Sequence[str]:
        wrong = [name for name in needed if header.count(name) != 1]
        if wrong:
            raise RefusedError([f"there must be one column {listed(wrong)}. It has {listed(header)}."])
        return list(needed)

    def count(rows: int) -> None:
        if rows > most:
            raise RefusedError([f"there are {rows:,} rows. The most is {most:,}."])

    try:
        return read_csv_table(path, choose, count, each=each)
    except OSError as error:
        raise RefusedError([f"{path.name}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error
    except RefusedError as refused:
        raise RefusedError(f"{path.name}: {problem}" for problem in refused.problems) from refused


def _refuse(path: Path, problems: Sequence[str]) -> None:
    if problems:
        more = [f"{path.name}: and {len(problems) - _SHOWN:,} more like that."] if len(problems) > _SHOWN else []
        raise RefusedError([*(f"{path.name}: {problem}" for problem in problems[:_SHOWN]), *more])
