"""The pair of CSV files that the field's tools use: categories with their quotas, and respondents, a row to a person.

Categories: a row to each level, in columns named `category` and `feature` (or `name`, or `value`), or `feature` and `value`; `min` and
`max`; and, where quotas may bend, `min_flex` and `max_flex` (blank or -1: no further). Respondents: a column to each category, and any
others. Capitals and spaces around words do not matter. Files may start with a byte order mark; commas, semicolons or tabs separate.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.files.csv_table import Choose, CsvTable, read_csv_table
from folkmoot.files.problems import RefusedError, did_you_mean, listed
from folkmoot.sortition.pool import Pool
from folkmoot.sortition.quotas import Quota, Quotas

MOST_PEOPLE: Final = 100_000
MOST_LEVELS: Final = 1_000
MOST_MEGABYTES: Final = 200
_SHOWN = 10
_PAIRS = (("category", "feature"), ("category", "name"), ("category", "value"), ("feature", "value"), ("feature", "name"))
_LIMITS = ("min", "max", "min_flex", "max_flex")
_UNSET = {"", "-1"}
_YES, _NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", ""}

type _Cells = Mapping[str, Sequence[str]]
type _Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Respondents:
    """pool: the people, in the file's order. rows: (n,) the row of the file each stands in, the header being row 1. ids: (n,) what the
    file calls each, or None without a column of ids. fixed, excluded: people by number. notices: what a reader should know."""

    pool: Pool
    rows: _Rows
    ids: tuple[str, ...] | None
    fixed: tuple[int, ...]
    excluded: tuple[int, ...]
    notices: tuple[str, ...]


def read_categories(path: Path) -> Quotas:
    """The quotas, in the file's order. Raises RefusedError naming every row that cannot be used."""
    header, cells, rows, _ = _columns(path, None, each="level of a category", most=MOST_LEVELS)
    pair = next((pair for pair in _PAIRS if set(pair) <= set(cells)), None)
    if pair is None or not {"min", "max"} <= set(cells):
        raise RefusedError([f"{path.name}: the first row must name the columns category, feature, min and max. {_it_has(header)}"])
    problems: list[str] = []
    quotas: list[Quota] = []
    places: list[int] = []
    spelling: dict[str, str] = {}  # every quota of a category names it as the first of them does
    for at, row in enumerate(rows.tolist()):
        if not any(column[at] for column in cells.values()):
            continue
        category, level = (cells[name][at] for name in pair)
        if not category or not level:
            problems.append(f"row {row}: the {pair[1] if category else pair[0]} is blank. Name it, or take the row out.")
            continue
        min_, max_, min_flex, max_flex = (_whole(cells[name][at] if name in cells else "", name, row, problems) for name in _LIMITS)
        category = spelling.setdefault(category.casefold(), category)
        quotas.append(Quota(category, level, min_ or 0, max_ or 0, min_flex, max_flex))
        places.append(row)
    if not quotas and not problems:
        problems.append("there is no row below the header. Give a row to each level of each category.")
    problems += _twice([f"{quota.feature}: {quota.level}" for quota in quotas], places, "the level")
    _refuse(path, problems)
    return Quotas(quotas)


def read_respondents(
    path: Path,
    quotas: Quotas,
    *,
    ids: str | None = None,
    households: Sequence[str] = (),
    fixed: str | None = None,
    excluded: str | None = None,
) -> Respondents:
    """The pool, a person to a row. Raises RefusedError naming every row that cannot be used.

    ids: the column that names each person once; rows with a blank one are left out. households: the columns of the address; people whose
    cells are alike but for capitals, spaces and punctuation share a household, and a blank address is nobody's. fixed, excluded: columns
    that say yes for who must be, or may not be, on the panel.
    """
    levels: dict[str, list[str]] = {}
    for quota in quotas:
        levels.setdefault(quota.feature, []).append(quota.level)
    wanted = [*levels, *(name for name in (ids, *households, fixed, excluded) if name is not None)]
    header, every, rows, notices = _columns(path, wanted, each="person", most=MOST_PEOPLE)
    lacking = [name for name in wanted if name.casefold() not in every]
    _refuse(path, [f'there is no column "{name}".{did_you_mean(name, header)} {_it_has(header)}' for name in lacking])
    keep = _people(every, None if ids is None else every[ids.casefold()], notices)
    rows, cells = rows[keep], {name: [every[name.casefold()][at] for at in keep] for name in wanted}
    problems = [] if keep else ["nobody is in it. Give a row to each person below the header."]
    codes = {name: _codes(cells[name], rows, name, named, problems) for name, named in levels.items()}
    problems += [] if ids is None else _twice(cells[ids], rows.tolist(), f"the {ids}")
    must, may_not = (() if name is None else _who(cells[name], rows, name, problems) for name in (fixed, excluded))
    problems += [f"row {rows[at]}: is both fixed and excluded. Choose one." for at in must if at in may_not]
    _refuse(path, problems)
    addresses = [_address(parts) for parts in zip(*(cells[name] for name in households), strict=True)]
    return Respondents(
        pool=Pool({name: tuple(named) for name, named in levels.items()}, codes, _shared(addresses) if households else None),
        rows=rows,
        ids=None if ids is None else tuple(cells[ids]),
        fixed=must,
        excluded=may_not,
        notices=tuple(f"{path.name}: {notice}" for notice in notices),
    )


def _columns(path: Path, wanted: Sequence[str] | None, *, each: str, most: int) -> tuple[tuple[str, ...], _Cells, _Rows, list[str]]:
    """The header; the wanted columns (all when None) trimmed, by their names in small letters; the row each cell stands in; notices."""
    fold = None if wanted is None else {name.casefold() for name in wanted}

    def choose(header: Sequence[str]) -> Sequence[str]:
        names = [name for name in header if fold is None or name.casefold() in fold]
        twice = sorted({name for name in names if [other.casefold() for other in names].count(name.casefold()) > 1})
        if twice:
            raise RefusedError([f"the column {listed(twice)} is there more than once. Give each column its own name."])
        return names

    table = _read(path, choose, each=each, most=most)
    cells = {name.casefold(): [(cell or "").strip() for cell in table.frame[name]] for name in table.frame.columns}
    return table.header, cells, np.array(table.rows.to_list(), np.int64), list(table.notices)


def _read(path: Path, choose: Choose, *, each: str, most: int) -> CsvTable:
    def count(rows: int) -> None:
        if rows > most:
            raise RefusedError([f"there are {rows:,} rows. The most is {most:,}."])

    try:
        if path.is_dir():
            raise RefusedError(["is a folder. Give the CSV file itself."])
        size = path.stat().st_size
        if size > MOST_MEGABYTES * 1_000_000:
            words = f"the file is {size // 1_000_000:,} MB. The most is {MOST_MEGABYTES:,} MB: keep the columns that the draw uses."
            raise RefusedError([words])
        return read_csv_table(path, choose, count, each=each)
    except OSError as error:
        raise RefusedError([f"{path.name}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error
    except RefusedError as refused:
        raise RefusedError(f"{path.name}: {problem}" for problem in refused.problems) from refused


def _people(cells: _Cells, ids: Sequence[str] | None, notices: list[str]) -> list[int]:
    """Which rows are people: not those that are blank throughout, nor those without an id."""
    height = len(next(iter(cells.values())))
    filled = [at for at in range(height) if any(column[at] for column in cells.values())]
    if len(filled) < height:
        notices.append(f"{_rows(height - len(filled))} left out: every cell the draw uses is blank.")
    if ids is None:
        return filled
    named = [at for at in filled if ids[at]]
    if len(named) < len(filled):
        notices.append(f"{_rows(len(filled) - len(named))} left out: the id is blank.")
    return named


def _codes(cells: Sequence[str], rows: _Rows, name: str, levels: Sequence[str], problems: list[str]) -> _Rows:
    place = {level.casefold(): code for code, level in enumerate(levels)}
    for cell, row in zip(cells, rows.tolist(), strict=True):
        if not cell:
            problems.append(f'row {row}: "{name}" is blank. Fill it in, or take the row out.')
        elif cell.casefold() not in place:
            problems.append(f'row {row}: "{name}" says "{cell}", which is not in the categories.{did_you_mean(cell, levels)}')
    return np.array([place.get(cell.casefold(), 0) for cell in cells], np.int64)


def _who(cells: Sequence[str], rows: _Rows, name: str, problems: list[str]) -> tuple[int, ...]:
    for cell, row in zip(cells, rows.tolist(), strict=True):
        if cell.casefold() not in _YES | _NO:
            problems.append(f'row {row}: "{name}" says "{cell}". Write yes or no; blank is no.')
    return tuple(at for at, cell in enumerate(cells) if cell.casefold() in _YES)


def _twice(words: Sequence[str], rows: Sequence[int], what: str) -> Iterator[str]:
    first: dict[str, int] = {}
    for word, row in zip(words, rows, strict=True):
        if first.setdefault(word.casefold(), row) != row:
            yield f'row {row}: {what} "{word}" is in row {first[word.casefold()]} already. Keep one of them.'


def _whole(cell: str, name: str, row: int, problems: list[str]) -> int | None:
    if name.endswith("_flex") and cell in _UNSET:
        return None
    number = re.fullmatch(r"(\d{1,9})(\.0*)?", cell)
    if number is None:
        problems.append(f'row {row}: {name} is "{cell}". It must be a whole number from 0.' if cell else f"row {row}: {name} is blank.")
        return None
    return int(number[1])


def _address(parts: Sequence[str]) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", part.casefold()).strip() for part in parts).strip()


def _shared(addresses: Sequence[str]) -> _Rows:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(address, len(numbers)) if address else -1 for address in addresses], np.int64)


def _it_has(header: Sequence[str]) -> str:
    return f"It has {listed(header)}."


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"


def _refuse(path: Path, problems: Sequence[str]) -> None:
    if problems:
        more = [f"{path.name}: and {len(problems) - _SHOWN:,} more like that."] if len(problems) > _SHOWN else []
        raise RefusedError([*(f"{path.name}: {problem}" for problem in problems[:_SHOWN]), *more])
