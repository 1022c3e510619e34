"""The commerce app."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Relationships of public bodies with companies."""

    name = "folkmoot.site.commerce"
    label = "commerce"
