"""References that people write down and read out on the telephone: groups of four signs, the last sign a check on the others.

The alphabet has 31 signs, without 0, 1, I, L and O, which are mistaken for each other. As 31 is a prime and every place has a weight of its
own below it, the check finds every single wrong sign and every two that changed places (a weighted sum modulo a prime, as in ISBN-10).
"""

import secrets
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP = 4

_SPOKEN = """
two three four five six seven eight nine alfa bravo charlie delta echo foxtrot golf hotel juliett kilo mike november
papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu
"""  # the letters as in the ICAO spelling alphabet
SPOKEN = dict(zip(ALPHABET, _SPOKEN.split(), strict=True))
_BETWEEN = " -‐‑–.\t\u00a0"


@dataclass(frozen=True)
class References:
    """One kind of reference, of so many signs: a multiple of four, below 31."""

    length: int

    def new(self) -> str:
        """A reference nobody can guess, as it is stored: without hyphens."""
        signs = "".join(secrets.choice(ALPHABET) for _ in range(self.length - 1))
        return signs + check_sign(signs)

    def read(self, words: str) -> str | None:
        """The reference in what someone typed, with or without spaces, hyphens and capitals; None when it is none or its check fails."""
        signs = "".join(sign for sign in words.upper() if sign not in _BETWEEN)
        if len(signs) != self.length or any(sign not in ALPHABET for sign in signs):
            return None
        return signs if check_sign(signs[:-1]) == signs[-1] else None

    @property
    def wrong(self) -> str:
        """What to tell who typed something else."""
        return (
            f"That is not one of our references. It has {self.length} letters and numbers, in groups of four. Check each of them, "
            "then try again."
        )


CONCERN = References(12)
"""Of a question or a complaint: eleven random signs are 54 bits, and so many tries are refused that nobody finds another's by trying."""

PREFERENCE = References(16)
"""Of someone's choices, for which whoever holds it is taken: fifteen random signs are 74 bits."""


def check_sign(signs: str) -> str:
    """The last sign, which makes the weighted sum of all of them a multiple of 31."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))
    return next(sign for at, sign in enumerate(ALPHABET) if (total + (len(signs) + 1) * at) % len(ALPHABET) == 0)


def written(reference: str) -> str:
    """The reference as a person writes it down: in groups of four."""
    return "-".join(_groups(reference))


def aloud(reference: str) -> list[str]:
    """The reference as one reads it over the telephone, a line for each group."""
    return [", ".join(SPOKEN[sign] for sign in group) for group in _groups(reference)]


def _groups(reference: str) -> list[str]:
    return [reference[at : at + GROUP] for at in range(0, len(reference), GROUP)]
