"""The database takes no company as the lead of an initiative, as a party that has records about people, or as who holds a dataset."""

from typing import Any

from django.db import migrations

from folkmoot.site.triggers import allow, refuse

NAME = "no_company"
MESSAGE = "no company is given records that show who people are"
COMPANY = "EXISTS (SELECT 1 FROM people_organisation AS body WHERE body.id = NEW.{} AND body.kind = 'supplier')"
RULES = {
    "initiatives_initiative": COMPANY.format("lead_id"),
    "initiatives_party": f"NEW.duty <> 'none' AND {COMPANY.format('organisation_id')}",
    "initiatives_dataset": COMPANY.format("holder_id"),
}
BECOMES = (
    "NEW.kind = 'supplier' AND (EXISTS (SELECT 1 FROM initiatives_initiative AS led WHERE led.lead_id = NEW.id) "
    "OR EXISTS (SELECT 1 FROM initiatives_party AS part WHERE part.organisation_id = NEW.id AND part.duty <> 'none') "
    "OR EXISTS (SELECT 1 FROM initiatives_dataset AS held WHERE held.holder_id = NEW.id))"
)


def refuse_companies(apps: Any, schema_editor: Any) -> None:
    """On each table; and no body that is in one of these places becomes a company."""
    for table, when in RULES.items():
        refuse(schema_editor, table, NAME, when=when, message=MESSAGE)
    refuse(schema_editor, "people_organisation", NAME, when=BECOMES, message=MESSAGE, moments=["UPDATE"])


def allow_companies(apps: Any, schema_editor: Any) -> None:
    """Take the rules away again."""
    allow(schema_editor, "people_organisation", NAME, moments=["UPDATE"])
    for table in RULES:
        allow(schema_editor, table, NAME)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_the_record"), ("people", "0002_registrations")]
    operations = [migrations.RunPython(refuse_companies, allow_companies)]
