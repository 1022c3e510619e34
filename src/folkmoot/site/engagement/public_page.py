"""What the public pages of an engagement share: which engagement stands at an address, how it is read, and how a page of it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.site.addresses import address
from folkmoot.site.engagement import queries
from folkmoot.site.engagement.code_wording import CODE_WORDING
from folkmoot.site.engagement.easy_read import easy_read_is_offered
from folkmoot.site.engagement.models import Engagement
from folkmoot.site.engagement.states import State
from folkmoot.site.engagement.wording import WORDING
from folkmoot.site.engagement.words import ways_to_read
from folkmoot.site.renditions import DEFAULT, Reader, in_language

ALL_WORDING = {**WORDING, **CODE_WORDING}
RECEIPT_COOKIE, SAVED_COOKIE = "receipt", "saved"
RECEIPT_SECONDS = 600


def with_cookie(request: HttpRequest, engagement: Engagement, route: str, name: str, value: str) -> HttpResponse:
    """To a page that shows a code, once, in this browser: the code is in a signed cookie, as addresses are logged."""
    sent = redirect(way_to(route, engagement, request))
    sent.set_signed_cookie(
        name,
        value,
        salt=engagement.slug,
        max_age=RECEIPT_SECONDS,
        path=address(route, engagement.slug),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return sent


def draw(request: HttpRequest, page: str, engagement: Engagement, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """One of the public pages of an engagement."""
    reader, asked, questionnaire = reader_here(request, engagement), Reader.of(request), engagement.version.questionnaire
    round_it = {
        "engagement": engagement,
        "wording": ALL_WORDING,
        "in_easy_read": reader.style == "easy",
        "query": asked.query,
        "spoken": partial(in_language, reader=reader),
        "ways": ways_to_read(asked, languages=questionnaire.languages, easy=easy_read_is_offered(engagement)),
    }
    return render(request, f"engagement/{page}.jinja", {**round_it, **context}, status=status)


def reader_here(request: HttpRequest, engagement: Engagement) -> Reader:
    """How someone reads the questions: in easy read only where it is offered."""
    asked = Reader.of(request)
    return asked if easy_read_is_offered(engagement) else replace(asked, style=DEFAULT[1])


def engagement_at(slug: str, find: Callable[[str], Engagement | None] = queries.find) -> Engagement:
    """A draft is for staff alone: to everyone else there is nothing there."""
    engagement = find(slug)
    if engagement is None or engagement.state == State.DRAFT:
        raise Http404
    return engagement


def way_to(route: str, engagement: Engagement, request: HttpRequest) -> str:
    """The address of a page of an engagement, in the reader's way of reading."""
    return address(route, engagement.slug) + Reader.of(request).query
