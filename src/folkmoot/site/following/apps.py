"""The following app."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Who asked to be told, and what is due to them."""

    name = "folkmoot.site.following"
    label = "following"
