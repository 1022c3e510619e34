"""Runs every check and every test, and says at the end what it ran, what it skipped and why: this is `./run test`.

With arguments (`./run test tests/survey -k raking`) it hands them to pytest and runs only those.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Tool:
    """Something the tests need from the machine: how to see that it is there, and the Debian packages that bring it."""

    name: str
    found: tuple[str, ...]  # any of these commands or paths
    packages: tuple[str, ...]

    def is_here(self) -> bool:
        """Whether one of its commands or files is on this machine."""
        return any(any(Path("/").glob(sign[1:])) if sign.startswith("/") else shutil.which(sign) for sign in self.found)


TOOLS = (
    Tool("Chromium", ("chromium", "chromium-browser", "google-chrome"), ("chromium", "fonts-dejavu-core")),
    Tool("Firefox", ("firefox-esr", "firefox"), ("firefox-esr",)),
    Tool("WebKitGTK", ("WebKitWebDriver",), ("webkit2gtk-driver",)),
    Tool("Xvfb", ("Xvfb",), ("xvfb", "xauth")),
    Tool("PostgreSQL", ("/usr/lib/postgresql/*/bin/initdb", "initdb"), ("postgresql",)),
)


@dataclass
class Tally:
    """What has been run so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    steps: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    """Everything, or what `arguments` tell pytest to run. Returns the exit code."""
    if arguments:
        return subprocess.run([BIN / "python", "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    missing = install_tools()
    tally, began = Tally(), time.monotonic()
    for name, command in (
        ("ruff", ["ruff", "check", "--quiet", "."]),
        ("ruff format", ["ruff", "format", "--check", "--quiet", "."]),
        ("mypy", ["mypy", "--no-error-summary"]),
        ("import contracts", ["lint-imports"]),
    ):
        step(tally, name, command)
    pytest(tally, "tests, the site's on SQLite", ["tests", "-n", "2", "--dist", "loadfile"])
    if "PostgreSQL" not in missing:
        pytest(tally, "the site's tests on PostgreSQL", ["tests/site", "tests/crash", "-n", "2", "--dist", "loadfile"], postgres=True)
    return report(tally, missing, time.monotonic() - began)


def install_tools() -> list[str]:
    """Install what is missing where that is possible (root on Debian); returns the names of what is still not here."""
    absent = [tool for tool in TOOLS if not tool.is_here()]
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for tool in absent for package in tool.packages]
        print(f"Installing {', '.join(packages)} ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]):
            subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return [tool.name for tool in absent if not tool.is_here()]


def step(tally: Tally, name: str, command: Sequence[str]) -> None:
    """One check that is not a test: its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
    note(tally, name, done.returncode == 0, time.monotonic() - began, "")
    if done.returncode:
        print(done.stdout, done.stderr, flush=True)


def pytest(tally: Tally, name: str, arguments: Sequence[str], *, postgres: bool = False) -> None:
    """One run of pytest, its counts added to the tally."""
    began = time.monotonic()
    command = [str(BIN / "python"), "-m", "pytest", "-q", *arguments]
    if postgres:
        command = [str(BIN / "python"), "tests/postgres.py", "--", *command]
    lines: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or []:
            print(line, end="", flush=True)
            lines.append(line)
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)\b", lines[-1] if lines else "")}
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)
    tally.passed += counts.get("passed", 0)
    tally.failed += failed
    tally.skipped += counts.get("skipped", 0)
    for line in lines:
        if found := re.match(r"SKIPPED \[(\d+)\] [^:]+:\d+: (.*)", line):
            tally.reasons[found[2]] = tally.reasons.get(found[2], 0) + int(found[1])
    note(tally, name, running.returncode == 0 and bool(counts.get("passed")), time.monotonic() - began, f"{counts.get('passed', 0)} passed")


def note(tally: Tally, name: str, passed: bool, seconds: float, counts: str) -> None:
    """Remember a step for the report, and say that it ended."""
    line = f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s{', ' + counts if counts else ''})"
    tally.steps.append(line)
    if not passed:
        tally.broken.append(name)
    print(line, flush=True)


def report(tally: Tally, missing: Sequence[str], seconds: float) -> int:
    """The end of the run in a few lines; returns the exit code."""
    print(f"\n--- Folkmoot's checks on Python {sys.version.split()[0]}: {seconds:.0f} s")
    for line in tally.steps:
        print(line)
    for reason, count in sorted(tally.reasons.items()):
        print(f"skipped {count}: {reason}")
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    if missing:
        print(f"Not run, because this machine has no {', '.join(missing)}: install it (Debian: see CONTRIBUTING.md) and run again.")
    elif tally.broken:
        print(f"Failed: {', '.join(tally.broken)}.")
    else:
        print("Everything passed; nothing that was needed is missing.")
    return 1 if tally.broken or (missing and CI) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
