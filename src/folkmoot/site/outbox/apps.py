"""The outbox app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Invitations by mail and letter."""

    name = "folkmoot.site.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Somebody who asks is told what they were written."""
        from folkmoot.site.outbox.queries import held_of
        from folkmoot.site.people.domain import WHAT_IS_HELD

        WHAT_IS_HELD.append(held_of)
