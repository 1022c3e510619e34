"""Responses from a Triple-S survey: the description (.sss or .xml), and the file of answers that it names or that stands beside it."""

from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.responses import Responses, find_columns
from folkmoot.weigh.triple_s import YES_NO, Description, Variable
from folkmoot.weigh.triple_s_answers import read_answers
from folkmoot.weigh.triple_s_description import read_description

BESIDE: Final = (".asc", ".dat", ".csv")


def read_triple_s(path: Path, plan: Plan, *, data: Path | None = None) -> Responses:
    """The plan's columns. A multiple is a column for each of its codes: code 3 of Q2 is the column Q2_3, holding 1 or 0.

    Raises RefusedError when the description or the answers cannot be read.
    """
    description = read_description(path.read_bytes())
    answers = data or _beside(path, description)
    content = _text(answers, description)
    names, missing = find_columns([name for variable in description.variables for name in variable.columns], plan)
    try:
        frame = read_answers(content, description, names)
    except RefusedError as refused:
        raise RefusedError(f"{answers.name}: {problem}" for problem in refused.problems) from refused
    of = {name: variable for variable in description.variables for name in variable.columns}
    worded = frame.select(_worded(frame[name], of[name], plan) for name in names)
    read = Responses.of(worded, plan, first_row=1 + description.skip)
    return Responses(read.frame, read.rows, missing, read.notices)


def _beside(path: Path, description: Description) -> Path:
    """The file of answers: the one that the description names, in its own folder, or the one of the same name."""
    if description.href:
        name = PurePosixPath(description.href.replace("\\", "/")).name  # never a file from elsewhere
        if name and (path.parent / name).is_file():
            return path.parent / name
    endings = (".csv",) if description.csv else BESIDE
    for suffix in dict.fromkeys([*endings, *(ending.upper() for ending in endings)]):
        if path.with_suffix(suffix).is_file():
            return path.with_suffix(suffix)
    named = [description.href] if description.href else [path.with_suffix(suffix).name for suffix in endings]
    raise RefusedError([f"the file of answers, {listed(named)}, is not beside it. Put it there, or name it with --data."])


def _text(answers: Path, description: Description) -> str:
    try:
        size = answers.stat().st_size
        if size > LIMITS.file_megabytes * 1_000_000:
            raise RefusedError([f"{answers.name}: the file is {size // 1_000_000:,} MB. The most is {LIMITS.file_megabytes:,} MB."])
        return answers.read_bytes().decode("utf-8-sig" if description.encoding == "utf-8" else description.encoding)
    except OSError as error:
        raise RefusedError([f"{answers.name}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error
    except UnicodeDecodeError as error:
        words = f"{answers.name}: is not {description.encoding} text, as the description says. Export both again, together."
        raise RefusedError([words]) from error


def _worded(cells: pl.Series, variable: Variable, plan: Plan) -> pl.Series:
    """Words in place of codes, but for codes that the plan itself gives words."""
    name = cells.name
    if name not in plan.columns or plan.columns[name].number:
        return cells
    column = plan.columns[name]
    values = YES_NO if variable.kind in {"multiple", "logical"} else variable.values
    known = {*column.codes, *column.missing}
    words = {code.lstrip("0") or "0": label for code, label in values.items()} if not variable.literal else dict(values)
    return cells.replace({code: label for code, label in words.items() if code not in known and label})
