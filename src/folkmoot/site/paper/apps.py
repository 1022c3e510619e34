"""The paper app."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """paper."""

    name = "folkmoot.site.paper"
    label = "paper"
