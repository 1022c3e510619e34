"""Makes the tables of a new installation in one of two ways and prints what they are: `python -m tests.site.describe_tables HOME WAY`."""

import json
import sys
from pathlib import Path
from typing import Any

WORDS = {
    "sqlite": {"triggers": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"},
    "postgresql": {
        "triggers": "SELECT tgname, tgrelid::regclass, pg_get_triggerdef(oid), pg_get_functiondef(tgfoid) FROM pg_trigger "
        "WHERE NOT tgisinternal",
        "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity "
        "FROM information_schema.columns WHERE table_schema = 'public'",
        "constraints": "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    },
}
ROWS = {
    "django_migrations": "SELECT app, name FROM django_migrations",
    "django_content_type": "SELECT app_label, model FROM django_content_type",
    "auth_permission": "SELECT codename, name FROM auth_permission",
}


def main(home: Path, way: str) -> None:
    """Make them, and print."""
    from folkmoot.site.start import start

    start(home, loopback=True)
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connections

    from folkmoot.site.people.domain import keep_key_check
    from folkmoot.site.upgrade import upgrade

    if way == "at once":
        upgrade(home)
    else:
        for alias in connections:
            call_command(Command(), database=alias, verbosity=0)
        keep_key_check()
    sys.stdout.write(json.dumps({alias: described(connections[alias]) for alias in connections}))


def described(connection: Any) -> dict[str, list[list[str]]]:
    """What a database is made of, in the order of the alphabet."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        told = {name: rows(cursor, words) for name, words in WORDS[connection.vendor].items()}
        told |= {f"rows of {table}": rows(cursor, ROWS.get(table, f'SELECT COUNT(*) FROM "{table}"')) for table in tables}  # noqa: S608
        if connection.vendor == "sqlite":
            made = rows(cursor, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL")
            told["made"] = [[*first, *sorted(parts(sql))] for *first, sql in made]
    return told


def rows(cursor: Any, words: str) -> list[list[str]]:
    """What a query gives, as text."""
    cursor.execute(words)
    return sorted([str(cell) for cell in row] for row in cursor.fetchall())


def parts(sql: str) -> list[str]:
    """The parts of the last brackets of a statement, each a column, a key or a check: in what order they stand is of no matter."""
    inside, found, depth, quoted = sql[sql.index("(") + 1 : sql.rindex(")")], [""], 0, False
    for sign in inside:
        quoted ^= sign == "'"
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and not depth and not quoted:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
