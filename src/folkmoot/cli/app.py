"""The command line itself: its name, what holds for every command, and how a command's work is loaded when it is run."""

from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="folkmoot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Ask the people you serve about uses of data, weigh what they say, and show that you kept your word.",
    epilog="Start here: folkmoot demo. To weigh a survey of your own: folkmoot weigh --help. In a checkout, ./run stands for folkmoot.",
)


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


def load(name: str) -> Any:
    """A module of this package, by name, so that --help does not wait for engines it does not use."""
    return import_module(f"folkmoot.cli.{name}")
