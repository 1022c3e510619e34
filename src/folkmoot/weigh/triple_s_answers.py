"""The answers of a Triple-S survey: from fixed records or CSV to columns of text."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from folkmoot.files.problems import RefusedError
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.responses import too_many_rows
from folkmoot.weigh.triple_s import Description, Variable

SHOWN: Final = 10
CTRL_Z: Final = "\x1a"

type Cells = list[str]


def read_answers(content: str, description: Description, names: Sequence[str]) -> pl.DataFrame:
    """The columns `names` as text, null where there is no answer; a row to a record. `content` is the whole file of answers.

    Singles and multiples come as codes without leading zeros, a multiple as 1 and 0 by code, dates as 2031-01-06 and times as 13:45:00.
    Raises RefusedError naming records where the file is not what the description says.
    """
    wanted = [variable for variable in description.variables if set(variable.columns) & set(names)]
    records = _records(content, description, wanted)
    columns: dict[str, list[str | None]] = {}
    problems: list[str] = []
    for variable, cells in zip(wanted, records, strict=True):
        columns |= dict(_decoded(variable, cells, description, problems))
    if problems:
        more = [f"and {len(problems) - SHOWN:,} more like that."] if len(problems) > SHOWN else []
        raise RefusedError([*problems[:SHOWN], *more])
    return pl.DataFrame({name: columns[name] for name in names}, schema=dict.fromkeys(names, pl.String))


def _records(content: str, description: Description, wanted: Sequence[Variable]) -> list[Cells]:
    """For each variable, its letters in every record."""
    content = content.removeprefix("\ufeff").rstrip(CTRL_Z)
    if description.csv:
        return _from_csv(content, description, wanted)
    lines = [line.removesuffix("\r") for line in content.split("\n")][description.skip :]
    while lines and not lines[-1].strip():
        lines.pop()
    too_many_rows(len(lines))
    return [[line[variable.start - 1 : variable.finish] for line in lines] for variable in wanted]


def _from_csv(content: str, description: Description, wanted: Sequence[Variable]) -> list[Cells]:
    columns: list[Cells] = [[] for _ in wanted]
    last = max((variable.finish for variable in description.variables), default=1)
    short: list[str] = []
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        for record, fields in enumerate(_numbered(reader), start=1):
            if record <= description.skip:
                continue
            if len(fields) < last:
                short.append(f"record {record:,} has {len(fields)} fields, but the description needs {last}.")
                continue
            for column, variable in zip(columns, wanted, strict=True):
                column.append("".join(f"{part:>{variable.width}}" for part in fields[variable.start - 1 : variable.finish]))
            if record > LIMITS.rows:
                too_many_rows(record - description.skip)
    except csv.Error as error:
        words = f"line {reader.line_num:,} cannot be read: its quotation marks do not pair up, or a field is far too long."
        raise RefusedError([*short[:SHOWN], words]) from error
    if short:
        raise RefusedError([*short[:SHOWN], *([f"and {len(short) - SHOWN:,} more like that."] if len(short) > SHOWN else [])])
    return columns


def _numbered(reader: Iterator[Cells]) -> Iterator[Cells]:
    """The records that are not blank lines."""
    return (fields for fields in reader if fields)


def _decoded(variable: Variable, cells: Cells, description: Description, problems: list[str]) -> Iterator[tuple[str, list[str | None]]]:
    """The columns of one variable. A value met before is not read again: answers are few."""
    if variable.kind != "multiple":
        known = {cell: _cell(variable, cell.strip()) for cell in set(cells)}
        yield variable.name, [known[cell] for cell in cells]
        return
    chosen: dict[str, frozenset[str] | None] = {}
    wrong: dict[str, str] = {}
    for cell in set(cells):
        try:
            chosen[cell] = _spread(variable, cell) if variable.subfields else _bits(variable, cell, description)
        except ValueError as error:
            chosen[cell], wrong[cell] = None, str(error)
    problems += [f"record {at:,}: {wrong[cell]}" for at, cell in enumerate(cells, start=1 + description.skip) if cell in wrong]
    for code, name in zip(variable.codes, variable.columns, strict=True):
        marks = {cell: None if codes is None else "1" if code in codes else "0" for cell, codes in chosen.items()}
        yield name, [marks[cell] for cell in cells]


def _cell(variable: Variable, cell: str) -> str | None:
    if not cell:
        return None
    match variable.kind:
        case "single" if not variable.literal:
            code = cell.lstrip("0") or "0"
            return None if code == "0" and not _has_zero(variable) else code
        case "quantity":
            return re.sub(r"^([+-]?)0+(?=\d)", r"\1", cell)
        case "date":
            return re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", cell) if cell.strip("0") else None
        case "time":
            return re.sub(r"^(\d{2})(\d{2})(\d{2})$", r"\1:\2:\3", cell)
        case _:
            return cell


def _has_zero(variable: Variable) -> bool:
    """Whether 0 is a code of its own; otherwise it stands for no answer."""
    starts = variable.codes_from.lstrip("+-")
    return any(code.strip("0") == "" for code in variable.values) or (bool(starts) and starts.strip("0") == "")


def _bits(variable: Variable, cell: str, description: Description) -> frozenset[str] | None:
    """The codes whose mark is 1; nothing when the whole is blank."""
    if not cell.strip():
        return None
    needed = max(int(code) for code in variable.codes)
    marks = cell if not description.csv else cell.strip()
    if len(marks) < needed and description.csv:
        words = f'"{variable.name}" has {len(marks)} marks of {needed}. If a spreadsheet took off the leading zeros, export the file again.'
        raise ValueError(words)
    if set(marks) - set("01 "):
        raise ValueError(f'"{variable.name}" holds "{marks[:40]}". Each mark must be 0 or 1.')
    return frozenset(code for code in variable.codes if marks[int(code) - 1 : int(code)] == "1")


def _spread(variable: Variable, cell: str) -> frozenset[str] | None:
    """The codes listed; nothing when the whole is blank. 0 and blank are places that are not used."""
    if not cell.strip():
        return None
    width = variable.width
    cell = cell.rjust(width) if len(cell) < width else cell
    parts = {cell[at * width : (at + 1) * width].strip().lstrip("0") for at in range(variable.subfields)} - {""}
    if strangers := sorted(parts - set(variable.codes)):
        raise ValueError(f'"{variable.name}" holds the code "{strangers[0][:20]}", which the description does not have.')
    return frozenset(parts)
