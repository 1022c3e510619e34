"""The page of figures of the register, docs/reference/benchmarks-register.md."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.ratios import Ratio, table
from benchmarks.register_measure import TURNS

Times = tuple[float, float]  # milliseconds: of CPU in the site's process, and of the clock on the wall
CPU, WALL = 0, 1


@dataclass(frozen=True)
class Measured:
    """What one register of a size cost on one database."""

    database: str
    count: int
    found: int
    index_seconds: float
    finding: Mapping[str, Times]
    search: Times
    pages: Mapping[str, Times]
    unchanged: Times
    plain: Times
    streamed: Mapping[str, float]
    stream_mb: float

    @property
    def clock(self) -> int:
        """Which of the times counts: PostgreSQL works in a process of its own, so its CPU is not in that of the site."""
        return CPU if self.database == "SQLite" else WALL

    @property
    def unit(self) -> str:
        """What that time is in."""
        return "ms CPU" if self.clock == CPU else "ms"


def page(ratios: Sequence[Ratio], measured: Sequence[Measured]) -> str:
    """The page in Markdown."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "django-ninja"))
    return f"""# Benchmarks of the register

This page is written by `python -m benchmarks.register`. Do not edit it: run that again.

Made registers of two sizes, in English and Welsh: each initiative with its organisations, datasets, one or two notices, mostly a decision,
conditions, a risk check and agreements, in every state; 420 organisations. Before anything is timed, what a search finds is checked to be
what reading every initiative and working out every licence finds.

A time is the least of {TURNS} runs after a first that is not counted, of the whole page as the site makes it, in one process; finding
alone is what the index takes to give the twenty initiatives of the first page and how many fit. On SQLite it is the CPU time of that
process. PostgreSQL works in processes of its own, so there it is the time on the clock, which grows with what else the machine does: it is
held to no bar but beside another job measured in the same minutes. Memory is what streaming all initiatives, as CSV, as JSON Lines and as a
catalogue, adds to the peak of a fresh process that has shown a page before.

{table(ratios)}

Measured with Python {platform.python_version()}, {packages}, on {platform.machine()} {platform.system()}, {os.cpu_count()} processors; in
the last quarter of an hour {os.getloadavg()[2]:.0f} programs wanted one of them on average.

## How the cost grows

{_pages("SQLite", measured)}

{_pages("PostgreSQL", measured)}

{_finding(measured)}

## The whole register as files

Streamed fifty initiatives at a time, each licence worked out anew. Asked for again with its ETag a file costs no more than any answer that
has not changed. The index is made anew only after an upgrade that brings it, or on a restored copy; else each event keeps its own entry.

{_files(measured)}
"""


def _finding(measured: Sequence[Measured]) -> str:
    head = "| Finding alone | " + " | ".join(f"{one.count:,} on {one.database}, {one.unit}" for one in measured) + " |"
    lines = [head, "|---|" + "---|" * len(measured)]
    for asked in measured[0].finding:
        times = " | ".join(f"{one.finding[asked][one.clock]:.3g}" for one in measured)
        lines += [f"| {asked} | {times} |"]
    return "\n".join(lines)


def _pages(database: str, measured: Sequence[Measured]) -> str:
    sizes = [one for one in measured if one.database == database]
    if not sizes:
        return f"{database} was not measured."
    head = f"| {database}, {sizes[0].unit} | " + " | ".join(f"{one.count:,} initiatives" for one in sizes) + " |"
    lines = [head, "|---|" + "---|" * len(sizes)]
    lines += [f"| `{path}` | " + " | ".join(f"{one.pages[path][one.clock]:.3g}" for one in sizes) + " |" for path in sizes[0].pages]
    lines.append("| an answer that has not changed | " + " | ".join(f"{one.unchanged[one.clock]:.3g}" for one in sizes) + " |")
    return "\n".join(lines)


def _files(measured: Sequence[Measured]) -> str:
    head = "| | CSV, s CPU | JSON Lines, s CPU | catalogue, s CPU | memory added, MB | the index made anew, s CPU |"
    lines = [head, "|---|" + "---|" * 5]
    for one in measured:
        files = " | ".join(f"{seconds:.3g}" for seconds in one.streamed.values())
        lines.append(f"| {one.count:,} on {one.database} | {files} | {one.stream_mb:.3g} | {one.index_seconds:.3g} |")
    return "\n".join(lines)
