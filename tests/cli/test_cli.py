"""The command line: what it teaches, how it fails, and its exit codes."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from folkmoot import cli
from folkmoot.cli import run_weigh, site

PLAN = """
survey = { title = "T", organisation = "O", dates = "D", sample = "probability", population = "P" }
columns = { said = { values = ["Y", "N"] } }
recodes = { yes = { yes = ["Y"], no = ["N"] } }
statements = [{ id = "s", text = "T", column = "said", recode = "yes" }]
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small survey and its plan, which is where the command runs."""
    (tmp_path / "s.csv").write_text("said\n" + "Y\nN\n" * 60)
    (tmp_path / "p.toml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    seen = capsys.readouterr().out
    assert all(f"\n  {name} " in seen for name in ("weigh", "demo", "serve", "work"))


@pytest.mark.parametrize("command", ["weigh", "demo", "serve", "work"])
def test_the_help_of_each_command_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    assert f"Example: folkmoot {command}" in capsys.readouterr().out


def test_alone_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) in {0, 2}
    seen = capsys.readouterr()
    assert "folkmoot demo" in seen.out + seen.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"folkmoot {version('folkmoot')}\n"


@pytest.mark.parametrize("given", [["wiegh"], ["weigh"], ["weigh", "s.csv"], ["weigh", "--nonsense"], ["serve", "--port", "99999999"]])
def test_a_mistake_on_the_command_line_is_exit_2_in_words(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(given) == 2
    seen = capsys.readouterr().err
    assert "Traceback" not in seen
    assert "Error" in seen


def test_progress_goes_to_stderr_and_paths_to_stdout(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["weigh", "s.csv", "--plan", "p.toml", "--out", "out"]) == 0
    seen = capsys.readouterr()
    assert [Path(line).relative_to(files).as_posix() for line in seen.out.splitlines()] == [
        "out/report.html",
        "out/tables.xlsx",
        "out/findings.json",
    ]
    assert seen.err.splitlines() == [
        "Reading s.csv",
        "120 responses checked against p.toml",
        "Worked out without targets: the numbers are not made fair",
        "This was a random sample: the report says so before its first number.",
    ]


def test_quiet_says_nothing_of_progress(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["weigh", "s.csv", "--plan", "p.toml", "--out", "out", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_on_a_terminal_progress_is_one_line_that_changes(files: Path) -> None:
    reader, writer = pty.openpty()
    command = [sys.executable, "-c", "import sys; from folkmoot.cli import main; sys.exit(main())", "weigh", "s.csv"]
    ran = subprocess.run([*command, "--plan", "p.toml", "--out", "out"], stderr=writer, stdout=subprocess.DEVNULL, check=False)
    os.close(writer)
    seen = os.read(reader, 10_000).decode()
    os.close(reader)
    assert ran.returncode == 0
    assert seen.startswith("\rReading s.csv\r120 responses checked against p.toml")


@pytest.mark.parametrize(("debug", "traceback"), [([], False), (["--debug"], True)])
def test_a_fault_of_our_own_is_one_line_and_exit_1(
    files: Path, debug: list[str], traceback: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Ada Lovelace")

    monkeypatch.setattr(run_weigh, "weigh_answers", broken)
    assert cli.main([*debug, "weigh", "s.csv", "--plan", "p.toml", "--out", "out", "--quiet"]) == 1
    seen = capsys.readouterr().err
    assert ("Traceback" in seen) is traceback
    assert seen.splitlines()[-1].startswith(
        "folkmoot: something went wrong in Folkmoot itself (ZeroDivisionError), and nothing was written."
    )
    assert ("Ada" in seen) is traceback
    assert not (files / "out").exists()


def test_an_interrupt_is_exit_130(files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # what Python makes of Ctrl-C

    monkeypatch.setattr(run_weigh, "weigh_answers", interrupted)
    assert cli.main(["weigh", "s.csv", "--plan", "p.toml", "--out", "out", "--quiet"]) == 130
    assert capsys.readouterr().err.strip() == "folkmoot: stopped. Nothing was written."
    assert not (files / "out").exists()


@pytest.mark.parametrize("command", ["demo", "serve", "work"])
def test_without_the_site_it_says_how_to_get_it(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(site, "find_spec", lambda name: None)
    assert cli.main([command]) == 2
    assert capsys.readouterr().err == (
        f'folkmoot: "folkmoot {command}" needs the site, an extra part of Folkmoot: install "folkmoot[site]".\n'
    )


@pytest.mark.parametrize(
    ("given", "called"),
    [
        (["demo"], {"home": Path(".folkmoot/demo"), "port": 8000, "fresh": False}),
        (["demo", "--home", "d", "--port", "81", "--fresh"], {"home": Path("d"), "port": 81, "fresh": True}),
        (["work", "--address", "https://x.example"], {"home": Path(".folkmoot/site"), "address": "https://x.example", "dry_run": False}),
        (
            ["work", "--address", "https://x.example", "--dry-run"],
            {"home": Path(".folkmoot/site"), "address": "https://x.example", "dry_run": True},
        ),
        (["serve", "--home", "d", "--host", "0.0.0.0"], {"home": Path("d"), "host": "0.0.0.0", "port": 8000}),  # noqa: S104
    ],
)
def test_the_site_is_started_as_it_was_asked(given: list[str], called: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, dict[str, object]]] = []

    class Site:
        """Where the site's module would be."""

        def __init__(self, name: str) -> None:
            self.name = name

        def main(self, **options: object) -> None:
            calls.append((self.name, options))

    monkeypatch.setattr(site, "import_module", Site)
    assert cli.main(given) == 0
    assert calls == [(f"folkmoot.site.{given[0]}", called)]


def test_help_waits_for_no_engine() -> None:
    code = "import sys; from folkmoot.cli import main; main(['--help']); print({'numpy', 'polars', 'django'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


def test_nothing_of_the_site_is_loaded_to_weigh(files: Path) -> None:
    code = "import sys; from folkmoot.cli import main; main(sys.argv[1:]); print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    command = [sys.executable, "-c", code, "weigh", "s.csv", "--plan", "p.toml", "--out", "out", "--quiet"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def problems(run: Callable[[], int], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of a run that was refused."""
    assert run() == 2
    return capsys.readouterr().err.splitlines()


def test_the_folder_is_refused_before_any_answer_is_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "out").mkdir()
    (files / "out" / "x").write_text("")
    lines = problems(lambda: cli.main(["weigh", "gone.csv", "--plan", "gone.toml", "--out", "out", "--quiet"]), capsys)
    assert lines == ["folkmoot: out is not empty. Give another folder, or --force to replace an older weighing."]
