"""The script `./run`: where the paths in a command are looked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLAN = """
survey = { title = "T", organisation = "O", dates = "D", sample = "probability", population = "P" }
columns = { said = { values = ["Y", "N"] } }
recodes = { yes = { yes = ["Y"], no = ["N"] } }
statements = [{ id = "s", text = "T", column = "said", recode = "yes" }]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose script is the real one and whose environment is the one the tests run in, so that nothing is installed."""
    made = tmp_path / "checkout"
    (made / ".venv").mkdir(parents=True)
    (made / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for name in ("run", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, made)
    sums = subprocess.run("cat pyproject.toml uv.lock | cksum", shell=True, cwd=made, capture_output=True, text=True, check=True)  # noqa: S602
    (made / ".venv" / "stamp").write_text(f"dev {sums.stdout.strip()} \n")
    return made


def run(checkout: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the script does when it is called from `where`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_")) and name != "PYTHON"}
    command = [os.path.relpath(checkout / "run", where), *arguments]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_files_to_weigh_are_looked_for_and_results_written_where_the_user_stands(checkout: Path, tmp_path: Path) -> None:
    mine = tmp_path / "my surveys"
    mine.mkdir()
    (mine / "s.csv").write_text("said\n" + "Y\nN\n" * 60)
    (mine / "p.toml").write_text(PLAN)
    before = sorted(checkout.iterdir())
    done = run(checkout, mine, "weigh", "s.csv", "--plan", "p.toml", "--out", "results", "--quiet")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (mine / "results").iterdir()} == {"report.html", "tables.xlsx", "findings.json"}
    assert sorted(checkout.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ("", "checkout"),
        ("demo", "checkout"),
        ("--debug serve --port 81", "checkout"),
        ("serve --home mine", "elsewhere"),
        ("demo --home=mine", "elsewhere"),
        ("serve --home demo", "elsewhere"),
        ("weigh demo --plan serve", "elsewhere"),
        ("--version", "elsewhere"),
    ],
)
def test_every_path_that_is_given_is_the_users_and_only_a_home_that_is_not_given_is_beside_the_script(
    arguments: str, where: str, checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (checkout / ".venv" / "bin").unlink()
    (checkout / ".venv" / "bin").mkdir()
    command = checkout / ".venv" / "bin" / "folkmoot"  # one that says where it is started
    command.write_text("#!/bin/sh\npwd\n")
    command.chmod(0o755)
    assert run(checkout, tmp_path / "elsewhere", *arguments.split()).stdout.strip() == str(tmp_path / where)
