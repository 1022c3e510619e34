"""Rows as CSV (RFC 4180, UTF-8), one line at a time, that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_rows(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The header, then each row. A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Raises KeyError for a row that lacks a column or has one more.
    """
    yield _line(columns)
    for row in rows:
        if set(row) != set(columns):
            raise KeyError(sorted(set(row) ^ set(columns)))
        yield _line([as_text(row[column]) for column in columns])


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_STARTS_A_FORMULA) else cell


def _line(cells: Iterable[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
