"""The one-time address with which the first administrator sets up an installation: shown by `folkmoot serve`, spent by use."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

FILE = "set-up-token"
NO_LONGER = "This set-up address is no longer valid. If nobody has set up this installation yet, restart the server: it shows a new one."


def token(home: Path) -> str:
    """The token in the home folder, made (readable by its owner alone) when there is none."""
    file = home / FILE
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return file.read_text("utf-8")


def check(home: Path, given: str) -> None:
    """Raises ValidationError unless `given` is the token in the home folder."""
    file = home / FILE
    if not file.exists() or not constant_time_compare(file.read_text("utf-8"), given):
        raise ValidationError(NO_LONGER)


def spend(home: Path, given: str) -> None:
    """Use the token up: of several who try at once, one succeeds. Raises ValidationError for the others, and for a wrong one."""
    check(home, given)
    try:
        (home / FILE).unlink()
    except FileNotFoundError:
        raise ValidationError(NO_LONGER) from None
