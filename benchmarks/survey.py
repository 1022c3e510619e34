"""Survey statistics: Folkmoot beside svy and rimpy, on the same data and checked to give the same numbers.

`python -m benchmarks.survey` measures everything and rewrites docs/reference/benchmarks.md and its figure (about ten minutes, and
10 GB of memory for svy); `--quick` only measures, on fewer rows.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.ratios import Ratio, report
from benchmarks.survey_domains import folkmoot_domains, make_domains
from benchmarks.survey_growth import draw_growth
from benchmarks.survey_job import (
    encoded,
    folkmoot_bootstrap,
    folkmoot_job,
    folkmoot_raked_tables,
    folkmoot_raking,
    largest_difference,
    make_survey,
)
from benchmarks.survey_page import page
from benchmarks.survey_peers import numbered, rimpy_raking, svy_bootstrap, svy_domains, svy_job, svy_raked_tables

SVY, RIMPY = f"svy {version('svy')}", f"rimpy {version('rimpy')}"
SAME = 1e-6
ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
JOBS: dict[str, Callable[[Any], object]] = {"folkmoot": folkmoot_job, "svy": svy_job}
LARGE = 1_800_000


def cpu_seconds(job: Callable[[Any], object], given: object, repeats: int) -> float:
    """The least CPU time of several runs; with more than one, the first is not counted."""
    times = []
    for _ in range(repeats + (repeats > 1)):
        start = time.process_time()
        job(given)
        times.append(time.process_time() - start)
    return min(times[repeats > 1 :])


def same(job: str, difference: float) -> None:
    """Raises SystemExit when two engines' numbers differ."""
    if not difference <= SAME:
        raise SystemExit(f"{job}: the results differ by {difference:.2g} (relative), more than {SAME:g}.")


def measure_job(n: int, bar: float, *, ours: int, theirs: int) -> Ratio:
    """The whole job at n rows."""
    survey, name = make_survey(n), f"encode, rake, 32 tables, 32 Rao-Scott tests, 4 logits, n={n:,}"
    same(name, largest_difference(folkmoot_job(survey), svy_job(survey)))
    return Ratio(name, SVY, "s CPU", cpu_seconds(folkmoot_job, survey, ours), cpu_seconds(svy_job, survey, theirs), bar)


def measure_raked_tables(n: int, bar: float, *, ours: int, theirs: int) -> Ratio:
    """Rake and 32 tables with the raked variance."""
    survey, name = make_survey(n), f"rake, 32 tables with raked variance, n={n:,}"
    same(name, largest_difference(folkmoot_raked_tables(survey), svy_raked_tables(survey)))
    return Ratio(name, SVY, "s CPU", cpu_seconds(folkmoot_raked_tables, survey, ours), cpu_seconds(svy_raked_tables, survey, theirs), bar)


def measure_bootstrap(n: int, bar: float, *, ours: int, theirs: int) -> Ratio:
    """200 re-raked replicates: all 32 tables in Folkmoot, 4 means and 8 tables in svy. Their draws differ, and so do the numbers."""
    survey = make_survey(n)
    name = f"200 bootstrap replicates, each raked again, n={n:,} (folkmoot: 32 tables; svy: 12)"
    return Ratio(name, SVY, "s CPU", cpu_seconds(folkmoot_bootstrap, survey, ours), cpu_seconds(svy_bootstrap, survey, theirs), bar)


def measure_raking(n: int, bars: tuple[float, float], repeats: int) -> list[Ratio]:
    """Raking alone, from text and from codes."""
    survey = make_survey(n)
    ratios = []
    for words, given, theirs_given, bar in zip(("text", "codes"), (survey, encoded(survey)), (survey, numbered(survey)), bars, strict=True):
        name = f"rake three margins from {words}, n={n:,}"
        same(name, float(np.abs(folkmoot_raking(given).weights / rimpy_raking(theirs_given) - 1).max()))
        ours, theirs = cpu_seconds(folkmoot_raking, given, repeats), cpu_seconds(rimpy_raking, theirs_given, repeats)
        ratios.append(Ratio(name, RIMPY, "s CPU", ours, theirs, bar))
    return ratios


def measure_domains(domains: int, bar: float, *, ours: int, theirs: int) -> Ratio:
    """Totals of one number by many domains, 50,000 rows."""
    frame, name = make_domains(50_000, domains), f"totals by {domains:,} domains, n=50,000"
    same(name, float(np.abs(folkmoot_domains(frame) / svy_domains(frame) - 1).max()))
    return Ratio(name, SVY, "s CPU", cpu_seconds(folkmoot_domains, frame, ours), cpu_seconds(svy_domains, frame, theirs), bar)


def measure_memory(n: int, bar: float) -> Ratio:
    """The peak memory of a fresh process that does the whole job once, imports and data included."""
    peaks = []
    for engine in ("folkmoot", "svy"):
        command = [sys.executable, "-m", "benchmarks.survey", "--peak-of", engine, "--rows", str(n)]
        peaks.append(float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))
    return Ratio(f"peak memory of the whole job, n={n:,}", SVY, "MB", peaks[0], peaks[1], bar)


def own_peak_megabytes() -> float:
    """This process's peak memory, from Linux (getrusage would count the parent's too)."""
    line = next(line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.survey", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rows, no document; ends within 50 seconds")
    parser.add_argument("--peak-of", choices=sorted(JOBS), help="do the whole job once and print this process's peak memory in MB")
    parser.add_argument("--rows", type=int, default=100_000, help="rows for --peak-of")
    chosen = parser.parse_args(arguments)
    if chosen.peak_of:
        JOBS[chosen.peak_of](make_survey(chosen.rows))
        print(own_peak_megabytes())
        return 0
    if chosen.quick:
        ratios = [
            measure_job(3_021, 8, ours=5, theirs=2),
            measure_raked_tables(3_021, 5, ours=5, theirs=2),
            measure_bootstrap(3_021, 5, ours=5, theirs=2),
            *measure_raking(200_000, (3, 5), repeats=3),
            measure_domains(130, 100, ours=5, theirs=1),
        ]
        return report(ratios)
    ratios = [
        measure_job(3_021, 8, ours=15, theirs=5),
        measure_job(100_000, 35, ours=7, theirs=2),
        measure_job(LARGE, 120, ours=4, theirs=1),
        measure_raked_tables(3_021, 5, ours=15, theirs=5),
        measure_raked_tables(100_000, 10, ours=7, theirs=2),
        measure_bootstrap(3_021, 5, ours=9, theirs=4),
        measure_bootstrap(100_000, 3, ours=2, theirs=1),
        *measure_raking(LARGE, (3, 10), repeats=4),
        measure_domains(676, 1_000, ours=9, theirs=1),
        measure_memory(LARGE, 5),
    ]
    from_codes = cpu_seconds(folkmoot_job, encoded(make_survey(LARGE)), 4)
    REFERENCE.mkdir(parents=True, exist_ok=True)
    growth = draw_growth(REFERENCE / "survey-growth.svg")
    (REFERENCE / "benchmarks.md").write_text(page(ratios, from_codes, growth), "utf-8")
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
