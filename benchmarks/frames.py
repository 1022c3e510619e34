"""Lists of 1,800,000 rows and snapshots of as many responses: what reading in, drawing and opening again cost in memory and CPU.

`python -m benchmarks.frames` measures both and rewrites docs/reference/benchmarks-frames.md (some minutes); `--quick` measures 50,000 rows
of each. Memory is the peak of a fresh process; the peer of a list is a reader that holds the whole file at once (polars).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.ratios import Ratio, report, table

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "benchmarks-frames.md"
ROWS, QUICK = 1_800_000, 50_000
MEMORY_MB = 500.0  # the peak of the process, Django and all, while it reads a list in, and again while it draws from it
REOPEN_MS = 1_000.0

HEAD = """# Benchmarks: lists and snapshots

A made list of addresses (id, name, three lines of address, household, size, age, area and a column that is not kept) is read in, with every
check, into chunks on disk and sealed identities in the vault (SQLite); then 5,000 are drawn, stratified by age and area, one person of each
household. Made responses of 20 columns are written to a snapshot as they would come in, then the whole is frozen, and opened again. Memory
is the peak of a fresh process with Django in it; each job has a process of its own.

`python -m benchmarks.frames` measured this and wrote this page.

"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and give the exit code: 0 when every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--job", nargs=2, metavar=("NAME", "ROWS"), help="do one job in this process and print the numbers as JSON")
    given = parser.parse_args(arguments)
    if given.job:
        from benchmarks.frames_measure import JOBS

        print(json.dumps(JOBS[given.job[0]](int(given.job[1]))))
        return 0
    rows = QUICK if given.quick else ROWS
    found = ratios(rows, measured(rows))
    if not given.quick:
        PAGE.write_text(HEAD + table(found) + "\n", "utf-8")
    return report(found)


def measured(rows: int) -> dict[str, dict[str, float]]:
    """The numbers of each job, in a process of its own, on one home."""
    with tempfile.TemporaryDirectory() as home:
        own = {"FOLKMOOT_HOME": home, "FOLKMOOT_LOOPBACK": "1", "DJANGO_SETTINGS_MODULE": "folkmoot.site.settings"}
        own["FOLKMOOT_VAULT_KEY"] = Fernet.generate_key().decode()  # and none is left in the folder of whoever measures
        environment = os.environ | own
        subprocess.run([sys.executable, "-m", "folkmoot.site.upgrade", home], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
        numbers = {}
        for job in ("make", "hold", "read in", "draw", "write", "open"):
            command = [sys.executable, "-m", "benchmarks.frames", "--job", job, str(rows)]
            told = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            numbers[job] = dict(json.loads(told.stdout.splitlines()[-1]))
        return numbers


def ratios(rows: int, jobs: dict[str, dict[str, float]]) -> list[Ratio]:
    """Each number beside its bar. The CPU is told, and held to no bar: it has no peer that does the same."""
    allowed, held = "memory allowed", "polars holding the whole file"
    return [
        Ratio(f"reading {rows:,} rows in, memory", allowed, "MB", jobs["read in"]["mb"], MEMORY_MB, 1),
        Ratio(f"reading {rows:,} rows in, memory", held, "MB", jobs["read in"]["mb"], jobs["hold"]["mb"], 0),
        Ratio(f"reading {rows:,} rows in, CPU", held, "s CPU", jobs["read in"]["cpu"], jobs["hold"]["cpu"], 0),
        Ratio(f"drawing 5,000 of {rows:,}, memory", allowed, "MB", jobs["draw"]["mb"], MEMORY_MB, 1),
        Ratio(f"drawing 5,000 of {rows:,} again, CPU", "drawing them", "s CPU", jobs["draw"]["again"], jobs["draw"]["cpu"], 0),
        Ratio(f"a snapshot of {rows:,} responses written as they come, memory", allowed, "MB", jobs["write"]["mb"], MEMORY_MB, 1),
        Ratio(f"a snapshot of {rows:,} responses opened again", "time allowed", "ms", jobs["open"]["ms"], REOPEN_MS, 1),
    ]


if __name__ == "__main__":
    sys.exit(main())
