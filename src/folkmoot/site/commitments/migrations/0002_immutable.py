"""What was promised, reported and signed stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [ForbidChanges(name) for name in ("Commitment", "CommitmentReport", "CommitmentSignature")]
