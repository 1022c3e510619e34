"""`python -m tests.crash.open_survey HOME`: makes the tables of a home, puts one open survey into them, and prints its name in
addresses and the token of someone who began ten minutes ago."""

import sys
from pathlib import Path

from folkmoot.site.start import start
from folkmoot.site.upgrade import upgrade

if __name__ == "__main__":
    start(Path(sys.argv[1]))
    upgrade(Path(sys.argv[1]))
    from tests.site.surveys import begun, world

    sys.stdout.write(f"{world()[2].slug} {begun()}")
