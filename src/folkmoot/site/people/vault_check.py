"""Whether this installation's key is the one that its vault was written with. A wrong key is told before anything is written with it."""

from collections.abc import Iterator

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connections, transaction

from folkmoot.site.databases import VAULT, VAULT_MODELS
from folkmoot.site.people.encryption import EncryptedTextField, decrypted
from folkmoot.site.people.models import KeyCheck
from folkmoot.weigh import RefusedError

WORDS = "The key to this vault."
ANOTHER_KEY = (
    "This is not the key that the names in this vault were written with. Nothing was changed. Set FOLKMOOT_VAULT_KEY_FILE to the file with "
    "that key, from where you keep a copy of it."
)


def refuse_another_key() -> None:
    """Raises RefusedError, in words, when something in the vault cannot be read with this installation's key. It writes nothing."""
    try:
        for text in _one_of_each():
            decrypted(text)
    except InvalidToken:
        raise RefusedError([ANOTHER_KEY]) from None


def keep_check() -> None:
    """Write into a vault that has none what later starts check their key against."""
    with transaction.atomic(using=VAULT):
        KeyCheck.objects.get_or_create(pk=1, defaults={"words": WORDS})


def _one_of_each() -> Iterator[str]:
    """An encrypted text from each column that has one, as it is stored: also from a vault whose tables are not up to date."""
    connection = connections[VAULT]
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = {
            table.name: {column.name for column in connection.introspection.get_table_description(cursor, table.name)}
            for table in connection.introspection.get_table_list(cursor)
        }
        for app, name in sorted(VAULT_MODELS):
            model = apps.get_model(app, name)
            table = model._meta.db_table
            for field in model._meta.fields:
                if isinstance(field, EncryptedTextField) and field.column in there.get(table, ()):
                    column = quoted(field.column)
                    cursor.execute(f"SELECT {column} FROM {quoted(table)} WHERE {column} <> '' LIMIT 1")  # noqa: S608 - our own tables
                    yield from (text for (text,) in cursor.fetchall())
