"""What was said of citizens' part stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("involvement", "0001_initial")]
    operations = [ForbidChanges("CitizensPart")]
