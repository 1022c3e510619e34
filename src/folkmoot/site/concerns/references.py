"""References that can be read aloud: twelve signs in three groups of four, the last of them a check on the others.

The alphabet has 31 signs, without 0, 1, I, L and O, which are mistaken for each other. As 31 is a prime and every place has a weight of its
own below it, the check finds every single wrong sign and every two that changed places (a weighted sum modulo a prime, as in ISBN-10).
Eleven random signs are 54 bits: nobody finds another's reference by trying.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
WRONG = "That is not one of our references. It has twelve letters and numbers. Check each of them, then try again."

_SPOKEN = """
two three four five six seven eight nine alfa bravo charlie delta echo foxtrot golf hotel juliett kilo mike november
papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu
"""  # the letters as in the ICAO spelling alphabet
SPOKEN = dict(zip(ALPHABET, _SPOKEN.split(), strict=True))


def new() -> str:
    """A reference nobody can guess, as it is stored: without hyphens."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The last sign, which makes the weighted sum of all twelve a multiple of 31."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))
    return next(sign for at, sign in enumerate(ALPHABET) if (total + LENGTH * at) % len(ALPHABET) == 0)


def read(words: str) -> str | None:
    """The reference in what someone typed, with or without spaces, hyphens and capitals; None when it is none or its check fails."""
    signs = "".join(sign for sign in words.upper() if sign not in " -‐‑–\t")
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs if check_sign(signs[:-1]) == signs[-1] else None


def written(reference: str) -> str:
    """The reference as a person writes it down: three groups of four."""
    return "-".join(reference[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def aloud(reference: str) -> list[str]:
    """The reference as one reads it over the telephone, a line for each group."""
    return [", ".join(SPOKEN[sign] for sign in reference[at : at + GROUP]) for at in range(0, LENGTH, GROUP)]
