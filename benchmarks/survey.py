"""Raking and 32 tables with intervals: Folkmoot beside svy, on the same data and checked to give the same numbers.

`python -m benchmarks.raking_and_tables` measures and rewrites docs/reference/benchmarks.md; `--quick` only measures, on fewer rows.
"""

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks.ratios import Ratio, report
from benchmarks.survey_workload import Survey, Tables, folkmoot_tables, largest_difference, make_survey, svy_tables

PEER = f"svy {version('svy')}"
SAME = 1e-6
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
MEMORY_BAR = 1.2
ENGINES: dict[str, Callable[..., Tables]] = {"folkmoot": folkmoot_tables, "svy": svy_tables}


def cpu_seconds(engine: Callable[..., Tables], survey: Survey, *, raked: bool, repeats: int) -> float:
    """The least CPU time of several runs, after one that is not counted."""
    engine(survey, raked=raked)
    times = []
    for _ in range(repeats):
        start = time.process_time()
        engine(survey, raked=raked)
        times.append(time.process_time() - start)
    return min(times)


def peak_megabytes(engine: str, n: int) -> float:
    """The peak memory of a fresh process that does the job once, imports and data included."""
    command = [sys.executable, "-m", "benchmarks.raking_and_tables", "--peak-of", engine, "--rows", str(n)]
    root = Path(__file__).resolve().parents[1]
    return float(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)


def own_peak_megabytes() -> float:
    """This process's peak memory, from Linux (getrusage would count the parent's too)."""
    line = next(line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(n: int, bars: tuple[float, float], repeats: int) -> list[Ratio]:
    """The CPU ratios at n rows, with plain and with raked variance. Raises SystemExit when the engines' numbers differ."""
    survey = make_survey(n)
    ratios = []
    for raked, bar in zip((False, True), bars, strict=True):
        difference = largest_difference(folkmoot_tables(survey, raked=raked), svy_tables(survey, raked=raked))
        job = f"rake+32 tables{', raked variance' if raked else ''}, n={n:,}"
        if not difference <= SAME:
            raise SystemExit(f"{job}: the results differ by {difference:.2g} (relative), more than {SAME:g}.")
        ours = cpu_seconds(folkmoot_tables, survey, raked=raked, repeats=repeats)
        theirs = cpu_seconds(svy_tables, survey, raked=raked, repeats=repeats)
        ratios.append(Ratio(job, PEER, "s CPU", ours, theirs, bar))
    return ratios


def document(ratios: list[Ratio]) -> str:
    """The page of figures."""
    rows = "\n".join(
        f"| {r.job} | {r.ours:.3g} {r.unit} | {r.theirs:.3g} {r.unit} | {r.ratio:.3g}x | {r.bar:g}x | {'met' if r.met else 'missed'} |"
        for r in ratios
    )
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "polars", "svy"))
    return f"""# Benchmarks

This page is written by `python -m benchmarks.raking_and_tables`. Do not edit it: run that again.

## Raking and tables

The job: encode eight characteristics from text, rake equal base weights to three margins (252 cells, to a relative error of
1e-10), then estimate four answers by eight characteristics (32 tables, 148 rows) with standard errors and 95% intervals. Both
start from the same polars frame of synthetic people. "Raked variance" takes account of the margins in the standard errors.

Before anything is timed, every weight, estimate, standard error and end of an interval is checked to be the same in both to 1 part
in 1,000,000. Base weights are equal and no answer is missing, where the conventions of Folkmoot (those of R's survey package)
and of svy agree.

A time is the least CPU time of several runs after a first that is not counted. Memory is the peak of a fresh process, imports and
data included. A ratio is what {PEER} took over what Folkmoot took; ratios carry over between machines better than seconds do.

| Job | Folkmoot | {PEER} | Ratio | Bar | |
|---|---|---|---|---|---|
{rows}

Measured with Python {platform.python_version()}, {packages}, on {platform.machine()} {platform.system()}.
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.raking_and_tables", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rows, no document; ends within 50 seconds")
    parser.add_argument("--peak-of", choices=sorted(ENGINES), help="do the job once and print this process's peak memory in MB")
    parser.add_argument("--rows", type=int, default=100_000, help="rows for --peak-of")
    chosen = parser.parse_args(arguments)
    if chosen.peak_of:
        ENGINES[chosen.peak_of](make_survey(chosen.rows), raked=True)
        print(own_peak_megabytes())
        return 0
    if chosen.quick:
        return report(measure(3_021, (5, 5), repeats=3) + measure(20_000, (5, 5), repeats=3))
    ratios = measure(3_021, (5, 5), repeats=7) + measure(100_000, (5, 10), repeats=5)
    memory = {engine: peak_megabytes(engine, 100_000) for engine in ENGINES}
    ratios.append(Ratio("peak memory, raked variance, n=100,000", PEER, "MB", memory["folkmoot"], memory["svy"], MEMORY_BAR))
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(document(ratios), "utf-8")
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
