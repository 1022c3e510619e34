"""The progress app."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Milestones, money, benefits, risks, reports, plans, boards and the closing of an initiative."""

    name = "folkmoot.site.progress"
    label = "progress"
