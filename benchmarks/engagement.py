"""What asking costs: showing and keeping an 18-question page beside a bare Django view that writes the same rows, and a crowd that
answers while the server is killed.

`python -m benchmarks.engagement` measures SQLite and PostgreSQL (where it is installed), lets 50,000 people answer with five kills, and
rewrites docs/reference/benchmarks-engagement.md (about half an hour); `--quick` measures the page on SQLite alone.
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

from benchmarks.engagement_crowd import Crowded, crowd
from benchmarks.engagement_page import page
from benchmarks.ratios import Ratio, report
from benchmarks.register import postgresql

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
TWICE = 0.5  # times: the bare view may cost half of ours and no less
PEOPLE, KILLS = 50_000, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and give the exit code: 0 when every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--measure", action="store_true", help="measure the page in this process and print the numbers as JSON")
    parser.add_argument(
        "--people", type=int, default=PEOPLE, help=f"how many people answer while the server is killed; {PEOPLE:,} if left out"
    )
    given = parser.parse_args(arguments)
    if given.measure:
        from benchmarks.engagement_measure import page_cpu

        print(json.dumps(page_cpu()))
        return 0
    found = ratios("SQLite", page_on())
    crowds: list[Crowded] = []
    if not given.quick:
        with postgresql() as there:
            found += ratios("PostgreSQL", page_on(there(1))) if there else []
            crowds.append(crowd("SQLite", {}, given.people, KILLS))
            crowds += [crowd("PostgreSQL", there(2), given.people, KILLS)] if there else []
        (REFERENCE / "benchmarks-engagement.md").write_text(page(found, crowds), "utf-8")
    return report(found)


def page_on(settings: dict[str, str] | None = None) -> dict[str, float]:
    """The numbers of a fresh process with an empty home of its own."""
    with tempfile.TemporaryDirectory() as home:
        own = {"FOLKMOOT_HOME": home, "FOLKMOOT_LOOPBACK": "1", "DJANGO_SETTINGS_MODULE": "folkmoot.site.settings"}
        own["FOLKMOOT_VAULT_KEY"] = Fernet.generate_key().decode()  # and none is left in the folder of whoever measures
        environment = os.environ | own | {"FOLKMOOT_PROXIES": "0"} | (settings or {})
        subprocess.run([sys.executable, "-m", "folkmoot.site.upgrade", home], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
        command = [sys.executable, "-m", "benchmarks.engagement", "--measure"]
        told = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return dict(json.loads(told.stdout.splitlines()[-1]))


def ratios(database: str, cpu: dict[str, float]) -> list[Ratio]:
    """Showing, keeping, and both together."""
    jobs = {"shown": ("shown",), "kept": ("kept",), "shown and kept": ("shown", "kept")}
    made = []
    for words, parts in jobs.items():
        ours, bare = (sum(cpu[f"{who} {part}"] for part in parts) for who in ("ours", "bare"))
        bar = TWICE if len(parts) > 1 else 0.0  # the parts are told, the whole is held to the bar
        made.append(Ratio(f"a page of 18 questions {words}, {database}", "a bare Django view", "ms CPU", ours, bare, bar))
    return made


if __name__ == "__main__":
    sys.exit(main())
