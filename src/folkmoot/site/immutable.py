"""A migration step that makes the database itself refuse to change or delete a table's rows.

The rule stands in the domain functions; the database repeats it, so that no script and no mistake can break it.
"""

from collections.abc import Sequence
from typing import Any

from folkmoot.site.own_step import OwnStep


class ForbidChanges(OwnStep):
    """Rows of `model_name`'s table can be added, never deleted, and never changed but for `blankable` columns, which may become NULL.

    It covers the columns there are: a migration that adds one repeats this step after it.
    """

    def __init__(self, model_name: str, *, blankable: Sequence[str] = ()) -> None:
        self.model_name = model_name
        self.blankable = tuple(blankable)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration file writes this step."""
        return type(self).__name__, [self.model_name], {"blankable": list(self.blankable)}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the triggers, in the words of the database at hand."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        table = model._meta.db_table
        fixed = [f.column for f in model._meta.local_concrete_fields if f.column not in self.blankable]
        self._remove(schema_editor, table)
        for statement in _statements(schema_editor.connection.vendor, table, fixed, self.blankable):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the triggers away again."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self._remove(schema_editor, model._meta.db_table)

    def _remove(self, schema_editor: Any, table: str) -> None:
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for name in ("no_update", "no_delete", "no_truncate" if on else "no_replace"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_{name}"{on}', params=None)
        if on:
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{table}_refuse"()', params=None)

    def describe(self) -> str:
        """One line for people."""
        return f"Rows of {self.model_name} can be added, never changed or deleted"


def _statements(vendor: str, table: str, fixed: Sequence[str], blankable: Sequence[str]) -> list[str]:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    broken = " OR ".join(
        [f'NEW."{c}" {differs} OLD."{c}"' for c in fixed]
        + [f'(NEW."{c}" {differs} OLD."{c}" AND NEW."{c}" IS NOT NULL)' for c in blankable]
    )
    message = f"rows of {table} are never changed or deleted"
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN {broken} BEGIN SELECT RAISE(ABORT, \'{message}\'); END',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, \'{message}\'); END',
            # INSERT OR REPLACE deletes without the delete trigger, unless a connection asks for it (databases.py does; others may not)
            f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" '
            f'WHEN NEW.id IN (SELECT id FROM "{table}") '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    if vendor == "postgresql":
        # A percent sign would be read as a parameter; there is none. ERRCODE makes Django raise IntegrityError, as on SQLite.
        return [
            f'CREATE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({broken}) '
            f'EXECUTE FUNCTION "{table}_refuse"()',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_refuse"()',
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "{table}_refuse"()',
        ]
    raise ValueError(f"Folkmoot runs on SQLite and PostgreSQL, not on {vendor}.")
