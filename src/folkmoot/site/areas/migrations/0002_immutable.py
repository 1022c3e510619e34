"""The database repeats: a look-up is for good, with its postcodes."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]
    operations = [ForbidChanges("AreaLookup"), ForbidChanges("AreaSector")]
