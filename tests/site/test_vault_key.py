"""The vault's key lives apart from the vault: where it comes from, how an older home is moved, and that a wrong one is told first."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from folkmoot.site.vault_key import throw_away

ROOT = Path(__file__).resolve().parents[2]
KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
ASK = "from django.conf import settings; print(settings.VAULT_KEY)"
NAMED = """
import sys
from pathlib import Path
from folkmoot.site.start import start
start(Path(sys.argv[1]), loopback=True)
from folkmoot.site.people import domain
domain.register_participant(name="Philippa Quillfeather")
"""


class Machine:
    """A computer with a folder for this user's data and a home that nothing was started in."""

    def __init__(self, folder: Path) -> None:
        self.home, self.data = folder / "home", folder / "data"
        self.environment = {"PATH": os.environ["PATH"], "XDG_DATA_HOME": str(self.data), "FOLKMOOT_LOOPBACK": "1"}

    def begun(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        own = {"FOLKMOOT_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "folkmoot.site.settings", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        given = self.environment | own | settings
        return subprocess.Popen([sys.executable, *command], env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        running = self.begun(*command, **settings)
        said, errors = running.communicate(timeout=120)
        return subprocess.CompletedProcess(command, running.returncode, said, errors)

    def key(self, **settings: str) -> str:
        """The key of a start with these settings."""
        done = self.run("-c", ASK, **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def refused(self, **settings: str) -> str:
        """Why it does not start, without any key in it."""
        done = self.run("-c", ASK, **settings)
        assert done.returncode != 0
        assert not [key for key in (KEY, OTHER) if key in done.stderr]
        return done.stderr.splitlines()[-1]

    @property
    def kept(self) -> list[Path]:
        return sorted((self.data / "folkmoot" / "keys").glob("*"))

    def older(self, key: str = KEY) -> None:
        """A home as installations had it before: the key inside."""
        self.home.mkdir(mode=0o700)
        (self.home / "secrets.json").write_text(json.dumps({"signing_key": "s" * 64, "vault_key": key}))

    def rows(self) -> dict[str, list[str]]:
        """Every table and row of each database."""
        found = {}
        for file in sorted(self.home.glob("*.sqlite3")):
            with closing(sqlite3.connect(file)) as held:
                found[file.name] = list(held.iterdump())
        return found


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_first_start_makes_a_key_outside_the_home_and_says_where_once(machine: Machine) -> None:
    first = machine.run("-c", ASK)
    (file,) = machine.kept
    key = first.stdout.strip()
    Fernet(key.encode())
    assert file.read_text() == key + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert f"made at {file}." in first.stderr
    assert "Back it up in another place" in first.stderr
    assert key not in first.stderr
    assert [path.name for path in machine.home.iterdir()] == ["secrets.json"]
    assert key not in (machine.home / "secrets.json").read_text()
    again = machine.run("-c", ASK)
    assert (again.stdout.strip(), again.stderr) == (key, "")
    machine.home.rename(machine.home.with_name("moved"))
    machine.home = machine.home.with_name("moved")
    assert machine.key() == key
    assert machine.kept == [file]


def test_first_starts_at_once_agree_on_one_key_and_leave_no_other(machine: Machine) -> None:
    starts = [machine.begun("-c", ASK) for _ in range(4)]
    keys = {one.communicate(timeout=120)[0].strip() for one in starts}
    assert len(keys) == 1
    assert [file.read_text().strip() for file in machine.kept] == [*keys]


def test_a_key_that_is_given_is_used_and_nothing_is_made(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    assert machine.key(FOLKMOOT_VAULT_KEY=KEY) == machine.key(FOLKMOOT_VAULT_KEY_FILE=str(file)) == KEY
    assert machine.kept == []
    assert "vault" not in (machine.home / "secrets.json").read_text()
    assert "no key to it was given. Set FOLKMOOT_VAULT_KEY_FILE" in machine.refused()


def test_a_key_that_cannot_be_used_is_refused_in_words_that_do_not_repeat_it(machine: Machine, tmp_path: Path) -> None:
    machine.home.mkdir()
    (machine.home / "key").write_text(KEY)
    for settings, words in (
        ({"FOLKMOOT_VAULT_KEY": KEY[:-2]}, "no key for a vault"),
        ({"FOLKMOOT_VAULT_KEY": "ключ"}, "no key for a vault"),
        ({"FOLKMOOT_VAULT_KEY_FILE": os.devnull}, "no key for a vault"),
        ({"FOLKMOOT_VAULT_KEY_FILE": str(tmp_path / "nowhere")}, "cannot be read"),
        ({"FOLKMOOT_VAULT_KEY_FILE": str(machine.home / "key")}, "in the home folder"),
        ({"FOLKMOOT_VAULT_KEY_FILE": str(machine.home / "key"), "FOLKMOOT_VAULT_KEY": KEY}, "not both"),
    ):
        assert words in machine.refused(**settings)
    assert machine.kept == []


def test_no_key_is_kept_in_the_home_nor_where_it_cannot_be(machine: Machine, tmp_path: Path) -> None:
    assert "in the home folder" in machine.refused(XDG_DATA_HOME=str(machine.home / "data"))
    (tmp_path / "full").write_text("a file where a folder should be")
    assert "cannot be kept in this user's data" in machine.refused(XDG_DATA_HOME=str(tmp_path / "full"))
    assert not (machine.home / "secrets.json").exists()


def test_a_key_that_is_gone_is_told_and_never_made_anew(machine: Machine) -> None:
    key = machine.key()
    (file,) = machine.kept
    words = file.read_text()
    file.unlink()
    assert f"cannot be read from {file}" in machine.refused()
    assert machine.kept == []
    file.write_text(words)
    assert machine.key() == key


@pytest.mark.parametrize("stopped", [False, True])
def test_an_older_home_is_moved_once_even_when_it_was_stopped_halfway(machine: Machine, stopped: bool) -> None:
    machine.older()
    if stopped:  # the key was written, and not yet taken out of the home
        before = (machine.home / "secrets.json").read_text()
        assert machine.key() == KEY
        (machine.home / "secrets.json").write_text(before)
    done = machine.run("-c", ASK)
    assert done.stdout.strip() == KEY
    assert "moved" in done.stderr
    (file,) = machine.kept
    assert file.read_text().strip() == KEY
    assert not [path for path in machine.home.rglob("*") if KEY in path.read_text("utf-8")]
    assert json.loads((machine.home / "secrets.json").read_text()) == {"signing_key": "s" * 64, "vault_key_file": str(file)}
    assert stat.S_IMODE((machine.home / "secrets.json").stat().st_mode) == 0o600
    assert machine.run("-c", ASK).stderr == ""


def test_an_older_home_is_moved_to_the_file_that_is_named(machine: Machine, tmp_path: Path) -> None:
    machine.older()
    file = tmp_path / "key"
    assert machine.key(FOLKMOOT_VAULT_KEY_FILE=str(file)) == KEY == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert machine.kept == []
    assert json.loads((machine.home / "secrets.json").read_text()) == {"signing_key": "s" * 64}


def test_an_older_home_is_not_moved_under_another_key(machine: Machine) -> None:
    machine.older()
    before = (machine.home / "secrets.json").read_text()
    assert "is not the key in secrets.json" in machine.refused(FOLKMOOT_VAULT_KEY=OTHER)
    assert (machine.home / "secrets.json").read_text() == before
    assert machine.key(FOLKMOOT_VAULT_KEY=KEY) == KEY
    assert KEY not in (machine.home / "secrets.json").read_text()


@pytest.mark.parametrize("vault", ["new", "with a name", "with a name and no check"])
def test_another_key_is_told_at_the_start_and_changes_nothing(machine: Machine, vault: str) -> None:
    own, wrong = {"FOLKMOOT_VAULT_KEY": KEY}, {"FOLKMOOT_VAULT_KEY": OTHER}
    assert machine.run("-m", "folkmoot.site.upgrade", str(machine.home), **own).returncode == 0
    if vault != "new":
        assert machine.run("-c", NAMED, str(machine.home), **own).returncode == 0
    if vault == "with a name and no check":
        back = ("-m", "django", "migrate", "people", "0004", "--database", "vault")
        assert machine.run(*back, **own).returncode == 0
    before = machine.rows()
    assert all(before.values())
    for command in (
        ("-m", "folkmoot.site.upgrade", str(machine.home)),
        ("-m", "folkmoot.site.serve", str(machine.home), "127.0.0.1", "0"),
    ):
        done = machine.run(*command, **wrong)
        assert done.returncode != 0
        assert "This is not the key that the names in this vault were written with." in done.stderr
        assert "Traceback" not in done.stderr
    assert machine.rows() == before
    assert machine.run("-m", "folkmoot.site.upgrade", str(machine.home), **own).returncode == 0


def test_work_is_not_begun_with_another_key(machine: Machine) -> None:
    assert machine.run("-m", "folkmoot.site.upgrade", str(machine.home), FOLKMOOT_VAULT_KEY=KEY).returncode == 0
    work = "import sys; from folkmoot.cli import main; sys.exit(main())"
    command = ("-c", work, "work", "--home", str(machine.home), "--address", "https://folkmoot.example.org")
    done = machine.run(*command, FOLKMOOT_VAULT_KEY=OTHER)
    assert (done.returncode, done.stdout) == (2, "")
    assert "This is not the key" in done.stderr


def test_an_example_that_is_thrown_away_takes_its_key_along_and_no_other(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(machine.data))
    machine.key()
    other = machine.home.with_name("elsewhere.key")
    other.write_text(KEY)
    throw_away(machine.home)
    assert machine.kept == []
    (machine.home / "secrets.json").write_text(json.dumps({"vault_key_file": str(other)}))
    throw_away(machine.home)
    throw_away(machine.home.with_name("nothing"))
    assert other.exists()
