"""Receipts: a number made with the first page, so that sending twice is harmless, and a code with which a person can be forgotten.

A receipt given on the site is 122 random bits (UUID version 4): whoever holds it is taken for the person who answered. One made for an
imported row is worked out from the row's id in its source (version 5), so that a second import finds it; it can be guessed, and is
therefore never accepted from the site.
"""

import uuid

GROUP = 4


def new() -> uuid.UUID:
    """A receipt nobody can guess."""
    return uuid.uuid4()


def of_source(engagement: str, source_id: str) -> uuid.UUID:
    """The receipt of one row of a file, the same each time."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"folkmoot:{engagement}:{source_id}")


def code(receipt: uuid.UUID) -> str:
    """The receipt as a person writes it down: eight groups of four."""
    return "-".join(receipt.hex[at : at + GROUP] for at in range(0, 32, GROUP))


def read(words: str) -> uuid.UUID | None:
    """The receipt in what someone typed, with or without spaces, hyphens and capitals; None when it is no receipt of the site."""
    digits = "".join(sign for sign in words.lower() if sign not in " -‐‑–\t")
    try:
        receipt = uuid.UUID(hex=digits) if len(digits) == 32 and digits.isalnum() else None
    except ValueError:
        return None
    return receipt if receipt is not None and receipt.version == 4 else None
