"""Opinion maps: Folkmoot beside red-dwarf, on the same votes and checked to give the same numbers.

`python -m benchmarks.conversation` measures everything and rewrites docs/reference/benchmarks-conversation.md and its figure (about five
minutes); `--quick` only measures, with fewer runs. The conversations are real ones where ../shared/data holds them, made ones elsewhere.
Both engines run on one thread: red-dwarf's own threads would only add to its CPU time.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks.conversation_page import page
from benchmarks.conversation_peer import compare, folkmoot_map, red_dwarf_map, rows_of
from benchmarks.conversation_votes import CONVERSATIONS, Votes, made_votes, real_votes
from benchmarks.ratios import Ratio, report
from benchmarks.survey_growth import Curve, figure

SAME_LOADINGS, SAME_CONSENSUS = 1e-3, 1e-9
FASTER = 30.0
_OURS_A_TURN = 4  # runs of ours for each of theirs, which take far longer
ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PEOPLE = (10_000, 30_000, 100_000, 300_000, 1_000_000)
STATEMENTS = (100, 300, 1_000, 3_000, 10_000)
MEGABYTES = 2_500.0


def cpu_seconds[Given](job: Callable[[Given], object], given: Given, repeats: int) -> float:
    """The least CPU time of several runs; with more than one, the first is not counted."""
    times = []
    for _ in range(repeats + (repeats > 1)):
        start = time.process_time()
        job(given)
        times.append(time.process_time() - start)
    return min(times[repeats > 1 :])


def in_turn[Ours, Theirs](
    ours: Callable[[Ours], object], mine: Ours, theirs: Callable[[Theirs], object], other: Theirs, turns: int
) -> tuple[float, float]:
    """The least CPU time of each of two jobs, run in turn so that a busy machine slows both; a first turn is not counted."""
    times = [(cpu_seconds(ours, mine, _OURS_A_TURN), cpu_seconds(theirs, other, 1)) for _ in range(turns + 1)]
    return min(one for one, _ in times[1:]), min(two for _, two in times[1:])


def conversations() -> list[Votes]:
    """The conversations to compare, by votes: real ones, or made ones like them."""
    folders = sorted(path for path in CONVERSATIONS.glob("*") if (path / "participants-votes.csv").is_file())
    like = [real_votes(folder) for folder in folders] or [
        made_votes(*size) for size in ((200, 50, 26.0), (2_000, 200, 26.0), (2_000, 900, 110.0))
    ]
    return sorted(like, key=lambda votes: len(votes.vote))


def measure(votes: Votes, turns: int) -> Ratio:
    """One conversation in both engines. Raises SystemExit when their numbers differ."""
    given = rows_of(votes), votes
    found = compare(folkmoot_map(votes), red_dwarf_map(given))
    if not (found.loadings <= SAME_LOADINGS and found.group_informed <= SAME_CONSENSUS):
        raise SystemExit(f"{votes.name}: the results differ: loadings by {found.loadings:.2g}, consensus by {found.group_informed:.2g}.")
    name = f"opinion map of {votes.name} ({len(np.unique(votes.participant)):,} people, {len(votes.vote):,} votes)"
    seconds = in_turn(folkmoot_map, votes, red_dwarf_map, given, turns)
    return Ratio(name, f"red-dwarf {version('red-dwarf')}", "s CPU", *seconds, FASTER)


def measure_memory(n: int, m: int) -> Ratio:
    """The peak memory of a fresh process that makes so many people's votes and maps them, imports and data included."""
    command = [sys.executable, "-m", "benchmarks.conversation", "--peak-of", str(n), "--statements", str(m)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    peak, seconds, votes = float(told[0]), float(told[1]), int(told[2])
    name = f"peak memory of the map of {n:,} people, {m:,} statements, {votes:,} votes ({seconds:.3g} s CPU)"
    return Ratio(name, "memory allowed", "MB", peak, MEGABYTES, 1)


def tell_peak(n: int, m: int) -> None:
    """Make votes, map them, and print this process's peak memory in MB (from Linux), the map's CPU seconds and the number of votes."""
    votes = made_votes(n, m)
    start = time.process_time()
    folkmoot_map(votes)
    seconds = time.process_time() - start
    line = next(line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    print(int(line.split()[1]) / 1024, seconds, len(votes.vote))


def draw_growth(path: Path) -> tuple[Curve, Curve]:
    """Measure how the cost grows with people and with statements, write the figure, and give the curves."""
    by_people = tuple(cpu_seconds(folkmoot_map, made_votes(n, 1_000), 1) for n in PEOPLE)
    by_statements = tuple(cpu_seconds(folkmoot_map, made_votes(100_000, m), 1) for m in STATEMENTS)
    curves = Curve("1,000 statements, by people", PEOPLE, by_people), Curve("100,000 people, by statements", STATEMENTS, by_statements)
    path.write_text(figure(curves), "utf-8")
    return curves


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversation", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs, no page; ends within 50 seconds")
    parser.add_argument("--peak-of", type=int, help="map so many people's votes once and print this process's peak memory in MB")
    parser.add_argument("--statements", type=int, default=1_000, help="statements for --peak-of")
    chosen = parser.parse_args(arguments)
    if chosen.peak_of:
        tell_peak(chosen.peak_of, chosen.statements)
        return 0
    ratios = [measure(votes, 2 if chosen.quick else 5) for votes in conversations()]
    if chosen.quick:
        ratios.append(measure_memory(100_000, 1_000))
    else:
        ratios.append(measure(made_votes(10_000, 500, 23.0), 1))
        ratios.append(measure_memory(1_000_000, 1_000))
        growth = draw_growth(REFERENCE / "conversation-growth.svg")
        (REFERENCE / "benchmarks-conversation.md").write_text(page(ratios, growth), "utf-8")
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
