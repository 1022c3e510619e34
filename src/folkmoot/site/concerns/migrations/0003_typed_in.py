"""What came by letter, by telephone, in person or by e-mail says so, and who typed it in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from folkmoot.site.immutable import ForbidChanges

MODES = [
    ("form", "through this site"),
    ("letter", "by letter"),
    ("telephone", "by telephone"),
    ("in_person", "in person"),
    ("email", "by e-mail"),
]
TYPED_IN = ["letter", "telephone", "in_person", "email"]


def fields_of(name):
    """The new fields of a table, and what they must say."""
    sent_or_typed_in = Q(mode="form", typed_by__isnull=True) | Q(mode__in=TYPED_IN, typed_by__isnull=False)
    by = models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )
    return [
        migrations.AddField(name, "mode", models.CharField(choices=MODES, default="form", max_length=20)),
        migrations.AddField(name, "typed_by", by),
        migrations.AddConstraint(name, models.CheckConstraint(condition=sent_or_typed_in, name=f"{name}_is_typed_in_by_staff_or_sent")),
        ForbidChanges(name, blankable=["participant_id"]),  # its new columns too
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0002_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [*fields_of("complaint"), *fields_of("question")]
