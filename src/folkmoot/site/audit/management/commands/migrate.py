"""Django's `migrate`, which makes the tables of an empty database at once instead of by every step there ever was."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from folkmoot.site.fresh_tables import is_empty, make_tables


class Command(migrate.Command):
    """The same in every other case, and the same tables in this one (a test compares them)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or change the tables of one database."""
        whole = not any(options.get(name) for name in ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune"))
        connection = connections[options["database"]]
        if whole and is_empty(connection):
            make_tables(connection)
        super().handle(*args, **options)
