"""Makes the index that the register is searched by anew, from what is on record: `python -m folkmoot.site.remake_register HOME`.

It is for an index that was lost or damaged. Nothing on record is touched, and the server may run meanwhile.
"""

import sys
from pathlib import Path

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path) -> None:
    """Make it, and say how many entries it has. Raises RefusedError when there is no database to make it of."""
    start(home)
    from django.db import OperationalError

    from folkmoot.site import upgrade
    from folkmoot.site.register import domain

    try:
        if upgrade.pending():
            raise RefusedError(
                [f"The databases of {home} are not up to date: start the server, or run: python -m folkmoot.site.upgrade {home}"]
            )
        count = domain.rebuild()
    except OperationalError as failed:
        raise RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"]) from None
    sys.stdout.write(f"The index of the register is made anew: {count:,} {'entry' if count == 1 else 'entries'}.\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("folkmoot: python -m folkmoot.site.remake_register HOME")
    try:
        main(Path(sys.argv[1]))
    except RefusedError as refused:
        sys.exit("\n".join(f"folkmoot: {problem}" for problem in refused.problems))
