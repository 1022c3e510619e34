"""What was published, decided, answered and reached stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [ForbidChanges("PlanVersion"), ForbidChanges("RoundDecision"), ForbidChanges("CheckAnswer"), ForbidChanges("LevelReached")]
