"""The home of an installation: one folder with its two databases, its snapshots, its secrets and what it is called.

Everything an installation owns lives here but the vault's key (vault_key.py), so that a copy of both is a backup. Secrets are made on the
first start, readable by their owner alone.
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from folkmoot.site.key_files import keep

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

    @property
    def frames(self) -> Path:
        """The folder of the rows of frames, without names, one folder a frame."""
        return self.path / "frames"

    @property
    def secrets_file(self) -> Path:
        """The file of the signing key, and of where the vault's key is."""
        return self.path / SECRETS_FILE

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever started here."""
        return not self.secrets_file.exists()

    def secrets(self, **first: str) -> dict[str, str]:
        """The signing key and what stands beside it; made once, with `first` and owner-only permissions."""
        file = self.secrets_file
        try:
            if file.stat().st_mode & 0o077:  # such as after a copy from elsewhere
                file.chmod(0o600)
        except FileNotFoundError:
            keep(json.dumps({"signing_key": secrets.token_urlsafe(64), **first}), file)
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
