"""The app of imports from other systems."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """imports."""

    name = "folkmoot.site.engagement.imports"
    label = "imports"
