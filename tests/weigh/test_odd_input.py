"""Files that are odd and right: the numbers are those of the plain file."""

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from .conftest import PLAN, SCALE, changed, csv_text, estimates

Run = Callable[..., Any]


# Odd, and right


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_other_separators_and_a_byte_order_mark_read_the_same(
    folkmoot: Run, people: pl.DataFrame, right: list[Any], separator: str, mark: str
) -> None:
    assert estimates(folkmoot(mark + csv_text(people, separator))) == right


def test_windows_text_reads_the_same_and_says_so(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    plan = PLAN.replace('"Rent"', '"Loué – privé"')
    ran = folkmoot(csv_text(people).replace("Rent", "Loué – privé").encode("cp1252"), plan)
    assert [row[1:] for row in estimates(ran)] == [row[1:] for row in right]
    notices = json.loads((ran.folder / "findings.json").read_text())["responses"]["notices"]
    assert notices == ["the file is not UTF-8. It was read as Windows text (cp1252). Check that accents and dashes look right."]


def test_quoted_line_ends_blank_lines_and_old_line_ends_read_the_same(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    text = csv_text(people)
    assert estimates(folkmoot(text.replace("=1+1", '"two\r\nlines, and ""more"""'), out=None)) == right
    assert estimates(folkmoot(text.replace("\r\n", "\n\n") + "\n\n", PLAN, "--force")) == right
    assert estimates(folkmoot(text.replace("\r\n", "\r"), PLAN, "--force")) == right
    assert estimates(folkmoot(text.replace("=1+1", '5" pipe'), PLAN, "--force")) == right


def test_rows_that_are_blank_are_left_out_and_counted(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    ran = folkmoot(csv_text(people) + ",,,,,,,\r\n" * 12)
    assert estimates(ran) == right
    notices = json.loads((ran.folder / "findings.json").read_text())["responses"]["notices"]
    assert notices == ["12 rows were left out: every column the plan uses is blank in them."]


def test_rows_are_named_as_in_the_file_after_blank_ones(folkmoot: Run, people: pl.DataFrame) -> None:
    lines = changed(people, 9, "home", "Tent").splitlines()
    quick = folkmoot("\n".join([*lines[:4], "", ",,,,,,,", *lines[4:]]) + "\n")
    slow = folkmoot("\n".join([*lines[:4], "", ",,,,,,,", *lines[4:]]) + '\n5" pipe,20,1,Own,1,1,1,x\n')
    assert [line.split(":")[0] for line in quick.problems] == ["row 11"]
    assert slow.problems == quick.problems


def test_codes_written_as_decimals_or_with_spaces_read_the_same(folkmoot: Run, people: pl.DataFrame, right: list[Any]) -> None:
    cells = people.with_columns(pl.col("sex").cast(pl.Float64), pl.format(" {} ", pl.col("home")).alias("home"))
    assert estimates(folkmoot(cells)) == right


def test_an_spss_file_with_labels_and_missing_values_reads_the_same(
    folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path
) -> None:
    labels = {"A": {int(code): words for code, words in SCALE.items()}, "sex": {1: "Woman", 2: "Man", 3: "Other"}}
    pyreadstat.write_sav(people.drop("not used"), tmp_path / "p.sav", variable_value_labels=labels, missing_ranges={"A": [9]})
    assert estimates(folkmoot(tmp_path / "p.sav")) == right
    words = PLAN.replace('codes = { 1 = "Woman", 2 = "Man", 3 = "Other" }', 'values = ["Woman", "Man", "Other"]')
    without_nine = words.replace("missing = [9]", "", 1)
    assert estimates(folkmoot(tmp_path / "p.sav", without_nine, "--force")) == right


def test_one_respondent_gives_a_report_that_shows_nothing(folkmoot: Run, people: pl.DataFrame) -> None:
    plan = PLAN[: PLAN.index("[weights]")] + PLAN[PLAN.index("[publish]") :]
    ran = folkmoot(people.head(1), plan)
    assert {row[1:] for row in estimates(ran) if row[1] != 0} == {(None, None, None, None)}
    assert json.loads((ran.folder / "findings.json").read_text())["responses"]["n"] is None


def test_everyone_saying_the_same_has_a_range(folkmoot: Run, people: pl.DataFrame) -> None:
    (name, n, estimate, low, high), *_ = estimates(folkmoot(people.with_columns(A=pl.lit(1))))
    assert (name, n, estimate, high) == ("A", 600, 1.0, 1.0)
    assert 0.97 < low < 1


def test_labels_that_look_like_markup_or_formulas_stay_words(folkmoot: Run, people: pl.DataFrame) -> None:
    label = "<script>alert(1)</script>=cmd|' /C calc'!A0"
    ran = folkmoot(csv_text(people).replace("Rent", label), PLAN.replace('"Rent"', f'"{label}"').replace("Cold homes", label))
    assert ran.code == 0
    page = (ran.folder / "report.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    with zipfile.ZipFile(ran.folder / "tables.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


# Large, and as separate processes


def test_300_megabytes_of_csv_are_weighed(folkmoot: Run, people: pl.DataFrame, right: list[Any], tmp_path: Path) -> None:
    wide = csv_text(people.drop("person").with_columns(pl.lit("padding " * 24).alias("not used")))
    header, body = wide.split("\r\n", 1)
    times = 300_000_000 // len(body) + 1
    plan = PLAN.replace('id = "person"\n', "")
    large = tmp_path / "large.csv"
    with large.open("w", newline="") as file:
        file.write(f"{header}\r\n")
        for _ in range(times):
            file.write(body)
    started = time.monotonic()
    ran = folkmoot(large, plan)
    taken = time.monotonic() - started
    rows = {row[0]: row[1:] for row in estimates(ran)}
    assert rows["A"][0] == times * right[0][1]
    assert rows["A"][1] == pytest.approx(right[0][2], abs=1e-9)
    assert rows["A"][3] - rows["A"][2] < (right[0][4] - right[0][3]) / 25
    assert taken < 60


@pytest.mark.parametrize(("responses", "code"), [("survey.csv", 0), ("gone.csv", 2)])
def test_as_a_process_of_its_own(people: pl.DataFrame, tmp_path: Path, responses: str, code: int) -> None:
    (tmp_path / "survey.csv").write_text(csv_text(people))
    (tmp_path / "plan.toml").write_text(PLAN)
    command = [sys.executable, "-c", "import sys; from folkmoot.cli import main; sys.exit(main())", "weigh", responses]
    ran = subprocess.run([*command, "--plan", "plan.toml", "--out", "out"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr
    assert sorted(path.name for path in (tmp_path / "out").glob("*")) == ([] if code else ["findings.json", "report.html", "tables.xlsx"])
    if code:
        assert ran.stderr.splitlines()[-1] == "folkmoot: gone.csv: cannot be read: no such file or directory."
    else:
        assert ran.stderr.splitlines()[:2] == ["Reading survey.csv", "600 responses checked against plan.toml"]
