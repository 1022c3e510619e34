"""The wordings app."""

from django.apps import AppConfig


class WordingsConfig(AppConfig):
    """The library of wordings, and the glossary."""

    name = "folkmoot.site.wordings"
    label = "wordings"
