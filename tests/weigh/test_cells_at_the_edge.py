"""Cells and columns at the edge of what a file can hold, in every kind of file: a right answer or a plain refusal."""

import codecs
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from folkmoot.weigh import LIMITS

from .conftest import csv_text, estimates, refused

Run = Callable[..., Any]
BIG = 2**63 - 1
SMALL_PLAN = """
survey = { title = "T", organisation = "O", dates = "D", sample = "panel", population = "P", id = "i" }
statements = [{ id = "s", text = "T", column = "x", recode = "r" }]
columns = { x = { values = ["Y", "N"] }, n = { number = true } }
recodes = { r = { yes = ["Y"], no = ["N"] } }
"""


def written(frame: pl.DataFrame, path: Path) -> Path:
    """The frame as a file of the kind its name says."""
    match path.suffix:
        case ".csv":
            path.write_bytes(codecs.BOM_UTF8 + csv_text(frame, ";").encode())
        case ".parquet":
            frame.write_parquet(path)
        case ".xlsx":
            frame.with_columns(pl.col("i").cast(pl.String)).write_excel(path)
        case ".sav":
            pyreadstat.write_sav(frame.with_columns(pl.col("i").cast(pl.String)), path)
    return path


@pytest.mark.parametrize("kind", [".csv", ".parquet", ".xlsx", ".sav"])
def test_ids_of_64_bits_are_told_apart(folkmoot: Run, tmp_path: Path, kind: str) -> None:
    people = pl.DataFrame({"i": [BIG - at for at in range(40)], "x": ["Y", "N"] * 20, "n": [1.5, None] * 20})
    ran = folkmoot(written(people, tmp_path / f"s{kind}"), SMALL_PLAN)
    assert [row[:3] for row in estimates(ran)] == [("s", 40, 0.5)]
    again = folkmoot(written(people.with_columns(i=pl.lit(BIG)), tmp_path / f"s{kind}"), SMALL_PLAN, "--force")
    assert (again.code, len(again.problems)) == (2, 11)
    assert f'"i" holds "{BIG}", which is also in row' in again.problems[0]


def test_ids_that_a_file_of_decimals_has_run_together_are_refused(folkmoot: Run, tmp_path: Path) -> None:
    people = pl.DataFrame({"i": [float(BIG), 1.0], "x": ["Y", "N"], "n": [1.0, 2.0]})
    words = 'the column "i" holds decimals over 9,007,199,254,740,992, which are no longer told apart. Write it as whole numbers or text.'
    refused(folkmoot(written(people, tmp_path / "s.parquet"), SMALL_PLAN), f"s.parquet: {words}")


@pytest.mark.parametrize("kind", [".csv", ".parquet"])
@pytest.mark.parametrize("cell", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_named_in_every_kind_of_file(folkmoot: Run, tmp_path: Path, kind: str, cell: str) -> None:
    values = [float(cell), 1.0] if kind == ".parquet" else [cell, "1"]
    ran = folkmoot(written(pl.DataFrame({"i": [1, 2], "x": ["Y", "N"], "n": values}), tmp_path / f"s{kind}"), SMALL_PLAN)
    shown = "NaN" if (cell, kind) == ("nan", ".parquet") else cell
    refused(ran, f'row {1 if kind == ".parquet" else 2}: "n" holds "{shown}", which is not a number.')


@pytest.mark.parametrize("kind", [".csv", ".parquet", ".xlsx", ".sav"])
def test_a_question_that_nobody_answered_is_reported_as_such(folkmoot: Run, tmp_path: Path, kind: str) -> None:
    blank = pl.Series("x", [None] * 40, dtype=pl.Null if kind == ".parquet" else pl.String)
    people = pl.DataFrame({"i": range(40), "n": [1.0] * 40}).with_columns(blank)
    ran = folkmoot(written(people, tmp_path / f"s{kind}"), SMALL_PLAN)
    assert estimates(ran) == [("s", 0, None, None, None)]
    (finding,) = json.loads((ran.folder / "findings.json").read_text())["findings"]
    assert finding["mark"] == "[x]"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(folkmoot: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    monkeypatch.setattr(sys.modules["folkmoot.weigh.read"], "LIMITS", LIMITS._replace(unpacked_megabytes=2))
    refused(folkmoot(held.getvalue(), suffix=".xlsx"), "survey.xlsx: the workbook unpacks to 3 MB. The most is 2 MB: save it as CSV.")
