"""Responses from SPSS: value labels, values marked as missing, dates and long strings, as a plan wants them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.extras import extra
from folkmoot.weigh.plan import Plan
from folkmoot.weigh.plan_keys import code_text
from folkmoot.weigh.responses import Responses, check_header, find_columns, too_many_rows

NOT_SPSS: Final = "is not a whole SPSS file. Save it again from SPSS, or as CSV."
EXACT: Final = 2**53
"""SPSS holds every number as a double: whole numbers beyond this are no longer told apart."""
EPOCH_TO_1970: Final = 12_219_379_200
"""Seconds from 14 October 1582, where SPSS begins to count, to 1 January 1970."""
DATES: Final = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR")
MOMENTS: Final = ("DATETIME", "YMDHMS")
TIMES: Final = ("TIME", "DTIME")


def read_spss(path: Path, plan: Plan) -> Responses:
    """The plan's columns of a .sav file. Raises RefusedError when it is none, or holds ids that SPSS could not hold exactly."""
    pyreadstat = extra("pyreadstat", "SPSS files")
    try:
        _, about = pyreadstat.read_sav(path, metadataonly=True, output_format="dict")
        check_header(about.column_names)
        too_many_rows(about.number_rows or 0)
        names, missing = find_columns(about.column_names, plan)
        options = {"usecols": names, "output_format": "dict", "disable_datetime_conversion": True, "user_missing": True}
        cells, about = pyreadstat.read_sav(path, **options) if names else ({}, about)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, UnicodeDecodeError) as error:
        raise RefusedError([NOT_SPSS]) from error
    notices: list[str] = []
    frame = pl.DataFrame([_column(name, values, about, plan, notices) for name, values in cells.items()])
    read = Responses.of(frame, plan, notices=notices)
    return Responses(read.frame, read.rows, missing, read.notices)


def _column(name: str, values: Sequence[Any], about: Any, plan: Plan, notices: list[str]) -> pl.Series:
    """One column as text: without the values that the file marks as missing and the plan does not name, and with labels for codes."""
    text = _text(name, values, about.original_variable_types.get(name, ""))
    labels = {code_text(code): words.strip() for code, words in about.variable_value_labels.get(name, {}).items()}
    text = _without_missing(text, about.missing_ranges.get(name, []), labels, plan, notices)
    if name not in plan.columns:
        return text
    column = plan.columns[name]
    if column.number:
        words = {code: label for code, label in labels.items() if label in column.missing}
    else:
        words = {code: label for code, label in labels.items() if code not in {*column.codes, *column.missing}}
    return text.replace(words) if words else text


def _text(name: str, values: Sequence[Any], kind: str) -> pl.Series:
    """The cells as text, blank as null: whole numbers without a point, dates as 2031-01-06, times as 13:45:00."""
    if kind.startswith("A") and not kind.startswith("ADATE"):
        series = pl.Series(name, values, dtype=pl.String, strict=False).str.strip_chars()
        return series.to_frame().select(pl.when(pl.col(name) != "").then(pl.col(name))).to_series()
    numbers = pl.Series(name, values, dtype=pl.Float64, strict=False).fill_nan(None)
    family = kind.rstrip("0123456789.")
    if family in DATES:
        return _moment(numbers).dt.date().cast(pl.String)
    if family in MOMENTS:
        return _moment(numbers).dt.strftime("%Y-%m-%d %H:%M:%S")
    if family in TIMES:
        return _moment(numbers + EPOCH_TO_1970).dt.strftime("%H:%M:%S")
    if numbers.abs().gt(EXACT).any():
        words = f'the column "{name}" holds numbers over {EXACT:,}, which SPSS cannot tell apart. '
        raise RefusedError([words + "Make it a text column in SPSS and save again."])
    whole = numbers.cast(pl.Int64, strict=False)
    return pl.select(pl.when(numbers == whole).then(whole.cast(pl.String)).otherwise(numbers.cast(pl.String)).alias(name)).to_series()


def _moment(seconds: pl.Series) -> pl.Series:
    return ((seconds - EPOCH_TO_1970) * 1000).round().cast(pl.Int64, strict=False).cast(pl.Datetime("ms"))


def _without_missing(
    text: pl.Series, ranges: Sequence[Mapping[str, Any]], labels: Mapping[str, str], plan: Plan, notices: list[str]
) -> pl.Series:
    """Values that the file marks as missing are blank, but for those that the plan names itself: there the plan decides."""
    if not ranges:
        return text
    name = text.name
    marked = pl.Series([False]).new_from_index(0, len(text))
    numbers = text.cast(pl.Float64, strict=False)
    for ends in ranges:
        low, high = ends["lo"], ends["hi"]
        if isinstance(low, str):
            marked |= (text == low.strip()).fill_null(value=False)
        else:
            marked |= numbers.is_between(low, high).fill_null(value=False)
    column = plan.columns.get(name)
    ours = {*column.codes, *column.levels, *column.missing} if column else set()
    named = [value for value in text.filter(marked).unique(maintain_order=True) if value in ours or labels.get(value) in ours]
    if column and (answers := [value for value in named if not {value, labels.get(value)} & set(column.missing)]):
        notices.append(f'the file marks {listed(answers)} of "{name}" as missing. The plan lists it as an answer, so it counts as one.')
    marked &= ~text.is_in(named)
    if left := sorted(text.filter(marked).unique()):
        notices.append(f'the file marks {listed(left, most=5)} of "{name}" as missing: {int(marked.sum()):,} cells are read as no answer.')
    return text.to_frame().select(pl.when(~marked).then(pl.col(name))).to_series()
