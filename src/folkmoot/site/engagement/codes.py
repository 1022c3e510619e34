"""Codes with which people come in: short enough to read out, and checked, so that a slip of the pen opens nobody else's place.

Twelve signs in three groups, as in K7QP-3MTX-92HD. Eleven are worked out from an invitation's series and the vault's key, about 53 bits;
the twelfth checks them: the sum of each sign's place in the alphabet times its position, modulo 29. Because 29 is a prime larger than
twelve, one wrong sign and two neighbours exchanged are always found (Verhoeff 1969, Error Detecting Decimal Codes, on weighted sums).
There are no vowels, so that no code spells a word, and neither 0 nor 1.
"""

import hashlib
import hmac
import uuid

from django.conf import settings

SIGNS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
LENGTH, SAVED, GROUP = 12, 16, 4
"""How many signs the code of an invitation has, and one that opens saved answers: it keeps more than a place, and is longer."""


def code_of(series: uuid.UUID) -> str:
    """The code of an invitation, in groups: the same each time with the same vault key."""
    number = int.from_bytes(_keyed(b"code of an invitation", series.bytes), "big")
    signs = ""
    for _ in range(LENGTH - 1):
        number, at = divmod(number, len(SIGNS))
        signs += SIGNS[at]
    return grouped(signs)


def grouped(signs: str) -> str:
    """Signs without their check as a code is written: with it, in groups of four."""
    whole = signs + _check(signs)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def read(words: str, length: int = LENGTH) -> str:
    """The signs in what someone typed, whatever the case, spaces and hyphens; "" when it is no code of that length."""
    signs = "".join(sign for sign in words.upper() if sign not in " -‐‑–—._\t")
    known = len(signs) == length and set(signs) <= set(SIGNS)
    return signs if known and _check(signs[:-1]) == signs[-1] else ""


def hash_of(code: str) -> str:
    """What is kept of a code: a hash that means nothing without the vault's key."""
    return _keyed(b"hash of a code", read(code).encode()).hex()


def _check(signs: str) -> str:
    """The sign that makes the weighted sum of all a multiple of 29; the check itself has the last weight."""
    total = sum(position * SIGNS.index(sign) for position, sign in enumerate(signs, start=1))
    return next(sign for at, sign in enumerate(SIGNS) if (total + (len(signs) + 1) * at) % len(SIGNS) == 0)


def _keyed(what: bytes, message: bytes) -> bytes:
    key = hashlib.sha256(what + settings.VAULT_KEY.encode()).digest()
    return hmac.new(key, message, hashlib.sha256).digest()
