"""A condition says which minimum standard it sets, if it is one."""

from django.db import migrations, models

from folkmoot.site.immutable import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_newest_decisions")]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="standard",
            field=models.SlugField(blank=True, max_length=60),
        ),
        ForbidChanges("Condition"),  # its new column too
    ]
