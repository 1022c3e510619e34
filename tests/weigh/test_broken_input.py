"""Files of responses that are not what they should be: one clear message each, an exit code, and no half-made folder."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from folkmoot.weigh import LIMITS

from .conftest import changed, csv_text, estimates, refused

Run = Callable[..., Any]


# Files that are not what they should be


def test_an_empty_file_is_refused(folkmoot: Run) -> None:
    refused(folkmoot(""), "survey.csv: the file is empty. It must have a row of column names and a row for each response.")


def test_a_file_of_blank_lines_is_refused(folkmoot: Run) -> None:
    refused(folkmoot("\n\n\n"), "survey.csv: the file is empty. It must have a row of column names and a row for each response.")


def test_a_header_with_nothing_below_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(folkmoot(people.head(0)), "there are no responses: the file has a row of column names and nothing below it.")


def test_a_missing_file_is_refused(folkmoot: Run, tmp_path: Path) -> None:
    refused(folkmoot(tmp_path / "gone.csv"), "gone.csv: cannot be read: no such file or directory.")


def test_a_folder_is_refused(folkmoot: Run, tmp_path: Path) -> None:
    refused(folkmoot(tmp_path), f"{tmp_path.name}: is a folder. Give the file of responses itself.")


def test_an_unknown_kind_of_file_is_refused(folkmoot: Run) -> None:
    known = '".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".sav", ".sss", ".xml"'
    refused(folkmoot("a", suffix=".doc"), f'survey.doc: cannot tell what kind of file this is from ".doc". It may be: {known}.')


def test_nul_bytes_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    text = csv_text(people).replace("R0300", "R\x000300")
    refused(folkmoot(text), "survey.csv: the file holds NUL bytes, so it is not a text file. Save it as CSV (UTF-8) and try again.")


def test_utf_16_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(folkmoot(csv_text(people).encode("utf-16")), "survey.csv: the file is UTF-16 text. Save it as CSV (UTF-8) and try again.")


def test_bytes_that_are_no_text_are_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    broken = csv_text(people).encode().replace(b"R0300", b"R\x81\x8d")
    refused(folkmoot(broken), "survey.csv: the file is neither UTF-8 nor Windows text. Save it as CSV (UTF-8) and try again.")


@pytest.mark.parametrize("content", [b"garbage", b"PK\x03\x04" + random.Random(1).randbytes(500)])
def test_an_excel_file_that_is_not_one_is_refused(folkmoot: Run, content: bytes) -> None:
    words = "is not an Excel workbook that can be opened. If it has a password, take it off, or save it as CSV."
    refused(folkmoot(content, suffix=".xlsx"), f"survey.xlsx: {words}")


def test_a_zip_of_something_else_is_refused(folkmoot: Run) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("letter.txt", "hello")
    ran = folkmoot(held.getvalue(), suffix=".xlsx")
    assert ran.code == 2
    assert ran.problems[0].startswith("survey.xlsx: is not an Excel workbook that can be opened.")


def test_a_truncated_spss_file_is_refused(folkmoot: Run, people: pl.DataFrame, tmp_path: Path) -> None:
    pyreadstat.write_sav(people.drop("not used"), tmp_path / "whole.sav")
    whole = (tmp_path / "whole.sav").read_bytes()
    for cut in (3, 200, len(whole) // 2):
        refused(folkmoot(whole[:cut], suffix=".sav"), "survey.sav: is not a whole SPSS file. Save it again from SPSS, or as CSV.")


def test_a_truncated_parquet_file_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    held = io.BytesIO()
    people.write_parquet(held)
    refused(
        folkmoot(held.getvalue()[:2000], suffix=".parquet"),
        "survey.parquet: is not a whole Parquet file. Write it again, or save it as CSV.",
    )


def test_a_parquet_column_of_lists_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    held = io.BytesIO()
    people.with_columns(pl.Series("home", [["Own"]] * people.height)).write_parquet(held)
    ran = folkmoot(held.getvalue(), suffix=".parquet")
    refused(ran, 'survey.parquet: the column "home" holds List(String) values. It must hold one answer to a cell.')


# Rows and columns


def test_ragged_rows_are_named(folkmoot: Run, people: pl.DataFrame) -> None:
    lines = csv_text(people).splitlines()
    lines[4] += ",extra"
    lines[9] = lines[9].rsplit(",", 1)[0]
    refused(
        folkmoot("\n".join(lines)),
        "survey.csv: row 5 has 9 cells, but the header has 8.",
        "survey.csv: row 10 has 7 cells, but the header has 8.",
    )


def test_many_ragged_rows_are_counted(folkmoot: Run, people: pl.DataFrame) -> None:
    lines = csv_text(people).splitlines()
    ran = folkmoot("\n".join([lines[0], *(f"{line},x" for line in lines[1:])]))
    assert (ran.code, len(ran.problems), ran.problems[-1]) == (2, 11, "survey.csv: and 590 more rows like that.")


def test_an_unclosed_quote_is_placed(folkmoot: Run, people: pl.DataFrame) -> None:
    text = csv_text(people).replace("R0100,", '"R0100,')
    ran = folkmoot(text)
    assert ran.code == 2
    assert ran.problems[-1] == (
        "survey.csv: row 102 (line 601) cannot be read: its quotation marks do not pair up, or a cell is far too long."
    )


def test_a_column_the_plan_needs_is_missed_with_all_others(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(
        folkmoot(people.rename({"home": "Home ", "w0": "weight"})),
        'there is no column "home". Did you mean "Home"?',
        'there is no column "w0".',
    )


def test_a_header_that_names_a_column_twice_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    text = csv_text(people).replace("not used", "home", 1)
    refused(folkmoot(text), 'the column "home" is there 2 times. Give each column its own name.')


def test_two_columns_of_one_name_that_no_plan_names_do_no_harm(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    text = csv_text(people.with_columns(other=pl.lit("x"))).replace("other", "not used", 1)
    assert estimates(folkmoot(text)) == right


def test_too_many_columns_are_refused(folkmoot: Run) -> None:
    ran = folkmoot(",".join(f"c{at}" for at in range(LIMITS.columns + 1)) + "\n")
    refused(ran, "survey.csv: there are 2,001 columns. The most is 2,000: keep those the plan uses.")


def test_too_many_rows_are_refused(folkmoot: Run) -> None:
    ran = folkmoot("person\n" + "x\n" * (LIMITS.rows + 1))
    refused(ran, "survey.csv: there are 2,000,001 rows. The most is 2,000,000. Weigh a sample of them, or split the survey.")


def test_the_same_id_twice_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(folkmoot(changed(people, 9, "person", "R0002")), 'row 9: "person" holds "R0002", which is also in row 4. Keep one.')


def test_a_blank_id_is_refused(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(folkmoot(changed(people, 9, "person", "")), 'row 9: "person" is blank. Every response needs one.')


# Cells


def test_codes_the_plan_does_not_know_are_named_together(folkmoot: Run, people: pl.DataFrame) -> None:
    text = changed(people, 3, "home", "own").replace("R0040,", "R0040,old", 1)
    allowed = '"Own", "Rent", "Care home", "Boat"'
    assert folkmoot(text).problems == [
        f'row 42: "age" holds "old{people["age"][40]}", which is not a number.',
        f'row 3: "home" holds "own". It may hold: {allowed}. Did you mean "Own"?',
    ]


def test_many_wrong_codes_are_counted(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(people.with_columns(sex=pl.lit(7)))
    assert ran.problems[0] == 'row 2: "sex" holds "7". It may hold: "1", "2", "3".'
    assert ran.problems[10:] == ["and 590 more rows like row 11."]


def test_a_number_outside_the_bands_is_named(folkmoot: Run, people: pl.DataFrame) -> None:
    refused(folkmoot(changed(people, 30, "age", 17)), 'row 30: "age" is 17, which is outside the bands of [derive.age_band].')


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("heavy", 'holds "heavy", which is not a number.'),
        ("-1", 'holds "-1". It must be a number above 0.'),
        ("0", 'holds "0". It must be a number above 0.'),
        ("inf", 'holds "inf", which is not a number.'),
        ("nan", 'holds "nan", which is not a number.'),
        ("1e999", 'holds "1e999", which is not a number.'),
        ("", "holds nothing. It must be a number above 0."),
    ],
)
def test_a_weight_that_is_none_is_named(folkmoot: Run, people: pl.DataFrame, cell: str, words: str) -> None:
    refused(folkmoot(changed(people, 12, "w0", cell)), f'row 12: "w0" {words}')


def test_a_cell_that_is_far_too_long_is_named(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(changed(people, 12, "person", "x" * (LIMITS.cell_letters + 1)))
    refused(ran, 'row 12: "person" has a cell of over 10,000 letters.')


def test_a_wrong_cell_is_shown_short_and_on_one_line(folkmoot: Run, people: pl.DataFrame) -> None:
    ran = folkmoot(changed(people, 12, "home", "two\nlines \x1b[31m" + "x" * 200))
    assert ran.code == 2
    assert ran.problems == [f'row 12: "home" holds "two lines [31m{"x" * 46}…". It may hold: "Own", "Rent", "Care home", "Boat".']


def test_answers_in_two_arms_at_once_are_named(folkmoot: Run) -> None:
    plan = """
survey = { title = "T", organisation = "O", dates = "D", sample = "panel", population = "P" }
statements = [{ id = "s", text = "T", column = "said", recode = "yes" }]
columns = { a = { values = ["Y", "N"] }, b = { values = ["Y", "N"] } }
derive = { said = { coalesce = ["a", "b"] } }
recodes = { yes = { yes = ["Y"], no = ["N"] } }
"""
    refused(folkmoot("a,b\nY,\nN,Y\n,N\n", plan), 'row 3: has an answer in more than one of "a", "b". It may be in one only.')
