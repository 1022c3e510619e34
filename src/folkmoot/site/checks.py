"""Checks an installation's audit log from the command line: `python -m folkmoot.site.checks HOME`."""

import sys
from pathlib import Path

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path) -> int:
    """Say whether the whole chain holds; 0 when it does, 1 when it does not. Raises RefusedError when there is nothing to check."""
    start(home)
    from django.db import OperationalError

    from folkmoot.site import upgrade
    from folkmoot.site.audit.queries import verify

    try:
        if upgrade.pending():
            raise RefusedError(
                [f"The databases of {home} are not up to date: start the server, or run: python -m folkmoot.site.upgrade {home}"]
            )
        report = verify()
    except OperationalError as failed:
        raise RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"]) from None
    sys.stdout.write(report.words + "\n")
    return 0 if report.broken_at is None else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("folkmoot: python -m folkmoot.site.checks HOME")
    try:
        sys.exit(main(Path(sys.argv[1])))
    except RefusedError as refused:
        sys.exit("\n".join(f"folkmoot: {problem}" for problem in refused.problems))
