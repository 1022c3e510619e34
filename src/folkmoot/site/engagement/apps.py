"""The engagement app."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """engagement."""

    name = "folkmoot.site.engagement"
    label = "engagement"

    def ready(self) -> None:
        """Say whose name and contact are still needed here."""
        from folkmoot.site.engagement.retention import still_needed
        from folkmoot.site.people.domain import STILL_NEEDED

        STILL_NEEDED.append(still_needed)
