"""The database refuses to change or delete an event."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [ForbidChanges("Event")]
