"""`folkmoot map` from an export to its three files: what they hold, the same bytes again, and one clear message for whatever is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from folkmoot import cli

COMMENTS = "comment-id,comment-body,moderated\n" + "".join(f"{at},Statement number {at} on buses,1\n" for at in range(10)) + "10,Spam,-1\n"


def votes(people: int = 60) -> str:
    """Two camps that differ on even statements."""
    draws = np.random.Generator(np.random.PCG64(1))
    rows = ["timestamp,comment-id,voter-id,vote"]
    for person in range(people):
        for statement in range(10):
            agree = 0.9 if statement % 2 or person % 2 else 0.1
            rows.append(f"{1000 * (60 * person + statement)},{statement},{person},{1 if draws.random() < agree else -1}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    (tmp_path / "e" / "votes.csv").write_text(votes(), encoding="utf-8")
    (tmp_path / "e" / "summary.csv").write_text("topic,Buses & trains\nurl,x\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*options: str) -> int:
    return cli.main(["map", "e", "--out", "m", "--resamples", "5", "--quiet", *options])


def test_the_three_files_say_what_the_votes_do(folder: Path) -> None:
    assert run() == 0
    document = json.loads((folder / "m" / "map.json").read_text("utf-8"))
    assert (document["title"], document["participants"], document["statements"], document["votes"]) == ("Buses & trains", 60, 10, 600)
    assert [group["people"] for group in document["groups"]] == [30, 30]
    assert "<h1>Buses &amp; trains</h1>" in (folder / "m" / "report.html").read_text("utf-8")
    assert (folder / "m" / "map.svg").read_text("utf-8").startswith("<svg xmlns=")


def test_the_same_votes_in_another_order_give_the_same_bytes(folder: Path) -> None:
    assert run() == 0
    before = {path.name: path.read_bytes() for path in (folder / "m").iterdir()}
    header, *rows = votes().splitlines()
    np.random.Generator(np.random.PCG64(2)).shuffle(rows)
    (folder / "e" / "votes.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert run("--force") == 0
    assert {path.name: path.read_bytes() for path in (folder / "m").iterdir()} == before


def test_no_participant_is_named_in_what_is_written(folder: Path) -> None:
    (folder / "e" / "votes.csv").write_text(re.sub(r",7,(-?1)\n", r",987654321,\1\n", votes()), encoding="utf-8")
    assert run() == 0
    assert all("987654321" not in path.read_text("utf-8") for path in (folder / "m").iterdir())


def test_weights_make_the_participants_like_the_population(folder: Path) -> None:
    people = "participant,age\n" + "".join(f"{at},{'young' if at % 4 == 0 else 'old'}\n" for at in range(60))
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "population.csv").write_text("factor,level,people\nage,young,500\nage,old,500\n", encoding="utf-8")
    assert run("--people", "people.csv", "--population", "population.csv") == 0
    document = json.loads((folder / "m" / "map.json").read_text("utf-8"))
    _, *rows = [line.split(",") for line in votes().splitlines()]
    first = {int(person): int(vote) > 0 for _, statement, person, vote in rows if statement == "0"}
    young, old = ([vote for person, vote in first.items() if (person % 4 == 0) is is_young] for is_young in (True, False))
    expected = (np.mean(young) + np.mean(old)) / 2
    assert document["per_statement"][0]["share_agree"]["estimate"] == pytest.approx(expected, rel=1e-9)
    assert document["weighted"] is True
    assert document["per_statement"][0]["seen"] == 60
    (folder / "weights.csv").write_text("participant,weight\n" + "".join(f"{at},{1 + at % 2}\n" for at in range(60)), encoding="utf-8")
    assert run("--weights", "weights.csv", "--force") == 0
    odd, even = ([vote for person, vote in first.items() if person % 2 == half] for half in (1, 0))
    document = json.loads((folder / "m" / "map.json").read_text("utf-8"))
    assert document["per_statement"][0]["share_agree"]["estimate"] == pytest.approx((2 * np.mean(odd) + np.mean(even)) / 3, rel=1e-9)


def edit(name: str, text: str | bytes) -> Callable[[Path], object]:
    return lambda at: (at / name).write_bytes(text if isinstance(text, bytes) else text.encode())


HEADER = "timestamp,comment-id,voter-id,vote\n"
BAD: list[tuple[str, Callable[[Path], object], list[str], str]] = [
    ("no folder", lambda at: (at / "e").rename(at / "f"), [], "is not a folder"),
    ("no comments", lambda at: (at / "e" / "comments.csv").unlink(), [], "holds no comments.csv"),
    ("no votes", lambda at: (at / "e" / "votes.csv").unlink(), [], "neither votes.csv nor participants-votes.csv"),
    ("votes without a row", edit("e/votes.csv", HEADER), [], "there is no vote"),
    ("an empty file of votes", edit("e/votes.csv", ""), [], "the file is empty"),
    ("comments without a row", edit("e/comments.csv", "comment-id,comment-body\n"), [], "there is no statement"),
    ("a vote of 2", edit("e/votes.csv", f"{HEADER}1,0,1,2\n"), [], "row 2: the vote is 2"),
    ("a vote of half", edit("e/votes.csv", f"{HEADER}1,0,1,0.5\n"), [], 'row 2: vote is "0.5"'),
    ("a vote in words", edit("e/votes.csv", f"{HEADER}1,0,1,agree\n"), [], 'row 2: vote is "agree"'),
    ("no time", edit("e/votes.csv", f"{HEADER},0,1,1\n"), [], 'row 2: timestamp is ""'),
    ("no voter", edit("e/votes.csv", f"{HEADER}1,0,,1\n"), [], 'row 2: voter-id is ""'),
    ("a column missing", edit("e/votes.csv", "timestamp,comment-id,vote\n1,0,1\n"), [], 'no column "voter-id"'),
    ("a row too short", edit("e/votes.csv", f"{HEADER}1,0,1\n"), [], "row 2 has 3 cells"),
    ("no text at all", edit("e/votes.csv", b"\x00\x01\x02"), [], "NUL bytes"),
    ("UTF-16", edit("e/comments.csv", COMMENTS.encode("utf-16")), [], "UTF-16"),
    ("a statement twice", edit("e/comments.csv", "comment-id,comment-body\n1,a\n1,b\n"), [], "row 3: the comment-id 1 is there already"),
    ("moderated as 5", edit("e/comments.csv", "comment-id,comment-body,moderated\n1,a,5\n"), [], "row 2: moderated is 5"),
    ("weights of some", edit("w.csv", "participant,weight\n0,1\n"), ["--weights", "w.csv"], "59 of the 60 participants have no row"),
    ("a weight below 0", edit("w.csv", "participant,weight\n0,-1\n"), ["--weights", "w.csv"], 'row 2: the weight is "-1"'),
    ("a weight of nan", edit("w.csv", "participant,weight\n0,nan\n"), ["--weights", "w.csv"], 'row 2: the weight is "nan"'),
    ("a participant twice", edit("w.csv", "participant,weight\n0,1\n0,1\n"), ["--weights", "w.csv"], "is in row 2 already"),
    ("no file of weights", lambda at: None, ["--weights", "no.csv"], "no.csv: cannot be read"),
    ("people and no population", edit("p.csv", "participant,age\n"), ["--people", "p.csv"], "--people and --population go together"),
    ("two ways to weigh", lambda at: None, ["--weights", "a", "--people", "b", "--population", "c"], "two ways to weigh"),
    ("a population of nobody", edit("p.csv", "factor,level,people\na,x,0\n"), ["--people", "q.csv", "--population", "p.csv"], "above 0"),
    ("nine groups", lambda at: None, ["--groups", "9"], "--groups"),
    ("one resample", lambda at: None, ["--resamples", "1"], "--resamples"),
    ("a method there is none of", lambda at: None, ["--method", "magic"], "'stable', 'polis'"),
    ("a folder that is there", lambda at: ((at / "m").mkdir(), (at / "m" / "x").write_text("")), [], "is not empty"),
    ("a folder in no folder", lambda at: None, ["--out", "no/where"], "there is no folder"),
    ("four groups of ten in a crowd of thirty", edit("e/votes.csv", votes(30)), ["--groups", "4"], "do not fall into 4 groups"),
    ("nothing let in", edit("e/comments.csv", COMMENTS.replace(",1\n", ",0\n")), ["--strict"], "left no statement in"),
]


@pytest.mark.parametrize(("spoil", "options", "words"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_whatever_is_wrong_is_said_once_and_nothing_is_written(
    folder: Path, spoil: Callable[[Path], object], options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    before = sorted(path.name for path in folder.iterdir())
    assert run(*options) == 2
    seen = capsys.readouterr().err
    assert words in seen
    assert "Traceback" not in seen
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("comments", "cast"),
    [
        ("comment-id,comment-body\n0,One\n", f"{HEADER}1,0,1,1\n2,0,2,-1\n"),
        ("comment-id,comment-body\n0,One\n1,Two\n", f"{HEADER}1,0,1,0\n"),
        (
            "comment-id,comment-body\n" + "".join(f"{at},Same words\n" for at in range(9)),
            HEADER + "".join(f"1,{at},{at},1\n" for at in range(9)),
        ),
        ("comment-id,comment-body\n0,\n", f"{HEADER}1,0,1,1\n"),
        ("comment-id,comment-body\n9223372036854775807,Far\n", f"{HEADER}1,9223372036854775807,-9223372036854775808,1\n"),
    ],
    ids=["one statement", "one vote", "nobody sees the same statement", "no words", "64-bit ids"],
)
def test_tiny_conversations_have_a_map(folder: Path, comments: str, cast: str) -> None:
    edit("e/comments.csv", comments)(folder)
    edit("e/votes.csv", cast)(folder)
    assert run() == 0
    assert json.loads((folder / "m" / "map.json").read_text("utf-8"))["groups"] == []
