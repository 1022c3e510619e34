"""A kit's file: what is packed comes out again, and hostile files are refused in words."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.site.planning.kit_files import FACTS, MANIFEST, MOST_BYTES, KitRefused, pack, unpack

SAID = {key: f"The {key}." for key in FACTS}
PARTS = [("survey.json", "instrument", {"slug": "survey", "title": {}, "questions": []}), ("plan.json", "plan", {"learn": []})]


def remade(change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """A kit whose files were changed on the way."""
    with zipfile.ZipFile(io.BytesIO(pack(SAID, PARTS))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def manifest(**changed: Any) -> bytes:
    """A kit whose manifest says something else."""
    return remade(lambda files: files.update({MANIFEST: json.dumps(json.loads(files[MANIFEST]) | changed).encode()}))


def test_what_is_packed_comes_out_again_and_the_same_parts_give_the_same_bytes() -> None:
    kit = unpack(pack(SAID, PARTS))
    assert (kit.title, kit.licence) == ("The title.", "The licence.")
    assert [(part.name, part.kind, part.content) for part in kit.parts] == PARTS
    assert pack(SAID, PARTS) == pack(SAID, PARTS)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"not a zip", "not a zip"),
        (lambda: pack(SAID, PARTS)[:-40], "not a zip"),
        (lambda: b"0" * (MOST_BYTES + 1), "larger than 2 MB"),
        (lambda: remade(lambda files: files.update({"../../etc/passwd": b"x"})), "not the name of a kit’s part"),
        (lambda: remade(lambda files: files.update({"/absolute.json": b"x"})), "not the name of a kit’s part"),
        (lambda: remade(lambda files: files.update({"bomb.json": b" " * 100_000_000})), "Unpacked, the file is larger than 10 MB"),
        (lambda: remade(lambda files: files.update({f"p{n}.json": b"{}" for n in range(30)})), "more than 20 parts"),
        (lambda: remade(lambda files: files.pop(MANIFEST)), "no manifest.json"),
        (lambda: remade(lambda files: files.update({"more.json": b"{}"})), "not those that its manifest names"),
        (lambda: remade(lambda files: files.pop("plan.json")), "not those that its manifest names"),
        (lambda: remade(lambda files: files.update({"plan.json": b"{}"})), "hash of “plan.json” is wrong"),
        (lambda: remade(lambda files: files.update({MANIFEST: b"[" * 100_000})), "not JSON"),
        (lambda: remade(lambda files: files.update({MANIFEST: b"[]"})), "does not hold"),
        (lambda: manifest(format="other"), "not a Folkmoot kit"),
        (lambda: manifest(version=2), "format version 2. This installation reads version 1"),
        (lambda: manifest(sha256="0" * 64), "kit’s hash is wrong"),
        (lambda: manifest(parts=[{"name": 1}]), "does not say what"),
        (lambda: manifest(title=""), "does not say what"),
        (lambda: pack(SAID, [("x.json", "virus", {})]), "does not know"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_words(made: Callable[[], bytes], words: str) -> None:
    with pytest.raises(KitRefused, match=words):
        unpack(made())
