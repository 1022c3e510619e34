"""The tables made at once are those made step by step: columns, keys, indexes, checks, triggers, and the rows that Django adds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.running_site import ROOT, site

SECONDS = 300  # by every step there ever was


def made(home: Path, way: str) -> dict[str, Any]:
    with site(home) as fresh:
        command = [sys.executable, "-m", "tests.site.describe_tables", str(fresh.home), way]
        environment = fresh.environment | {"PYTHONHASHSEED": "0"}  # Django writes the members of some sets in SQL as they come
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def test_tables_made_at_once_are_those_made_step_by_step(tmp_path):
    at_once, step_by_step = made(tmp_path / "one", "at once"), made(tmp_path / "two", "step by step")
    for alias, told in step_by_step.items():
        assert at_once[alias].keys() == told.keys()
        for name, expected in told.items():
            assert at_once[alias][name] == expected, f"{alias}: {name}"
    assert len(step_by_step["default"]["triggers"]) > 50
    assert ["audit", "0002_immutable"] in step_by_step["default"]["rows of django_migrations"]
