"""Files beside a plan: read whole from the plan's folder, or refused in words."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from folkmoot.weigh import Plan, RefusedError
from folkmoot.weigh import beside as beside_module
from folkmoot.weigh.beside import load_beside

ANALYSIS = '\n[[analyses]]\nkind = "small areas"\nstatement = "A"\narea = "sex"\ncells = "NAME"\ncount = "people"\n'


@pytest.fixture
def plans(plan_text: str) -> dict[str, Plan]:
    return {name: Plan.from_mapping(tomllib.loads(plan_text + ANALYSIS.replace("NAME", name))) for name in ("cells.csv", "cells.parquet")}


def problem(plan: Plan, folder: Path) -> str:
    with pytest.raises(RefusedError) as refused:
        load_beside(plan, folder)
    (words,) = refused.value.problems
    return words


def test_csv_and_parquet_are_read(plans: dict[str, Plan], tmp_path: Path) -> None:
    frame = pl.DataFrame({"sex": ["Woman", "Man, or other"], "people": ["10", "20"]})
    frame.write_csv(tmp_path / "cells.csv")
    frame.write_parquet(tmp_path / "cells.parquet")
    for name, plan in plans.items():
        assert load_beside(plan, tmp_path)[name].equals(frame)
    (tmp_path / "cells.csv").write_bytes('\ufeffsex;people\r\nWoman;10\r\n\r\n"Man, or other";20\r\n'.encode())
    assert load_beside(plans["cells.csv"], tmp_path)["cells.csv"].equals(frame)


def test_a_plan_without_files_looks_for_none(plan_text: str, tmp_path: Path) -> None:
    assert load_beside(Plan.from_mapping(tomllib.loads(plan_text)), tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the first row is blank"),
        (b"sex,people\n", "there is nothing below the names of the columns"),
        (b"sex,sex\nWoman,1\n", "every column needs a name of its own"),
        (b"sex,people\nWoman\n", "line 2 has 1 cells, but the header has 2"),
        (b'sex,people\n"Woman,1\n', "cannot be read: its quotation marks"),
        (b"sex,people\nW\xf6man,1\n", "is not UTF-8 text"),
        (b"sex,people\nWo\0man,1\n", "holds NUL bytes"),
    ],
)
def test_a_broken_csv_is_refused(plans: dict[str, Plan], tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "cells.csv").write_bytes(content)
    said = problem(plans["cells.csv"], tmp_path)
    assert said.startswith("cells.csv: ")
    assert words in said


def test_what_is_missing_no_file_outside_or_too_large_is_refused(
    plans: dict[str, Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, folder = plans["cells.csv"], tmp_path / "plan"
    folder.mkdir()
    assert "cannot be read beside the plan: no such file" in problem(plan, folder)
    (tmp_path / "cells.csv").write_text("sex,people\nWoman,1\n")
    (folder / "cells.csv").symlink_to(tmp_path / "cells.csv")
    assert "a link to a file outside the plan's folder" in problem(plan, folder)
    (folder / "cells.csv").unlink()
    (folder / "cells.csv").mkdir()
    assert "is not a file" in problem(plan, folder)
    (folder / "cells.csv").rmdir()
    (folder / "cells.csv").write_text("sex,people\n" + "Woman,1\n" * 3)
    monkeypatch.setattr(beside_module, "MOST_ROWS", 2)
    assert "there are more than 2 rows" in problem(plan, folder)
    monkeypatch.setattr(beside_module, "MOST_MEGABYTES", 0)
    assert "The most is 0 MB" in problem(plan, folder)
    (folder / "cells.parquet").write_text("no")
    monkeypatch.undo()
    assert "is not a whole Parquet file" in problem(plans["cells.parquet"], folder)
