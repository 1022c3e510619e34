"""The areas app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """areas. Questions that ask for a postcode read their level here, and wait for their look-up before they are put to people."""

    name = "folkmoot.site.areas"
    label = "areas"

    def ready(self) -> None:
        """Engagement does not know of look-ups: what it asks of them is handed to it."""
        from folkmoot.site.areas import queries
        from folkmoot.site.engagement import area_levels, gates

        area_levels.read_with(queries.level_of, queries.source_of)
        gates.add_gate(queries.why_not_open)
