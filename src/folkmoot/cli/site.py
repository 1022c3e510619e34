"""`folkmoot demo`, `folkmoot serve` and `folkmoot work`, which need the site."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from folkmoot.cli.app import app
from folkmoot.files.problems import RefusedError

HOME = Path(".folkmoot")


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


@app.command(epilog="Example: folkmoot work --home /srv/folkmoot --address https://folkmoot.example.org    (let a timer run it every hour)")
def work(
    *,
    home: Annotated[Path, typer.Option(metavar="DIR", help="Where the site keeps its data.")] = HOME / "site",
    address: Annotated[
        str, typer.Option(metavar="URL", help="Where people reach the site; https:// and the first of FOLKMOOT_HOSTS unless given.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted, and do nothing.")] = False,
) -> None:
    """Delete what is kept no longer and send the mails that are due: one pass, safe to run twice."""
    _site("work").main(home=home, address=address, dry_run=dry_run)


def _site(name: str) -> Any:
    # by name, because the site is an extra that a partner who only weighs surveys does not install
    if find_spec("django") is None:
        raise RefusedError([f'"folkmoot {name}" needs the site, an extra part of Folkmoot: install "folkmoot[site]".'])
    return import_module(f"folkmoot.site.{name}")
