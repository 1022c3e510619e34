"""The three files, all or nothing: made in a folder beside the one asked for, then moved into place."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from folkmoot.weigh.problems import RefusedError, listed
from folkmoot.weigh.report import report
from folkmoot.weigh.tables import tables

FILES: Final = ("report.html", "tables.xlsx", "findings.json")


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """findings.json: UTF-8, keys in the document's order, no number that JSON has not."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def refuse_folder(folder: Path, *, force: bool = False) -> None:
    """Raises RefusedError when the files cannot go to `folder`. With `force` an older weighing there may be replaced, and nothing else."""
    if not folder.exists() and not folder.is_symlink():
        if not folder.absolute().parent.is_dir():
            raise RefusedError([f"there is no folder {folder.absolute().parent} to put {folder.name} in. Make it first."])
        return
    if not folder.is_dir() or folder.is_symlink():
        raise RefusedError([f"{folder} is there and is not a folder. Give another name with --out."])
    try:
        inside = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise RefusedError([f"{folder} cannot be looked into: {(error.strerror or 'not allowed').lower()}."]) from error
    if inside and not force:
        raise RefusedError([f"{folder} is not empty. Give another folder, or --force to replace an older weighing."])
    strangers = [name for name in inside if name not in FILES]
    if strangers:
        raise RefusedError([f"{folder} also holds {listed(strangers, most=3)}, which no weighing made. Give another folder."])


def write(document: Mapping[str, Any], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the three files of a document of findings to `folder`, which appears whole or not at all; gives their paths.

    Raises RefusedError when the folder holds anything else, or cannot be written.
    """
    refuse_folder(folder, force=force)
    contents = dict(zip(FILES, (report(document).encode(), tables(document), document_bytes(document)), strict=True))
    folder = folder.absolute()
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    old = made.with_name(f"{made.name}.old")
    try:
        made.mkdir()
        for name, content in contents.items():
            (made / name).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            made.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except OSError as error:
        raise RefusedError([f"{folder} cannot be written: {(error.strerror or 'not allowed').lower()}."]) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return tuple(folder / name for name in FILES)
