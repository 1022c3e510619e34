"""A kit as one file: a zip of a manifest and parts in JSON, each with its SHA-256. Read with suspicion: a kit comes from elsewhere.

`manifest.json`: {"format": "folkmoot-kit", "version": 1, "title", "about", "licence", "source", "made_by",
"parts": [{"name", "kind", "sha256"}], "sha256": of the parts' lines together}. Kinds: "instrument" {"slug", "title", "questions"}, "guide"
{"slug", "title", "kind", "minutes", "text"} and "plan" {step: answers}. The same parts always give the same bytes.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT, VERSION = "folkmoot-kit", 1
MOST_BYTES = 2_000_000  # of the file as it is sent
MOST_UNPACKED = 10_000_000  # of all parts together
MOST_PARTS = 20
KINDS = {"instrument": "Questionnaire", "guide": "Topic guide", "plan": "Plan of engagement"}
MANIFEST = "manifest.json"
FACTS = ("title", "about", "licence", "source", "made_by")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.json")
_DATE = (1980, 1, 1, 0, 0, 0)


class KitRefused(ValueError):  # noqa: N818 - a refusal in words for people
    """The file is not a kit that can be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Part:
    """One part of a kit: its name in the file, its kind, its hash and what is in it."""

    name: str
    kind: str
    sha256: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class KitFile:
    """A kit that was read whole: every hash is right."""

    title: str
    about: str
    licence: str
    source: str
    made_by: str
    parts: tuple[Part, ...]
    sha256: str

    def of_kind(self, kind: str) -> list[Part]:
        """The parts of one kind, in their order."""
        return [part for part in self.parts if part.kind == kind]


def pack(facts: Mapping[str, str], parts: Sequence[tuple[str, str, Mapping[str, Any]]]) -> bytes:
    """The bytes of a kit: `facts` are FACTS in words, `parts` are name, kind and content."""
    written = [(name, kind, json.dumps(content, ensure_ascii=False, indent=1).encode()) for name, kind, content in parts]
    listed = [{"name": name, "kind": kind, "sha256": hashlib.sha256(data).hexdigest()} for name, kind, data in written]
    manifest = {"format": FORMAT, "version": VERSION, **{key: facts[key] for key in FACTS}, "parts": listed, "sha256": _whole(listed)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode()), *((n, d) for n, _, d in written)]:
            archive.writestr(zipfile.ZipInfo(name, _DATE), data)
    return made.getvalue()


def unpack(data: bytes) -> KitFile:
    """The kit in a file. Nothing is written to disk, and nothing beyond the stated limits is unpacked.

    Raises KitRefused, in words, for anything that is not a whole kit of this format.
    """
    if len(data) > MOST_BYTES:
        raise KitRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it is not a kit. Choose another file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as broken:
        raise KitRefused("The file is not a zip that can be read. Ask for the kit again.") from broken
    return _read(files)


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS + 1:
        raise KitRefused(f"The file has more than {MOST_PARTS} parts. A kit has fewer.")
    if len(set(names)) != len(names):
        raise KitRefused("A part stands in the file twice. Ask for the kit again.")
    if wrong := [name for name in names if not _NAME.fullmatch(name)]:
        raise KitRefused(
            f"“{wrong[0][:80]}” is not the name of a kit’s part. Names have small letters, digits and hyphens, and end in .json."
        )
    files, left = {}, MOST_UNPACKED
    for entry in entries:
        with archive.open(entry) as part:
            files[entry.filename] = part.read(left + 1)  # what the zip says of its sizes is not believed
        left -= len(files[entry.filename])
        if left < 0:
            raise KitRefused(f"Unpacked, the file is larger than {MOST_UNPACKED // 1_000_000} MB, so it is not a kit.")
    return files


def _read(files: dict[str, bytes]) -> KitFile:
    if MANIFEST not in files:
        raise KitRefused("The file has no manifest.json, so it is not a kit. Choose another file.")
    manifest = _json(MANIFEST, files.pop(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise KitRefused("The file is not a Folkmoot kit. Choose another file.")
    if manifest.get("version") != VERSION:
        raise KitRefused(f"The kit is of format version {str(manifest.get('version'))[:20]}. This installation reads version {VERSION}.")
    listed = manifest.get("parts")
    right = isinstance(listed, list) and all(
        isinstance(row, dict) and row.keys() == {"name", "kind", "sha256"} and all(isinstance(one, str) for one in row.values())
        for row in listed
    )
    if not right or not all(isinstance(manifest.get(key), str) and len(manifest[key]) <= 1000 for key in FACTS) or not manifest["title"]:
        raise KitRefused("The manifest does not say what a kit’s manifest says. Ask for the kit again.")
    if sorted(row["name"] for row in listed) != sorted(files):
        raise KitRefused("The parts in the file are not those that its manifest names. Ask for the kit again.")
    if manifest.get("sha256") != _whole(listed):
        raise KitRefused("The kit’s hash is wrong, so something was changed on the way. Ask for the kit again.")
    parts = []
    for row in listed:
        if hashlib.sha256(files[row["name"]]).hexdigest() != row["sha256"]:
            raise KitRefused(f"The hash of “{row['name']}” is wrong, so it was changed on the way. Ask for the kit again.")
        if row["kind"] not in KINDS:
            raise KitRefused(f"“{row['name']}” is a “{row['kind'][:40]}”, which this installation does not know.")
        parts.append(Part(row["name"], row["kind"], row["sha256"], _json(row["name"], files[row["name"]])))
    return KitFile(**{key: manifest[key] for key in FACTS}, parts=tuple(parts), sha256=manifest["sha256"])


def _whole(listed: Sequence[Mapping[str, str]]) -> str:
    lines = "".join(f"{row['name']} {row['kind']} {row['sha256']}\n" for row in listed)
    return hashlib.sha256(lines.encode()).hexdigest()


def _json(name: str, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise KitRefused(f"“{name}” is not JSON that can be read. Ask for the kit again.") from broken
    if not isinstance(found, dict):
        raise KitRefused(f"“{name}” does not hold what a kit’s part holds. Ask for the kit again.")
    return found
