"""tables.xlsx keeps to the guidance of the UK Analysis Function on spreadsheets, and holds the document's numbers as numbers."""

import io
import tomllib
from collections.abc import Iterator
from typing import Any

import openpyxl
import polars as pl
import pytest

from folkmoot.weigh import Plan, findings, tables, weigh
from folkmoot.weigh.tables import RESULT_COLUMNS

MADE_UP = "Example only. All people and numbers here are made up."


@pytest.fixture
def document(people: pl.DataFrame, plan_text: str) -> dict[str, Any]:
    """The findings of the small survey."""
    return findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text))))


@pytest.fixture
def book(document: dict[str, Any]) -> Any:
    """The workbook as Excel would open it."""
    return openpyxl.load_workbook(io.BytesIO(tables(document)))


def cells_of(sheet: Any) -> list[list[Any]]:
    """The header and the rows of a sheet's one table."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def plain(header: list[str]) -> list[str]:
    """Headings without the numbers of their notes."""
    return [name.split(" [note")[0] for name in header]


def test_the_sheets_say_what_is_on_them_in_names_without_spaces(book: Any) -> None:
    tables_of = ["1_What_people_said", "2_By_Age", "3_By_Sex", "4_By_Kind_of_home", "5_Who_answered_by_Age", "6_Who_answered_by_Sex"]
    assert book.sheetnames == ["Cover", "Contents", "Notes", *tables_of]


def test_the_workbook_names_itself_its_maker_and_its_language(book: Any) -> None:
    about = book.properties
    assert (about.title, about.creator, about.language) == ("Cold homes", "Harrowmere County Council", "en-GB")


def test_each_sheet_is_a_title_lines_and_one_table_with_nothing_blank_or_merged(book: Any) -> None:
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        top, last = sheet[table.ref][0][0].row, sheet[table.ref][-1][0].row
        assert sheet.max_row == last
        assert sheet.max_column == len(sheet[table.ref][0])
        assert all(sheet.cell(row, 1).value for row in range(1, top))
        assert [sheet.cell(row, 2).value for row in range(1, top)] == [None] * (top - 1)
        assert all(cell.value not in (None, "") for row in sheet[table.ref] for cell in row), "no cell of a table is blank"
        assert table.headerRowCount in (None, 1)
        assert sheet.merged_cells.ranges == set()
        assert sheet.freeze_panes == f"A{top + 1}"
        assert sheet.sheet_state == "visible"
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert sum("contains one table" in str(sheet.cell(row, 1).value) for row in range(1, top)) == 1


def test_the_tables_have_names_of_their_own_that_say_what_they_hold(book: Any) -> None:
    names = [name for sheet in book.worksheets for name in sheet.tables]
    assert names[:3] == ["table_contents", "table_notes", "table_1_what_people_said"]
    assert len({name.casefold() for name in names}) == len(names) == len(book.sheetnames) - 1


def test_the_contents_lead_to_every_sheet(book: Any) -> None:
    sheet = book["Contents"]
    (table,) = sheet.tables.values()
    rows = sheet[table.ref][1:]
    assert [row[0].value for row in rows] == book.sheetnames[2:]
    assert [row[0].hyperlink.location for row in rows] == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    assert [row[1].value for row in rows[1:]] == [book[name]["A1"].value for name in book.sheetnames[3:]]


def test_every_note_that_a_heading_points_to_is_there_and_is_about_it(book: Any) -> None:
    notes = {row[0]: row[1] for row in cells_of(book["Notes"])[1:]}
    assert list(notes) == [f"note {at}" for at in range(1, len(notes) + 1)]
    pointed = 0
    for sheet in book.worksheets[3:]:
        for name in cells_of(sheet)[0]:
            if " [note" in name:
                heading, number = name.removesuffix("]").split(" [")
                assert heading in notes[number].split(", ")
                pointed += 1
    assert pointed == 4 * 7


def marks_in(sheet: Any) -> Iterator[str]:
    """The marks that stand in a table."""
    return (cell for row in cells_of(sheet)[1:] for cell in row if isinstance(cell, str) and cell.startswith("["))


def test_the_marks_that_stand_in_a_table_and_no_others_are_explained_above_it(book: Any) -> None:
    seen = set()
    for sheet in book.worksheets[3:]:
        lines = [str(row[0].value) for row in sheet.iter_rows(max_col=1)]
        explained = {line.split()[1] for line in lines if line.startswith("Shorthand: ")}
        assert explained == set(marks_in(sheet))
        seen |= explained
    assert {"[u]", "[c]", "[z]"} <= seen


def test_made_up_people_are_said_to_be_so_on_every_sheet(book: Any, people: pl.DataFrame, plan_text: str) -> None:
    assert all(MADE_UP in [row[0].value for row in sheet.iter_rows(max_col=1)] for sheet in book.worksheets)
    real = findings(weigh(people, Plan.from_mapping(tomllib.loads(plan_text.replace("synthetic = true", "")))))
    for sheet in openpyxl.load_workbook(io.BytesIO(tables(real))).worksheets:
        assert MADE_UP not in [row[0].value for row in sheet.iter_rows(max_col=1)]


def test_the_tables_hold_the_document_s_numbers_as_numbers(document: dict[str, Any], book: Any) -> None:
    sheet = book["4_By_Kind_of_home"]
    header, *rows = cells_of(sheet)
    assert plain(header) == ["Statement", "What was asked", "Kind of home", *(name for name, _, _ in RESULT_COLUMNS), "Mark"]
    expected = [row for row in document["findings"] if row["factor"] == "home"]
    assert [row[3:11] for row in rows] == [
        [found["mark"] if found[key] is None else found[key] for _, key, _ in RESULT_COLUMNS] for found in expected
    ]
    assert [row[11] for row in rows] == [found["mark"] or "none" for found in expected]
    (table,) = sheet.tables.values()
    assert sheet[table.ref][1][3].number_format == '[=0]0%;[<0.005]"<0.5%";0%'


def test_long_words_wrap_and_no_column_is_narrow(book: Any) -> None:
    sheet = book["1_What_people_said"]
    (table,) = sheet.tables.values()
    assert all(cell.alignment.wrap_text for cell in sheet[table.ref][0])
    assert all(row[1].alignment.wrap_text for row in sheet[table.ref][1:])
    assert all(column.width >= 14 for column in sheet.column_dimensions.values())


def test_a_table_that_a_person_called_like_a_column_still_opens(people: pl.DataFrame, plan_text: str) -> None:
    text = plan_text.replace('label = "Kind of home"', 'label = "mark"').replace('label = "Sex"', 'label = "People who answered"')
    made = openpyxl.load_workbook(io.BytesIO(tables(findings(weigh(people, Plan.from_mapping(tomllib.loads(text)))))))
    headers = [cells_of(sheet)[0] for sheet in made.worksheets[3:]]
    assert [len({name.casefold() for name in header}) for header in headers] == [len(header) for header in headers]


def test_labels_of_any_letters_and_length_make_sheets_that_open(people: pl.DataFrame, plan_text: str) -> None:
    text = plan_text.replace('label = "Kind of home"', 'label = "Tŷ [*?:/\\\\] a very long label of a factor indeed"')
    made = openpyxl.load_workbook(io.BytesIO(tables(findings(weigh(people, Plan.from_mapping(tomllib.loads(text)))))))
    assert made.sheetnames[6] == "4_By_T_a_very_long_label_of_a_f"
    assert all(len(name) <= 31 for name in made.sheetnames)
