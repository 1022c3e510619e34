"""The responses as read: the cells of the columns a plan uses, as text, with the row each came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from folkmoot.files.problems import RefusedError, did_you_mean
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan

Say = Callable[[str], None]
"""Where progress goes, one short line a step."""


@dataclass(frozen=True, slots=True)
class Responses:
    """Cells as text (null where blank), one column for each that the plan names and the file has.

    `rows` says where each row stands in the file, counting the header as row 1 (SPSS and Parquet have none: their first row is 1).
    `missing` are problems met in reading that checking will report with its own; `notices` are things a reader should know.
    """

    frame: pl.DataFrame
    rows: pl.Series
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, frame: pl.DataFrame, plan: Plan, *, first_row: int = 1, notices: Sequence[str] = ()) -> "Responses":
        """Responses from a frame of any types. Raises RefusedError when a column holds lists or other things that are no cells."""
        found, missing = find_columns(frame.columns, plan)
        nested = [name for name in found if frame.schema[name].is_nested() or frame.schema[name] in (pl.Binary, pl.Object)]
        if nested:
            raise RefusedError(
                f'the column "{name}" holds {frame.schema[name]} values. It must hold one answer to a cell.' for name in nested
            )
        cells = frame.select(cell_text(pl.col(name), frame.schema[name]) for name in found).with_row_index("row", offset=first_row)
        used = cells.select(pl.all_horizontal(pl.exclude("row").is_null()).alias("blank")) if found else None
        if used is not None and (blank := int(used["blank"].sum())):
            cells = cells.filter(~used["blank"])
            notices = [*notices, f"{blank:,} rows were left out: every column the plan uses is blank in them."]
        too_many_rows(cells.height)
        return cls(cells.drop("row"), cells["row"], missing, tuple(notices))


def cell_text(column: pl.Expr, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """A cell as text, the same from every kind of file: trimmed, blank as null, 1.0 and "1.0" as "1"."""
    text = column.cast(pl.String)
    if kind == pl.Boolean:  # polars writes them true and false, as code_text does
        return text
    text = text.str.strip_chars()
    text = pl.when(text.str.contains(r"^[+-]?\d+\.0*$")).then(text.str.extract(r"^([+-]?\d+)\.", 1)).otherwise(text)
    return pl.when(text != "").then(text)


def find_columns(header: Sequence[str], plan: Plan) -> tuple[list[str], tuple[str, ...]]:
    """The columns of the plan that a header has, and a problem for each that it has not, or has twice."""
    found, problems = [], []
    for name in plan.columns_used:
        if header.count(name) == 1:
            found.append(name)
        elif name in header:
            problems.append(f'the column "{name}" is there {header.count(name)} times. Give each column its own name.')
        else:
            problems.append(f'there is no column "{name}".{did_you_mean(name, header)}')
    return found, tuple(problems)


def too_many_rows(rows: int) -> None:
    """Raises RefusedError past the limit."""
    if rows > LIMITS.rows:
        raise RefusedError([f"there are {rows:,} rows. The most is {LIMITS.rows:,}. Weigh a sample of them, or split the survey."])


def check_header(header: Sequence[str]) -> None:
    """Raises RefusedError when there is no header, or too wide a one."""
    if not any(header):
        raise RefusedError(["the first row is blank. It must hold the names of the columns."])
    if len(header) > LIMITS.columns:
        raise RefusedError([f"there are {len(header):,} columns. The most is {LIMITS.columns:,}: keep those the plan uses."])
