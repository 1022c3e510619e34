"""Words, results and what was said of them stay on record as they were."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges

FOR_GOOD = ("Wording", "WordingVersion", "Overruling", "ComprehensionResult", "ComprehensionAnswer", "ResultWithdrawal", "TermVersion")


class Migration(migrations.Migration):
    dependencies = [("wordings", "0001_initial")]
    operations = [ForbidChanges(name) for name in FOR_GOOD]
