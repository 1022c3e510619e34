"""The tables as a workbook: a cover, contents, notes, then one table to a sheet, as the UK Analysis Function asks of spreadsheets.

No merged cells, one header row, real Excel tables, numbers as numbers (a share is a number from 0 to 1 shown as a per cent), and the
shorthand letters explained on every sheet. Text is always written as text, so that no cell can start a formula.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

# whole per cents, and never 0% for somebody: the same words as in the report
SHARE: Final = '[=0]0%;[<0.005]"<0.5%";0%'
COUNT: Final = "#,##0"
NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # the same input gives the same bytes: no sheet knows when it was made
WIDEST: Final = 60
RESULT_COLUMNS: Final = (
    ("Made fair", "estimate", "share"),
    ("Lowest likely", "low", "share"),
    ("Highest likely", "high", "share"),
    ("Standard error", "se", "error"),
    ("As given", "unweighted", "share"),
    ("People who answered", "n", "count"),
    ("Weighted base", "n_weighted", "count"),
    ("Effective base", "n_effective", "count"),
)

type Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table. `kinds` are the columns' formats: text, share, error or count. None in a row is shown as `mark`s are."""

    name: str
    title: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(document: Mapping[str, Any]) -> bytes:
    """The workbook's bytes, from the document of findings alone."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    survey = document["survey"]
    book.set_properties({"title": survey["title"], "author": survey["organisation"], "created": NO_DATE, "comments": "Made by Folkmoot"})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "share": book.add_format({"num_format": SHARE, "align": "right", "valign": "top"}),
        "error": book.add_format({"num_format": "0.0%", "align": "right", "valign": "top"}),
        "count": book.add_format({"num_format": COUNT, "align": "right", "valign": "top"}),
    }
    for at, sheet in enumerate([_cover(document), *_listed(document)]):
        _write(book.add_worksheet(sheet.name), sheet, formats, f"table_{at}" if at else "")
    book.close()
    return held.getvalue()


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any], table: str) -> None:
    page.write_string(0, 0, sheet.title, formats["title"])
    for row, note in enumerate(sheet.notes, start=1):
        page.write_string(row, 0, note)
    if not table:
        page.set_column(0, 0, 100)
        return
    top = 1 + len(sheet.notes)
    for column, (name, kind) in enumerate(zip(sheet.header, sheet.kinds, strict=True)):
        words = [name, *(str(row[column]) for row in sheet.rows if isinstance(row[column], str))]
        page.set_column(column, column, min(WIDEST, max(12, *(len(word) + 2 for word in words))))
        for row, cells in enumerate(sheet.rows, start=top + 1):
            cell = cells[column]
            if isinstance(cell, str):
                page.write_string(row, column, cell, formats["text" if kind == "text" else kind])
            elif cell is not None:
                page.write_number(row, column, cell, formats[kind])
    columns = [{"header": name, "header_format": formats["header"]} for name in sheet.header]
    options = {"name": table, "columns": columns, "style": None, "autofilter": False}
    page.add_table(top, 0, top + len(sheet.rows), len(sheet.header) - 1, options)
    page.freeze_panes(top + 1, 0)


def _cover(document: Mapping[str, Any]) -> Sheet:
    survey = document["survey"]
    made_up = ("Example only. All people and numbers here are made up.",) if survey["synthetic"] else ()
    n = document["responses"]["n"]
    notes = (
        *made_up,
        f"{survey['organisation']}. {survey['dates']}.",
        f"Population: {survey['population']}.",
        *([survey["how_people_came"]] if survey["how_people_came"] else []),
        *survey["sample_sentences"],
        "Fewer people answered than may be shown." if n is None else f"{n:,} people answered.",
        f"Fingerprint of the answers: {document['dataset_hash']}",
        f"Fingerprint of the plan: {document['plan_hash']}",
        f"Method version {document['method_version']}. Folkmoot {document['folkmoot_version']}.",
    )
    return Sheet("Cover", survey["title"], notes, (), (), ())


def _listed(document: Mapping[str, Any]) -> Iterator[Sheet]:
    """The contents, the notes and the tables."""
    numbered = list(_numbered(document))
    contents = tuple((sheet.name, sheet.title) for sheet in numbered)
    yield Sheet("Contents", "Contents", ("One table to a sheet.",), ("Sheet", "Table"), ("text", "text"), (("Notes", "Notes"), *contents))
    yield Sheet("Notes", "Notes", ("What each mark and word means.",), ("Note", "Meaning"), ("text", "text"), tuple(_notes(document)))
    yield from numbered


def _notes(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from document["shorthand"].items()
    weighting = document["weighting"]
    fair = f"Weighted by {', '.join(weighting['by'])}." if weighting["made_fair"] else "Weighted with the weights in the file."
    yield "Made fair", fair if weighting["made_fair"] or weighting["base_weights"] else "Not weighted: the same as As given."
    yield "As given", "Not weighted."
    yield "Lowest likely, Highest likely", "The ends of the 95% interval."
    yield "Weighted base", "How many people those who answered stand for."
    yield "Effective base", "How many answers of equal weight would be worth as much."
    for statement in document["statements"]:
        yield f"How {statement['id']} was counted", statement["how_counted"]
    for factor in document["factors"]:
        if factor["how_grouped"]:
            yield f"Groups of {factor['label']}", factor["how_grouped"]
    for margin in weighting["margins"]:
        yield f"Source of {margin['label']}", margin["source"]
    for notice in document["responses"]["notices"]:
        yield "To know", notice


def _numbered(document: Mapping[str, Any]) -> Iterator[Sheet]:
    statements = {statement["id"]: statement for statement in document["statements"]}
    marks = tuple(f"{mark} {words}" for mark, words in document["shorthand"].items())

    def texts(row: Mapping[str, Any]) -> tuple[str, str]:
        return row["statement"], statements[row["statement"]]["text"]

    header, kinds = zip(*((name, kind) for name, _, kind in RESULT_COLUMNS), strict=True)
    overall = tuple((*texts(row), *_numbers(row), row["mark"] or "") for row in document["findings"] if row["factor"] is None)
    words = ("Statement", "What was asked")
    text = ("text", "text")
    yield Sheet("1", "What people said", marks, (*words, *header, "Mark"), (*text, *kinds, "text"), overall)
    number = 1
    for number, factor in enumerate(document["factors"], start=2):
        rows = tuple(
            (*texts(row), row["level"], *_numbers(row), row["mark"] or "")
            for row in document["findings"]
            if row["factor"] == factor["name"]
        )
        label = _unlike(factor["label"], (*words, *header, "Mark"))
        yield Sheet(str(number), f"By {factor['label']}", marks, (*words, label, *header, "Mark"), (*text, "text", *kinds, "text"), rows)
    for more, margin in enumerate(document["weighting"]["margins"], start=number + 1):
        rows = tuple(
            (
                level["level"],
                *(_shown(level[key], level["suppressed"] or "not known") for key in ("n", "answered", "population", "made_fair")),
            )
            for level in margin["levels"]
        )
        labels = ("People who answered", "Share of those who answered", "Share of the population", "Share once made fair")
        title = f"Who answered and who lives here, by {margin['label']}"
        header_of = (_unlike(margin["label"], labels), *labels)
        yield Sheet(
            str(more), title, (*marks, f"Source: {margin['source']}"), header_of, ("text", "count", "share", "share", "share"), rows
        )


def _numbers(row: Mapping[str, Any]) -> Sequence[Cell]:
    return [_shown(row[key], row["mark"] or "") for _, key, _ in RESULT_COLUMNS]


def _shown(value: float | None, mark: str) -> Cell:
    return mark if value is None else value


def _unlike(label: str, taken: Sequence[str]) -> str:
    """A column's name that no other column of the table has: Excel wants each once, capitals or not."""
    return f"{label} (group)" if label.casefold() in {name.casefold() for name in taken} else label
