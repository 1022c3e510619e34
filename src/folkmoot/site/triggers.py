"""Rules between tables that the database itself repeats: a check cannot look into another table, a trigger can."""

from collections.abc import Sequence
from typing import Any

MOMENTS = ("INSERT", "UPDATE")


def refuse(schema_editor: Any, table: str, name: str, *, when: str, message: str, moments: Sequence[str] = MOMENTS) -> None:
    """From now on the database refuses a row of `table` (NEW, in SQL) when a condition is true, with an IntegrityError of this message.

    `when` is SQL that SQLite and PostgreSQL both understand, in our own words alone.
    """
    if schema_editor.connection.vendor == "sqlite":
        for moment in moments:
            trigger = f'CREATE TRIGGER "{table}_{name}_{moment.lower()}" BEFORE {moment} ON "{table}" WHEN {when}'
            schema_editor.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{message}'); END", params=None)
        return
    schema_editor.execute(
        f'CREATE FUNCTION "{table}_{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN '
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        params=None,
    )
    schema_editor.execute(
        f'CREATE TRIGGER "{table}_{name}" BEFORE {" OR ".join(moments)} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_{name}"()',
        params=None,
    )


def allow(schema_editor: Any, table: str, name: str, *, moments: Sequence[str] = MOMENTS) -> None:
    """Take such a rule away again."""
    if schema_editor.connection.vendor == "sqlite":
        for moment in moments:
            schema_editor.execute(f'DROP TRIGGER "{table}_{name}_{moment.lower()}"', params=None)
        return
    schema_editor.execute(f'DROP TRIGGER "{table}_{name}" ON "{table}"', params=None)
    schema_editor.execute(f'DROP FUNCTION "{table}_{name}"()', params=None)
