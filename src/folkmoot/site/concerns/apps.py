"""The concerns app."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Questions, complaints and incidents."""

    name = "folkmoot.site.concerns"
    label = "concerns"
