"""The concerns app."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Questions, complaints and incidents."""

    name = "folkmoot.site.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Say whose name and contact are still needed here."""
        from folkmoot.site.concerns.retention import still_needed
        from folkmoot.site.people.domain import STILL_NEEDED

        STILL_NEEDED.append(still_needed)
