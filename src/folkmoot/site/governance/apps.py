"""The governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Decisions, conditions, signatures and stops."""

    name = "folkmoot.site.governance"
    label = "governance"
