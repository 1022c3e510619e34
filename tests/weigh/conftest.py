"""A small made-up survey of 600 people with its plan, and the command run as a person would."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from folkmoot.cli import main

SCALE = {
    "1": "Agree strongly",
    "2": "Agree slightly",
    "3": "In between",
    "4": "Disagree slightly",
    "5": "Disagree strongly",
    "8": "Don't know",
}

PLAN = """
[survey]
title = "Cold homes"
organisation = "Harrowmere County Council"
dates = "6 to 31 January 2031"
sample = "volunteer"
population = "People aged 18 and over in Harrowmere"
how_people_came = "People chose to take part, on the web or on paper."
id = "person"
synthetic = true

[columns.age]
label = "Age"
number = true

[columns.sex]
label = "Sex"
codes = { 1 = "Woman", 2 = "Man", 3 = "Other" }

[columns.home]
label = "Kind of home"
values = ["Own", "Rent", "Care home", "Boat"]

[columns.A]
codes = { 1 = "Agree strongly", 2 = "Agree slightly", 3 = "In between", 4 = "Disagree slightly", 5 = "Disagree strongly", 8 = "Don't know" }
missing = [9]

[columns.B]
codes = { 1 = "Agree strongly", 2 = "Agree slightly", 3 = "In between", 4 = "Disagree slightly", 5 = "Disagree strongly", 8 = "Don't know" }
missing = [9]

[derive.age_band]
label = "Age"
from = "age"
bands = { "18 to 34" = 18, "35 to 64" = 35, "65 and over" = 65 }
up_to = 110

[recodes.agree]
said = "agreed"
yes = ["Agree strongly", "Agree slightly"]
no = ["Disagree slightly", "Disagree strongly"]
neither = ["In between"]
neither_counts_as = "no"
leave_out = ["Don't know"]

[[statements]]
id = "A"
text = "Use home and hospital records together to find cold homes"
short = "Find cold homes"
column = "A"
recode = "agree"

[[statements]]
id = "B"
text = "Keep the records for five years"
short = "Keep for five years"
column = "B"
recode = "agree"

[weights]
base = "w0"
bounds = [0.2, 5.0]

[weights.targets.age_band]
source = "Census 2021"
people = { "18 to 34" = 130_000, "35 to 64" = 230_000, "65 and over" = 120_000 }

[weights.targets.sex]
source = "Census 2021"
percent = { "Woman" = 51, "Man" = 49 }
not_in_source = ["Other"]

[publish]
factors = ["age_band", "sex", "home"]
small_cell = 5
"""


@pytest.fixture
def plan_text() -> str:
    """The plan as TOML."""
    return PLAN


@pytest.fixture
def people() -> pl.DataFrame:
    """600 made-up responses; three people live on boats, and person 7 and 8 left A blank or marked it missing."""
    random = np.random.default_rng(7)
    n = 600
    home = random.choice(["Own", "Rent", "Care home"], n, p=[0.6, 0.3, 0.1])
    home[[50, 250, 450]] = "Boat"
    a = random.choice([1, 2, 3, 4, 5, 8], n, p=[0.4, 0.25, 0.1, 0.1, 0.1, 0.05])
    a[7] = 9
    return pl.DataFrame(
        {
            "person": [f"R{at:04}" for at in range(n)],
            "age": random.integers(18, 95, n),
            "sex": random.choice([1, 2, 3], n, p=[0.6, 0.35, 0.05]),
            "home": home,
            "A": pl.Series([None if at == 8 else int(code) for at, code in enumerate(a)], dtype=pl.Int64),
            "B": random.choice([1, 2, 3, 4, 5, 8], n),
            "w0": random.integers(4, 21, n) / 8,
            "not used": ["=1+1"] * n,
        }
    )


def csv_text(frame: pl.DataFrame, separator: str = ",") -> str:
    """A frame as CSV."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in frame.rows())
    return held.getvalue()


@dataclass
class Ran:
    """What a person sees of a run: the exit code and both streams; and the folder it was to make."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def problems(self) -> list[str]:
        """The lines on stderr without the command's name."""
        return [line.removeprefix("folkmoot: ") for line in self.err.splitlines()]


@pytest.fixture
def folkmoot(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `folkmoot weigh` on responses and a plan given as text, bytes or a path. No traceback, and no leftovers, whatever happens."""

    def run(responses: Any, plan: Any = PLAN, *options: str, suffix: str = ".csv", out: Path | None = None) -> Ran:
        paths = []
        for name, content in ((f"survey{suffix}", responses), ("plan.toml", plan)):
            path = content if isinstance(content, Path) else tmp_path / name
            if isinstance(content, pl.DataFrame):
                content = csv_text(content)
            if isinstance(content, str):
                content = content.encode()
            if isinstance(content, bytes):
                path.write_bytes(content)
            paths.append(path)
        folder = out or tmp_path / "results"
        before = set(tmp_path.rglob("*"))
        code = main(["weigh", str(paths[0]), "--plan", str(paths[1]), "--out", str(folder), "--quiet", *options])
        seen = capfd.readouterr()
        assert "Traceback" not in seen.err
        made = set(tmp_path.rglob("*")) - before
        if code != 0:
            assert made == set(), "a run that fails leaves nothing"
        elif not options:
            assert made == {folder, *(folder / name for name in ("report.html", "tables.xlsx", "findings.json"))} - before
        return Ran(code, seen.out, seen.err, folder)

    return run


def refused(ran: Ran, *lines: str) -> None:
    """The run stopped with exactly these problems."""
    assert ran.problems == list(lines)
    assert ran.code == 2
    assert ran.out == ""


def estimates(ran: Ran) -> list[tuple[Any, ...]]:
    """The numbers of a run that worked."""
    assert (ran.code, ran.err) == (0, "")
    document = json.loads((ran.folder / "findings.json").read_text())
    return [(row["id"], row["n"], row["estimate"], row["low"], row["high"]) for row in document["findings"]]


def changed(people: pl.DataFrame, row: int, column: str, cell: object) -> str:
    """The CSV with one cell changed; rows as in the file, the header being row 1."""
    cells = [list(map(str, r)) for r in people.rows()]
    for r in cells:
        r[people.columns.index("A")] = r[people.columns.index("A")].replace("None", "")
    cells[row - 2][people.columns.index(column)] = str(cell)
    return csv_text(pl.DataFrame(cells, schema=people.columns, orient="row"))


@pytest.fixture
def right(folkmoot: Callable[..., Ran], people: pl.DataFrame, tmp_path: Path) -> list[tuple[Any, ...]]:
    """The numbers of the plain CSV."""
    return estimates(folkmoot(people, out=tmp_path / "right"))
