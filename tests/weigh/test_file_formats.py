"""The same answers in CSV, Parquet, Excel and SPSS give the same document, byte for byte; and CSV is read as the csv module reads it."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.files.csv_walk import walk
from folkmoot.weigh import Plan, RefusedError, check, findings, read, weigh, weigh_answers
from folkmoot.weigh.write import document_bytes

from .conftest import csv_text


def document_of(path: Path, plan: Plan) -> bytes:
    """The bytes of findings.json for a file."""
    return document_bytes(findings(weigh_answers(check(read(path, plan), plan), plan)))


def test_four_formats_and_a_frame_give_the_same_bytes(people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    plan = Plan.from_mapping(tomllib.loads(plan_text))
    (tmp_path / "s.csv").write_text(csv_text(people))
    people.write_parquet(tmp_path / "s.parquet")
    people.write_excel(tmp_path / "s.xlsx")
    labels = {"sex": {1: "Woman", 2: "Man", 3: "Other"}}
    pyreadstat.write_sav(people.drop("not used"), tmp_path / "s.sav", variable_value_labels=labels)
    expected = document_bytes(findings(weigh(people, plan)))
    assert {kind: document_of(tmp_path / f"s.{kind}", plan) == expected for kind in ("csv", "parquet", "xlsx", "sav")} == {
        "csv": True,
        "parquet": True,
        "xlsx": True,
        "sav": True,
    }


def test_a_changed_answer_changes_the_hash(people: pl.DataFrame, plan_text: str) -> None:
    plan = Plan.from_mapping(tomllib.loads(plan_text))
    other = people.with_columns(B=pl.when(pl.col("person") == "R0003").then(pl.col("B") % 5 + 1).otherwise(pl.col("B")))
    moved = people.with_columns(person=pl.col("person").str.replace("R0003", "R9999"))
    unused = people.with_columns(pl.lit("x").alias("not used"))
    hashes = [weigh(frame, plan).dataset_hash for frame in (people, other, moved, unused)]
    assert len(set(hashes[:3])) == 3
    assert hashes[3] == hashes[0]


def test_the_sheet_that_was_read_is_named_when_there_are_more(people: pl.DataFrame, plan_text: str, tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        people.write_excel(book, worksheet="Answers")
        book.add_worksheet("Codes")
    notices = read(tmp_path / "two.xlsx", Plan.from_mapping(tomllib.loads(plan_text))).notices
    assert notices == ('the workbook has 2 sheets. The first, "Answers", was read.',)


CELLS = st.text(alphabet='ab1 ,;"\n\r\té–', max_size=6)
TABLES = st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1, max_size=8))


def one_column_plan(names: list[str]) -> Plan:
    """A plan that reads text columns: as an id, as strata and as units."""
    return Plan.from_mapping(
        {
            "survey": {"title": "T", "organisation": "O", "dates": "D", "sample": "panel", "population": "P", "id": names[0]},
            "columns": {"said": {"values": ["Y", "N"]}},
            "recodes": {"yes": {"yes": ["Y"], "no": ["N"]}},
            "statements": [{"id": "s", "text": "T", "column": "said", "recode": "yes"}],
            "design": dict(zip(("strata", "psu"), names[1:], strict=False)),
        }
    )


@given(table=TABLES, quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), separator=st.sampled_from(",;\t"))
def test_csv_is_read_as_the_csv_module_reads_it(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], quoting: Any, separator: str
) -> None:
    names = [f"column {at}" for at in range(len(table[0]))]
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=separator, quoting=quoting)
    writer.writerow([*names, "said"])
    writer.writerows([*row, "Y"] for row in table)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(held.getvalue().encode())
    frame = read(path, one_column_plan(names)).frame
    for name, cells in zip(names[:3], zip(*table, strict=True), strict=False):
        assert [cell or "" for cell in frame[name]] == [cell.strip() for cell in cells]


@given(table=TABLES, cut=st.integers(1, 40))
def test_the_walk_finds_the_same_in_parts_of_any_size(table: list[list[str]], cut: int) -> None:
    held = io.StringIO(newline="")
    csv.writer(held).writerows(table)
    whole = held.getvalue().encode()
    parts = [whole[at : at + cut] for at in range(0, len(whole), cut)]
    assert walk(iter(parts), ",", len(table[0])) == walk(iter([whole]), ",", len(table[0]))


@given(text=st.text(alphabet='ab,"\n', min_size=1, max_size=30), cut=st.integers(1, 10))
def test_a_file_the_walk_trusts_is_one_the_csv_module_reads_with_even_rows(text: str, cut: int) -> None:
    whole = f"h,i\n{text}".encode()
    found = walk(iter([whole[at : at + cut] for at in range(0, len(whole), cut)]), ",", 2)
    if found.regular:
        rows = list(csv.reader(io.StringIO(whole.decode(), newline=""), strict=True))
        assert {len(row) for row in rows} <= {0, 2}
        assert found.rows == len(rows) - 1


def test_no_value_of_a_plan_s_column_is_read_from_another(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("other,said,id\n1,Y,a\n2,N,b\n")
    frame = read(tmp_path / "s.csv", one_column_plan(["id"])).frame
    assert frame.to_dict(as_series=False) == {"id": ["a", "b"], "said": ["Y", "N"]}


def test_an_extra_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    (tmp_path / "s.sav").write_bytes(b"$FL2")
    with pytest.raises(
        RefusedError, match=r's.sav: SPSS files need an extra part of Folkmoot: install "folkmoot\[io\]", or save the file as CSV\.'
    ):
        read(tmp_path / "s.sav", one_column_plan(["id"]))
