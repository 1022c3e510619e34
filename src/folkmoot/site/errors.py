"""What people see when something cannot be done, in plain words and with what to do next."""

import logging
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.site.access import public
from folkmoot.site.renditions import Reader, Texts, plain
from folkmoot.site.renditions import render as rendition

logger = logging.getLogger(__name__)

BARE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Sorry, this did not work</title></head>
<body><h1>Sorry, this did not work</h1><p>{words}</p><p><a href="/">Go to the home page</a></p></body></html>"""


class NotNow(Exception):  # noqa: N818 - it is not an error: the thing is not possible in its present state
    """The state of things does not allow this now; the message says why in plain words, and `texts` in all its renditions."""

    def __init__(self, words: Texts | str) -> None:
        self.texts = plain(words) if isinstance(words, str) else words
        super().__init__(rendition(self.texts, Reader()).words)


class Refused(ValidationError):  # noqa: N818 - the words are for the person who gave it, who did nothing wrong
    """What somebody gave is refused, in words that have renditions: `texts`. The message is their standard English."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(rendition(texts, Reader()).words)
        self.texts = texts


def texts_of(refusals: Iterable[ValidationError]) -> list[Texts]:
    """What refusals say, sentence by sentence: in all renditions where they have them, else in English."""
    return [part.texts if isinstance(part, Refused) else plain(" ".join(part.messages)) for part in refusals]


class Refusals:
    """Middleware: what a domain function refuses, and a view did not turn into words beside a field, becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 for NotNow, 400 for ValidationError, in their own words."""
        if isinstance(exception, NotNow):
            return page(request, 409, "This cannot be done now", rendition(exception.texts, Reader.of(request)).words)
        if isinstance(exception, ValidationError):
            return page(request, 400, "We could not accept that", " ".join(exception.messages))
        return None


def page(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
    """One page for everything that cannot be done."""
    return render(request, "error.jinja", {"heading": heading, "words": words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return page(request, 400, "We could not read that", "Go back and try again.")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return page(request, 403, "You cannot do this", str(exception) or "This page is for people with a role it needs.")


@public
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from a page of ours, or from one that is too old."""
    return page(
        request,
        403,
        "This form is too old",
        "Nothing was kept. Go back, load the page again and send the form once more. Your browser must allow cookies from this site.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here."""
    words = "Check the address, or start again from the home page. Pages of this site are kept for good, so it was probably mistyped."
    return page(request, 404, "There is no page here", words)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries."""
    return page(request, 429, "Too many tries", "Wait five minutes, then try again.")


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Django has logged what happened; should even this page fail, a bare one is sent."""
    words = "Something went wrong on our side. Nothing you sent was half kept: either you have a receipt, or send it again."
    try:
        return page(request, 500, "Sorry, this did not work", words)
    except Exception:
        logger.exception("the error page failed")
        return HttpResponse(BARE.format(words=words), status=500)
