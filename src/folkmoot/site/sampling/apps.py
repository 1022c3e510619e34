"""The sampling app."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """sampling."""

    name = "folkmoot.site.sampling"
    label = "sampling"

    def ready(self) -> None:
        """When a person is erased, their row of a frame is blanked too."""
        from folkmoot.site.people.domain import STILL_NEEDED, WHAT_IS_HELD, WHEN_ERASED
        from folkmoot.site.sampling.domain import blank_row_of
        from folkmoot.site.sampling.queries import held_of
        from folkmoot.site.sampling.retention import still_needed

        WHEN_ERASED.append(blank_row_of)
        STILL_NEEDED.append(still_needed)
        WHAT_IS_HELD.append(held_of)
