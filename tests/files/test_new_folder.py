"""A folder of results appears whole or not at all, and replaces only what the same command made."""

from pathlib import Path

import pytest

from folkmoot.files.new_folder import refuse_folder, write_folder
from folkmoot.files.problems import RefusedError

CONTENTS = {"one.txt": b"1", "two.txt": b"2"}


def test_the_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    paths = write_folder(tmp_path / "out", CONTENTS, made_by="map")
    assert {path.name: path.read_bytes() for path in paths} == CONTENTS
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_older_one_is_replaced_only_when_asked(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"one.txt": b"old", "two.txt": b"old"}, made_by="map")
    with pytest.raises(RefusedError, match=r"is not empty\. Give another folder, or --force to replace an older map"):
        write_folder(tmp_path / "out", CONTENTS, made_by="map")
    assert (tmp_path / "out" / "one.txt").read_bytes() == b"old"
    write_folder(tmp_path / "out", CONTENTS, made_by="map", force=True)
    assert (tmp_path / "out" / "one.txt").read_bytes() == b"1"


def test_a_folder_with_a_stranger_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_bytes(b"dear")
    with pytest.raises(RefusedError, match=r'also holds "thesis\.doc", which no map made'):
        refuse_folder(tmp_path / "out", files=CONTENTS, made_by="map", force=True)
    assert (tmp_path / "out" / "thesis.doc").read_bytes() == b"dear"


def test_a_folder_whose_parent_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="there is no folder"):
        refuse_folder(tmp_path / "no" / "out", files=CONTENTS, made_by="map")


def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", CONTENTS, made_by="map", private=["two.txt"])
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}
    assert modes["two.txt"] == 0o600
    assert modes["one.txt"] & 0o400


def test_nothing_is_left_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be written"):
        write_folder(tmp_path / "out", {"one.txt": b"1", "no/such/two.txt": b"2"}, made_by="map")
    assert list(tmp_path.iterdir()) == []
