"""The database repeats: a draw is for good, and of a member only who they are may be blanked."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("sampling", "0001_initial")]
    operations = [ForbidChanges("Draw"), ForbidChanges("Member", blankable=["participant_id"]), ForbidChanges("BlankedRow")]
