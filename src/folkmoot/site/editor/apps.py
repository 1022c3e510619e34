"""The editor app."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """Drafts of instruments, instrument files, and the bank of questions."""

    name = "folkmoot.site.editor"
    label = "editor"
