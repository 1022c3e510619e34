"""Text that only this installation can read: encrypted with the vault's key before it reaches a database."""

from functools import cache
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(key.encode())


def encrypted(text: str) -> str:
    """`text` under Fernet (AES-128-CBC and HMAC-SHA256, cryptography.io), different each time."""
    return _cipher(settings.VAULT_KEY).encrypt(text.encode()).decode()


def decrypted(token: str) -> str:
    """What was encrypted. Raises cryptography.fernet.InvalidToken when another key made `token`, or it was changed."""
    return _cipher(settings.VAULT_KEY).decrypt(token.encode()).decode()


class EncryptedTextField(models.TextField):
    """Text, encrypted at rest. It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        """What is stored."""
        value = super().get_prep_value(value)
        return value if value in {None, ""} else encrypted(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What was meant."""
        return value if value in {None, ""} else decrypted(value)
