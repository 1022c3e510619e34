"""What stood on the register stays on record as it was, and is between a public body and a company."""

from typing import Any

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges
from folkmoot.site.triggers import allow, refuse

TABLE, NAME = "commerce_relationship", "with_a_company"
COMPANY = "EXISTS (SELECT 1 FROM people_organisation AS body WHERE body.id = NEW.{} AND body.kind = 'supplier')"


def with_a_company(apps: Any, schema_editor: Any) -> None:
    """The partner is a company, and the organisation is none."""
    when = f"NOT {COMPANY.format('partner_id')} OR {COMPANY.format('organisation_id')}"
    refuse(schema_editor, TABLE, NAME, when=when, message="a relationship is between a public body and a company")


def with_anyone(apps: Any, schema_editor: Any) -> None:
    """Take that rule away again."""
    allow(schema_editor, TABLE, NAME)


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial"), ("people", "0002_registrations")]
    operations = [
        *(ForbidChanges(name) for name in ("Relationship", "Entry", "EntryPublication")),
        migrations.RunPython(with_a_company, with_anyone),
    ]
