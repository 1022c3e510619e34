"""A CSV table is read the same whether the quick reader or the exact one reads it, and faults are named by row."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.files.csv_table import WINDOWS, CsvTable, read_csv_table
from folkmoot.files.problems import RefusedError


def every(header: Sequence[str]) -> Sequence[str]:
    return header


def any_number(_: int) -> None:
    return None


def read(path: Path) -> CsvTable:
    return read_csv_table(path, every, any_number, each="person")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff", exclude_categories=("Cs",)), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_comes_back_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str, ending: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    held = io.StringIO()
    csv.writer(held, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows([["first", "second"], *rows])
    path.write_bytes(held.getvalue().encode())
    table = read(path)
    assert table.header == ("first", "second")
    assert [[cell or "" for cell in row] for row in table.frame.rows()] == rows
    assert table.rows.to_list() == list(range(2, len(rows) + 2))


def test_a_byte_order_mark_and_semicolons_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("\ufeffid;gender\n1;Female\n".encode())
    table = read(tmp_path / "a.csv")
    assert table.header == ("id", "gender")
    assert table.frame.rows() == [("1", "Female")]


def test_windows_text_is_read_and_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,place\n1,Ch\xe2teau\n".encode("cp1252"))
    table = read(tmp_path / "a.csv")
    assert table.frame.rows() == [("1", "Château")]
    assert table.notices == (WINDOWS,)


def test_a_row_with_too_few_cells_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,place\n1,a\n2\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="row 3 has 1 cells, but the header has 2"):
        read(tmp_path / "a.csv")


def test_an_empty_file_says_what_it_should_hold(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="a row of column names and a row for each person"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("body", ["id,place\n1,a\n2,b\n3,c\n", 'id,place\n1,a\n2,5" pipe\n3,c\n'], ids=["regular", "irregular"])
def test_too_many_rows_are_counted_by_both_readers(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.csv").write_text(body, encoding="utf-8")

    def count(rows: int) -> None:
        if rows > 2:
            raise RefusedError([f"there are {rows} rows."])

    with pytest.raises(RefusedError):
        read_csv_table(tmp_path / "a.csv", every, count, each="person")
