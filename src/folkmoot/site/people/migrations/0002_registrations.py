"""An organisation's numbers with the Information Commissioner and at Companies House."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="company_number",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="organisation",
            name="ico_number",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
