"""The database refuses to change or delete what numbers rest on, and the numbers themselves."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [ForbidChanges("Snapshot"), ForbidChanges("Results"), ForbidChanges("Finding")]
