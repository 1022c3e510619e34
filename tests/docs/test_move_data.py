"""Every command of "Move data in and out" runs as it is printed, and does what the page says."""

import json
import re
import shlex
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from folkmoot.cli import main
from folkmoot.weigh.triple_s import Description, Variable, placed
from folkmoot.weigh.triple_s_writer import answers_text, description_bytes

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "move-data-in-and-out.md"
COMMANDS = re.findall(r"^folkmoot (weigh .+)$", PAGE.read_text("utf-8"), re.MULTILINE)
PLAN = """
survey = { title = "T", organisation = "O", dates = "D", sample = "panel", population = "P" }
statements = [{ id = "A", text = "T", column = "Q1", recode = "r" }]
columns = { Q1 = { codes = { 1 = "Agree", 2 = "Disagree" }, missing = [9] } }
recodes = { r = { yes = ["Agree"], no = ["Disagree"] } }
"""
ANSWERS = ["1"] * 30 + ["2"] * 20 + ["9"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page speaks of."""
    monkeypatch.chdir(tmp_path)
    Path("private").mkdir()
    Path("plan.toml").write_text(PLAN)
    Path("survey.csv").write_text("Q1\n" + "\n".join(ANSWERS))
    labels = {"Q1": {1: "Agree", 2: "Disagree"}}
    frame = pl.DataFrame({"Q1": [int(code) for code in ANSWERS]})
    pyreadstat.write_sav(frame, "survey.sav", variable_value_labels=labels, missing_ranges={"Q1": [9]})
    variables = placed([Variable("1", "Q1", "Q1", "single", values={"1": "Agree", "2": "Disagree", "9": "None"})], csv=False)
    visit = Description("2.0", "Visit", variables, href="visit.asc")
    Path("visit.sss").write_bytes(description_bytes(visit))
    Path("visit.asc").write_text(answers_text(visit, pl.DataFrame({"Q1": ANSWERS})), newline="")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_runs_as_printed(desk: Path, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(command)
    assert main([*words, "--quiet"]) == 0
    made = {Path(line) for line in capfd.readouterr().out.splitlines()}
    assert {path.name for path in made} >= {"report.html", "tables.xlsx", "findings.json"}
    asked = [Path(words[at + 1]) for at, word in enumerate(words) if word in {"--coded-data", "--ddi"}]
    assert set(asked) <= made
    assert all(path.exists() for path in made)


def test_the_page_shows_a_command_for_each_way_in_and_out() -> None:
    assert [re.search(r"(\S+)$", command)[1] for command in COMMANDS if "--coded-data" in command] == [
        "private/coded.csv",
        "private/coded.sav",
        "private/coded.sss",
    ]
    assert {command.split()[1] for command in COMMANDS} == {"survey.csv", "survey.sav", "visit.sss"}
    assert any("--ddi study.xml" in command for command in COMMANDS)


def test_the_column_that_the_page_takes_the_share_of_gives_the_share(desk: Path) -> None:
    assert main(["weigh", "survey.csv", "--plan", "plan.toml", "--out", "results", "--quiet", "--coded-data", "private/coded.csv"]) == 0
    answers = pl.read_csv(desk / "private" / "coded.csv").filter(pl.col("said_A").is_not_null())
    share = (answers["said_A"] * answers["weight_made_fair"]).sum() / answers["weight_made_fair"].sum()
    (finding,) = json.loads((desk / "results" / "findings.json").read_text())["findings"]
    assert share == pytest.approx(finding["estimate"], rel=1e-9) == pytest.approx(0.6)
