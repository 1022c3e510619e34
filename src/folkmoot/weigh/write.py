"""The three files of a weighing, all or nothing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from folkmoot.files import new_folder
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

FILES: Final = ("report.html", "tables.xlsx", "findings.json")


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """findings.json: UTF-8, keys in the document's order, no number that JSON has not."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def refuse_folder(folder: Path, *, force: bool = False) -> None:
    """Raises RefusedError when the files cannot go to `folder`. With `force` an older weighing there may be replaced, and nothing else."""
    new_folder.refuse_folder(folder, files=FILES, made_by="weighing", force=force)


def write(document: Mapping[str, Any], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the three files of a document of findings to `folder`, which appears whole or not at all; gives their paths.

    Raises RefusedError when the folder holds anything else, or cannot be written.
    """
    refuse_folder(folder, force=force)
    contents = dict(zip(FILES, (report(document).encode(), tables(document), document_bytes(document)), strict=True))
    return new_folder.write_folder(folder, contents, made_by="weighing", force=force)
