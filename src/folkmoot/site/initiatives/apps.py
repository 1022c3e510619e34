"""The initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Initiatives, their parties, datasets and publications."""

    name = "folkmoot.site.initiatives"
    label = "initiatives"
