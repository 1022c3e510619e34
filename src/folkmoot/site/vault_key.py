"""The vault's key: what names and contacts are encrypted with. It is kept apart from the home folder, so that whoever has a copy of the
data cannot read who people are. docs/decisions/0010-the-vault-key-lives-apart.md says why."""

import hashlib
import json
import os
import sys
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from folkmoot.site.home import Home
from folkmoot.site.key_files import given_key, keep, replace

SETTING = "FOLKMOOT_VAULT_KEY"
INSIDE, APART = "vault_key", "vault_key_file"  # in secrets.json: the key itself, as older installations have it; where it is
SAY_WHERE = "Set FOLKMOOT_VAULT_KEY_FILE to a file with the key, outside the home folder, as docs/reference/settings.md says."


def vault_key(text: str, file: str, *, home: Home) -> str:
    """The key in FOLKMOOT_VAULT_KEY, in the file that FOLKMOOT_VAULT_KEY_FILE names, or in the file that a first start made.

    A home that is new and is given no key gets one, in the folder of this user's data, and says so. A home that has its key inside, as
    older ones do, is moved: the key is written outside first, and then taken out of it.

    Raises ImproperlyConfigured, in words without the key, when there is none, when it is not the home's, or when it cannot be kept apart.
    """
    if home.is_new:
        made = None if text or file else _kept_apart(Fernet.generate_key().decode(), home)
        held = home.secrets() if made is None else home.secrets(**{APART: str(made)})
        if made is not None and held.get(APART) != str(made):
            made.unlink()  # another first start was sooner, with its own
        elif made is not None:
            _say("made", made)
    held = home.secrets()
    if INSIDE in held:
        return _moved(held, text, file, home)
    if not text and not file:
        return _from(held.get(APART, ""))
    return _checked(given_key(SETTING, text, file, home=home.path), SETTING if text else f"{SETTING}_FILE")


def throw_away(home: Path) -> None:
    """Delete the key that a first start made for a home, which is then thrown away. A key that someone else keeps is left alone."""
    try:
        file = Path(json.loads((home / "secrets.json").read_text("utf-8"))[APART])
    except (OSError, ValueError, KeyError):
        return
    if file.parent == key_folder():
        file.unlink(missing_ok=True)


def key_folder() -> Path:
    """Where a first start keeps a key: in this user's data (XDG Base Directory Specification)."""
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share") / "folkmoot" / "keys"


def _kept_apart(key: str, home: Home) -> Path:
    """The file in the key folder that holds a key. Its name follows from the key, so that starts at once agree on it."""
    try:
        folder = key_folder()
        if folder.resolve().is_relative_to(home.path.resolve()):
            raise ImproperlyConfigured(f"The vault's key would be in the home folder, beside the data. {SAY_WHERE}")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{hashlib.sha256(f'folkmoot vault key {key}'.encode()).hexdigest()[:32]}.key"
        keep(key + "\n", file)
    except (OSError, RuntimeError) as failed:  # RuntimeError: this user has no home
        raise ImproperlyConfigured(f"The vault's key cannot be kept in this user's data: {failed}. {SAY_WHERE}") from None
    return file


def _moved(held: dict[str, str], text: str, file: str, home: Home) -> str:
    key = _checked(held[INSIDE], "secrets.json")
    rest = {name: value for name, value in held.items() if name != INSIDE}
    if file and not Path(file).exists() and not Path(file).resolve().is_relative_to(home.path.resolve()):
        try:
            keep(key + "\n", Path(file))
        except OSError as failed:
            raise ImproperlyConfigured(f"The vault's key cannot be written to the file in {SETTING}_FILE: {failed.strerror}.") from None
        _say("moved", Path(file))
    if text or file:
        if _checked(given_key(SETTING, text, file, home=home.path), SETTING) != key:
            raise ImproperlyConfigured(
                f"{SETTING if text else SETTING + '_FILE'} is not the key in secrets.json, with which the names were written. "
                "Give that one, or set neither: it is then moved out of the home folder."
            )
    else:
        made = _kept_apart(key, home)
        rest[APART] = str(made)
        _say("moved", made)
    replace(json.dumps(rest), home.secrets_file)
    return key


def _from(file: str) -> str:
    if not file:
        raise ImproperlyConfigured(f"This home has a vault, and no key to it was given. {SAY_WHERE}")
    try:
        words = Path(file).read_text("utf-8")
    except (OSError, ValueError):
        raise ImproperlyConfigured(
            f"The vault's key cannot be read from {file}. Put it back from where you keep a copy. {SAY_WHERE}"
        ) from None
    return _checked(words, file)


def _checked(words: str, where: str) -> str:
    key = words.strip()
    try:
        Fernet(key.encode())
    except ValueError:
        raise ImproperlyConfigured(
            f"{where}: this is no key for a vault. A key is 44 signs, as this prints: openssl rand -base64 32 | tr '/+' '_-'"
        ) from None
    return key


def _say(what: str, file: Path) -> None:
    moved = "" if what == "made" else " It is no longer in the home folder. Copies of secrets.json from before still hold it."
    sys.stderr.write(
        f"The key to the names in this vault is {what} at {file}.{moved} Back it up in another place than the home folder: "
        "without it nobody can read the names, and whoever has both can.\n"
    )
