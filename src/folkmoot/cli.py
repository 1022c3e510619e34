"""The command line: `folkmoot weigh`, `folkmoot demo` and `folkmoot serve`."""

import sys
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from folkmoot.weigh import Plan, RefusedError, check, findings, read, refuse_folder, weigh_answers, write
from folkmoot.weigh.beside import load_beside
from folkmoot.weigh.coded_data import HOLDS_ANSWERS, coded_data
from folkmoot.weigh.ddi import ddi
from folkmoot.weigh.new_file import new_files, refuse_file
from folkmoot.weigh.words import SAMPLE_HEADINGS, rounds
from folkmoot.weigh.write_coded import coded_files, write_coded

INTERRUPTED = 130
REFUSED = 2
UNEXPECTED = 1
HOME = Path(".folkmoot")

app = typer.Typer(
    name="folkmoot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Ask the people you serve about uses of data, weigh what they say, and show that you kept your word.",
    epilog="Start here: folkmoot demo. To weigh a survey of your own: folkmoot weigh --help. In a checkout, ./run stands for folkmoot.",
)


class Progress:
    """Steps on stderr: one line that changes on a terminal, a line each elsewhere, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.terminal, self.longest = quiet, sys.stderr.isatty(), 0

    def __call__(self, words: str, *, last: bool = False) -> None:
        if self.quiet:
            return
        if not self.terminal:
            sys.stderr.write(f"{words}\n")
            return
        self.longest = max(self.longest, len(words))
        sys.stderr.write(f"\r{words:<{self.longest}}{chr(10) if last else ''}")
        sys.stderr.flush()


def _show_version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        typer.echo(f"folkmoot {version('folkmoot')}")
        raise typer.Exit


@app.callback()
def folkmoot(
    *,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="When something goes wrong in Folkmoot itself, print all of it.")] = False,
) -> None:
    """Ask the people you serve about uses of data, weigh what they say, and show that you kept your word."""


@app.command(
    epilog="Example: folkmoot weigh survey.csv --plan plan.toml --out results    "
    "(a worked plan is examples/plans/amazon-study.toml; every key is in docs/reference/plan.md)"
)
def weigh(
    responses: Annotated[
        Path, typer.Argument(metavar="RESPONSES", help="The answers: .csv, .tsv, .parquet, .xlsx, .sav or .sss, a row to a person.")
    ],
    plan: Annotated[Path, typer.Option(metavar="PLAN.toml", help="What the columns mean, how answers are counted, who the population is.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for report.html, tables.xlsx and findings.json.")],
    *,
    data: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Triple-S only: the file of answers, when it is not beside the description.")
    ] = None,
    ddi_file: Annotated[
        Path | None, typer.Option("--ddi", metavar="FILE.xml", help="Also describe the study for archives, as DDI-Codebook 2.5.")
    ] = None,
    coded: Annotated[
        Path | None,
        typer.Option(
            "--coded-data",
            metavar="FILE",
            help="Also write each person's checked answers and weight: .sav, .csv, .parquet or .sss. For your own use: never publish it.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older weighing in DIR, and older files of the same names.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of progress.")] = False,
) -> None:
    """Make a survey's answers fair and publish what people said, with how sure we are.

    Reads the answers, checks every one against the plan, weights them to the population, works out each statement overall and by each
    factor, hides what could show who said what, and writes a report, tables and the findings as data. When anything is wrong, it says all
    that is wrong and writes nothing.
    """
    say = Progress(quiet=quiet)
    refuse_folder(out, force=force)
    private = () if coded is None else coded_files(coded)
    public = () if ddi_file is None else (ddi_file,)
    sources = [source for source in (responses, plan, data) if source is not None]
    for path in private:
        refuse_file(path, out=out, sources=sources, force=force)
    for path in public:
        refuse_file(path, out=out, sources=[*sources, *private], force=force)
    the_plan = Plan.from_toml(plan)
    beside = load_beside(the_plan, plan.parent)
    say(f"Reading {responses.name}")
    given = read(responses, the_plan, data=data)
    answers = check(given, the_plan)
    say(f"{answers.n:,} responses checked against {plan.name}")
    for notice in answers.notices:
        say(f"To know: {notice}", last=True)
    weighed = weigh_answers(answers, the_plan, beside=beside)
    fairness = weighed.fairness
    if fairness.raking is None:
        say("Worked out without targets: the numbers are not made fair", last=True)
    else:
        say(f"Made fair in {rounds(fairness.raking.iterations)}: the answers are worth {fairness.n_effective:,.0f}", last=True)
    document = findings(weighed)
    with ExitStack() as files:
        if coded is not None:
            write_coded(coded_data(given, weighed), coded, files.enter_context(new_files(private, private=True)))
        if ddi_file is not None:
            files.enter_context(new_files(public, private=False))[ddi_file].write_bytes(ddi(the_plan, document))
        written = write(document, out, force=force)
    for path in (*written, *public, *private):
        typer.echo(path)
    if coded is not None:
        sys.stderr.write(f"folkmoot: {coded.name}: {HOLDS_ANSWERS}\n")
    say(f"{SAMPLE_HEADINGS[the_plan.survey.sample]}: the report says so before its first number.", last=True)


@app.command(epilog="Example: folkmoot demo    (then open the address it prints; --fresh starts again)")
def demo(
    *,
    home: Annotated[Path, typer.Option(metavar="DIR", help="Where the demonstration keeps its data.")] = HOME / "demo",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the address it prints.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the old demonstration away and make a new one.")] = False,
) -> None:
    """Show the whole loop with made-up people, on this computer only."""
    _site("demo").main(home=home, port=port, fresh=fresh)


@app.command(epilog="Example: folkmoot serve --home /srv/folkmoot --host 127.0.0.1 --port 8000")
def serve(
    *,
    home: Annotated[Path, typer.Option(metavar="DIR", help="Where the site keeps its data.")] = HOME / "site",
    host: Annotated[str, typer.Option(help="The address to listen on; leave it unless a proxy stands in front.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Run the site of your own organisation."""
    _site("serve").main(home=home, host=host, port=port)


def _site(name: str) -> Any:
    # by name, because the site is an extra that a partner who only weighs surveys does not install
    if find_spec("django") is None:
        raise RefusedError([f'"folkmoot {name}" needs the site, an extra part of Folkmoot: install "folkmoot[site]".'])
    return import_module(f"folkmoot.site.{name}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 a fault in Folkmoot, 2 something to put right, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)  # noqa: S101 - what Typer gives for an app of several commands
    try:
        code = command.main(given, prog_name="folkmoot", standalone_mode=False)
    except RefusedError as refused:
        for problem in refused.problems:
            sys.stderr.write(f"folkmoot: {problem}\n")
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user who did not ask for one
        return _unlooked_for(error, given)
    if code == INTERRUPTED:  # Typer turns Ctrl-C into this code itself
        sys.stderr.write("folkmoot: stopped. Nothing was written.\n")
    return code if isinstance(code, int) else 0


def _unlooked_for(error: Exception, given: Sequence[str]) -> int:
    show = getattr(error, "show", None)
    if callable(show):  # a mistake on the command line itself, which Typer words and shows
        show()
        return int(getattr(error, "exit_code", REFUSED))
    if "--debug" in given:
        traceback.print_exception(error)
    sys.stderr.write(
        f"folkmoot: something went wrong in Folkmoot itself ({type(error).__name__}), and nothing was written. "
        "Please report it with the command you ran; folkmoot --debug ... prints the details. Take out anything private first.\n"
    )
    return UNEXPECTED
