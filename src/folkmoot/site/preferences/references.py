"""The reference someone gets with their choices: 24 digits, the last of which checks the others, so that it can be read out on the phone.

Whoever holds it is taken for the person. It is written down nowhere here: the ledger holds a pseudonym worked out from it, from which
nobody can work the reference out (23 random digits are 76 bits).
"""

import hashlib
import secrets

DIGITS = 24
GROUP = 4

# The quasigroup of Damm's check digit (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): every wrong digit and every swap of two
# neighbours shows.
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new() -> str:
    """A reference nobody can guess."""
    drawn = "".join(secrets.choice("0123456789") for _ in range(DIGITS - 1))
    return drawn + _check(drawn)


def spaced(reference: str) -> str:
    """The reference as a person writes it down: six groups of four."""
    return " ".join(reference[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def read(words: str) -> str | None:
    """The reference in what someone typed, with or without spaces, hyphens and full stops; None when it is none, or a digit of it is
    wrong."""
    digits = "".join(sign for sign in words if sign not in " -‐‑–.\t\u00a0")
    good = len(digits) == DIGITS and digits.isascii() and digits.isdigit() and _check(digits) == "0"
    return digits if good else None


def pseudonym_of(reference: str) -> str:
    """What stands for the person in the ledger: 128 bits of the SHA-256 of their reference."""
    return hashlib.sha256(f"folkmoot preference {reference}".encode()).hexdigest()[:32]


def _check(digits: str) -> str:
    held = "0"
    for digit in digits:
        held = _TABLE[int(held)][int(digit)]
    return held
