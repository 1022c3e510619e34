"""The involvement app."""

from django.apps import AppConfig


class InvolvementConfig(AppConfig):
    """What part citizens have, stage by stage."""

    name = "folkmoot.site.involvement"
    label = "involvement"
