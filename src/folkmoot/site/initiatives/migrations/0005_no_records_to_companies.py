"""The database takes no company as the lead of an initiative, nor as a party that has records about people."""

from typing import Any

from django.db import migrations

MESSAGE = "no company is given records that show who people are"
RULES = {
    "initiatives_party": ("organisation_id", "NEW.duty <> 'none' AND"),
    "initiatives_initiative": ("lead_id", ""),
}


def refuse_companies(apps: Any, schema_editor: Any) -> None:
    """A trigger on each table: a check cannot look into another table."""
    for table, (column, also) in RULES.items():
        company = f"{also} EXISTS (SELECT 1 FROM people_organisation AS body WHERE body.id = NEW.{column} AND body.kind = 'supplier')"
        if schema_editor.connection.vendor == "sqlite":
            for moment in ("INSERT", "UPDATE"):
                schema_editor.execute(
                    f'CREATE TRIGGER "{table}_no_company_{moment.lower()}" BEFORE {moment} ON "{table}" WHEN {company} '
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                    params=None,
                )
            continue
        schema_editor.execute(
            f'CREATE FUNCTION "{table}_no_company"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {company} THEN '
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            params=None,
        )
        schema_editor.execute(
            f'CREATE TRIGGER "{table}_no_company" BEFORE INSERT OR UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_no_company"()',
            params=None,
        )


def allow_companies(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again."""
    for table in RULES:
        if schema_editor.connection.vendor == "sqlite":
            for moment in ("insert", "update"):
                schema_editor.execute(f'DROP TRIGGER "{table}_no_company_{moment}"', params=None)
        else:
            schema_editor.execute(f'DROP TRIGGER "{table}_no_company" ON "{table}"', params=None)
            schema_editor.execute(f'DROP FUNCTION "{table}_no_company"()', params=None)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_the_record"), ("people", "0002_registrations")]
    operations = [migrations.RunPython(refuse_companies, allow_companies)]
