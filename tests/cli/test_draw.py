"""`folkmoot draw` from the CSV pair to the result: what it writes, what nobody may read, and one clear message for whatever is wrong."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from folkmoot import cli

CATEGORIES = "category,feature,min,max\ngender,Female,2,3\ngender,Male,2,3\nage,16-29,1,2\nage,30-59,1,3\nage,60+,1,3\n"
SECRET = ("--secret", "d/secret.private.txt")
AGES = ("16-29", "30-59", "60+")


def respondents(people: int = 30) -> str:
    rows = [f"r{at},{'Female' if at % 3 else 'Male'},{AGES[at % 5 // 2]},{at // 2} High Street" for at in range(people)]
    return "code,gender,age,home\n" + "\n".join(rows) + "\n"


def one_house() -> str:
    return re.sub(r"\d+ High", "1 High", respondents())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "c.csv").write_text(CATEGORIES, encoding="utf-8")
    (tmp_path / "r.csv").write_text(respondents(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def draw(*options: str) -> int:
    return cli.main(["draw", "c.csv", "r.csv", "--size", "5", "--out", "d", "--quiet", "--id", "code", "--household", "home", *options])


def steps() -> None:
    assert cli.main(["draw", "--number", "d/draw.json", "--announced", "3,1,4,1,5,9", *SECRET, "--out", "n.json"]) == 0
    assert cli.main(["draw", "--pick", "d/draw.json", "n.json", "--typed", "4,0,7", "--out", "result.json"]) == 0


def test_the_lottery_meets_every_quota_in_the_rows_of_the_file(files: Path) -> None:
    assert draw() == 0
    document = json.loads((files / "d" / "lottery.json").read_text("utf-8"))
    with (files / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(document["probabilities"]) == len(rows)
    assert sum(document["probabilities"]) == pytest.approx(5)
    assert sum(document["weights"]) == pytest.approx(1)
    chances = np.zeros(len(rows))
    for panel, weight in zip(document["panels"], document["weights"], strict=True):
        chances[panel] += weight
        people = [rows[at] for at in panel]
        assert len(set(panel)) == 5
        assert len({person["home"] for person in people}) == 5
        for quota in document["quotas"]:
            assert quota["min"] <= sum(person[quota["category"]] == quota["feature"] for person in people) <= quota["max"]
    np.testing.assert_allclose(chances, document["probabilities"], atol=1e-9)
    assert set(document["hashes"]) == {"categories", "respondents"}


def test_what_joins_codes_to_people_is_for_its_owner_alone_and_in_no_public_file(files: Path) -> None:
    assert draw() == 0
    modes = {path.name: path.stat().st_mode & 0o777 for path in (files / "d").iterdir()}
    assert {name for name, mode in modes.items() if mode == 0o600} == {
        "lottery.json",
        "opening.private.json",
        "secret.private.txt",
        "tickets.private.csv",
    }
    for name in ("draw.json", "report.html"):
        text = (files / "d" / name).read_text("utf-8")
        assert "High Street" not in text
        assert '"r7"' not in text
    with (files / "d" / "tickets.private.csv").open(encoding="utf-8-sig", newline="") as file:
        tickets = list(csv.DictReader(file))
    assert [ticket["id"] for ticket in tickets] == [f"r{at}" for at in range(30)]
    public = {person["code"]: person["panels"] for person in json.loads((files / "d" / "draw.json").read_text("utf-8"))["people"]}
    assert {ticket["ticket_code"]: int(ticket["panels"]) for ticket in tickets} == public


def test_the_draw_is_made_numbered_drawn_and_verified_from_its_files_alone(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw() == 0
    steps()
    (files / "d" / "lottery.json").unlink()
    capsys.readouterr()
    assert cli.main(["draw", "--verify", "d/draw.json", "result.json"]) == 0
    assert "Passed: Panel 407 was drawn, and the people named as drawn are its 5 members." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["d/draw.json", "result.json"])
def test_any_change_to_a_published_file_fails_verify(files: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw() == 0
    steps()
    whole = (files / name).read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        (files / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cli.main(["draw", "--verify", "d/draw.json", "result.json"]) == 2
        assert "Failed: " in capsys.readouterr().out


def test_a_whole_draw_put_in_the_place_of_another_fails_by_its_fingerprint(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw() == 0
    said = json.loads((files / "d" / "draw.json").read_text("utf-8"))
    assert draw("--force") == 0
    fingerprint = next(value for key, value in said.items() if key == "hash")
    assert cli.main(["draw", "--verify", "d/draw.json", "--hash", fingerprint]) == 2
    assert "is not the one that was published before the draw" in capsys.readouterr().out


def test_fixed_people_are_on_every_panel_and_excluded_ones_on_none(files: Path) -> None:
    lines = respondents().splitlines()
    more = [f"{line},{'yes' if at == 3 else ''},{'yes' if at == 5 else ''}" for at, line in enumerate(lines[1:])]
    (files / "r.csv").write_text("\n".join([f"{lines[0]},must,never", *more]) + "\n", encoding="utf-8")
    assert draw("--fixed", "must", "--excluded", "never") == 0
    probabilities = json.loads((files / "d" / "lottery.json").read_text("utf-8"))["probabilities"]
    assert (probabilities[3], probabilities[5]) == (pytest.approx(1), 0)


@pytest.mark.parametrize("goal", ["leximin", "maximin", "nash", "legacy"])
def test_every_goal_gives_a_draw_whose_certificate_holds(files: Path, goal: str) -> None:
    assert draw("--goal", goal) == 0
    document = json.loads((files / "d" / "lottery.json").read_text("utf-8"))
    assert document["goal"] == goal
    assert document["check"]["problems"] == []
    assert (document["certificate"] is None) is (goal == "legacy")


def test_quotas_no_panel_meets_name_the_smallest_change(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "c.csv").write_text(CATEGORIES.replace("16-29,1,2", "16-29,4,4").replace("60+,1,3", "60+,2,3"), encoding="utf-8")
    assert draw() == 2
    seen = capsys.readouterr().err
    assert "no panel meets all the quotas" in seen
    assert "instead of 4" in seen
    assert not (files / "d").exists()


BAD: list[tuple[str, Callable[[Path], object], list[str], str]] = [
    ("an empty pool", lambda at: (at / "r.csv").write_text("code,gender,age,home\n"), [], "nobody is in it"),
    ("no respondents file", lambda at: (at / "r.csv").unlink(), [], "r.csv: cannot be read"),
    ("no categories file", lambda at: (at / "c.csv").unlink(), [], "c.csv: cannot be read"),
    ("an empty categories file", lambda at: (at / "c.csv").write_text(""), [], "c.csv: the file is empty"),
    ("a folder", lambda at: ((at / "c.csv").unlink(), (at / "c.csv").mkdir()), [], "is a folder"),
    ("more drawn than there are", lambda at: None, ["--size", "31"], "31 cannot be drawn from a pool of 30"),
    ("nobody drawn", lambda at: None, ["--size", "0"], "--size"),
    ("a quota whose category is no column", lambda at: (at / "r.csv").write_text("code,home,age\na,b,60+\n"), [], 'no column "gender"'),
    ("a level that no quota names", lambda at: (at / "r.csv").write_text(respondents() + "x,Other,60+,z\n"), [], "row 32"),
    ("a blank level", lambda at: (at / "r.csv").write_text(respondents() + "x,,60+,z\n"), [], '"gender" is blank'),
    ("an id twice", lambda at: (at / "r.csv").write_text(respondents() + "r3,Male,60+,z\n"), [], "is in row 5 already"),
    ("a minimum above the maximum", lambda at: (at / "c.csv").write_text(CATEGORIES.replace("2,3", "3,2")), [], "greater than the maximum"),
    ("a minimum that is no number", lambda at: (at / "c.csv").write_text(CATEGORIES.replace("2,3", "two,3")), [], 'min is "two"'),
    ("a level twice", lambda at: (at / "c.csv").write_text(CATEGORIES + "age,60+,1,3\n"), [], "is in row 6 already"),
    ("minimums beyond the panel", lambda at: (at / "c.csv").write_text(CATEGORIES.replace("2,3", "3,5")), [], "no panel meets"),
    ("maximums below the panel", lambda at: (at / "c.csv").write_text(CATEGORIES.replace("2,3", "1,2")), [], "no panel meets"),
    ("an id column that is not there", lambda at: None, ["--id", "codes"], 'Did you mean "code"?'),
    ("a household column that is not there", lambda at: None, ["--household", "street"], 'no column "street"'),
    ("a fixed column that says maybe", lambda at: None, ["--fixed", "home"], "Write yes or no"),
    ("37 panels", lambda at: None, ["--panels", "37"], "10, 100, 1,000 or 10,000"),
    ("public numbers with few outcomes", lambda at: None, ["--numbers", "1", "0", "9"], "possible outcomes"),
    ("public numbers from 9 to 0", lambda at: None, ["--numbers", "6", "9", "0"], "Public numbers from 9 to 0"),
    ("public numbers from nowhere", lambda at: None, ["--public-numbers", " "], "Say where the public numbers come from"),
    ("a draw without a title", lambda at: None, ["--title", " "], "a title"),
    ("a folder that is there", lambda at: ((at / "d").mkdir(), (at / "d" / "x").write_text("")), [], "is not empty"),
    ("a folder in no folder", lambda at: None, ["--out", "no/where"], "there is no folder"),
    ("two steps at once", lambda at: None, ["--number", "--verify"], "three steps"),
    ("one file", lambda at: None, ["one"], "a draw takes CATEGORIES.csv and RESPONDENTS.csv"),
    ("a goal there is none of", lambda at: None, ["--goal", "fair"], "'leximin', 'maximin', 'nash', 'legacy'"),
    ("UTF-16 text", lambda at: (at / "r.csv").write_bytes(respondents().encode("utf-16")), [], "UTF-16"),
    ("no text at all", lambda at: (at / "r.csv").write_bytes(b"\x00\x01"), [], "NUL bytes"),
    (
        "quotation marks that do not pair",
        lambda at: (at / "r.csv").write_text('code,gender,age,home\na,"Male,60+,z\n'),
        [],
        "do not pair up",
    ),
    ("one household for all", lambda at: (at / "r.csv").write_text(one_house()), [], "household"),
]


@pytest.mark.parametrize(("spoil", "options", "words"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_whatever_is_wrong_is_said_once_and_nothing_is_written(
    files: Path, spoil: Callable[[Path], object], options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(files)
    before = sorted(path.name for path in files.iterdir())
    assert draw(*options) == 2
    seen = capsys.readouterr().err
    assert words in seen
    assert "Traceback" not in seen
    assert sorted(path.name for path in files.iterdir()) == before


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["--number", "c.csv", "--announced", "1", "--out", "n.json"], "c"),
        (["--number", "none.json", "--announced", "1", "--out", "n.json"], "cannot be read"),
        (["--pick", "d/draw.json", "--typed", "1", "--out", "x.json"], "--pick takes draw.json and the numbering file"),
        (["--number", "d/draw.json", "--announced", "1,2", *SECRET, "--out", "n.json"], "6 public numbers"),
        (["--number", "d/draw.json", "--announced", "1,2,3,4,5,6", "--out", "n.json"], "committed to a secret"),
        (
            ["--number", "d/draw.json", "--announced", "1,2,3,4,5,x", *SECRET, "--out", "n.json"],
            "Public number 6",
        ),
        (["--number", "d/draw.json", "--announced", "1,2,3,4,5,6", "--secret", "c.csv", "--out", "n.json"], "does not hold a secret"),
        (
            ["--number", "d/draw.json", "--announced", "1,2,3,4,5,6", *SECRET, "--out", "c.csv"],
            "is there already",
        ),
        (["--number", "d/draw.json", "--announced", "1,2,3,4,5,6", *SECRET], "--out is missing"),
        (["--verify", "a", "b", "c"], "--verify takes"),
    ],
)
def test_the_later_steps_say_what_is_wrong_too(files: Path, command: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw() == 0
    assert cli.main(["draw", *command]) == 2
    seen = capsys.readouterr()
    assert words in seen.err + seen.out
    assert "Traceback" not in seen.err


def test_digits_that_are_none_are_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw() == 0
    steps()
    for typed, words in (("4,x,7", '--typed holds "x"'), ("4,7", "digits"), ("", "digits")):
        assert cli.main(["draw", "--pick", "d/draw.json", "n.json", "--typed", typed, "--out", "r2.json"]) == 2
        assert words in capsys.readouterr().err
