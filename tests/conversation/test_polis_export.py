"""A Polis export: what its files say of each other, and every fault named with its file and row."""

import csv
from pathlib import Path

import numpy as np
import pytest

from folkmoot.conversation.polis_export import PolisExport, read_polis_export
from folkmoot.files.problems import RefusedError

COMMENTS = """timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,comment-body
1,0,5,1,1,1,false,"Buses, please"
2,3,5,0,1,-1,true,I am 20
"""
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n10,x,0,7,1\n30,x,0,7,-1\n20,x,0,7,0\n5,x,3,9,0\n"
MATRIX = "participant,group-id,n-votes,0,3\n7,0,1,-1,\n9,,1,,0\n11,,0,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    (tmp_path / "votes.csv").write_text(VOTES, encoding="utf-8")
    return tmp_path


def cells(export: PolisExport) -> dict[tuple[int, int], int]:
    votes = export.votes
    keys = zip(votes.participants[votes.rows].tolist(), votes.statements[votes.columns].tolist(), strict=True)
    return dict(zip(keys, votes.votes.tolist(), strict=True))


def test_the_last_vote_by_time_counts_whatever_the_order_of_rows(folder: Path) -> None:
    export = read_polis_export(folder)
    assert cells(export) == {(7, 0): -1, (9, 3): 0}
    assert [(s.id, s.text, s.moderated, s.meta) for s in export.statements] == [(0, "Buses, please", 1, False), (3, "I am 20", -1, True)]
    assert (export.moderated_out, export.meta) == ([3], [3])
    assert export.events is not None
    assert export.events.at.tolist() == [10, 30, 20, 5]


def test_without_votes_csv_the_matrix_is_read_and_people_without_a_vote_are_there(folder: Path) -> None:
    (folder / "votes.csv").unlink()
    (folder / "participants-votes.csv").write_text(MATRIX, encoding="utf-8")
    export = read_polis_export(folder)
    assert cells(export) == {(7, 0): -1, (9, 3): 0}
    assert export.votes.participants.tolist() == [7, 9, 11]
    assert export.events is None


def test_a_statement_that_comments_does_not_hold_is_kept_without_its_text(folder: Path) -> None:
    (folder / "votes.csv").write_text(VOTES + "40,x,8,9,1\n", encoding="utf-8")
    export = read_polis_export(folder)
    assert export.votes.statements.tolist() == [0, 3, 8]
    assert export.notices == ("comments.csv does not hold the text of 1 of the statements, such as 8.",)


def test_a_statement_taken_out_before_anybody_voted_on_it_is_no_part_of_the_conversation(folder: Path) -> None:
    (folder / "comments.csv").write_text(COMMENTS + "3,4,5,0,0,-1,false,Spam\n4,5,5,0,0,1,false,New\n", encoding="utf-8")
    assert read_polis_export(folder).votes.statements.tolist() == [0, 3, 5]


def test_votes_at_one_time_that_differ_are_a_pass_and_said(folder: Path) -> None:
    (folder / "votes.csv").write_text(VOTES + "30,x,0,7,1\n", encoding="utf-8")
    export = read_polis_export(folder)
    assert cells(export)[7, 0] == 0
    assert export.notices == ("1 votes count as a pass: the same person's last votes bear one time and differ.",)


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n1,0,7,2\n", "votes.csv: row 2: the vote is 2. It is 1 (agree), -1"),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n1,0,7,\n", 'votes.csv: row 2: vote is "". It must be a whole number.'),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n1,0,7,0.5\n", 'votes.csv: row 2: vote is "0.5".'),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\nnoon,0,7,1\n", 'votes.csv: row 2: timestamp is "noon".'),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n1,0,99999999999999999999,1\n", "votes.csv: row 2: voter-id is"),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n", "votes.csv: there is no vote below the header."),
        ("votes.csv", "comment-id,voter-id,vote\n0,7,1\n", 'votes.csv: there is no column "timestamp".'),
        ("votes.csv", "timestamp,comment-id,voter-id,vote,vote\n1,0,7,1,1\n", 'votes.csv: the column "vote" is there more than once.'),
        ("votes.csv", "timestamp,comment-id,voter-id,vote\n1,0,7\n", "votes.csv: row 2 has 3 cells, but the header has 4."),
        ("votes.csv", "", "votes.csv: the file is empty."),
        ("comments.csv", "comment-id\n1\n", 'comments.csv: there is no column "comment-body".'),
        ("comments.csv", "comment-id,comment-body\n1,a\n1,b\n", "comments.csv: row 3: the comment-id 1 is there already."),
        ("comments.csv", "comment-id,comment-body,moderated\n1,a,2\n", "comments.csv: row 2: moderated is 2."),
        ("comments.csv", "comment-id,comment-body\none,a\n", 'comments.csv: row 2: comment-id is "one".'),
        ("comments.csv", "comment-id,comment-body\n", "comments.csv: there is no statement below the header."),
    ],
)
def test_a_fault_is_named_with_its_file_and_row(folder: Path, file: str, text: str, words: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_polis_export(folder)
    assert refused.value.problems[0].startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("participant,0\n7,1\n7,1\n", "participants-votes.csv: row 3: the participant 7 is in a row above already."),
        ("participant,0\n7,3\n", "participants-votes.csv: row 2: the vote on statement 0 is 3."),
        ("participant,0\n8,\n7,yes\n", 'participants-votes.csv: row 3: the vote on statement 0 is "yes". It must be a whole number.'),
        ("participant,group-id\n7,0\n", "participants-votes.csv: no column is named by the number of a statement."),
        ("participant,0\n", "participants-votes.csv: there is no participant below the header."),
    ],
)
def test_a_fault_in_the_matrix_is_named_with_its_row(folder: Path, text: str, words: str) -> None:
    (folder / "votes.csv").unlink()
    (folder / "participants-votes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_polis_export(folder)
    assert refused.value.problems[0].startswith(words)


def test_many_faults_are_named_ten_at_a_time(folder: Path) -> None:
    (folder / "votes.csv").write_text("timestamp,comment-id,voter-id,vote\n" + "1,0,7,9\n" * 40, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_polis_export(folder)
    assert len(refused.value.problems) == 11
    assert refused.value.problems[-1] == "votes.csv: and 30 more like that."


def test_a_folder_without_the_files_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(RefusedError, match="is not a folder"):
        read_polis_export(folder / "votes.csv")
    (folder / "votes.csv").unlink()
    with pytest.raises(RefusedError, match=r"holds neither votes\.csv nor participants-votes\.csv"):
        read_polis_export(folder)
    (folder / "comments.csv").unlink()
    with pytest.raises(RefusedError, match=r"holds no comments\.csv"):
        read_polis_export(folder)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["vtaiwan.uberx", "brexit-consensus", "scoop-hivemind.biodiversity", "bg2050-volunteers"])
def test_the_last_votes_of_real_conversations_are_the_published_matrix_cell_by_cell(shared_data: Path, name: str) -> None:
    folder = shared_data / "conversations" / name
    published = {}
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            published |= {(int(row["participant"]), int(key)): int(float(cell)) for key, cell in row.items() if key.isdigit() and cell}
    assert cells(read_polis_export(folder)) == published


@pytest.mark.shared
def test_a_conversation_with_only_its_matrix_has_the_published_number_of_votes(shared_data: Path) -> None:
    export = read_polis_export(shared_data / "conversations" / "american-assembly.bowling-green")
    assert (export.votes.n, export.votes.m, export.votes.cast) == (2031, 896, 225_524)
    assert not np.setdiff1d(export.moderated_out, export.votes.statements).size
