"""Meetings of the boards, written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import folkmoot.site.renditions
from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_no_records_to_companies"),
        ("progress", "0002_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="BoardMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(choices=[("board", "Project board"), ("advisory", "Advisory group")], max_length=20)),
                ("on", models.DateField()),
                ("words", folkmoot.site.renditions.RenditionsField(default=dict)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "initiative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="initiatives.initiative"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["board", "advisory"])), name="meeting_is_of_a_known_board")
                ],
            },
        ),
        ForbidChanges("BoardMeeting"),
    ]
