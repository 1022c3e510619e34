"""The public register: what a search, a filtered page, the interface for programs and the whole register as files cost.

`python -m benchmarks.register` measures 1,000 and 10,000 made initiatives on SQLite and on PostgreSQL (where it is installed) and rewrites
docs/reference/benchmarks-register.md (about ten minutes); `--quick` measures 1,000 on SQLite alone. Before anything is timed, what the
register finds is checked against reading every initiative and working out every licence.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.ratios import Ratio, report
from benchmarks.register_page import CPU, Measured, page

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
COUNTS = (1_000, 10_000)
QUICK = 1_000

FIND_MS = 50.0  # of finding alone, whatever is looked for
PAGE_MS = 150.0  # of a page of the register at any size, on a machine that is busy with other things too
GROWTH = 2.0  # times the time at the least size
SAME_MS = 10.0  # of an answer that has not changed
STREAM_MB = 30.0  # what a stream of the whole register may add to the memory of a process
FASTER = 0.01  # times for each initiative: a search beside reading every initiative, ten times at 1,000 and a hundred at 10,000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and give the exit code: 0 when every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--measure", type=int, metavar="COUNT", help="measure so many in this process and print the numbers as JSON")
    parser.add_argument("--stream", action="store_true", help="stream the register that was measured, and print what it cost as JSON")
    given = parser.parse_args(arguments)
    if given.measure or given.stream:
        from benchmarks.register_measure import measure, stream

        print(json.dumps(measure(given.measure) if given.measure else stream()))
        return 0
    if given.quick:
        return report(ratios([run(QUICK, "SQLite")]))
    measured = [run(count, "SQLite") for count in COUNTS]
    with postgresql() as there:
        measured += [run(count, "PostgreSQL", there(count)) for count in COUNTS] if there else []
    found = ratios(measured)
    (REFERENCE / "benchmarks-register.md").write_text(page(found, measured), "utf-8")
    return report(found)


def run(count: int, database: str, settings: dict[str, str] | None = None) -> Measured:
    """The numbers of a fresh process with an empty home of its own, and of another for the files."""
    with tempfile.TemporaryDirectory() as home:
        own = {"FOLKMOOT_HOME": home, "FOLKMOOT_LOOPBACK": "1", "DJANGO_SETTINGS_MODULE": "folkmoot.site.settings"}
        own["FOLKMOOT_VAULT_KEY"] = Fernet.generate_key().decode()  # and none is left in the folder of whoever measures
        numbers = {}
        for what in (["--measure", str(count)], ["--stream"]):
            command = [sys.executable, "-m", "benchmarks.register", *what]
            told = subprocess.run(command, cwd=ROOT, env=os.environ | own | (settings or {}), check=True, stdout=subprocess.PIPE, text=True)
            numbers |= json.loads(told.stdout.splitlines()[-1])
    return Measured(database, count, **numbers)


@contextlib.contextmanager
def postgresql() -> Iterator:
    """Gives, by a number of initiatives, the settings of two empty databases on a throw-away server; None where it is not installed."""
    from tests.postgres import DATABASES, VERSIONS, postgres

    if not any(VERSIONS.glob("*/bin/initdb")):
        print("PostgreSQL is not installed: only SQLite is measured.")
        yield None
        return
    with postgres() as server:

        def empty(count: int) -> dict[str, str]:
            names = [f"{name}_{count}" for name in DATABASES]
            for name in names:
                subprocess.run([shutil.which("createdb") or "createdb", "-h", server.folder, "-U", "folkmoot", name], check=True)
            return {"FOLKMOOT_DATABASE_URL": server.url(names[0]), "FOLKMOOT_VAULT_URL": server.url(names[1])}

        yield empty


def ratios(measured: Sequence[Measured]) -> list[Ratio]:
    """What is held to a bar at every size: on both databases memory and the gain over reading everything; times where they are of CPU."""
    found = []
    for one in measured:
        where = f"{one.count:,} initiatives on {one.database}"
        if one.clock == CPU:
            longest = max(one.finding, key=lambda asked: one.finding[asked][CPU])
            found.append(Ratio(f"finding alone, {longest}, {where}", "time allowed", one.unit, one.finding[longest][CPU], FIND_MS, 1))
            slowest = max(one.pages, key=lambda path: one.pages[path][CPU])
            found.append(Ratio(f"the slowest page, {slowest}, {where}", "time allowed", one.unit, one.pages[slowest][CPU], PAGE_MS, 1))
            found.append(Ratio(f"an answer that has not changed, {where}", "time allowed", one.unit, one.unchanged[CPU], SAME_MS, 1))
        found.append(Ratio(f"memory that streaming all of them adds, {where}", "memory allowed", "MB", one.stream_mb, STREAM_MB, 1))
        found.append(
            Ratio(
                f"a search, {where}", "reading every initiative", one.unit, one.search[one.clock], one.plain[one.clock], FASTER * one.count
            )
        )
    for database in dict.fromkeys(one.database for one in measured):
        sizes = [one for one in measured if one.database == database]
        for more in sizes[1:]:
            ours, allowed = more.search[more.clock], GROWTH * sizes[0].search[more.clock]
            job = f"a search, {more.count:,} initiatives beside {sizes[0].count:,} on {database}"
            found.append(Ratio(job, f"{GROWTH:g} times the time", more.unit, ours, allowed, 1))
    return found


if __name__ == "__main__":
    sys.exit(main())
