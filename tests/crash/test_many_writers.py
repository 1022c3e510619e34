"""Many who write to the audit log at once, in threads and in processes, make one chain."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running_site import ROOT, SECONDS, site

pytestmark = pytest.mark.crash

PROCESSES, THREADS, EACH = 3, 4, 15


def test_the_chain_does_not_fork_when_many_write_at_once(tmp_path: Path):
    with site(tmp_path / "home") as running:
        running.run("folkmoot.site.upgrade")
        command = [sys.executable, "-m", "tests.crash.write_events", str(running.home), str(THREADS), str(EACH)]
        writers = [
            subprocess.Popen(command, env=running.environment, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)
        ]
        assert [writer.communicate(timeout=SECONDS)[1] for writer in writers] == [""] * PROCESSES
        assert running.run("folkmoot.site.checks").startswith("The audit log holds: all 120 events fit the chain.")
        report = json.loads(running.run("tests.crash.kept"))
        assert (report["broken_at"], report["count"]) == (None, PROCESSES * THREADS * EACH * 2 // 3)
