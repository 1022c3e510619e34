"""The site's pages are Jinja2, on the macros of `folkmoot.face`."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import get_urlconf
from jinja2 import Environment, PackageLoader, pass_context
from markupsafe import Markup

from folkmoot import face
from folkmoot.site.addresses import address
from folkmoot.site.errors import texts_of
from folkmoot.site.frame_words import framed, promised
from folkmoot.site.keyed import Keyed
from folkmoot.site.renditions import LANGUAGES, STYLES, Reader, in_language, render

STYLESHEETS = ("face/govuk.css", "face/folkmoot.css")


class Pages(Jinja2):
    """Jinja2 templates from each app's `templates` folder, for names that end in .jinja; others are left to the next engine."""

    app_dirname = "templates"

    def get_template(self, template_name: str) -> Template:
        """The page called `template_name`."""
        if not template_name.endswith(".jinja"):
            raise TemplateDoesNotExist(template_name, backend=self)
        return super().get_template(template_name)


def environment(**options: Any) -> Environment:
    """The environment of `face`, with the site's addresses, static files and renditions in reach."""
    made = face.environment(options["loader"], PackageLoader("folkmoot.site", "pages"))
    made.auto_reload = bool(options.get("auto_reload"))
    made.globals.update(
        static=static, url=address, place=settings.PLACE, synthetic=settings.SYNTHETIC, stylesheets=[static(s) for s in STYLESHEETS]
    )
    made.filters["day"] = date.fromisoformat  # a day as answers hold it, for date_words
    made.globals.update(
        say=say,
        framed=framed,
        promised=promised,
        refusals=refusals,
        reader_of=Reader.of,
        languages=LANGUAGES,
        styles=STYLES,
        notices=_notices,
        drawn_once=_drawn_once,
    )
    return made


def _drawn_once(name: str, reader: Reader, macro: Callable[[], Markup]) -> Markup:
    """What a macro without arguments draws, made once for all who read alike. For what hangs on nothing else."""
    return _draw(Keyed((name, reader, get_urlconf()), macro))


@lru_cache(maxsize=256)
def _draw(macro: Keyed) -> Markup:
    made: Markup = macro.of()
    return made


def _notices(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def refusals(errors: Any, reader: Reader | None = None) -> list[Markup]:
    """What a form refuses, sentence by sentence as a reader gets it; in English where none is given."""
    return [in_language(texts, reader or Reader()) for texts in texts_of(errors.as_data())]


@pass_context
def say(context: Any, texts: Any) -> str:
    """A public text in the rendition this reader asked for."""
    return render(texts or {}, Reader.of(context["request"])).words
