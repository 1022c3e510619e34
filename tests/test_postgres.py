"""The throw-away PostgreSQL comes with two databases, ends with the command's exit code, and leaves nothing behind."""

import os
import subprocess
import sys

import psycopg
import pytest

from postgres import VERSIONS, main, postgres


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not any(VERSIONS.glob("*/bin/initdb")):
        message = "PostgreSQL is not installed. On Debian: apt-get install -y --no-install-recommends postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


def test_two_databases_apart_and_nothing_left() -> None:
    with postgres() as server:
        names = []
        for url in server.settings.values():
            with psycopg.connect(url) as connection:
                names.append(connection.execute("select current_database()").fetchone()[0])
                connection.execute("create table only_here ()")
        with psycopg.connect(server.url("folkmoot")) as connection:
            assert connection.execute("select count(*) from pg_tables where tablename = 'only_here'").fetchone() == (1,)
    assert names == ["folkmoot", "vault"]
    assert not server.folder.exists()


def test_a_command_runs_beside_it_and_its_exit_code_comes_back() -> None:
    look = "import os, psycopg; psycopg.connect(os.environ['FOLKMOOT_VAULT_URL']).close(); raise SystemExit(7)"
    assert main(["--", sys.executable, "-c", look]) == 7


def test_no_command_is_refused_in_words() -> None:
    with pytest.raises(SystemExit, match="Say what to run"):
        main(["--"])


def test_a_server_that_fails_to_start_leaves_nothing(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("postgres.DATABASES", ("twice", "twice"))
    tmp_path.chmod(0o755)
    with pytest.raises(subprocess.CalledProcessError), postgres():
        pass
    assert list(tmp_path.iterdir()) == []
