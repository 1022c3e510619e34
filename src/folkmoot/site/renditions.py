"""Renditions: one mechanism for every public text, by language and by standard or easy read.

A text is stored in its row as {"en": {"standard": "...", "easy": "..."}, "cy": {"standard": "..."}}, so that a version's hash
covers every rendition of it. A reader picks a language and a style once; each text then answers with the nearest
rendition it has.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from markupsafe import Markup

from folkmoot.face import date_words

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
STYLES = {"standard": "Standard", "easy": "Easy read"}
DEFAULT = ("en", "standard")
LONGEST = 20_000

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reader:
    """How someone asked to read: a language and a style."""

    language: str = "en"
    style: str = "standard"

    @classmethod
    def of(cls, request: HttpRequest) -> "Reader":
        """The reader's choice from `?lang=` and `?read=`; anything else means the default."""
        language, style = request.GET.get("lang", ""), request.GET.get("read", "")
        return cls(language if language in LANGUAGES else DEFAULT[0], style if style in STYLES else DEFAULT[1])

    @property
    def query(self) -> str:
        """The query string that keeps the choice on the next page, '' for the default."""
        chosen = [f"lang={self.language}"] if self.language != DEFAULT[0] else []
        chosen += [f"read={self.style}"] if self.style != DEFAULT[1] else []
        return "?" + "&".join(chosen) if chosen else ""


@dataclass(frozen=True)
class Rendered:
    """A text as one reader gets it, and which rendition it is."""

    words: str
    language: str
    style: str

    def __str__(self) -> str:
        return self.words


def render(texts: Texts, reader: Reader) -> Rendered:
    """The nearest rendition: the reader's language and style, then their language, then English in their style, then standard English."""
    for language, style in (
        (reader.language, reader.style),
        (reader.language, "standard"),
        ("en", reader.style),
        DEFAULT,
    ):
        words = texts.get(language, {}).get(style)
        if words:
            return Rendered(words, language, style)
    return Rendered("", *DEFAULT)


def plain(words: str, easy: str = "", welsh: str = "") -> dict[str, dict[str, str]]:
    """The stored form of a text written in standard English, with its easy read and Welsh where there are any."""
    english = {"standard": words} | ({"easy": easy} if easy else {})
    return {"en": english} | ({"cy": {"standard": welsh}} if welsh else {})


def filled(texts: Texts, **values: Texts | dt.date | str | int) -> Texts:
    """The same text with its places, such as {day}, filled: days in each rendition's language, texts by their own nearest rendition.

    Without values it is the text as it stands: braces that someone wrote are no places.
    """
    if not values:
        return texts
    return {
        language: {
            style: words.format(**{name: _in_words(value, Reader(language, style)) for name, value in values.items()})
            for style, words in styles.items()
        }
        for language, styles in texts.items()
    }


def _in_words(value: Texts | dt.date | str | int, reader: Reader) -> str:
    if isinstance(value, dt.date):
        return date_words(value, reader.language)
    return render(value, reader).words if isinstance(value, Mapping) else str(value)


STYLE_NAMES: Mapping[str, Texts] = {
    "standard": plain(STYLES["standard"], welsh="Safonol"),
    "easy": plain(STYLES["easy"], welsh="Hawdd ei ddeall"),
}
"""What the styles are called for each reader."""


def in_language(texts: Texts, reader: Reader, **values: Texts | dt.date | str | int) -> Markup:
    """A text, its places filled, as markup: marked with its language where that is not the page's English, so that it is spoken rightly."""
    rendered = render(filled(texts, **values), reader)
    return marked(rendered.words, rendered.language)


def marked(words: str, language: str) -> Markup:
    """Words as markup, marked with their language where that is not English."""
    if language == DEFAULT[0]:
        return Markup("{}").format(words)
    return Markup('<span lang="{}">{}</span>').format(language, words)


def check(texts: Any) -> None:
    """Raises ValidationError in plain words unless `texts` is well formed and has standard English."""
    if not isinstance(texts, dict) or not all(isinstance(styles, dict) for styles in texts.values()):
        raise ValidationError("A text must be given by language and style.")
    for language, styles in texts.items():
        if language not in LANGUAGES:
            raise ValidationError(f"There is no language called {language!r} here. Use one of: {', '.join(LANGUAGES)}.")
        for style, words in styles.items():
            if style not in STYLES:
                raise ValidationError(f"There is no style called {style!r} here. Use one of: {', '.join(STYLES)}.")
            if not isinstance(words, str) or len(words) > LONGEST:
                raise ValidationError(f"A text must be words, {LONGEST} characters at most.")
    if not texts.get("en", {}).get("standard", "").strip():
        raise ValidationError("Write the text in standard English first.")


class RenditionsField(models.JSONField):
    """A public text in all its renditions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """As `check`, unless the field may be blank and is."""
        if self.blank and not value:
            return
        check(value)
