"""Responses from a file: CSV, Parquet, Excel or SPSS. Only the columns a plan names are read."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import polars as pl

from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.plan_keys import code_text
from folkmoot.weigh.problems import RefusedError, listed
from folkmoot.weigh.read_csv import read_csv
from folkmoot.weigh.responses import Responses, check_header, find_columns, too_many_rows


def read(path: Path, plan: Plan) -> Responses:
    """The plan's columns of the file at `path`. Raises RefusedError when it cannot be read; the file's name is before each problem."""
    try:
        if path.is_dir():
            raise RefusedError(["is a folder. Give the file of responses itself."])
        size = path.stat().st_size
        if size == 0:
            raise RefusedError(["the file is empty. It must have a row of column names and a row for each response."])
        if size > LIMITS.file_megabytes * 1_000_000:
            raise RefusedError(
                [f"the file is {size // 1_000_000:,} MB. The most is {LIMITS.file_megabytes:,} MB: keep the columns the plan uses."]
            )
        reader = READERS.get(path.suffix.casefold())
        if reader is None:
            raise RefusedError([f'cannot tell what kind of file this is from "{path.suffix}". It may be: {listed(READERS)}.'])
        return reader(path, plan)
    except OSError as error:
        raise RefusedError([f"{path.name}: cannot be read: {(error.strerror or 'it cannot be opened').lower()}."]) from error
    except RefusedError as refused:
        raise RefusedError(f"{path.name}: {problem}" for problem in refused.problems) from refused


def _read_parquet(path: Path, plan: Plan) -> Responses:
    try:
        scan = pl.scan_parquet(path, glob=False)
        header = scan.collect_schema().names()
        check_header(header)
        too_many_rows(scan.select(pl.len()).collect().item())
        names, _ = find_columns(header, plan)
        frame = scan.select(names).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError(["is not a whole Parquet file. Write it again, or save it as CSV."]) from error
    return Responses.of(frame, plan)


def _read_excel(path: Path, plan: Plan) -> Responses:
    fastexcel = _extra("fastexcel", "Excel files")
    try:
        book = fastexcel.read_excel(path)
        sheets = list(book.sheet_names)
        # every cell as text and no header row: the names are ours to read, doubles and all
        cells: pl.DataFrame = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise RefusedError(
            ["is not an Excel workbook that can be opened. If it has a password, take it off, or save it as CSV."]
        ) from error
    if cells.is_empty():
        raise RefusedError([f'the sheet "{sheets[0]}" is empty. It must have a row of column names and a row for each response.'])
    header = [(name or "").strip() for name in cells.row(0)]
    check_header(header)
    names, missing = find_columns(header, plan)
    frame = cells.slice(1).select(pl.nth(header.index(name)).alias(name) for name in names)
    notices = [f'the workbook has {len(sheets)} sheets. The first, "{sheets[0]}", was read.'] if len(sheets) > 1 else []
    read_in = Responses.of(frame, plan, first_row=2, notices=notices)
    return Responses(read_in.frame, read_in.rows, missing, read_in.notices)


def _read_spss(path: Path, plan: Plan) -> Responses:
    pyreadstat = _extra("pyreadstat", "SPSS files")
    try:
        _, about = pyreadstat.read_sav(path, metadataonly=True, output_format="dict")
        check_header(about.column_names)
        names, missing = find_columns(about.column_names, plan)
        # values that the file marks as missing come back as missing: user_missing stays off
        options = {"usecols": names, "output_format": "dict", "disable_datetime_conversion": True}
        cells, about = pyreadstat.read_sav(path, **options) if names else ({}, about)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, UnicodeDecodeError) as error:
        raise RefusedError(["is not a whole SPSS file. Save it again from SPSS, or as CSV."]) from error
    labels: Mapping[str, Mapping[Any, str]] = about.variable_value_labels
    frame = pl.DataFrame({name: _spss_column(name, values, labels.get(name, {}), plan) for name, values in cells.items()})
    read_in = Responses.of(frame, plan)
    return Responses(read_in.frame, read_in.rows, missing, read_in.notices)


def _spss_column(name: str, values: Any, labels: Mapping[Any, str], plan: Plan) -> pl.Series:
    """A column with its value labels in place of codes, but for codes that the plan itself gives words."""
    series = pl.Series(name, values).cast(pl.String, strict=False) if len(values) else pl.Series(name, [], dtype=pl.String)
    text = series.to_frame().select(pl.when(pl.col(name) != "NaN").then(pl.col(name))).to_series()
    if name not in plan.columns or plan.columns[name].number:
        return text
    known = plan.columns[name]
    words = {code_text(code): label for code, label in labels.items() if code_text(code) not in {*known.codes, *known.missing}}
    plain = text.str.replace(r"^(-?\d+)\.0$", "${1}")
    return plain.replace(words) if words else plain


def _extra(module: str, what: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError as error:
        raise RefusedError([f'{what} need an extra part of Folkmoot: install "folkmoot[io]", or save the file as CSV.']) from error


READERS: Final[Mapping[str, Callable[[Path, Plan], Responses]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".parquet": _read_parquet,
    ".xlsx": _read_excel,
    ".sav": _read_spss,
}
