"""The public pages: the register, and an initiative."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.record import QUESTIONS
from folkmoot.site.access import public
from folkmoot.site.initiatives import queries
from folkmoot.site.initiatives.initiative_page import initiative_page, qr_code
from folkmoot.site.initiatives.label import label_of
from folkmoot.site.initiatives.models import STAGE_CHOICES, Initiative
from folkmoot.site.initiatives.register import LOOP_WORDS, STATES, loop_links, register
from folkmoot.site.initiatives.register_search import asked_for, more_link, other_pages, page_number
from folkmoot.site.renditions import Reader, render


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every initiative, what is open now, and what was decided."""
    asked = asked_for(request.GET)
    found = register(asked, page_number(request.GET))
    context = {
        "register": found,
        "asked": asked,
        "states": STATES,
        "topics": Initiative.Topic.choices,
        "kinds": Initiative.Kind.choices,
        "stages": STAGE_CHOICES,
        "other_pages": other_pages(request.GET, found.found),
        "more_link": more_link(asked, Reader.of(request).query),
        "loop_words": LOOP_WORDS,
        "loop_links": loop_links(Reader.of(request).query),
    }
    return public_page(request, "initiatives/home.jinja", context)


@public
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: what, why, whose data, who sees it, what people said, what was decided, its licence, what happened, how to say no."""
    return public_page(request, "initiatives/initiative.jinja", labelled(request, initiative_at(slug)))


def labelled(request: HttpRequest, found: Initiative) -> dict[str, Any]:
    """What a page with the data use label needs."""
    address, reader = page_of(request, found), Reader.of(request)
    shown = initiative_page(found, reader.query)
    return {
        "page": shown,
        "label": label_of(shown, reader, address=address, day=timezone.localdate()),
        "questions": QUESTIONS,
        "qr": qr_code(address),
    }


def page_of(request: HttpRequest, found: Initiative) -> str:
    """The whole address of an initiative's page, as a leaflet prints it."""
    return request.build_absolute_uri(reverse("initiatives:initiative", args=[found.slug]))


def initiative_at(slug: str) -> Initiative:
    """The initiative at an address. Raises Http404 when there is none."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found


def public_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page in the renditions its reader chose: `tell` gives a text as they get it, `keep` is the query that keeps their choice."""
    reader = Reader.of(request)
    return page(request, template, {**context, "tell": partial(render, reader=reader), "keep": reader.query})
