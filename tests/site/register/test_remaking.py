"""The command that makes the index anew: on an installation that is being served, on an empty one, and on none."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from example_site import ExampleSite

ROOT = Path(__file__).resolve().parents[3]


def remake(home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
    command = [sys.executable, "-m", "folkmoot.site.remake_register", str(home)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_what_was_lost_of_the_index_is_found_again_while_the_site_is_served(example: ExampleSite) -> None:
    before = example.get("/?q=children").text
    assert 'href="/i/ready-for-school"' in before
    with closing(sqlite3.connect(example.home / "main.sqlite3", timeout=20)) as database, database:
        count = database.execute("SELECT count(*) FROM initiatives_initiative").fetchone()[0]
        database.execute("DELETE FROM register_words")
    assert 'href="/i/ready-for-school"' not in example.get("/?q=children").text
    made = remake(example.home)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == f"The index of the register is made anew: {count} {'entry' if count == 1 else 'entries'}.\n"
    assert example.get("/?q=children").text == before


def test_a_home_without_databases_is_refused_in_words(tmp_path: Path) -> None:
    refused = remake(tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[-1].startswith(
        f"folkmoot: The databases of {tmp_path} are not up to date: start the server, or run:"
    )
