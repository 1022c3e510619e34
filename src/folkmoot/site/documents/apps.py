"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Charters, agreements, standing statements, policies and evaluations, with comments, quotes, signatures and evidence."""

    name = "folkmoot.site.documents"
    label = "documents"
