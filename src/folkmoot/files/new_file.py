"""A file that appears whole or not at all: made beside its name, and moved there once all is well."""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from folkmoot.files.problems import RefusedError


def refuse_file(path: Path, *, sources: Sequence[Path], out: Path | None = None, force: bool = False) -> None:
    """Raises RefusedError when the file cannot be made, is there already, is a source, or would stand in `out`, a
    folder that is published."""
    if path.resolve() in {source.resolve() for source in sources}:
        raise RefusedError([f"{path} is read or written as something else too. Give another name."])
    if out is not None and out.resolve() in path.resolve().parents:
        raise RefusedError(
            [f"{path.name} cannot go in {out}, which holds the three published files and nothing else. Give another folder."]
        )
    if not path.absolute().parent.is_dir():
        raise RefusedError([f"there is no folder {path.absolute().parent} to put {path.name} in. Make it first."])
    if path.is_dir() or path.is_symlink():
        raise RefusedError([f"{path} is there and is not a file. Give another name."])
    if path.exists() and not force:
        raise RefusedError([f"{path} is there already. Give another name, or --force to replace it."])


@contextmanager
def new_files(paths: Sequence[Path], *, private: bool) -> Iterator[Mapping[Path, Path]]:
    """Where to make each file; they move to their names together when the block ends well, and go when it does not.

    `private` files only the person who runs the command may read. Raises RefusedError when one cannot be written.
    """
    places = {path: path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}") for path in paths}
    try:
        for place in places.values():
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o644))
        yield places
        for path, place in places.items():
            place.replace(path)
    except OSError as error:
        names = " and ".join(str(path) for path in paths)
        raise RefusedError([f"{names} cannot be written: {(error.strerror or 'not allowed').lower()}."]) from error
    finally:
        for place in places.values():
            place.unlink(missing_ok=True)
