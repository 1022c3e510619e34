"""A file's text read as an export: which system it is of is seen from its headings."""

import csv
import io
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from folkmoot.site.engagement.imports.decidim import DECIDIM
from folkmoot.site.engagement.imports.export import Export, System
from folkmoot.site.engagement.imports.lime_survey import LIME_SURVEY
from folkmoot.site.engagement.imports.qualtrics import QUALTRICS
from folkmoot.site.engagement.imports.smart_survey import SMART_SURVEY

SYSTEMS: dict[str, System] = {system.key: system for system in (QUALTRICS, LIME_SURVEY, DECIDIM, SMART_SURVEY)}
"""In the order in which they are tried: the surest signs first."""

MOST_ROWS = 20_000  # looked at in some seven seconds, while the officer waits
MOST_COLUMNS = 1_000
LONGEST_CELL = 20_000
BETWEEN = (",", ";", "\t")


def read(text: str) -> Export:
    """The export in a file's text. Raises ValidationError, in words, for a file that is none of these or is over a limit."""
    rows = _rows(text.removeprefix("\ufeff"))
    system = next((system for system in SYSTEMS.values() if system.recognises(rows)), None)
    if system is None:
        names = ", ".join(system.name for system in SYSTEMS.values())
        raise ValidationError(
            f"The headings of this file are not those of {names}. Export the answers as CSV there, and change nothing in the file."
        )
    export = system.read(rows)
    if twice := sorted({column.name for column in export.columns if [c.name for c in export.columns].count(column.name) > 1}):
        raise ValidationError(f"The column “{twice[0]}” is there twice. Give each question its own code or words there, and export again.")
    return export


def _rows(text: str) -> Sequence[Sequence[str]]:
    head = text.split("\n", 1)[0]
    between = max(BETWEEN, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(rows) > MOST_ROWS + 3:
                raise ValidationError(f"There are more than {MOST_ROWS:,} rows. Export them in parts: each can be imported on its own.")
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise ValidationError(f"Row {len(rows) + 1} has a cell of more than {LONGEST_CELL:,} letters.")
            rows.append(row)
    except csv.Error as error:
        raise ValidationError(f"The file is not a whole CSV file, near line {reader.line_num}: {error}.") from None
    if not rows:
        raise ValidationError("The file is empty.")
    if len(rows[0]) > MOST_COLUMNS:
        raise ValidationError(f"There are {len(rows[0]):,} columns. The most is {MOST_COLUMNS:,}: leave out what you do not need.")
    return rows
