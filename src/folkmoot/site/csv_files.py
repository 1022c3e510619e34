"""Tables as CSV (RFC 4180) that open safely in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from folkmoot.record.exports.csv_rows import as_text


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """The rows, the first of them the headings. What a spreadsheet would take for a formula begins with an apostrophe; numbers do not."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_safe(str(cell)) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return cell if _is_number(cell) else as_text(cell)


def _is_number(cell: str) -> bool:
    digits = cell.removeprefix("-")
    return digits.isascii() and digits.replace(".", "", 1).isdigit()
