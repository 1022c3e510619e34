"""The pages on which staff read a long table in: the form, and a page that says how far it is while it is read, without a script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html

PROGRESS = "<!-- progress -->"
"""Where the page of a reading is cut: what has been read is told here, as it is read."""


@dataclass(frozen=True)
class Reading:
    """What is read in, in words (`what`, and what of it would be kept), the templates of its form and of its progress, where to begin
    again, and what can be done with what was made, at which address."""

    what: str
    kept: str
    form: str
    progress: str
    again: str
    then: str
    address: Callable[[Any], str]


def read_in(request: HttpRequest, form: forms.Form, begin: Callable[[], Iterator[Any]], page: Reading) -> HttpResponseBase:
    """The page of `form`; once it is valid, `begin` gives how many rows are read, again and again, and at last what was made.

    A ValidationError before the first count comes back as the form's errors, beside the file where it names no field.
    """
    if form.is_valid():
        try:
            reading = begin()
            first = next(reading)
        except ValidationError as refused:
            by_field = refused.message_dict if hasattr(refused, "error_dict") else {"file": refused.messages}
            for field, sentences in by_field.items():
                form.add_error(field if field in form.fields else None, sentences)
        else:
            return StreamingHttpResponse(_told(request, first, reading, page), content_type="text/html; charset=utf-8")
    return render(request, page.form, {"form": form}, status=400 if form.errors else 200)


def _told(request: HttpRequest, first: Any, reading: Iterator[Any], page: Reading) -> Iterator[str]:
    head, foot = render_to_string(page.progress, {"cut": PROGRESS}, request).split(PROGRESS)
    yield head
    at = first
    try:
        while isinstance(at, int):
            yield format_html("<li>{} rows read</li>\n", f"{at:,}")
            at = next(reading)
    except ValidationError as refused:
        yield format_html("</ol><h2>There is a problem, so nothing of the {} is kept</h2><ul>", page.kept)
        for words in refused.messages:
            yield format_html("<li>{}</li>", words)
        yield format_html('</ul><p><a href="{}">Put it right in the file, and choose it again</a></p>', page.again)
    else:
        yield format_html('</ol><h2>The {} is in</h2><p><a href="{}">{}</a></p>', page.what, page.address(at), page.then)
    yield foot
