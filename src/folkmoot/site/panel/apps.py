"""The panel app."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """Panels, their members, and the waves drawn from them."""

    name = "folkmoot.site.panel"
    label = "panel"

    def ready(self) -> None:
        """When a person is erased, what they told a panel of themselves goes too."""
        from folkmoot.site.panel.membership import blank_members_of
        from folkmoot.site.panel.queries import held_of
        from folkmoot.site.panel.retention import still_needed
        from folkmoot.site.people.domain import STILL_NEEDED, WHAT_IS_HELD, WHEN_ERASED

        WHEN_ERASED.append(blank_members_of)
        STILL_NEEDED.append(still_needed)
        WHAT_IS_HELD.append(held_of)
