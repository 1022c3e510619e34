"""The newest decisions of all are found without reading every one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_recorded_at")]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["-decided_on", "-id"], name="decision_newest_first"),
        ),
    ]
