"""What is published stays as it was published."""

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]
    operations = [ForbidChanges("Publication")]
