"""The token of the link with which somebody opts out: worked out from their pseudonym and the vault's key, so that every mail and letter to
them carries the same one, and a mail that is sent again keeps it. Only its keyed hash is kept."""

import base64
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac


def token_of(pseudonym: str) -> str:
    """144 bits that nobody can guess without the vault's key, in 24 signs."""
    return base64.urlsafe_b64encode(_keyed("folkmoot.out", pseudonym).digest()[:18]).decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return str(_keyed("folkmoot.out.hash", token).hexdigest())


def _keyed(what: str, words: str) -> Any:
    return salted_hmac(what, words, secret=settings.VAULT_KEY, algorithm="sha256")
