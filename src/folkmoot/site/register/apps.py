"""The register app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """An index of every initiative, kept with each event about one."""

    name = "folkmoot.site.register"
    label = "register"

    def ready(self) -> None:
        """From now on an event about an initiative brings its entry up to date, in the same transaction."""
        from folkmoot.site.audit.domain import follow
        from folkmoot.site.register.domain import keep_one

        follow("initiative", keep_one)
