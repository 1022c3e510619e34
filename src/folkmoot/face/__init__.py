"""The face of Folkmoot: the stylesheets, the mark and the Jinja2 macros that the site's pages and the report of `folkmoot weigh` share.

The macros live in four templates, imported by name:

    {% import "face/page.jinja" as page %}         furniture: header, crumbs, notes, rows, footer
    {% import "face/forms.jinja" as forms %}       fields, errors, buttons
    {% import "face/figures.jinja" as figures %}   charts with their tables, bases
    {% import "face/licence.jinja" as licence %}   states, the seven checks, the data use label

and `{% extends "face/base.jinja" %}` is the page round them. They take plain values and know of no framework.
"""

from pathlib import Path

import jinja2
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from folkmoot.charts import number, percent, ring
from folkmoot.face.words import LOOP, PROMISES, STATES, date_words, fingerprint, month_words

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
"""What a site serves under `face/`: govuk.css, then folkmoot.css, and mark.svg."""

STYLESHEETS = ("govuk.css", "folkmoot.css")
"""In the order a page loads them: ours dresses theirs."""

MARK = ring([True] * 7, "mound", size=52)

__all__ = [
    "FOLDER",
    "LOOP",
    "MARK",
    "PROMISES",
    "STATES",
    "STATIC",
    "STYLESHEETS",
    "date_words",
    "environment",
    "fingerprint",
    "month_words",
    "stylesheet",
]


def environment(*more_loaders: BaseLoader) -> jinja2.Environment:
    """Jinja2 with this face's templates under `face/`, after any of `more_loaders`.

    Autoescape is always on and an unknown name is an error. Filters: `percent`, `number`, `date_words`, `fingerprint`.
    """
    loader = ChoiceLoader([*more_loaders, PrefixLoader({"face": FileSystemLoader(FOLDER)})])
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(percent=percent, number=number, date_words=date_words, fingerprint=fingerprint)
    made.globals.update(ring=ring, MARK=MARK, LOOP=LOOP, PROMISES=PROMISES, STATES=STATES)
    return made


def stylesheet() -> Markup:
    """Both stylesheets as one, for a page that must stand alone in a `<style>` element."""
    return Markup("\n").join(Markup((STATIC / name).read_text("utf-8")) for name in STYLESHEETS)  # noqa: S704 - our own files
