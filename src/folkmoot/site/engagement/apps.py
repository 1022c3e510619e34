"""The engagement app."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """engagement."""

    name = "folkmoot.site.engagement"
    label = "engagement"
