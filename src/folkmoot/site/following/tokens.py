"""The token of a follower's link. Whoever has the link has the mail it came in, and is taken for the person."""

import hashlib
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac


def new() -> str:
    """A token nobody can guess: 144 random bits."""
    return secrets.token_urlsafe(18)


def pseudonym_of(token: str) -> str:
    """What stands for the person in the main database: from it nobody can work out the token, which is in the vault alone."""
    return hashlib.sha256(f"folkmoot follower {token}".encode()).hexdigest()[:32]


def same_address(email: str) -> str:
    """The same for two spellings of one address, and nothing to anyone without the vault's key."""
    return salted_hmac("folkmoot.follower", email.casefold(), secret=settings.VAULT_KEY, algorithm="sha256").hexdigest()
