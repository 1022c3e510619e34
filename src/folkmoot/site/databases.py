"""Two databases: the main one, and the vault that alone holds names and contacts.

SQLite by default (WAL, BEGIN IMMEDIATE, synchronous=FULL: an acknowledged answer survives a power cut);
PostgreSQL for both when FOLKMOOT_DATABASE_URL and FOLKMOOT_VAULT_URL say so.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

VAULT = "vault"
VAULT_MODELS = {
    ("people", "identity"),
    ("people", "keycheck"),
    ("concerns", "words"),
    ("preferences", "preferenceidentity"),
    ("following", "followercontact"),
    ("documents", "commentwords"),
    ("panel", "membercontact"),
    ("engagement", "savedsitting"),
    ("sampling", "frameidentities"),
}

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what is erased is overwritten with zeros in the file, not only forgotten
    # recursive_triggers: without it INSERT OR REPLACE takes a row away and no delete trigger hears of it
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;"
    ),
}


def database(url: str, *, default_file: Path) -> dict[str, Any]:
    """Django's settings for one database.

    `url` is postgresql://user:password@host:port/name?host=/socket, or '' for SQLite at `default_file`.

    Raises ImproperlyConfigured for any other scheme.
    """
    if not url:
        return {"ENGINE": "folkmoot.site.sqlite", "NAME": default_file, "OPTIONS": dict(SQLITE_OPTIONS)}
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(f"The database address must start with postgresql://, not {parts.scheme}://.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def databases(main: str, vault: str, *, files: tuple[Path, Path]) -> dict[str, dict[str, Any]]:
    """Django's settings for both: two addresses of two databases, or two empty ones for SQLite in the two `files`.

    Raises ImproperlyConfigured when only one is given, or both are the same: names must not end up beside what they said.
    """
    if bool(main) != bool(vault):
        raise ImproperlyConfigured("Give both FOLKMOOT_DATABASE_URL and FOLKMOOT_VAULT_URL, or neither.")
    if main and main == vault:
        raise ImproperlyConfigured("FOLKMOOT_DATABASE_URL and FOLKMOOT_VAULT_URL must be two different databases.")
    return {"default": database(main, default_file=files[0]), VAULT: database(vault, default_file=files[1])}


class VaultRouter:
    """Sends the vault's models to the vault and keeps everything else out of it."""

    def _is_vault(self, model: Any) -> bool:
        return (model._meta.app_label, model._meta.model_name) in VAULT_MODELS

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The database a model is read from."""
        return VAULT if self._is_vault(model) else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """No foreign key crosses between the two."""
        return self._is_vault(one) == self._is_vault(other)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """A migration step runs on the database its model lives in (steps without a model name: on the main one)."""
        return ((app_label, model_name) in VAULT_MODELS) == (db == VAULT)
