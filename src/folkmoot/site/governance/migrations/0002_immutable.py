"""What was decided, promised, signed or stopped stays on record as it was."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges

WRITTEN_ONCE = ["Decision", "Condition", "ConditionMet", "DpiaSignature", "Agreement", "AgreementParty", "Suspension", "SuspensionEnd"]


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [ForbidChanges(name) for name in WRITTEN_ONCE]
