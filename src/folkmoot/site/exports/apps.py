"""The exports app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Records as files, and records held elsewhere."""

    name = "folkmoot.site.exports"
    label = "exports"
