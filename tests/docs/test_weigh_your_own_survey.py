"""The sample plan of docs/how-to/weigh-your-own-survey.md works on a file such as it describes, with gaps as real files have them."""

import json
import random
import re
from pathlib import Path

import pytest

from folkmoot import cli

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "weigh-your-own-survey.md").read_text("utf-8")
AGES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's plan and 600 made-up answers: codes from 1 to 5 and 8, every twelfth age left blank."""
    (tmp_path / "plan.toml").write_text(re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1])
    chance = random.Random(7)
    rows = [f"{n},{'' if n % 12 == 0 else chance.choice(AGES)},{chance.choice((1, 1, 2, 2, 3, 4, 5, 8))}" for n in range(600)]
    (tmp_path / "survey.csv").write_text("\n".join(["ResponseId,Q1,Q13A", *rows]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_sample_plan_weighs_a_file_with_blank_ages(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"```sh\n\./run (weigh .*)\n```", PAGE)[1].split()
    assert cli.main([*command, "--quiet"]) == 0, capsys.readouterr().err
    document = json.loads((files / "results" / "findings.json").read_text())
    assert document["responses"]["n"] == 600
    levels = {level["level"]: level for level in document["weighting"]["margins"][0]["levels"]}
    assert levels["Not given"]["answered"] == pytest.approx(50 / 600)
    assert [levels[age]["population"] for age in ("18 to 34", "35 to 64", "65 and over")] == pytest.approx([0.25, 0.5, 0.25])


def test_the_page_calls_the_command_as_it_is_called_after_run() -> None:
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert lines
    assert all(line.startswith("./run weigh ") for line in lines)
