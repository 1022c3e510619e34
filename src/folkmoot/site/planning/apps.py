"""The planning app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Plans of engagement and their rounds. Its rule stands before every opening of an engagement."""

    name = "folkmoot.site.planning"
    label = "planning"

    def ready(self) -> None:
        """Engagement does not know of plans: the rule is handed to it."""
        from folkmoot.site.engagement import gates
        from folkmoot.site.planning import queries

        gates.add_gate(queries.why_not_open)
