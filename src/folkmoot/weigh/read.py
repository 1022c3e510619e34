"""Responses from a file: CSV, Parquet, Excel, SPSS or Triple-S. Only the columns a plan names are read."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.extras import extra
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.read_csv import read_csv
from folkmoot.weigh.read_spss import EXACT, read_spss
from folkmoot.weigh.read_triple_s import read_triple_s
from folkmoot.weigh.responses import Responses, check_header, find_columns, too_many_rows


def read(path: Path, plan: Plan, *, data: Path | None = None) -> Responses:
    """The plan's columns of the file at `path`. Raises RefusedError when it cannot be read; the file's name is before each problem.

    `data` is the file of answers that a Triple-S description belongs to, where it is not the one that the description names.
    """
    kind = path.suffix.casefold()
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
        if kind in DESCRIPTIONS:
            return read_triple_s(path, plan, data=data)
        if data is not None:
            raise RefusedError([f"holds the answers itself, so --data {data.name} does not go with it. Leave --data out."])
        reader = READERS.get(kind)
        if reader is None:
            known = listed([*READERS, *DESCRIPTIONS])
            raise RefusedError([f'cannot tell what kind of file this is from "{path.suffix}". It may be: {known}.'])
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
    for name in frame.columns:
        if name not in plan.number_columns and frame.schema[name].is_float() and frame[name].abs().gt(EXACT).any():
            words = f'the column "{name}" holds decimals over {EXACT:,}, which are no longer told apart. '
            raise RefusedError([words + "Write it as whole numbers or text."])
    return Responses.of(frame, plan)


def _read_excel(path: Path, plan: Plan) -> Responses:
    fastexcel = extra("fastexcel", "Excel files")
    _unpacks(path)
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


def _unpacks(path: Path) -> None:
    """Raises RefusedError when the workbook would unpack to more than the limit: the zip says how much before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        return  # the reader says what is wrong
    if size > LIMITS.unpacked_megabytes * 1_000_000:
        words = f"the workbook unpacks to {size // 1_000_000:,} MB. The most is {LIMITS.unpacked_megabytes:,} MB: save it as CSV."
        raise RefusedError([words])


READERS: Final[Mapping[str, Callable[[Path, Plan], Responses]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".parquet": _read_parquet,
    ".xlsx": _read_excel,
    ".sav": read_spss,
}
DESCRIPTIONS: Final = (".sss", ".xml")
"""Triple-S: a description, with the answers in a file of their own."""
