"""The reference page of the licence says what the tables in the code say."""

from pathlib import Path

from folkmoot.licence import CHECKS, STAGES, LicenceState

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "licence.md"


def rows(heading: str) -> list[list[str]]:
    part = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def test_the_stages() -> None:
    assert rows("The five stages") == [
        [stage.value, facts.words, "yes" if facts.licensed else "no", ", ".join(facts.then) or "nothing"] for stage, facts in STAGES.items()
    ]


def test_the_checks() -> None:
    assert [row[:2] for row in rows("The seven checks")] == [[f"`{key}`", title] for key, title in CHECKS.items()]


def test_the_states() -> None:
    assert {row[0].strip("`") for row in rows("The six states")} == {state.value for state in LicenceState}
