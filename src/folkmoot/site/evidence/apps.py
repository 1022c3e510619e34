"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """evidence."""

    name = "folkmoot.site.evidence"
    label = "evidence"
