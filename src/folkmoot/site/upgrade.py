"""Makes or changes the tables of both databases: `python -m folkmoot.site.upgrade HOME`.

On SQLite `folkmoot serve` does it by itself, after a copy of each file. On PostgreSQL it refuses to start until someone
has made a backup and run this.
"""

import contextlib
import fcntl
import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from folkmoot.weigh import RefusedError


def pending() -> dict[str, int]:
    """How many steps each database still lacks, by alias; empty when both are up to date."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    lacking = {}
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        lacking[alias] = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {alias: steps for alias, steps in lacking.items() if steps}


def upgrade(home: Path) -> list[Path]:
    """Bring both databases up to date; gives the copies made first. Several that start at once wait for each other.

    Raises RefusedError, in words and before anything is changed, when the vault was written with another key.
    """
    from django.core.management import call_command
    from django.db import connections

    from folkmoot.site.people import domain as people

    with _alone(home):
        people.refuse_another_key()
        aliases = pending()
        copies = [copy for alias in aliases if (copy := _copy(home, connections[alias])) is not None]
        for alias in aliases:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
        people.keep_key_check()
        connections.close_all()
    return copies


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else on this home, nor (on PostgreSQL) on this database, changes tables meanwhile."""
    from django.db import connection

    with (home / ".upgrade-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('folkmoot upgrade'))")
        yield  # the lock goes with the connection


def _copy(home: Path, connection: object) -> Path | None:
    """A copy of a SQLite file that holds something, made by SQLite itself so that it is whole even while others write."""
    if connection.vendor != "sqlite":  # type: ignore[attr-defined]
        return None
    file = Path(str(connection.settings_dict["NAME"]))  # type: ignore[attr-defined]
    if not file.exists() or not connection.introspection.table_names():  # type: ignore[attr-defined]
        return None
    folder = home / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"{file.stem}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(0o600)
    return copy


def main(home: Path) -> None:
    """The command: says what was done. Raises RefusedError, in words, when a database cannot be reached."""
    from folkmoot.site.start import start

    start(home)
    from django.db import OperationalError

    try:
        steps = pending()
        copies = upgrade(home)
    except OperationalError as failed:
        raise RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"]) from None
    for copy in copies:
        sys.stdout.write(f"Copied to {copy} first.\n")
    sys.stdout.write("Both databases are up to date.\n" if not steps else f"Brought up to date: {', '.join(sorted(steps))}.\n")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FOLKMOOT_HOME", ".folkmoot/site")))
    except RefusedError as refused:
        sys.exit("\n".join(f"folkmoot: {problem}" for problem in refused.problems))
