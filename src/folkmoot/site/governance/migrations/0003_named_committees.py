"""A decision is taken from a committee that was named to decide, and the database takes it from no other."""

from typing import Any

from django.db import migrations

MESSAGE = "only a committee that was named to decide on an initiative may decide on it"
UNNAMED = (
    'NOT EXISTS (SELECT 1 FROM "initiatives_decidingcommittee" AS named '
    "WHERE named.initiative_id = NEW.initiative_id AND named.committee_id = NEW.committee_id)"
)
TRIGGER = '"governance_decision_by_named"'
FUNCTION = '"governance_decision_by_named_refuse"'


def name_those_that_decided(apps: Any, schema_editor: Any) -> None:
    """Every committee that has decided counts as named since its first decision."""
    named, first = apps.get_model("initiatives", "DecidingCommittee"), {}
    for decision in apps.get_model("governance", "Decision").objects.order_by("decided_on", "id"):
        first.setdefault((decision.initiative_id, decision.committee_id), decision.decided_on)
    named.objects.bulk_create(
        named(initiative_id=initiative, committee_id=committee, named_on=day) for (initiative, committee), day in first.items()
    )


def refuse_others(apps: Any, schema_editor: Any) -> None:
    """The trigger: SQLite cannot add a foreign key of two columns to a table that is there."""
    if schema_editor.connection.vendor == "sqlite":
        statements = [
            f'CREATE TRIGGER {TRIGGER} BEFORE INSERT ON "governance_decision" WHEN {UNNAMED} '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        ]
    else:
        statements = [
            f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {UNNAMED} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            f'CREATE TRIGGER {TRIGGER} BEFORE INSERT ON "governance_decision" FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()',
        ]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def take_from_anyone(apps: Any, schema_editor: Any) -> None:
    """Take the trigger away again."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(f"DROP TRIGGER {TRIGGER}" if sqlite else f'DROP TRIGGER {TRIGGER} ON "governance_decision"', params=None)
    if not sqlite:
        schema_editor.execute(f"DROP FUNCTION {FUNCTION}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_immutable"), ("initiatives", "0003_deciding_committees")]
    operations = [
        migrations.RunPython(name_those_that_decided, migrations.RunPython.noop),
        migrations.RunPython(refuse_others, take_from_anyone),
    ]
