"""What people chose and what bodies answered stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("preferences", "0001_initial")]
    operations = [ForbidChanges(name) for name in ("PreferenceEvent", "ObjectionAnswer")]
