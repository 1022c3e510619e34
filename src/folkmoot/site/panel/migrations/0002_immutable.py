"""What members said and when, what was drawn, promised and told stays as it was; only what shows who someone is may be blanked."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("panel", "0001_initial")]
    operations = [
        ForbidChanges("Sharing"),
        ForbidChanges("Member", blankable=["participant_id", "key_hash"]),
        ForbidChanges("Declaration", blankable=["attributes", "language", "support"]),
        ForbidChanges("Consent"),
        ForbidChanges("Standing"),
        ForbidChanges("Wave"),
        ForbidChanges("WaveMember", blankable=["participant_id"]),
        ForbidChanges("IncentiveEntry"),
        ForbidChanges("NewsEntry"),
    ]
