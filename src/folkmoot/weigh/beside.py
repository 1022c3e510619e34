"""Files beside a plan that its analyses name: counts of a population, facts about areas, another authority's findings.

They are plain names of files in the plan's own folder, and nothing outside that folder is ever read.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final, Protocol, runtime_checkable

import polars as pl

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.plan_keys import Table
from folkmoot.weigh.published_shares import published_shares
from folkmoot.weigh.responses import check_header

TABLES: Final = (".csv", ".parquet")
FINDINGS: Final = (".json",)
MOST_MEGABYTES: Final = 50
MOST_ROWS: Final = 500_000
_NO_FRAMES: Final[Mapping[str, pl.DataFrame]] = {}


@runtime_checkable
class NamesFiles(Protocol):
    """What an analysis wants, when it wants files from beside the plan."""

    @property
    def files(self) -> tuple[str, ...]:
        """Their names."""


def file_name(table: Table, key: str, kinds: tuple[str, ...], *, required: bool = False) -> str:
    """The name of a file beside the plan; empty when it is left out or wrong. Mistakes go to the table's problems."""
    name = table.text(key, required=required)
    if not name:
        return ""
    plain = name == PurePosixPath(name).name == PureWindowsPath(name).name and name.isprintable() and not name.startswith(".")
    if not plain:
        table.problem(key, f"must be the name of a file in the plan's own folder, with no folder before it, not {name!r}.")
        return ""
    if Path(name).suffix.casefold() not in kinds:
        table.problem(key, f'cannot be "{name}". It must end in {" or ".join(kinds)}.')
        return ""
    return name


def load_beside(plan: Plan, folder: Path) -> Mapping[str, pl.DataFrame]:
    """Every file that the plan's analyses name, by name. CSV comes as text. Raises RefusedError with all that is wrong."""
    names = dict.fromkeys(name for one in plan.analyses if isinstance(one.wanted, NamesFiles) for name in one.wanted.files)
    if not names:
        return _NO_FRAMES
    frames: dict[str, pl.DataFrame] = {}
    problems: list[str] = []
    for name in names:
        try:
            frames[name] = _load(folder / name)
        except OSError as error:
            problems.append(f"{name}: cannot be read beside the plan: {(error.strerror or 'it cannot be opened').lower()}.")
        except RefusedError as refused:
            problems += [f"{name}: {problem}" for problem in refused.problems]
    if problems:
        raise RefusedError(problems)
    return frames


def _load(path: Path) -> pl.DataFrame:
    found = path.resolve(strict=True)
    if found.parent != path.parent.resolve():
        raise RefusedError(["is a link to a file outside the plan's folder. Put the file itself beside the plan."])
    if not found.is_file():
        raise RefusedError(["is not a file. Put the file itself beside the plan."])
    size = found.stat().st_size
    if size > MOST_MEGABYTES * 1_000_000:
        raise RefusedError([f"the file is {size // 1_000_000:,} MB. The most is {MOST_MEGABYTES} MB: keep what the analysis needs."])
    match path.suffix.casefold():
        case ".json":
            return _findings(found.read_bytes())
        case ".parquet":
            frame = _parquet(found)
        case _:
            frame = _csv(found.read_bytes())
    if frame.is_empty():
        raise RefusedError(["there is nothing below the names of the columns."])
    return frame


def _findings(content: bytes) -> pl.DataFrame:
    try:
        return published_shares(json.loads(content))
    except (ValueError, RecursionError) as error:  # which UnicodeDecodeError and JSONDecodeError are
        words = str(error) if error.args and type(error) is ValueError else "it cannot be read as JSON."
        raise RefusedError([f"is not the findings.json of a weighing by Folkmoot: {words}"]) from error


def _parquet(path: Path) -> pl.DataFrame:
    try:
        scan = pl.scan_parquet(path, glob=False)
        check_header(scan.collect_schema().names())
        _few_enough(int(scan.select(pl.len()).collect().item()))
        frame = scan.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError(["is not a whole Parquet file. Write it again, or save it as CSV."]) from error
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if nested:
        raise RefusedError([f"{listed(nested)} holds lists or bytes. It must hold one word or number to a cell."])
    return frame


def _csv(content: bytes) -> pl.DataFrame:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(["is not UTF-8 text. Save it as CSV (UTF-8) and try again."]) from error
    if "\0" in text:
        raise RefusedError(["holds NUL bytes, so it is not a text file. Save it as CSV (UTF-8) and try again."])
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        check_header(header)
        twice = [name for name in dict.fromkeys(header) if header.count(name) > 1 or not name]
        if twice:
            raise RefusedError(["every column needs a name of its own in the first row: " + listed(twice) + " is blank or there twice."])
        for cells in reader:
            if cells and len(cells) != len(header):
                raise RefusedError([f"line {reader.line_num:,} has {len(cells)} cells, but the header has {len(header)}."])
            if cells:
                rows.append(cells)
            _few_enough(len(rows))
    except csv.Error as error:
        words = f"line {reader.line_num:,} cannot be read: its quotation marks do not pair up, or a cell is far too long."
        raise RefusedError([words]) from error
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")


def _few_enough(rows: int) -> None:
    if rows > MOST_ROWS:
        raise RefusedError([f"there are more than {MOST_ROWS:,} rows. Add up the rows that the analysis does not tell apart."])
