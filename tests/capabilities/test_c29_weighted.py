"""C29: "weighted by age, gender, and district" (seed 000).

Works when: raking with diagnostics, reproducible.
"""

import json
from pathlib import Path

from example_site import ExampleSite
from examples.essex import residents
from folkmoot.cli import main

RESULTS = "/e/residents-survey-2020/results"


def test_the_published_results_are_raked_to_the_three_margins_and_say_how_well(example: ExampleSite) -> None:
    weighting = json.loads(example.get(f"{RESULTS}/findings.json").content)["weighting"]
    assert weighting["by"] == ["Age", "Gender", "District"]
    assert weighting["converged"] is True
    assert weighting["largest_margin_error"] <= 1e-9
    assert 1.2 < weighting["kish_deff"] < 1.6
    assert abs(weighting["n_effective"] * weighting["kish_deff"] - 3021) < 1e-6
    page = example.get(RESULTS).text
    for words in ("3,021", "weighted by Age, Gender and District", "Kish design effect", "effective base"):
        assert words in page, words


def test_the_command_gives_the_same_numbers_from_the_same_answers(example: ExampleSite, tmp_path: Path) -> None:
    residents.responses().write_csv(tmp_path / "responses.csv")
    plan = Path(__file__).parents[2] / "examples" / "essex" / "plan.toml"
    assert main(["weigh", str(tmp_path / "responses.csv"), "--plan", str(plan), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    ours = json.loads((tmp_path / "out" / "findings.json").read_bytes())
    published = json.loads(example.get(f"{RESULTS}/findings.json").content)
    assert ours["findings"] == published["findings"]
    assert ours["weighting"] == published["weighting"]
