"""What every analysis gives: sentences, one table, and how it was made. The report, the workbook and the page are all drawn from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from folkmoot.weigh.analyses.counted import Counted
from folkmoot.weigh.answers import Codes

# A share, a part of 1, is shown as a per cent; points are differences of shares, shown as percentage points; p are probabilities.
CellKind = Literal["text", "share", "points", "count", "number", "ratio", "p"]
DIGITS = {"share": 3, "points": 3, "count": 0, "number": 3, "ratio": 2, "p": 3}
"""Decimals that are published. Few, so that what a table hides cannot be worked out from the last digits of another number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading in words, and what its cells are."""

    label: str
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell to each column, None where there is no number; and why numbers are left out: “[c]”, “[u]”, “[x]” or nothing."""

    cells: tuple[str | float | None, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """sentences: what was found, for people to read; they hold no number that the table hides. notes: what to know to read the table.
    method: how, as tags. counted: the numbers of people that it gives or hides, which other analyses are set beside.
    counted_by: columns of its own that these are counted by, (n,) codes of the responses."""

    title: str
    sentences: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    method: tuple[str, ...]
    counted: tuple[Counted, ...] = ()
    counted_by: Mapping[str, Codes] = field(default_factory=dict)

    def document(self, ident: str, kind: str) -> dict[str, Any]:
        """As findings.json holds it, numbers rounded to what is published."""
        return {
            "id": ident,
            "kind": kind,
            "title": self.title,
            "sentences": list(self.sentences),
            "columns": [{"label": column.label, "kind": column.kind} for column in self.columns],
            "rows": [{"cells": rounded(row.cells, self.columns), "mark": row.mark or None} for row in self.rows],
            "notes": list(self.notes),
            "method": list(self.method),
        }


def rounded(cells: Sequence[str | float | None], columns: Sequence[Column]) -> list[str | float | None]:
    """The cells as they are published: words as they are, numbers to the decimals of their kind, NaN as no number."""
    made: list[str | float | None] = []
    for cell, column in zip(cells, columns, strict=True):
        if cell is None or isinstance(cell, str):
            made.append(cell)
        elif cell != cell or cell in {float("inf"), float("-inf")}:
            made.append(None)
        else:
            made.append(round(cell) if column.kind == "count" else round(float(cell), DIGITS[column.kind]))
    return made
