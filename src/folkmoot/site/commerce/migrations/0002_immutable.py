"""What stood on the register stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial")]
    operations = [ForbidChanges(name) for name in ("Relationship", "Entry", "EntryPublication")]
