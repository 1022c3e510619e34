"""The worked example, made once and served on this computer alone: `folkmoot demo`."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import NoReturn

import folkmoot
from folkmoot.site import serve
from folkmoot.site.home import INSTALLATION_FILE, Home
from folkmoot.site.start import start
from folkmoot.site.vault_key import throw_away
from folkmoot.weigh import RefusedError

HOST = "127.0.0.1"
REPOSITORY = Path(folkmoot.__file__).resolve().parents[2]


def main(home: Path, port: int, *, fresh: bool) -> NoReturn:
    """Make the example where there is none yet (or a new one, with `fresh`), and serve it until stopped.

    Raises RefusedError, in words, when the port is taken, the folder holds something else, or the example's files are not here.
    """
    serve.listen(HOST, port).close()  # a taken port is said before the example is made, not after
    if home.exists() and any(home.iterdir()):
        _refuse_another_installation(home)
        if fresh:
            throw_away(home)
            shutil.rmtree(home)
    if not (home / INSTALLATION_FILE).exists():
        make(home)
    start(home, loopback=True)
    serve.main(home, HOST, port, then=things_to_try())


def make(home: Path) -> None:
    """Make the example in a folder beside `home` and move it there whole, so that a stop halfway leaves nothing behind.

    It is made by a process of its own, because the server's must not have computed with polars (see serve.py).
    """
    if not (REPOSITORY / "examples" / "essex").is_dir():
        raise RefusedError(
            ["The worked example comes with Folkmoot's repository, not with the installed package. Run ./run in a checkout."]
        )
    draft = home.with_name(f".{home.name}-{os.getpid()}")
    try:
        made = subprocess.run([sys.executable, "-m", "folkmoot.site.demo", str(draft)], check=False)
        if made.returncode:
            raise RefusedError(["The example could not be made; what went wrong is above."])
        if home.exists():
            home.rmdir()  # empty: main() saw to that
        draft.rename(home)
    finally:
        throw_away(draft)
        shutil.rmtree(draft, ignore_errors=True)


def things_to_try() -> list[str]:
    """Three things to do first, with `{address}` for where the site is."""
    from django.urls import reverse

    from folkmoot.site.people import queries

    links = []
    for who in queries.open_invitations():
        links.append(f"     {who.name}, who signs in as {who.email}:")
        links.append(f"       {{address}}{reverse('people:join', args=[who.token])}")
    return [
        "Three things to try:",
        "  1. Read a use of data, what people said about it and its licence: {address}/i/ready-for-school",
        "  2. Answer its survey, also in easy read: {address}/e/ready-for-school-again",
        *(
            ["  3. Work as staff, each in a private window of its own. These addresses work once, within seven days:", *links]
            if links
            else []
        ),
        *([] if links else ["  3. Work as staff: {address}/staff/"]),
    ]


def _refuse_another_installation(home: Path) -> None:
    try:
        synthetic = json.loads((home / INSTALLATION_FILE).read_text("utf-8")).get("synthetic")
    except (OSError, ValueError):
        synthetic = ""
    if not synthetic:
        raise RefusedError([f"{home} holds something that is not the example. Give the example a folder of its own with --home."])


def _build(draft: Path) -> None:
    """Fill a new home: what the process that `make` starts does."""
    sys.path.insert(0, str(REPOSITORY))
    from examples.essex.texts import PLACE, SYNTHETIC_NOTICE

    Home.at(draft).name_installation(place=PLACE, synthetic=SYNTHETIC_NOTICE)
    start(draft, loopback=True)
    from examples.essex import installation
    from folkmoot.site.upgrade import upgrade

    began = time.monotonic()

    def tell(words: str) -> None:
        sys.stdout.write(f"  {time.monotonic() - began:4.1f} s  {words}\n")
        sys.stdout.flush()

    sys.stdout.write("Making the worked example, once:\n")
    tell("Two empty databases")
    upgrade(draft)
    installation.build(today=date.today(), tell=tell)  # noqa: DTZ011 - the reader's own day
    tell("Ready")


if __name__ == "__main__":
    _build(Path(sys.argv[1]))
