"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organisations, staff, and the pseudonyms of people who take part."""

    name = "folkmoot.site.people"
    label = "people"
