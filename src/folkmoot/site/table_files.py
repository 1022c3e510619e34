"""A file with a table as rows of text, one at a time: CSV of any length, or the first sheet of an Excel workbook."""

import codecs
import csv
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError

MOST_MEGABYTES = 1_000
MOST_EXCEL_MEGABYTES = 50
MOST_UNPACKED_MEGABYTES = 1_000
MOST_COLUMNS = 300
BETWEEN = (",", ";", "\t")


def rows_of(file: BinaryIO, name: str, size: int) -> Iterator[Sequence[str]]:
    """The rows, the headings first. Raises ValidationError, in words, for a file that cannot be read, as far as it was read by then."""
    kind = PurePath(name).suffix.casefold()
    most = MOST_EXCEL_MEGABYTES if kind == ".xlsx" else MOST_MEGABYTES
    if size > most * 1_000_000:
        raise ValidationError(f"The file is {size // 1_000_000:,} MB. The most for {kind or 'it'} is {most:,} MB.")
    if kind not in {".csv", ".txt", ".tsv", ".xlsx"}:
        raise ValidationError("Give a CSV file, or an Excel workbook that ends in .xlsx.")
    rows = _excel(file) if kind == ".xlsx" else _csv(file)
    header = [heading.strip() for heading in next(rows, [])]
    if not any(header):
        raise ValidationError("The file is empty. Its first row must name the columns.")
    if len(header) > MOST_COLUMNS:
        raise ValidationError(f"There are {len(header):,} columns. The most is {MOST_COLUMNS:,}.")
    return itertools.chain([header], rows)


def _csv(file: BinaryIO) -> Iterator[Sequence[str]]:
    lines = _lines(file)
    first = next(lines, "")
    between = max(BETWEEN, key=first.count)
    reader = csv.reader(itertools.chain([first], lines), delimiter=between, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ValidationError(f"The file is not a whole CSV file, near line {reader.line_num:,}: {error}.") from None


def _lines(file: BinaryIO) -> Iterator[str]:
    """Lines of text with their ends: UTF-8, or what Excel calls Unicode text."""
    start = file.read(2)
    file.seek(0)
    encoding = "utf-16" if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"
    try:
        # A reader of our own, as TextIOWrapper closes the upload it wraps
        for line in codecs.getreader(encoding)(file):
            if "\0" in line:
                raise ValidationError("The file is not text. Save it as CSV.")
            yield line
    except UnicodeError:
        raise ValidationError("The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.") from None


def _excel(file: BinaryIO) -> Iterator[Sequence[str]]:
    try:
        import fastexcel
    except ImportError:
        raise ValidationError("Excel files cannot be read here: save it as CSV.") from None
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED_MEGABYTES * 1_000_000:
            raise ValidationError(f"The workbook unpacks to {unpacked // 1_000_000:,} MB. Save it as CSV.")
        file.seek(0)
        cells = fastexcel.read_excel(file.read()).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except (zipfile.BadZipFile, fastexcel.FastExcelError):
        raise ValidationError("This is not an Excel workbook that can be opened. Take off its password, or save it as CSV.") from None
    for row in cells.iter_rows():
        yield [cell or "" for cell in row]
