"""The data use label: as a page, as a drawing, and as a page that any site may show inside its own."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.initiatives.initiative_page import initiative_page
from folkmoot.site.initiatives.label import Label, label_of
from folkmoot.site.initiatives.label_card import png, svg
from folkmoot.site.initiatives.views import initiative_at, labelled, page_of, public_page
from folkmoot.site.renditions import Reader, render

ANY_SITE = settings.SECURE_CSP | {"frame-ancestors": ["*"]}
"""The content security policy of the one page that any site may frame. Nothing else differs."""

EMBED_HEIGHT = 900
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@public
@require_safe
def label(request: HttpRequest, slug: str) -> HttpResponse:
    """The label alone, to print on A6, and the words that put it on another site."""
    found, reader = initiative_at(slug), Reader.of(request)
    name = render(found.title, reader).words

    def address(view: str) -> str:
        return request.build_absolute_uri(reverse(f"initiatives:{view}", args=[slug])) + reader.query

    context = labelled(request, found) | {
        "name": name,
        "whole_address": address("initiative"),
        "drawing": address("label_svg"),
        "dots": address("label_png"),
        "embed": address("label_embed"),
        "embed_height": EMBED_HEIGHT,
    }
    return public_page(request, "initiatives/label.jinja", context)


@public
@require_safe
def label_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The label as a drawing."""
    return _file(request, f"label-{slug}.svg", svg(_label(request, slug)), lambda drawing: drawing.encode())


@public
@require_safe
def label_png(request: HttpRequest, slug: str) -> HttpResponse:
    """The same drawing in dots."""
    return _file(request, f"label-{slug}.png", svg(_label(request, slug)), png)


@public
@require_safe
@xframe_options_exempt
@csp_override(ANY_SITE)
def label_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The label for an iframe on any site."""
    return public_page(request, "initiatives/label_embed.jinja", labelled(request, initiative_at(slug)))


def _label(request: HttpRequest, slug: str) -> Label:
    found, reader = initiative_at(slug), Reader.of(request)
    return label_of(initiative_page(found), reader, address=page_of(request, found), day=timezone.localdate())


def _file(request: HttpRequest, name: str, drawing: str, made: Callable[[str], bytes]) -> HttpResponse:
    """Asked for anew each time, as a licence can change at any moment, but not made and sent again where it is the same."""
    etag = f'"{hashlib.sha256(drawing.encode()).hexdigest()}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        made(drawing), content_type=KINDS[name.rpartition(".")[2]], headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
