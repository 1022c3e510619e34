"""What stands in the ledger for a person. Their reference is written down nowhere here, and nobody can work it out from this."""

import hashlib


def pseudonym_of(reference: str) -> str:
    """What stands for whoever holds the reference: 128 bits of its SHA-256."""
    return hashlib.sha256(f"folkmoot preference {reference}".encode()).hexdigest()[:32]
