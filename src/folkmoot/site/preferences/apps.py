"""The preferences app."""

from django.apps import AppConfig


class PreferencesConfig(AppConfig):
    """What people chose, and what became of it."""

    name = "folkmoot.site.preferences"
    label = "preferences"
