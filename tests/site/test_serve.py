"""Starting the server: what it refuses, in words, and what it does to the databases first."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from folkmoot.site.serve import is_loopback, listen
from folkmoot.weigh import RefusedError
from tests.running_site import ROOT, SECONDS, RunningSite, site

on_sqlite = pytest.mark.skipif(bool(os.environ.get("FOLKMOOT_DATABASE_URL")), reason="about the SQLite files")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningSite]:
    with site(tmp_path / "home") as running:
        yield running


def serve(running: RunningSite, host: str = "127.0.0.1", port: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to be refused."""
    command = [sys.executable, "-m", "folkmoot.site.serve", str(running.home), host, str(port)]
    given = running.environment | environment
    return subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RefusedError, match=f"answers on port {port} already.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", -1, "no port -1"),
        ("127.0.0.1", 70000, "no port 70000"),
        ("no such host", 8000, "no address 'no such host'"),
        ("", 70000, "no port"),
        ("203.0.113.7", 0, "This machine has no address 203.0.113.7"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(host, port, words):
    with pytest.raises(RefusedError, match=words):
        listen(host, port)


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not listened on
        ("::", False),
        ("192.0.2.1", False),
        ("x", False),
    ],
)
def test_only_this_machine_s_own_addresses_are_loopback(host, answer):
    assert is_loopback(host) is answer


def complaints(stderr: str) -> list[str]:
    """What was said but for where a first start put the vault's key."""
    return [line for line in stderr.splitlines() if not line.startswith("The key to the names in this vault is made at ")]


def test_where_others_can_reach_it_the_names_it_answers_to_must_be_given(fresh):
    refused = serve(fresh, host="0.0.0.0")  # noqa: S104 - it must refuse
    assert (refused.returncode, refused.stdout) == (2, "")
    [line] = complaints(refused.stderr)
    assert line.startswith("folkmoot: FOLKMOOT_HOSTS is empty.")


def test_a_home_that_cannot_be_is_refused_in_words(fresh, tmp_path):
    (tmp_path / "file").write_text("")
    fresh.home = tmp_path / "file"
    refused = serve(fresh)
    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [
        f"folkmoot: The home folder {tmp_path}/file cannot be used: File exists. Choose another, or change its permissions."
    ]


@pytest.mark.skipif(not os.environ.get("FOLKMOOT_DATABASE_URL"), reason="about PostgreSQL: tests/postgres.py starts one")
def test_on_postgresql_it_refuses_to_start_until_the_tables_are_up_to_date(fresh):
    refused = serve(fresh)
    assert refused.returncode == 2
    [line] = complaints(refused.stderr)
    assert line.startswith("folkmoot: The databases are not up to date. Make a backup, then run: python -m folkmoot.site.upgrade")
    assert fresh.run("folkmoot.site.upgrade") == "Brought up to date: default, vault.\n"
    fresh.start()
    assert fresh.end() == 0


def test_a_database_that_is_not_there_is_refused_in_words(fresh):
    url = "postgresql://nobody@/{}?host=/nowhere"
    refused = serve(fresh, FOLKMOOT_DATABASE_URL=url.format("one"), FOLKMOOT_VAULT_URL=url.format("two"))
    assert refused.returncode == 2
    assert complaints(refused.stderr)[0].startswith("folkmoot: A database cannot be reached:")
    assert "Traceback" not in refused.stderr


@on_sqlite
def test_two_who_start_at_once_make_the_tables_once_and_a_later_start_changes_nothing(fresh):
    command = [sys.executable, "-m", "folkmoot.site.upgrade", str(fresh.home)]
    both = [
        subprocess.Popen(command, env=fresh.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=SECONDS) for one in both]
    assert [(one.returncode, complaints(errors)) for one, (_, errors) in zip(both, said, strict=True)] == [(0, [])] * 2
    assert fresh.run("folkmoot.site.upgrade") == "Both databases are up to date.\n"
    assert not (fresh.home / "backups").exists()
    for file in fresh.home.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file


BACK = """
import sys
from pathlib import Path
from folkmoot.site.start import start
start(Path(sys.argv[1]))
from django.core.management import call_command
call_command("migrate", "audit", "0001", verbosity=0)
"""


@on_sqlite
def test_before_tables_change_a_copy_of_the_file_is_made(fresh):
    fresh.run("folkmoot.site.upgrade")
    subprocess.run([sys.executable, "-c", BACK, str(fresh.home)], env=fresh.environment, cwd=ROOT, check=True, timeout=SECONDS)
    said = fresh.run("folkmoot.site.upgrade").splitlines()
    copies = list((fresh.home / "backups").iterdir())
    assert said == [f"Copied to {copies[0]} first.", "Brought up to date: default."]
    assert [copy.name.split("-")[0] for copy in copies] == ["main"]
    assert stat.S_IMODE(copies[0].stat().st_mode) == 0o600
    assert copies[0].read_bytes()[:15] == b"SQLite format 3"


@on_sqlite
def test_a_lost_sign_in_can_be_renewed_on_the_server_and_only_for_someone_who_is_here(fresh):
    slug, _ = fresh.run("tests.crash.open_survey").split()
    assert slug == "warm"
    command = [sys.executable, "-m", "folkmoot.site.sign_in_link", str(fresh.home), "nobody@example.org", "https://folkmoot.example.org"]
    nobody = subprocess.run(command, env=fresh.environment, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (nobody.returncode, nobody.stderr) == (1, "folkmoot: Nobody here signs in as nobody@example.org.\n")
    link = fresh.run("folkmoot.site.sign_in_link", "staff2@example.org", "https://folkmoot.example.org/")
    assert link.startswith("https://folkmoot.example.org/staff/join/")


@on_sqlite
def test_a_committee_is_added_on_the_server_with_a_link_for_its_first_administrator(fresh):
    fresh.run("folkmoot.site.upgrade")
    given = ["The County Data Board", "chair@example.org", "https://folkmoot.example.org/"]
    said = fresh.run("folkmoot.site.add_committee", *given).splitlines()
    assert said[0] == "The County Data Board is here. Its administrator is chair@example.org."
    assert said[1].startswith("https://folkmoot.example.org/staff/join/")
    again = ["The Health Data Board", *given[1:]]
    assert fresh.run("folkmoot.site.add_committee", *again).splitlines()[1] == "They sign in as before."
    for wrong, words in (
        (given, "There is an organisation of that name here already."),
        (["Another", "nobody", given[2]], "Enter an e-mail"),
    ):
        command = [sys.executable, "-m", "folkmoot.site.add_committee", str(fresh.home), *wrong]
        refused = subprocess.run(command, env=fresh.environment, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"folkmoot: {words}")
