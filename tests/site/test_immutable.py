"""The database itself refuses to change or delete what must stay: through Django, by raw SQL, and on both kinds of database."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from folkmoot.site.audit.domain import record
from folkmoot.site.audit.models import Event
from folkmoot.site.immutable import ForbidChanges, _statements

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        yield


def event() -> Event:
    with transaction.atomic():
        return record(by="folkmoot", verb="organisation.added", subject="organisation:1", detail={"slug": "x"})


CHANGES = {
    "at": "2020-01-01 00:00:00+00",
    "actor": "user:1",
    "verb": "decision.made",
    "subject": "organisation:2",
    "detail": "{}",
    "previous": "f" * 64,
    "hash": "f" * 64,
    "id": -1,  # no event has it, however many there were before
}


def test_the_list_of_changes_covers_every_column_of_an_event():
    assert {field.column for field in Event._meta.local_concrete_fields} == set(CHANGES)


@pytest.mark.parametrize(("column", "value"), CHANGES.items())
def test_no_column_of_an_event_can_be_changed_by_raw_sql(column, value):
    made = event()
    with refused(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE audit_event SET "{column}" = %s WHERE id = %s', [value, made.pk])  # noqa: S608 - our own column names
    assert Event.objects.get() == made


def test_an_event_cannot_be_replaced_and_the_table_cannot_be_emptied():
    made = event()
    columns = ", ".join(f'"{field.column}"' for field in Event._meta.local_concrete_fields)
    statements = {
        "sqlite": [
            f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event",  # noqa: S608 - our own column names
            "REPLACE INTO audit_event (id, at, actor, verb, subject, detail, previous, hash) "
            "SELECT 999, at, 'user:1', verb, subject, detail, previous, hash FROM audit_event",
        ],
        "postgresql": ["TRUNCATE audit_event"],
    }
    for statement in statements[connection.vendor]:
        with refused(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.get() == made


def test_an_event_cannot_be_changed_or_deleted_through_django():
    made = event()
    for attempt in (
        lambda: Event.objects.update(verb="decision.made"),
        lambda: Event.objects.all().delete(),
        made.delete,
        lambda: (setattr(made, "actor", "user:1"), made.save()),
    ):
        with refused():
            attempt()
    assert Event.objects.get().actor == "folkmoot"


def test_an_event_cannot_be_deleted_by_raw_sql():
    event()
    with refused(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event")
    assert Event.objects.count() == 1


@pytest.fixture
def table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id integer PRIMARY KEY, said text, link integer)")
        for statement in _statements(connection.vendor, "kept", ["id", "said"], ["link"]):
            cursor.execute(statement)
        cursor.execute("INSERT INTO kept VALUES (1, 'yes', 7), (2, NULL, NULL)")


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, said, link FROM kept ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kept SET link = 8 WHERE id = 1",  # another person's
        "UPDATE kept SET link = 8 WHERE id = 2",  # somebody's, after being blanked
        "UPDATE kept SET said = 'no' WHERE id = 1",
        "UPDATE kept SET said = NULL WHERE id = 1",
        "UPDATE kept SET said = 'no' WHERE id = 2",
        "UPDATE kept SET link = NULL, said = 'no' WHERE id = 1",
        "UPDATE kept SET id = 3 WHERE id = 1",
        "DELETE FROM kept WHERE id = 2",
    ],
)
def test_a_blankable_column_can_only_be_blanked_and_the_others_not_at_all(change):
    with refused(), connection.cursor() as cursor:
        cursor.execute(change)
    assert rows() == [(1, "yes", 7), (2, None, None)]


@pytest.mark.usefixtures("table")
def test_a_blankable_column_can_be_blanked_and_rows_can_be_added():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kept SET link = NULL")
        cursor.execute("INSERT INTO kept VALUES (3, 'no', 9)")
    assert rows() == [(1, "yes", None), (2, None, None), (3, "no", 9)]


def forbidden() -> list[tuple[type[models.Model], ForbidChanges]]:
    """Every ForbidChanges of every migration of the site, with its model."""
    found: list[tuple[type[models.Model], ForbidChanges]] = []
    for config in apps.get_app_configs():
        if config.name.startswith("folkmoot."):
            package = importlib.import_module(f"{config.name}.migrations")
            modules = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
            steps = [step for module in modules for step in module.Migration.operations if isinstance(step, ForbidChanges)]
            found += [(config.get_model(step.model_name), step) for step in steps]
    return found


def test_every_table_that_a_migration_protects_has_its_triggers_and_knows_its_columns():
    kept = forbidden()
    assert Event in {model for model, _ in kept}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger"
        )
        triggers = {name for (name,) in cursor.fetchall()}
    for model, step in kept:
        assert {f"{model._meta.db_table}_no_update", f"{model._meta.db_table}_no_delete"} <= triggers
        columns = {field.column: field for field in model._meta.local_concrete_fields}
        assert set(step.blankable) <= set(columns)
        assert all(columns[name].null for name in step.blankable)


def test_another_kind_of_database_is_refused_in_words():
    with pytest.raises(ValueError, match="runs on SQLite and PostgreSQL, not on mysql"):
        _statements("mysql", "kept", ["id"], [])
