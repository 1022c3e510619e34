"""Keys that are kept apart from the data: in the environment, or in a file outside the home folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def given_key(setting: str, text: str, file: str, *, home: Path) -> str:
    """The words of a key: `text` of the setting itself, or what is in the `file` that the setting with _FILE names; "" when neither is set.

    Raises ImproperlyConfigured, in words without the key, for both, a file in the home folder, or one that cannot be read.
    """
    if text and file:
        raise ImproperlyConfigured(f"Set {setting} or {setting}_FILE, not both.")
    if not file:
        return text
    if Path(file).resolve().is_relative_to(home.resolve()):
        raise ImproperlyConfigured(f"{setting}_FILE is in the home folder, beside the data. Keep the key in another folder.")
    try:
        return Path(file).read_text("utf-8")
    except (OSError, ValueError):
        raise ImproperlyConfigured(f"The file that {setting}_FILE names cannot be read. Check its path and its permissions.") from None


def keep(words: str, file: Path) -> bool:
    """Write a new file for its owner alone, whole or not at all, and on the disk when this returns; False when there is one already."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(words)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)  # only one of several starts can win: link refuses to overwrite
    except FileExistsError:
        return False
    finally:
        draft.unlink()
        _on_the_disk(file.parent)
    return True


def replace(words: str, file: Path) -> None:
    """The same for a file that may be there: it holds the old words or the new ones, never less."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    keep(words, draft)
    draft.replace(file)
    _on_the_disk(file.parent)


def _on_the_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
