"""The commitments app."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Promises and what became of them."""

    name = "folkmoot.site.commitments"
    label = "commitments"
