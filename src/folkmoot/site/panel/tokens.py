"""The token of a member's private link, and keyed hashes that mean nothing without the vault's key."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac


def new() -> str:
    """A token nobody can guess: 144 random bits."""
    return secrets.token_urlsafe(18)


def hash_of(token: str) -> str:
    """What is kept of a token in the main database."""
    return _keyed("folkmoot.panel.link", token)


def same_contact(contact: str) -> str:
    """The same for two spellings of one contact: capitals and spaces make no difference, nor what people put between the digits of a
    telephone number."""
    between = "" if "@" in contact else "-()./,"
    plain = "".join(sign for sign in contact.casefold() if not sign.isspace() and sign not in between)
    return _keyed("folkmoot.panel.contact", plain)


def _keyed(what: str, value: str) -> str:
    return salted_hmac(what, value, secret=settings.VAULT_KEY, algorithm="sha256").hexdigest()
