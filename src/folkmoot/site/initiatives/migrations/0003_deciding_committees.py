"""An initiative names the committees that decide on it, for good."""

import django.db.models.deletion
from django.db import migrations, models

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_immutable"), ("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="DecidingCommittee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_on", models.DateField()),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named_to_decide", to="people.organisation"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deciding_committees", to="initiatives.initiative"
                    ),
                ),
            ],
            options={
                "ordering": ["named_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("initiative", "committee"), name="committee_is_named_once")],
            },
        ),
        ForbidChanges("DecidingCommittee"),
    ]
