"""The tables of an empty database, made at once from the models as they are now.

Migrations change a database step by step, and Django works its picture of all models out anew at each step: twenty seconds of processor
time for two empty databases. A new installation, and each database of the tests, has nothing to change.
"""

from typing import Any

from django.db import router
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from folkmoot.site.own_step import OwnStep


def is_empty(connection: Any) -> bool:
    """Whether the database holds no table."""
    connection.prepare_database()
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def make_tables(connection: Any) -> None:
    """Make every table that belongs in this database, and note each migration as done: all in one transaction.

    Of the migrations only those steps are run that make what no model tells of: our own triggers, and the
    table of words that the register is searched by. Steps of others that move rows find none.
    """
    loader = MigrationExecutor(connection).loader
    state = loader.project_state()
    recorder = MigrationRecorder(connection)
    with connection.schema_editor(atomic=True) as editor:
        editor.create_model(recorder.Migration)
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection) and router.allow_migrate_model(connection.alias, model):
                editor.create_model(model)
        for migration in (loader.get_migration(*key) for key in _in_order(loader.graph)):
            for step in migration.operations:
                if isinstance(step, OwnStep) or (isinstance(step, RunPython) and _ours(migration)):
                    step.database_forwards(migration.app_label, editor, state, state)
            recorder.record_applied(migration.app_label, migration.name)


def _in_order(graph: Any) -> list[tuple[str, str]]:
    keys: dict[tuple[str, str], None] = {}
    for leaf in graph.leaf_nodes():
        keys.update(dict.fromkeys(graph.forwards_plan(leaf)))
    return list(keys)


def _ours(migration: Any) -> bool:
    return type(migration).__module__.startswith("folkmoot.")
