"""A folder of results that appears whole or not at all: made beside the one asked for, then moved into place."""

import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from folkmoot.files.problems import RefusedError, listed


def refuse_folder(folder: Path, *, files: Collection[str], made_by: str, force: bool = False) -> None:
    """Raises RefusedError when results cannot go to `folder`.

    With `force` what the same command made there before may be replaced (`files` names all it may make), and nothing else. `made_by`
    says what makes them, such as "weighing".
    """
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
        raise RefusedError([f"{folder} is not empty. Give another folder, or --force to replace an older {made_by}."])
    strangers = [name for name in inside if name not in files]
    if strangers:
        raise RefusedError([f"{folder} also holds {listed(strangers, most=3)}, which no {made_by} made. Give another folder."])


def write_folder(
    folder: Path,
    contents: Mapping[str, bytes],
    *,
    made_by: str,
    files: Collection[str] = (),
    private: Collection[str] = (),
    force: bool = False,
) -> tuple[Path, ...]:
    """Write files to `folder`, which appears whole or not at all; gives their paths, in order.

    files: names that an older one may hold beside these. private: those that only the person who runs the command may read.
    Raises RefusedError when the folder holds anything else, or cannot be written.
    """
    refuse_folder(folder, files=[*contents, *files], made_by=made_by, force=force)
    folder = folder.absolute()
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    old = made.with_name(f"{made.name}.old")
    try:
        made.mkdir()
        for name, content in contents.items():
            (made / name).touch(mode=0o600 if name in private else 0o644, exist_ok=False)
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
    return tuple(folder / name for name in contents)
