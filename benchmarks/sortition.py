"""The fairest lottery: Folkmoot's leximin, proved by its certificate, beside the maximin of sortition-algorithms on HiGHS.

`python -m benchmarks.sortition` measures every pool of ../shared/data/sortition, which takes the peer most of an hour, and a made pool of
10,000 people, and rewrites docs/reference/benchmarks-sortition.md; `--quick` only measures, the pools that cost the peer least and a
smaller made one. The peer's package is GPL-3 and in no lock file: FOLKMOOT_SORTITION_PEER names the Python of an environment that has it
(`pip install "sortition-algorithms==0.12.*"`). Without it Folkmoot is measured alone, and no page written. Maximin is the peer's default,
and less work than leximin: its own leximin needs a commercial solver.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.ratios import Ratio, report
from benchmarks.sortition_page import page
from benchmarks.sortition_pools import POOLS, Given, made_pool, read_pool
from folkmoot.sortition import Lottery, check_lottery, leximin

PEER = "FOLKMOOT_SORTITION_PEER"
FASTER = 20.0
QUICK = ("opendlp_28", "syn_mass_24")
REFERENCE = 1e-5  # the shared chances were found with levels that give way by 1e-9 each, which adds up
PEER_STOPS = 1e-3  # the peer's maximin stops when its bound is this near
LIMIT = 900.0
PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks-sortition.md"
MEGABYTES = 4096.0
LARGE, LARGE_SECONDS = (10_000, 150), 60.0
SMALLER, SMALLER_SECONDS = (2_000, 60), 30.0


@dataclass(frozen=True)
class Peer:
    """What the peer took and found; `stopped` at the limit, before it found anything."""

    name: str
    seconds: float
    smallest: float | None

    @property
    def stopped(self) -> bool:
        """Whether it did not end in time."""
        return self.smallest is None


def solve(given: Given, repeats: int) -> tuple[Lottery, float]:
    """The leximin lottery and the least CPU seconds of several runs. Raises SystemExit when its own check does not pass."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        lottery = leximin(given.pool, given.quotas, given.size)
        times.append(time.process_time() - start)
    check = check_lottery(lottery, given.pool, given.quotas)
    if not check.passed:
        raise SystemExit(f"{given.name}: {check.problems[0]}")
    return lottery, min(times)


def same_as_reference(given: Given, lottery: Lottery) -> None:
    """Raises SystemExit when the chances are not those of ../shared/data."""
    expected = json.loads((POOLS / "reference.json").read_text("utf-8"))[given.name]["sorted_probabilities"]
    difference = float(np.abs(np.sort(lottery.probabilities) - expected).max())
    if difference > REFERENCE:
        raise SystemExit(f"{given.name}: the chances differ from the reference by {difference:.2g}.")


def run_peer(python: str, folder: Path, size: int, limit: float) -> Peer:
    """The peer on a pool, in its own interpreter. Raises SystemExit when it fails."""
    command = [python, str(Path(__file__).with_name("sortition_peer.py")), str(folder), str(size)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Peer(f"sortition-algorithms, stopped after {limit:g} s", spent, None)
    if done.returncode:
        raise SystemExit(f"{python} could not run sortition-algorithms on {folder.name}:\n{done.stderr[-500:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Peer(f"sortition-algorithms {told['version']} maximin", told["seconds"], told["smallest"])


def measure(folder: Path, python: str | None, limit: float) -> Ratio | None:
    """One pool in both; in Folkmoot alone, and a line of its own, when there is no peer."""
    given = read_pool(folder)
    lottery, seconds = solve(given, 3)
    same_as_reference(given, lottery)
    smallest = float(lottery.probabilities.min())
    name = f"{given.name}: {given.pool.n:,} people, jury of {given.size}"
    if python is None:
        print(f"{name}: folkmoot {seconds:.3g} s CPU, smallest chance {smallest:.6f}, certificate checked")
        return None
    peer = run_peer(python, folder, given.size, limit)
    if peer.smallest is not None and not smallest - PEER_STOPS <= peer.smallest <= smallest + 1e-6:
        raise SystemExit(f"{given.name}: the smallest chance is {smallest:.9f} here and {peer.smallest:.9f} in sortition-algorithms.")
    return Ratio(f"{name}, leximin{' (at least)' if peer.stopped else ''}", peer.name, "s CPU", seconds, peer.seconds, FASTER)


def measure_large(n: int, size: int, allowed: float) -> list[Ratio]:
    """A made pool against the time and the memory it is allowed; the memory is the most that this process has had so far."""
    given = made_pool(n, size)
    lottery, seconds = solve(given, 1)
    types = int(lottery.certificate.type_of.max()) + 1 if lottery.certificate else 0
    name = f"{given.name}: {n:,} people of {types:,} types, jury of {size}, leximin"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Ratio(name, "time allowed", "s CPU", seconds, allowed, 1),
        Ratio(f"peak memory of that, {n:,} people", "memory allowed", "MB", megabytes, MEGABYTES, 1),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sortition", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer and smaller pools, no page; ends within 50 seconds")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds after which the peer is stopped on a pool")
    chosen = parser.parse_args(arguments)
    python = os.environ.get(PEER)
    folders = sorted(path.parent for path in POOLS.glob("*/categories.csv") if not chosen.quick or path.parent.name in QUICK)
    if not folders:
        print(f"no pools at {POOLS}: only the made pool is measured")
    elif python is None:
        print(f"sortition-algorithms is not measured: {PEER} does not name a Python that has it")
    ratios = [ratio for folder in folders if (ratio := measure(folder, python, chosen.limit))]
    allowed = measure_large(*SMALLER, SMALLER_SECONDS) if chosen.quick else measure_large(*LARGE, LARGE_SECONDS)
    if ratios and not chosen.quick:
        PAGE.write_text(page(ratios, allowed), "utf-8")
    return report([*ratios, *allowed])


if __name__ == "__main__":
    sys.exit(main())
