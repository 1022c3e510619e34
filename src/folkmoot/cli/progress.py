"""How far a command has come, on stderr."""

import sys


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
