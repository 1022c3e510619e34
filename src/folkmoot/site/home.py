"""The home of an installation: one folder with its two databases, its snapshots, its secrets and what it is called.

Everything an installation owns lives here, so that a copy of this folder is a backup. Secrets are made on the first
start, readable by their owner alone.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

SECRETS_FILE = "secrets.json"
INSTALLATION_FILE = "installation.json"


@dataclass(frozen=True)
class Home:
    """The folder at `path`, made if it is not there yet (0700)."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "Home":
        """The home at `path`. Raises OSError where the folder cannot be made."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(path)

    @property
    def database(self) -> Path:
        """The main SQLite file."""
        return self.path / "main.sqlite3"

    @property
    def vault(self) -> Path:
        """The SQLite file that alone holds names and contacts."""
        return self.path / "vault.sqlite3"

    @property
    def backups(self) -> Path:
        """The folder of copies made before each change of the SQLite files' tables."""
        return self.path / "backups"

    @property
    def snapshots(self) -> Path:
        """The folder of Response snapshots, one Parquet chunk a file."""
        return self.path / "snapshots"

    def secrets(self) -> dict[str, str]:
        """The signing key and the vault's encryption key; made once, with owner-only permissions."""
        file = self.path / SECRETS_FILE
        try:
            if file.stat().st_mode & 0o077:  # such as after a copy from elsewhere
                file.chmod(0o600)
            return dict(json.loads(file.read_text("utf-8")))
        except FileNotFoundError:
            pass
        made = {"signing_key": secrets.token_urlsafe(64), "vault_key": Fernet.generate_key().decode()}
        draft = self.path / f".{SECRETS_FILE}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            json.dump(made, handle)
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(draft, file)  # only one of several first starts can win: link refuses to overwrite
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return dict(json.loads(file.read_text("utf-8")))

    def installation(self) -> dict[str, Any]:
        """What this installation is called: `place`, and `synthetic`, the words shown on every page of an example."""
        try:
            return dict(json.loads((self.path / INSTALLATION_FILE).read_text("utf-8")))
        except FileNotFoundError:
            return {}

    def name_installation(self, *, place: str, synthetic: str = "") -> None:
        """Write down what this installation is called."""
        (self.path / INSTALLATION_FILE).write_text(json.dumps({"place": place, "synthetic": synthetic}), "utf-8")
