"""A throw-away PostgreSQL for the tests, from Debian's binaries, for any user.

`python -m postgres -- pytest -q` starts one, sets FOLKMOOT_DATABASE_URL and FOLKMOOT_VAULT_URL to two databases on it, runs the command
and ends with its exit code. Nothing is left behind.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSIONS = Path("/usr/lib/postgresql")
DATABASES = ("folkmoot", "vault")


@dataclass(frozen=True)
class Server:
    """A running server, reached by the socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://folkmoot@/{database}?host={self.folder}"

    @property
    def settings(self) -> dict[str, str]:
        """The two settings that Folkmoot reads."""
        return {"FOLKMOOT_DATABASE_URL": self.url("folkmoot"), "FOLKMOOT_VAULT_URL": self.url("vault")}


@contextlib.contextmanager
def postgres() -> Iterator[Server]:
    """A fresh server with empty databases `folkmoot` and `vault`; it and its files are gone afterwards.

    Root's server runs as the user `postgres`, because PostgreSQL refuses root. Raises SystemExit when PostgreSQL is not installed.
    """
    programs = _programs()
    as_user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-pg-"))
    data = folder / "data"

    def call(program: str, *arguments: str | Path) -> None:
        subprocess.run([programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)

    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    try:
        call("initdb", "-D", data, "-U", "folkmoot", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        # no TCP port, so that any number can run at once; no fsync, as nothing here must survive
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c max_connections=200"
        call("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        for database in DATABASES:
            call("createdb", "-h", folder, "-U", "folkmoot", database)
        yield Server(folder)
    finally:
        if (data / "postmaster.pid").exists():
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest version's programs."""
    found = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL is not installed. On Debian: apt-get install -y --no-install-recommends postgresql")
    return found[-1].parent


def main(arguments: list[str]) -> int:
    """Runs the command after `--` beside a fresh server; its exit code."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        raise SystemExit("Say what to run: python -m postgres -- pytest -q")
    with postgres() as server:
        return subprocess.run(command, check=False, env={**os.environ, **server.settings}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
