"""What was signed, advised and met also says when it was recorded, so that the past stays what it was."""

import folkmoot.site.renditions
from django.db import migrations, models

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_named_committees"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="review_by",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="conditionmet",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dpiasignature",
            name="address",
            field=models.URLField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="dpiasignature",
            name="advice",
            field=folkmoot.site.renditions.RenditionsField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="dpiasignature",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dpiasignature",
            name="residual",
            field=models.CharField(
                blank=True,
                choices=[
                    ("low", "Low"),
                    ("medium", "Medium: accepted, with reasons"),
                    ("high", "High: the Information Commissioner must be asked first"),
                ],
                max_length=20,
            ),
        ),
        *(ForbidChanges(name) for name in ("Agreement", "ConditionMet", "DpiaSignature")),  # their new columns too
    ]
