"""The tables as a workbook: a cover, contents, notes, then one table to a sheet, as the UK Analysis Function asks of spreadsheets.

On each sheet the title stands in A1, then how many tables there are, what the marks mean, and the table: no merged cell, no blank row,
column or cell, one header row, a real Excel table, numbers as numbers (a share is a number from 0 to 1 shown as a per cent). Headings
that need explaining point to a numbered note. Text is always written as text, so that no cell can start a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from folkmoot.weigh.column_letters import higher_words, letter_notes
from folkmoot.weigh.results import IN_THE_FILE, weighted
from folkmoot.weigh.uncertainty_words import ENDS, NO_RANGE, USUAL_ERRORS, lacks_range

# whole per cents, and never 0% for somebody: the same words as in the report
SHARE: Final = '[=0]0%;[<0.005]"<0.5%";0%'
COUNT: Final = "#,##0"
NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # the same input gives the same bytes: no sheet knows when it was made
WIDEST: Final = 60
COVER_WIDTH: Final = 100
LONGEST_SHEET_NAME: Final = 31  # Excel's own limit
LANGUAGE: Final = "en-GB"
NO_MARK: Final = "none"
NOT_COUNTED: Final = "Shorthand: [z] not applicable: the source does not count this group."
MADE_UP: Final = "Example only. All people and numbers here are made up."
FONT: Final = {"font_name": "Arial", "font_size": 12}
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
LETTER_COLUMNS: Final = ("Letter", "Higher than")
ANALYSIS_KINDS: Final = {
    "text": "text",
    "share": "error",
    "points": "points",
    "count": "count",
    "number": "number",
    "ratio": "ratio",
    "p": "p",
}

type Cell = str | float | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table. `kinds` are the columns' formats. A link is the name of a sheet."""

    name: str
    title: str
    about: tuple[str, ...]
    header: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(document: Mapping[str, Any]) -> bytes:
    """The workbook's bytes, from the document of findings alone."""
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": dict(FONT),
    }  # XlsxWriter changes what it is given
    book = xlsxwriter.Workbook(held, options)
    survey = document["survey"]
    book.set_properties({"title": survey["title"], "author": survey["organisation"], "created": NO_DATE, "comments": "Made by Folkmoot"})
    formats = {
        "title": book.add_format({**FONT, "bold": True, "font_size": 16}),
        "wrapped": book.add_format({**FONT, "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({**FONT, "valign": "top"}),
        "text": book.add_format({**FONT, "text_wrap": True, "valign": "top"}),
        "link": book.add_format({**FONT, "font_color": "#1D3C8F", "underline": True, "valign": "top"}),
        "header": book.add_format({**FONT, "bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "share": book.add_format({**FONT, "num_format": SHARE, "align": "right", "valign": "top"}),
        "error": book.add_format({**FONT, "num_format": "0.0%", "align": "right", "valign": "top"}),
        "count": book.add_format({**FONT, "num_format": COUNT, "align": "right", "valign": "top"}),
        "points": book.add_format({**FONT, "num_format": "+0.0%;-0.0%;0.0%", "align": "right", "valign": "top"}),
        "number": book.add_format({**FONT, "num_format": "#,##0.###", "align": "right", "valign": "top"}),
        "ratio": book.add_format({**FONT, "num_format": "0.00", "align": "right", "valign": "top"}),
        "p": book.add_format({**FONT, "num_format": '[<0.001]"under 0.001";0.000', "align": "right", "valign": "top"}),
    }
    for sheet in (_cover(document), *_listed(document)):
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return _with_language(held.getvalue())


def _with_language(book: bytes) -> bytes:
    """The workbook with its language among its properties, which XlsxWriter has no way to say."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = content.replace(b"</cp:coreProperties>", f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>".encode())
            after.writestr(part, content, compress_type=zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    page.write_string(0, 0, sheet.title, formats["title"])
    for row, words in enumerate(sheet.about, start=1):
        # beside a table a line runs on over the empty cells to its right: wrapped into a narrow column it would be very tall
        page.write_string(row, 0, words, formats["plain" if sheet.header else "wrapped"])
    if not sheet.header:
        page.set_column(0, 0, COVER_WIDTH)
        return
    top = 1 + len(sheet.about)
    for column, (name, kind) in enumerate(zip(sheet.header, sheet.kinds, strict=True)):
        words_in = [name, *(str(row[column]) for row in sheet.rows if isinstance(row[column], str))]
        page.set_column(column, column, min(WIDEST, max(14, *(len(words) + 2 for words in words_in))))
        for row, cells in enumerate(sheet.rows, start=top + 1):
            cell = cells[column]
            if kind == "link":
                page.write_url(row, column, f"internal:'{cell}'!A1", formats["link"], str(cell))
            elif isinstance(cell, str):
                page.write_string(row, column, cell, formats[kind])
            else:
                page.write_number(row, column, cell, formats[kind])
    columns = [{"header": name, "header_format": formats["header"]} for name in sheet.header]
    table = {"name": f"table_{sheet.name}".lower(), "columns": columns, "style": None, "autofilter": False}
    page.add_table(top, 0, top + len(sheet.rows), len(sheet.header) - 1, table)
    page.freeze_panes(top + 1, 0)


def _cover(document: Mapping[str, Any]) -> Sheet:
    survey = document["survey"]
    n = document["responses"]["n"]
    about = (
        *_made_up(document),
        f"{survey['organisation']}. {survey['dates']}.",
        f"Population: {survey['population']}.",
        *([survey["how_people_came"]] if survey["how_people_came"] else []),
        *survey["sample_sentences"],
        "Fewer people answered than may be shown." if n is None else f"{n:,} people answered.",
        f"Fingerprint of the answers: {document['dataset_hash']}",
        f"Fingerprint of the plan: {document['plan_hash']}",
        f"Method version {document['method_version']}. Folkmoot {document['folkmoot_version']}.",
    )
    return Sheet("Cover", survey["title"], about, (), (), ())


def _made_up(document: Mapping[str, Any]) -> tuple[str, ...]:
    return (MADE_UP,) if document["survey"]["synthetic"] else ()


def _listed(document: Mapping[str, Any]) -> Iterator[Sheet]:
    """The contents, the notes and the tables."""
    notes = tuple(_notes(document))
    numbers = {about: f"note {at}" for at, (about, _) in enumerate(notes, start=1)}
    numbered = list(_numbered(document, numbers))
    one = "This worksheet contains one table."
    listed = (("Notes", "Notes"), *((sheet.name, sheet.title) for sheet in numbered))
    made_up = _made_up(document)
    yield Sheet("Contents", "Contents", (*made_up, one), ("Worksheet", "Table"), ("link", "text"), listed)
    rows = tuple((f"note {at}", about, words) for at, (about, words) in enumerate(notes, start=1))
    header = ("Note number", "About", "Note")
    yield Sheet("Notes", "Notes", (*made_up, one), header, ("text", "text", "text"), rows)
    yield from numbered


def _notes(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What each note is about, and what it says."""
    yield from document["shorthand"].items()
    weighting = document["weighting"]
    response = weighting.get("response")
    fair = f"Weighted by {', '.join(weighting['by'])}." if weighting["made_fair"] else "Weighted with the weights in the file."
    fair = "Weighted to make up for people without answers." if response and not weighting["made_fair"] else fair
    yield "Made fair", fair if weighted(document) else "Not weighted: the same as As given."
    if response:
        yield from ((IN_THE_FILE[response["kind"]][0], sentence) for sentence in response["sentences"])
    made = document.get("uncertainty")
    ends = ENDS if made is None else " ".join(["The ends of the interval:", made["intervals"], *made["notes"]])
    yield "Lowest likely, Highest likely", ends
    yield "Standard error", USUAL_ERRORS if made is None else made["standard_errors"]
    if lacks_range(document):
        yield "Groups without a range", NO_RANGE
    yield "As given", "Not weighted."
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


def _numbered(document: Mapping[str, Any], notes: Mapping[str, str]) -> Iterator[Sheet]:
    """The tables, each on a sheet named by its number and what it is of."""
    statements = {statement["id"]: statement for statement in document["statements"]}
    number = 0

    def texts(row: Mapping[str, Any]) -> tuple[str, str]:
        return row["statement"], statements[row["statement"]]["text"]

    def sheet(title: str, more: Sequence[str], header: Sequence[str], kinds: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
        nonlocal number
        number += 1
        noted = tuple(_noted(name, notes) for name in header)
        about = (*_made_up(document), *_about(document, rows, noted != tuple(header)), *more)
        return Sheet(_sheet_name(number, title), f"Table {number}: {title}", about, noted, tuple(kinds), tuple(rows))

    names, of = [name for name, _, _ in RESULT_COLUMNS], [kind for _, _, kind in RESULT_COLUMNS]
    header, kinds = ["Statement", "What was asked", *names, "Mark"], ["text", "text", *of, "text"]
    overall = [row for row in document["findings"] if row["factor"] is None]
    yield sheet("What people said", (), header, kinds, [(*texts(row), *_numbers(row)) for row in overall])
    for factor in document["factors"]:
        rows = [row for row in document["findings"] if row["factor"] == factor["name"]]
        letters = LETTER_COLUMNS if any("letter" in row for row in rows) else ()
        labelled = [*header[:2], _unlike(factor["label"], [*header, *letters]), *header[2:], *letters]
        cells = [(*texts(row), row["level"], *_numbers(row), *_letters(row)) for row in rows]
        said = _letters_said(rows)
        yield sheet(f"What people said, by {factor['label']}", said, labelled, ["text", *kinds, *("text" for _ in letters)], cells)
    for margin in document["weighting"]["margins"]:
        labels = ["People who answered", "Share of those who answered", "Share of the population", "Share once made fair"]
        keys = ("n", "answered", "population", "made_fair")
        levels = [(each["level"], *(_shown(each[key], each["suppressed"] or "[z]") for key in keys)) for each in margin["levels"]]
        title, source = f"Who answered and who lives here, by {margin['label']}", f"Source of the population: {margin['source']}"
        outside = [NOT_COUNTED] if any("[z]" in cells for cells in levels) else []
        marks = ["text", "count", "share", "share", "share"]
        yield sheet(title, [*outside, source], [_unlike(margin["label"], labels), *labels], marks, levels)
    for section in document.get("analyses", []):
        labels = [column["label"] for column in section["columns"]]
        kinds = [ANALYSIS_KINDS[column["kind"]] for column in section["columns"]]
        shown = [(*(_shown(cell, row["mark"] or "[x]") for cell in row["cells"]), row["mark"] or NO_MARK) for row in section["rows"]]
        said = [*section["sentences"], *section["notes"], f"Method: {'; '.join(section['method'])}."]
        yield sheet(section["title"], said, [*labels, _unlike("Mark", labels)], [*kinds, "text"], shown)


def _about(document: Mapping[str, Any], rows: Sequence[tuple[Cell, ...]], noted: bool) -> Iterator[str]:  # noqa: FBT001
    """The lines above a table: how many tables, where the notes are, and the marks that stand in it."""
    yield "This worksheet contains one table." + (" Some headings refer to notes, which are on the Notes worksheet." if noted else "")
    held = {cell for cells in rows for cell in cells if isinstance(cell, str)}
    for mark, words in document["shorthand"].items():
        if mark in held:
            yield f"Shorthand: {mark} {words}"


def _noted(name: str, notes: Mapping[str, str]) -> str:
    """A heading with the number of the note about it, when there is one."""
    note = next((number for about, number in notes.items() if name in about.split(", ")), "")
    return f"{name} [{note}]" if note else name


def _numbers(row: Mapping[str, Any]) -> Sequence[Cell]:
    """The numbers of a finding, its mark in place of each that is not shown, and the mark itself."""
    return [*(_shown(row[key], row["mark"] or "[x]") for _, key, _ in RESULT_COLUMNS), row["mark"] or NO_MARK]


def _letters(row: Mapping[str, Any]) -> Sequence[Cell]:
    """A level's letter, and those of the levels it is higher than, where the plan asked for them."""
    return [row["letter"], higher_words(row, row["mark"] or "[x]")] if "letter" in row else []


def _letters_said(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the letters of a factor mean, and how many pairs of its levels were tested in all its statements together."""
    tests = {row["statement"]: row["pairs_tested"] for row in rows if "letter" in row}
    return list(letter_notes(sum(tests.values()))) if tests else []


def _shown(value: float | None, mark: str) -> Cell:
    return mark if value is None else value


def _sheet_name(number: int, title: str) -> str:
    """A name that says what is on the sheet, with no space or sign that Excel or a screen reader stumbles over."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", title.replace("What people said, by", "By").replace("and who lives here, by", "by")).strip("_")
    return f"{number}_{words}"[:LONGEST_SHEET_NAME].strip("_")


def _unlike(label: str, taken: Sequence[str]) -> str:
    """A column's name that no other column of the table has: Excel wants each once, capitals or not."""
    return f"{label} (group)" if label.casefold() in {name.casefold() for name in taken} else label
