"""The database refuses to change or delete a response or the questions it answers; a response may be parted from its Participant."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial")]

    operations = [ForbidChanges("InstrumentVersion"), ForbidChanges("Response", blankable=["participant_id"])]
