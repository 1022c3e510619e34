"""Business cases, what each organisation is in law, and when a notice's words were changed in a draft."""

import django.db.models.deletion
from django.db import migrations, models

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0003_deciding_committees"),
    ]

    operations = [
        migrations.AddField(
            model_name="dataset",
            name="described_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="duty",
            field=models.CharField(
                choices=[
                    ("controller", "A controller: it decides why and how its records are used"),
                    ("joint", "A joint controller: it decides together with others"),
                    ("processor", "A processor: it works on records for others, as they say"),
                    ("linker", "The trusted third party that joins the records, as a processor"),
                    ("none", "None: it has no records about people"),
                ],
                default="controller",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(choices=[("case", "Business case"), ("notice", "Notice")], max_length=20),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="kind",
            field=models.CharField(
                choices=[
                    ("insight", "To learn about groups of people"),
                    ("operational", "To help particular people"),
                    ("sensors", "To sense places, as a smart city does"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="kind",
            field=models.CharField(choices=[("case", "Business case"), ("notice", "Notice")], max_length=20),
        ),
        migrations.CreateModel(
            name="NoticeEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notice_edits", to="initiatives.initiative"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        ForbidChanges("NoticeEdit"),
    ]
