"""A real server in a process of its own, for tests that look at the site from outside."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 300  # far more than a start or an upgrade takes on a machine that does other things too
SETTINGS = ("FOLKMOOT_DATABASE_URL", "FOLKMOOT_VAULT_URL")


@dataclass
class RunningSite:
    """A site at home in `home`, on the databases of `databases` (SQLite when empty), on a free port of this machine."""

    home: Path
    databases: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    said: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment without any setting of Folkmoot's but the databases and `settings`."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
        return kept | self.databases | self.settings | {"PYTHONUNBUFFERED": "1"}

    @property
    def address(self) -> str:
        """Where it answers. By name, because passkeys do not work on numbers."""
        return f"http://localhost:{self.port}"

    def run(self, module: str, *arguments: str) -> str:
        """What a module run on this home prints. Fails the test, with what it said, when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", module, str(self.home), *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start it and wait until it answers; on the same port again after the first time."""
        self.said.clear()
        with (self.home / "stderr.txt").open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "folkmoot.site.serve", str(self.home), "127.0.0.1", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.strip())
            if found := re.search(r"Folkmoot is at http://localhost:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError((self.home / "stderr.txt").read_text("utf-8"))

    def next_line(self) -> str:
        """What it prints next."""
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send every process of the server a signal, and wait until it is gone; its exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, how)
        code = self.process.wait(timeout=SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None
        return code


@contextmanager
def site(home: Path) -> Iterator[RunningSite]:
    """A site that is not started yet and has no tables; where the environment names PostgreSQL, on two databases of its own."""
    with ExitStack() as after:
        databases = {name: after.enter_context(_database(os.environ[name])) for name in SETTINGS if os.environ.get(name)}
        running = RunningSite(home, databases)
        running.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            yield running
        finally:
            if running.process is not None:
                running.end(signal.SIGKILL)


@contextmanager
def _database(url: str) -> Iterator[str]:
    import psycopg
    from psycopg import sql

    name = f"site_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield re.sub(r"(?<=/)[^/?]+(?=\?|$)", name, url, count=1)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
