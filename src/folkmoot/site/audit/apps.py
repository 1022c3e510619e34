"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "folkmoot.site.audit"
    label = "audit"
