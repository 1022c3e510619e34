"""The open data files and their catalogue, and the page that explains the interface for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.site.access import public
from folkmoot.site.register import open_data, queries
from folkmoot.site.register.api import openapi
from folkmoot.site.register.api_page import explained
from folkmoot.site.register.catalogue import catalogue_lines
from folkmoot.site.register.unchanged import unless_unchanged
from folkmoot.site.renditions import Reader


@public
@require_safe
@unless_unchanged
def initiatives_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every initiative as a row."""
    return _sent(request, "initiatives.csv", "text/csv; charset=utf-8; header=present", open_data.csv_lines)


@public
@require_safe
@unless_unchanged
def initiatives_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Every initiative as a line of JSON."""
    return _sent(request, "initiatives.jsonl", "application/jsonl; charset=utf-8", open_data.json_lines)


@public
@require_safe
@unless_unchanged
def catalogue_jsonld(request: HttpRequest) -> StreamingHttpResponse:
    """What can be had here, and which records each use has, in DCAT."""
    changed = queries.version().changed
    return _sent(request, "catalogue.jsonld", "application/ld+json", lambda site: catalogue_lines(site, changed))


@public
@require_safe
def api_documentation(request: HttpRequest) -> HttpResponse:
    """What programs may ask, from the OpenAPI document itself."""
    site = request.build_absolute_uri("/").rstrip("/")
    context: dict[str, Any] = {
        "licence": settings.DATA_LICENCE,
        "api": explained(openapi()),
        "site": site,
        "keep": Reader.of(request).query,
    }
    return render(request, "register/api.jinja", context)


def _sent(request: HttpRequest, name: str, kind: str, lines: Callable[[str], Iterator[str]]) -> StreamingHttpResponse:
    """A file sent line by line and never held whole. HEAD gets the headers and nothing is read."""
    content = lines(request.build_absolute_uri("/").rstrip("/")) if request.method == "GET" else iter(())
    return StreamingHttpResponse(
        content,
        headers={
            "Content-Type": kind,
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-cache",
            "Access-Control-Allow-Origin": "*",
        },
    )
