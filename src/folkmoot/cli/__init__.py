"""The command line. `weigh`, `map`, `draw` and `site` say what commands take; `run_weigh` and the like do it, loaded when they are run."""

import sys
import traceback
from collections.abc import Sequence

import typer
from typer.core import TyperGroup

from folkmoot.cli import draw, map, site, weigh  # noqa: A004, F401 - each adds its commands
from folkmoot.cli.app import app
from folkmoot.files.problems import RefusedError

INTERRUPTED = 130
REFUSED = 2
UNEXPECTED = 1


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
