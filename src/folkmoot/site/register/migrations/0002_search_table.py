"""The table of words that the register is searched by."""

from django.db import migrations

from folkmoot.site.register.search_table import MakeSearchTable


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [MakeSearchTable()]
