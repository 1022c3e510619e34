"""A record held elsewhere stays as it was taken in."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial")]
    operations = [ForbidChanges("HeldRecord")]
