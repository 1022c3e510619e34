"""What is wrong, all of it at once, in words for the person who can put it right."""

import difflib
from collections.abc import Iterable


class RefusedError(Exception):
    """The work cannot go on. `problems` holds one plain sentence or two for each thing to put right; nothing was written."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?` when a known word is close to `word`, else nothing. Capitals do not matter."""
    by_fold = {k.casefold(): k for k in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f' Did you mean "{by_fold[close[0]]}"?' if close else ""


def listed(words: Iterable[str], *, most: int = 10) -> str:
    """Words in quotes, the first `most` of them, and how many more there are."""
    every = list(words)
    shown = ", ".join(f'"{w}"' for w in every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most:,} more"
