"""The guides app."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Topic guides for groups and interviews."""

    name = "folkmoot.site.guides"
    label = "guides"

    def ready(self) -> None:
        """Results say in which guides they are explored further."""
        from folkmoot.site.evidence.queries import EXPLORED_IN
        from folkmoot.site.guides.queries import exploring

        if exploring not in EXPLORED_IN:
            EXPLORED_IN.append(exploring)
